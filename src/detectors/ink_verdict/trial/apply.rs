//! Carrying out what a tool does.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::fill;
use crate::detectors::ink_verdict::trial::letters;
use crate::detectors::ink_verdict::trial::normal;
use crate::detectors::ink_verdict::trial::paint::at;
use crate::detectors::ink_verdict::trial::paint::blur;
use crate::detectors::ink_verdict::trial::paint::coarse;
use crate::detectors::ink_verdict::trial::paint::each;
use crate::detectors::ink_verdict::trial::paint::grey;
use crate::detectors::ink_verdict::trial::paint::halve;
use crate::detectors::ink_verdict::trial::paint::inpaint;
use crate::detectors::ink_verdict::trial::paint::jpeg;
use crate::detectors::ink_verdict::trial::paint::mean_blur;
use crate::detectors::ink_verdict::trial::paint::median;
use crate::detectors::ink_verdict::trial::paint::mosaic;
use crate::detectors::ink_verdict::trial::paint::overwrite;
use crate::detectors::ink_verdict::trial::paint::overwrite_at;
use crate::detectors::ink_verdict::trial::paint::paint;
use crate::detectors::ink_verdict::trial::paint::shift;
use crate::detectors::ink_verdict::trial::paint::write;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::ink::glyph::Line;
use crate::ink::mask::Mask;
use crate::seed::Stream;
use rand::RngExt;

impl Tool {
    /// The frame that the tool gives back.
    pub(in crate::detectors::ink_verdict) fn run(self, line: &Planted, rng: &mut Stream) -> Raster {
        let area = line.line_box.dilated(rng.random_range(0..4), line.format.columns, line.format.rows);
        let (_, high) = line.format.range();
        let mut out = self
            .whole(line, high, rng)
            .or_else(|| self.trace(line, area, high, rng))
            .or_else(|| self.part(line, area))
            .or_else(|| self.odd(line, area, high, rng))
            .unwrap_or_else(|| self.removed(line, area, high, rng));
        out.samples.iter_mut().for_each(|sample| *sample = (*sample).clamp(0, high));
        out
    }

    /// What changes the whole frame and leaves the text in it.
    fn whole(self, line: &Planted, high: i32, rng: &mut Stream) -> Option<Raster> {
        let mut out = line.burned.clone();
        let top = f64::from(high);
        match self {
            Self::Untouched => {}
            Self::Gamma => each(&mut out, |v| (v / top).powf(0.7) * top, high),
            Self::Contrast => each(&mut out, |v| v * 0.8 + 10.0, high),
            Self::Invert => each(&mut out, |v| top - v, high),
            Self::Jpeg(quality) => out = jpeg(&out, quality, high),
            Self::Noise(share) => each(&mut out, |v| v + share * top * normal(rng), high),
            Self::Shift(dx, dy) => out = shift(&out, dx, dy),
            Self::HalfShift => out = stretched(&out, (out.width, out.height), (0.5, 0.5)),
            Self::Crop => out = out.crop(PixelBox::new(6, 9, out.width - 13, out.height - 14)),
            Self::Grey => out = grey(&out),
            Self::EightBit => each(&mut out, |v| (v * 255.0 / top).round(), 255),
            Self::Half => out = halve(&out),
            Self::Resize(factor) => {
                let side = |length: u32| (f64::from(length) * factor).round() as u32;
                out = stretched(&out, (side(out.width), side(out.height)), (0.0, 0.0));
            }
            Self::Turn(orientation) => out = turned(&out, orientation),
            _ => return None,
        }
        Some(out)
    }

