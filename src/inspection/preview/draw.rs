//! Drawing a sheet.

use super::cell::Cell;
use crate::dicom::locus::PixelBox;
use crate::dicom::shown::ShownFrame;
use crate::ink::face::Face;
use crate::ink::typeface::Typeface;
use image::ImageBuffer;
use image::Rgb;
use image::RgbImage;
use image::imageops;
use image::imageops::FilterType;
use std::io;
use std::path::Path;

const COLUMNS: u32 = 4;
/// Largest size of a picture, pixels.
const PICTURE: (u32, u32) = (360, 270);
const GAP: u32 = 10;
const LETTERS: u32 = 13;
const LINES: u32 = 4;
const PAPER: Rgb<u8> = Rgb([34, 37, 41]);

/// A sheet of cells.
pub struct Sheet(RgbImage);

impl Sheet {
    /// Draws the cells row by row.
    pub fn of(cells: &[Cell]) -> Self {
        let typeface = Typeface::new(Face::DejaVuSans, LETTERS);
        let (wide, high) = (PICTURE.0 + GAP, PICTURE.1 + LINES * typeface.line_height + GAP);
        let rows = (cells.len() as u32).div_ceil(COLUMNS).max(1);
        let mut paper = RgbImage::from_pixel(COLUMNS * wide + GAP, rows * high + GAP, PAPER);
        for (number, cell) in (0u32..).zip(cells) {
            let (left, top) = (GAP + number % COLUMNS * wide, GAP + number / COLUMNS * high);
            if let Some(frame) = &cell.frame {
                picture(&mut paper, frame, &cell.boxes, left, top);
            }
            for (line, text) in (0..LINES).zip(&cell.caption) {
                write(&mut paper, &typeface, text, left, top + PICTURE.1 + line * typeface.line_height);
            }
        }
        Self(paper)
    }

    /// Writes it as PNG.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        self.0.save(path).map_err(io::Error::other)
    }
}

/// A frame made to fit, and its boxes at the same scale.
fn picture(paper: &mut RgbImage, frame: &ShownFrame, boxes: &[(PixelBox, [u8; 3])], left: u32, top: u32) {
    let rgb: Vec<u8> = match frame.channels {
        1 => frame.samples.iter().flat_map(|level| [*level; 3]).collect(),
        _ => frame.samples.clone(),
    };
    let Some(whole) = ImageBuffer::<Rgb<u8>, Vec<u8>>::from_raw(frame.width, frame.height, rgb) else { return };
    let scale = (f64::from(PICTURE.0) / f64::from(frame.width)).min(f64::from(PICTURE.1) / f64::from(frame.height));
    let side = |side: u32| ((f64::from(side) * scale) as u32).max(1);
    let small = imageops::resize(&whole, side(frame.width), side(frame.height), FilterType::Triangle);
    imageops::replace(paper, &small, i64::from(left), i64::from(top));
    let at = |place: u32| (f64::from(place) * scale) as u32;
    for (area, colour) in boxes {
        let (x, y) = (left + at(area.x), top + at(area.y));
        let (right, bottom) = (left + at(area.x + area.width), top + at(area.y + area.height));
        for column in x..=right {
            dot(paper, column, y, *colour);
            dot(paper, column, bottom, *colour);
        }
        for row in y..=bottom {
            dot(paper, x, row, *colour);
            dot(paper, right, row, *colour);
        }
    }
}

fn dot(paper: &mut RgbImage, x: u32, y: u32, colour: [u8; 3]) {
    if let Some(pixel) = paper.get_pixel_mut_checked(x, y) {
        *pixel = Rgb(colour);
    }
}

/// Writes a line, cut at the width of a picture; characters that the typeface lacks become `?`.
fn write(paper: &mut RgbImage, typeface: &Typeface, text: &str, left: u32, top: u32) {
    let mut pen = left;
    for character in text.chars() {
        let Some(glyph) = typeface.glyph(character).or_else(|| typeface.glyph('?')) else { continue };
        if pen + glyph.advance > left + PICTURE.0 {
            break;
        }
        for y in 0..glyph.mask.height {
            for x in 0..glyph.mask.width {
                let alpha = u32::from(glyph.mask.at(x, y));
                let (column, row) = (pen + glyph.left.unsigned_abs() + x, top + glyph.top.unsigned_abs() + y);
                if let Some(pixel) = paper.get_pixel_mut_checked(column, row) {
                    for channel in &mut pixel.0 {
                        *channel = ((u32::from(*channel) * (255 - alpha) + 235 * alpha) / 255) as u8;
                    }
                }
            }
        }
        pen += glyph.advance;
    }
}
