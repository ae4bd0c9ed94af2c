//! What can be done to burned lines: from taking the clean picture out of the truth to half measures.

use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::PixelSpan;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::native::parsed;
use crate::selftest::oracle::wrong;
use crate::truth::PatchRow;
use crate::truth::Plant;
use crate::truth::patches::read_patch;
use std::str::FromStr;

/// How a burned line is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The recorded clean pixels come back.
    Restore,
    /// The whole line becomes one value.
    Black,
    /// Every sample of the line becomes one of its own, drawn by chance over the whole range.
    Noise,
    /// Every pixel becomes the mean of its neighbours, up to a fifth of the letters' size.
    Blur,
    /// Every square of a third of the letters' size becomes its mean.
    Mosaic,
    /// The ink keeps so many percent of its distance from the clean picture.
    Faint(i32),
    /// The left half of the line becomes one value.
    Half,
}

impl FromStr for Means {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "restore" => Self::Restore,
            "black" => Self::Black,
            "noise" => Self::Noise,
            "blur" => Self::Blur,
            "mosaic" => Self::Mosaic,
            "faint" => Self::Faint(10),
            "half" => Self::Half,
            _ => return Err(format!("`{text}` is no way to treat a line")),
        })
    }
}

/// Samples inside a file.
struct Samples<'a> {
    bytes: &'a mut [u8],
    start: usize,
    /// Bytes of a frame.
    frame: usize,
    format: PixelFormat,
}

/// One frame and channel of a canvas.
#[derive(Clone, Copy)]
struct Layer {
    frame: u32,
    channel: u32,
}

impl Samples<'_> {
    fn place(&self, layer: Layer, x: u32, y: u32) -> usize {
        let format = &self.format;
        let samples = usize::from(format.samples);
        let pixel = y as usize * format.columns as usize + x as usize;
        let width = usize::from(format.bits_allocated).div_ceil(8);
        self.start + layer.frame as usize * self.frame + (pixel * samples + layer.channel as usize) * width
    }

    /// The bits of a word that hold its value.
    fn stored(&self) -> u16 {
        u16::MAX >> (16 - self.format.bits_stored.clamp(1, 16))
    }

    /// Zero outside of the file.
    fn get(&self, layer: Layer, x: u32, y: u32) -> i32 {
        let at = self.place(layer, x, y);
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or_default();
        let word = [byte(at), byte(at + 1)];
        match (self.format.bits_allocated > 8, self.format.signed) {
            (false, _) => i32::from(byte(at)),
            (true, true) => i32::from(i16::from_le_bytes(word)),
            // Planes may lie above the stored bits.
            (true, false) => i32::from(u16::from_le_bytes(word) & self.stored()),
        }
    }

    fn set(&mut self, layer: Layer, x: u32, y: u32, value: i32) {
        let at = self.place(layer, x, y);
        let [low, high, ..] = value.to_le_bytes();
        let [_, stored] = self.stored().to_le_bytes();
        let (signed, wide) = (self.format.signed, self.format.bits_allocated > 8);
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte = low;
        }
        if let Some(byte) = self.bytes.get_mut(at + 1).filter(|_| wide) {
            *byte = high | if signed { 0 } else { *byte & !stored };
        }
    }
}

/// Every recorded line of the frames but for the spared ones, with its em size: lines that move have one for each place,
/// and shadows and bars under lines have none of their own. Such ink stays where it lies under a spared line.
fn lines<'a>(file: &'a File<'_>, spared: &[&Plant]) -> Vec<(&'a PatchRow, u32)> {
    let is_of = |plant: &Plant, row: &PatchRow| plant.patch.split(' ').any(|name| name == row.patch);
    let px = |row: &PatchRow| file.plants().find(|plant| is_of(plant, row)).map(|plant| plant.font_px);
    let rows = || file.truth.patches.iter().filter(|row| row.instance == file.row.instance);
    let is_spared = |row: &PatchRow| spared.iter().any(|plant| is_of(plant, row));
    let under_spared = |row: &PatchRow| {
        let meets = |other: &PatchRow| other.line_box.dilated(1, u32::MAX, u32::MAX).meets(row.line_box);
        row.value_box.is_none() && rows().any(|other| is_spared(other) && meets(other))
    };
    rows()
        .filter(|row| row.canvas == Canvas::Frames && !is_spared(row) && !under_spared(row))
        .map(|row| (row, px(row).unwrap_or(row.line_box.height)))
        .collect()
}