    /// What leaves something of the text in its box.
    fn trace(self, line: &Planted, area: PixelBox, high: i32, rng: &mut Stream) -> Option<Raster> {
        let mut out = line.burned.clone();
        match self {
            Self::Faint(share) => paint(&mut out, area, |x, y, c| {
                let (b, c) = (at(&line.burned, x, y, c), at(&line.clean, x, y, c));
                c + share * (b - c)
            }),
            Self::Ghost(levels) => {
                paint(&mut out, area, |_, _, _| 0.0);
                write(&mut out, line, &line.line_of(&line.text), levels);
            }
            Self::Veil(share) => paint(&mut out, area, |x, y, c| share * at(&line.burned, x, y, c)),
            Self::BoxNoise(levels) => {
                let sigma = levels / 255.0 * f64::from(high);
                paint(&mut out, area, |x, y, c| at(&line.burned, x, y, c) + sigma * normal(rng));
            }
            Self::Blur(sigma) => blur(&line.burned, &mut out, area, sigma),
            Self::MeanBlur(side) => mean_blur(&line.burned, &mut out, area, (side, side)),
            Self::Motion(length) => mean_blur(&line.burned, &mut out, area, (length, 1)),
            Self::Mosaic(period) => mosaic(&line.burned, &mut out, area, period),
            Self::Coarse(factor) => coarse(&line.burned, &mut out, area, factor),
            Self::Median(reach) => median(&line.burned, &mut out, area, reach),
            Self::Crosses => {
                let text: String = line.text.chars().map(|c| if c == ' ' { ' ' } else { 'X' }).collect();
                let crosses = line.line_of(&text);
                // As many as find room over the value.
                let width = crosses.mask.width.min(line.burned.width - line.value_box.x);
                overwrite(&mut out, line, &cut(crosses, width));
            }
            Self::GlyphInpaint => {
                let pixels = line.burned.samples.chunks_exact(out.channels as usize);
                let hole: Vec<bool> =
                    pixels.zip(line.clean.samples.chunks_exact(out.channels as usize)).map(|(b, c)| b != c).collect();
                let hole = fill::widened(&out, &hole);
                fill::march(&mut out, &hole);
            }
            _ => return None,
        }
        Some(out)
    }

    /// What leaves part of the text, or puts it elsewhere.
    fn part(self, line: &Planted, area: PixelBox) -> Option<Raster> {
        let mut out = line.burned.clone();
        let boxes = line.line_of(&line.text).boxes;
        let value = line.value_box;
        let right = area.x + area.width;
        let mut black = |hole: PixelBox| paint(&mut out, hole, |_, _, _| 0.0);
        let until = |x: u32| PixelBox { width: x - area.x, ..area };
        let from = |x: u32| PixelBox { x, width: right - x, ..area };
        match self {
            Self::CoverLeft => black(until(value.x + value.width / 2)),
            Self::CoverRight => black(from(value.x + value.width / 2)),
            Self::LastFour => black(until(value.x + boxes[boxes.len() - 4].x)),
            Self::FirstOne => black(from(value.x + boxes[1].x)),
            Self::Tops | Self::Bottoms => {
                let ink = line.line_of(&line.text).mask.ink_box().expect("a value has ink");
                let third = ink.height.div_ceil(3);
                let (first, last) = (value.y + ink.y, value.y + ink.y + ink.height);
                let bottom = area.y + area.height;
                if self == Self::Tops {
                    black(PixelBox { y: first + third, height: bottom - first - third, ..area });
                } else {
                    black(PixelBox { height: last - third - area.y, ..area });
                }
            }
            Self::Moved(scale) => {
                black(area);
                let drawn = line.line_of(&line.text).mask;
                let mask = enlarged(&drawn, scale);
                for (x, y) in (0..mask.height).flat_map(|y| (0..mask.width).map(move |x| (x, y))) {
                    for channel in 0..out.channels {
                        let (u, v) = (x + 9, y + 5);
                        if u < out.width && v < area.y {
                            let index = ((v * out.width + u) * out.channels + channel) as usize;
                            let change = f64::from(line.ink.levels[channel as usize] - out.samples[index]);
                            out.samples[index] += (f64::from(mask.at(x, y)) / 255.0 * change).round() as i32;
                        }
                    }
                }
            }
            _ => return None,
        }
        Some(out)
    }