/// Treats every burned line of a file but for the spared ones.
///
/// # Errors
/// The file is no DICOM, or a recorded patch cannot be read.
pub fn retouch(bytes: &mut [u8], file: &File<'_>, means: Means, spared: &[&Plant]) -> Result<(), OracleError> {
    let lines = lines(file, spared);
    if lines.is_empty() {
        return Ok(());
    }
    let scan = parsed(bytes.to_vec())?;
    let Some(PixelSpan::Native(range)) = scan.pixels.clone() else { return Ok(()) };
    let format = PixelReader::new(&scan).map_err(|error| wrong(&error.to_string()))?.format();
    let frame = format.frame_bytes().ok_or_else(|| wrong("frames of no size"))?;
    let mut canvas = Samples { bytes, start: range.start, frame, format };
    lines.into_iter().try_for_each(|(row, px)| treat(&mut canvas, file, row, px, means))
}

fn treat(canvas: &mut Samples<'_>, file: &File<'_>, row: &PatchRow, px: u32, means: Means) -> Result<(), OracleError> {
    let (clean, _) = read_patch(&file.patches, row, &canvas.format).map_err(|error| wrong(&error.to_string()))?;
    let area = row.line_box;
    for (frame, clean) in row.frames.iter().zip(&clean) {
        for channel in 0..u32::from(canvas.format.samples) {
            let layer = Layer { frame, channel };
            let under = |x: u32, y: u32| {
                let pixel = (y - row.area.y) as usize * clean.width as usize + (x - row.area.x) as usize;
                clean.samples.get(pixel * clean.channels as usize + channel as usize).copied().unwrap_or_default()
            };
            let new = treated(canvas, layer, (area, px), means, &under);
            for ((x, y), value) in pixels(area).zip(new) {
                canvas.set(layer, x, y, value);
            }
        }
    }
    Ok(())
}

fn pixels(area: PixelBox) -> impl Iterator<Item = (u32, u32)> {
    (area.y..area.y + area.height).flat_map(move |y| (area.x..area.x + area.width).map(move |x| (x, y)))
}

fn treated(
    canvas: &Samples<'_>,
    layer: Layer,
    (area, px): (PixelBox, u32),
    means: Means,
    under: &dyn Fn(u32, u32) -> i32,
) -> Vec<i32> {
    let background = under(area.x, area.y);
    let now = |x: u32, y: u32| canvas.get(layer, x, y);
    let mean = |part: PixelBox| {
        let values: Vec<i32> = pixels(part).map(|(x, y)| now(x, y)).collect();
        values.iter().sum::<i32>() / (values.len() as i32).max(1)
    };
    pixels(area)
        .map(|(x, y)| match means {
            Means::Restore => under(x, y),
            Means::Black => background,
            Means::Noise => by_chance(layer, x, y, canvas.format.range()),
            Means::Half if x < area.x + area.width / 2 => background,
            Means::Half => now(x, y),
            Means::Faint(percent) => under(x, y) + (now(x, y) - under(x, y)) * percent / 100,
            Means::Blur => {
                let around = PixelBox::new(x, y, 1, 1);
                mean(around.dilated(px / 5, canvas.format.columns, canvas.format.rows))
            }
            Means::Mosaic => {
                let cell = (px / 3).max(2);
                let (left, top) = (x - x % cell, y - y % cell);
                mean(PixelBox::new(left, top, cell, cell).dilated(0, canvas.format.columns, canvas.format.rows))
            }
        })
        .collect()
}

/// A level that has nothing to do with the picture.
fn by_chance(layer: Layer, x: u32, y: u32, (low, high): (i32, i32)) -> i32 {
    let mixed = [layer.frame, layer.channel, x, y].iter().fold(0x9e37_79b9_7f4a_7c15u64, |mixed, part| {
        (mixed ^ u64::from(*part)).wrapping_mul(0xd128_1bcb_5a3f_4a35).rotate_left(29)
    });
    low + ((mixed >> 24) % (i64::from(high) - i64::from(low) + 1) as u64) as i32
}

/// Makes every sample of every frame the same.
///
/// # Errors
/// The file is no DICOM.
pub fn black_out(bytes: &mut [u8]) -> Result<(), OracleError> {
    if let Some(PixelSpan::Native(range)) = parsed(bytes.to_vec())?.pixels.clone() {
        bytes.get_mut(range).unwrap_or_default().fill(0);
    }
    Ok(())
}