    /// What leaves nothing.
    fn removed(self, line: &Planted, area: PixelBox, high: i32, rng: &mut Stream) -> Raster {
        let mut out = line.burned.clone();
        match self {
            Self::BlackTight => {
                let ink = line.line_of(&line.text).mask.ink_box().expect("a value has ink");
                let (x, y) = (line.value_box.x + ink.x, line.value_box.y + ink.y);
                paint(&mut out, PixelBox { x, y, ..ink }, |_, _, _| 0.0);
            }
            Self::Black => paint(&mut out, area, |_, _, _| 0.0),
            Self::BlackJpeg => {
                paint(&mut out, area, |_, _, _| 0.0);
                out = jpeg(&out, 75, high);
            }
            Self::White => paint(&mut out, area, |_, _, _| f64::from(high)),
            Self::Mean => {
                let (mean, _) = spread(&line.clean);
                paint(&mut out, area, |_, _, _| mean);
            }
            Self::NoiseFill => paint(&mut out, area, |_, _, _| rng.random_range(0..=high / 2).into()),
            Self::NoiseMatched => {
                let (mean, deviation) = spread(&line.clean);
                paint(&mut out, area, |_, _, _| (mean + deviation * normal(rng)).clamp(0.0, f64::from(high)));
            }
            Self::Patch => fill::patch(&mut out, area),
            Self::Clean => out = line.clean.clone(),
            Self::CleanNoise => {
                paint(&mut out, area, |x, y, c| at(&line.clean, x, y, c) + 0.01 * f64::from(high) * normal(rng));
            }
            Self::CleanJpeg => out = jpeg(&line.clean, 75, high),
            Self::CleanBlur => blur(&line.clean, &mut out, area, 2.0),
            Self::Inpaint => inpaint(&mut out, area),
            Self::Diffuse => {
                let hole = fill::hole_of(&out, area);
                fill::diffuse(&mut out, &hole);
            }
            Self::March | Self::MarchJpeg => {
                let hole = fill::hole_of(&out, area);
                fill::march(&mut out, &hole);
                if self == Self::MarchJpeg {
                    out = jpeg(&out, 75, high);
                }
            }
            Self::Pseudonym => {
                paint(&mut out, area, |x, y, c| at(&line.clean, x, y, c));
                overwrite(&mut out, line, &line.line_of(&line.other));
            }
            Self::PseudonymFace => {
                paint(&mut out, area, |_, _, _| 0.0);
                let face: Face = line.sheet.face.parse().expect("an embedded face");
                let place = Face::ALL.iter().position(|known| *known == face).unwrap_or(0);
                let letters = letters(Face::ALL[(place + 1) % Face::ALL.len()], line.sheet.px - 1);
                let text = letters.render(&line.other).expect("in every face");
                let width = text.mask.width.min(out.width - line.value_box.x);
                let there = PixelBox { x: line.value_box.x - 2, y: line.value_box.y + 1, ..line.value_box };
                overwrite_at(&mut out, line, there, &cut(text, width));
            }
            _ => out.samples.fill(0),
        }
        out
    }
}

impl Planted {
    pub(super) fn line_of(&self, text: &str) -> Line {
        self.sheet.render(text).expect("recorded")
    }
}

pub(super) fn spread(raster: &Raster) -> (f64, f64) {
    let count = raster.samples.len() as f64;
    let mean = raster.samples.iter().map(|sample| f64::from(*sample)).sum::<f64>() / count;
    let squares = raster.samples.iter().map(|sample| (f64::from(*sample) - mean).powi(2)).sum::<f64>();
    (mean, (squares / count).sqrt())
}

/// The frame at another size, moved by a part of a pixel.
fn stretched(raster: &Raster, (width, height): (u32, u32), shift: (f64, f64)) -> Raster {
    let scale = (f64::from(raster.width) / f64::from(width), f64::from(raster.height) / f64::from(height));
    resample(raster, &Alignment { scale, shift, ..Alignment::identity() }, PixelBox::new(0, 0, width, height))
}

/// The frame turned or mirrored.
pub(in crate::detectors::ink_verdict) fn turned(frame: &Raster, orientation: Orientation) -> Raster {
    let (width, height) = orientation.upright_size((frame.width, frame.height));
    let mut output = Raster { width, height, ..frame.clone() };
    let channels = frame.channels as usize;
    for (x, y) in (0..frame.height).flat_map(|y| (0..frame.width).map(move |x| (x, y))) {
        let (u, v) = orientation.place(x.into(), y.into(), (width, height));
        let (from, to) = ((y * frame.width + x) as usize, v as usize * width as usize + u as usize);
        output.samples[to * channels..(to + 1) * channels]
            .copy_from_slice(&frame.samples[from * channels..(from + 1) * channels]);
    }
    output
}

pub(super) fn cut(line: Line, width: u32) -> Line {
    let mut mask = Mask::empty(width, line.mask.height);
    mask.lay(&line.mask, 0, 0);
    Line { mask, ..line }
}

/// The ink at another size, from the four nearest places.
fn enlarged(mask: &Mask, scale: f64) -> Mask {
    let samples = mask.alpha.iter().map(|alpha| i32::from(*alpha)).collect();
    let raster = Raster { width: mask.width, height: mask.height, channels: 1, samples };
    let side = |length: u32| (f64::from(length) * scale).round() as u32;
    let large = stretched(&raster, (side(mask.width), side(mask.height)), (0.0, 0.0));
    Mask { width: large.width, height: large.height, alpha: large.samples.iter().map(|alpha| *alpha as u8).collect() }
}
