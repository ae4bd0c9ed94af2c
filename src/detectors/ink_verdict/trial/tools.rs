//! What tools do to a frame, each with the answer that is right.

use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::normal;
use crate::detectors::ink_verdict::trial::paint::at;
use crate::detectors::ink_verdict::trial::paint::blur;
use crate::detectors::ink_verdict::trial::paint::each;
use crate::detectors::ink_verdict::trial::paint::grey;
use crate::detectors::ink_verdict::trial::paint::halve;
use crate::detectors::ink_verdict::trial::paint::inpaint;
use crate::detectors::ink_verdict::trial::paint::jpeg;
use crate::detectors::ink_verdict::trial::paint::median;
use crate::detectors::ink_verdict::trial::paint::mosaic;
use crate::detectors::ink_verdict::trial::paint::overwrite;
use crate::detectors::ink_verdict::trial::paint::paint;
use crate::detectors::ink_verdict::trial::paint::shift;
use crate::detectors::ink_verdict::trial::paint::write;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::glyph::Line;
use crate::seed::Stream;
use rand::RngExt;

/// What a tool does to the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::detectors::ink_verdict) enum Tool {
    Untouched,
    Gamma,
    Contrast,
    Invert,
    Jpeg(u8),
    Noise(f64),
    Shift(i32, i32),
    Grey,
    EightBit,
    Half,
    Faint(f64),
    Ghost(i32),
    Blur(f64),
    Mosaic(u32),
    Median(i32),
    CoverLeft,
    LastFour,
    Black,
    BlackTight,
    BlackJpeg,
    White,
    Mean,
    NoiseFill,
    Clean,
    CleanNoise,
    CleanJpeg,
    CleanBlur,
    Inpaint,
    Blackout,
    Pseudonym,
}

impl Tool {
    pub(in crate::detectors::ink_verdict) const ALL: [Self; 40] = [
        Self::Untouched,
        Self::Gamma,
        Self::Contrast,
        Self::Invert,
        Self::Jpeg(90),
        Self::Jpeg(75),
        Self::Jpeg(50),
        Self::Noise(0.01),
        Self::Noise(0.03),
        Self::Shift(3, 2),
        Self::Shift(-7, 0),
        Self::Grey,
        Self::EightBit,
        Self::Half,
        Self::Faint(0.05),
        Self::Faint(0.1),
        Self::Faint(0.25),
        Self::Ghost(1),
        Self::Ghost(3),
        Self::Blur(1.0),
        Self::Blur(1.5),
        Self::Blur(2.0),
        Self::Blur(3.0),
        Self::Mosaic(2),
        Self::Mosaic(3),
        Self::Mosaic(4),
        Self::Median(1),
        Self::Median(2),
        Self::CoverLeft,
        Self::LastFour,
        Self::Black,
        Self::BlackJpeg,
        Self::White,
        Self::Mean,
        Self::NoiseFill,
        Self::Clean,
        Self::CleanNoise,
        Self::CleanJpeg,
        Self::Inpaint,
        Self::Pseudonym,
    ];

    pub(in crate::detectors::ink_verdict) const REMOVING: [Self; 13] = [
        Self::Black,
        Self::BlackTight,
        Self::BlackJpeg,
        Self::White,
        Self::Mean,
        Self::NoiseFill,
        Self::Clean,
        Self::CleanNoise,
        Self::CleanJpeg,
        Self::CleanBlur,
        Self::Inpaint,
        Self::Blackout,
        Self::Pseudonym,
    ];

    /// The frame that the tool gives back.
    pub(in crate::detectors::ink_verdict) fn run(self, line: &Planted, rng: &mut Stream) -> Raster {
        let mut out = line.burned.clone();
        let area = line.line_box.dilated(rng.random_range(0..4), line.format.columns, line.format.rows);
        let (_, high) = line.format.range();
        match self {
            Self::Untouched => {}
            Self::Gamma => each(&mut out, |v| (v / f64::from(high)).powf(0.7) * f64::from(high), high),
            Self::Contrast => each(&mut out, |v| v * 0.8 + 10.0, high),
            Self::Invert => each(&mut out, |v| f64::from(high) - v, high),
            Self::Jpeg(quality) => out = jpeg(&out, quality, high),
            Self::Noise(share) => each(&mut out, |v| v + share * f64::from(high) * normal(rng), high),
            Self::Shift(dx, dy) => out = shift(&out, dx, dy),
            Self::Grey => out = grey(&out),
            Self::EightBit => each(&mut out, |v| (v * 255.0 / f64::from(high)).round(), 255),
            Self::Half => out = halve(&out),
            Self::Faint(share) => paint(&mut out, area, |x, y, c| {
                let (b, c) = (at(&line.burned, x, y, c), at(&line.clean, x, y, c));
                c + share * (b - c)
            }),
            Self::Ghost(levels) => {
                paint(&mut out, area, |_, _, _| 0.0);
                write(&mut out, line, &line.line_of(&line.text), levels);
            }
            Self::Blur(sigma) => blur(&line.burned, &mut out, area, sigma),
            Self::Mosaic(period) => mosaic(&line.burned, &mut out, area, period),
            Self::Median(reach) => median(&line.burned, &mut out, area, reach),
            Self::CoverLeft => {
                let half = PixelBox { width: line.value_box.x + line.value_box.width / 2 - area.x, ..area };
                paint(&mut out, half, |_, _, _| 0.0);
            }
            Self::LastFour => {
                let boxes = line.line_of(&line.text).boxes;
                let left = line.value_box.x + boxes[boxes.len() - 4].x;
                paint(&mut out, PixelBox { width: left - area.x, ..area }, |_, _, _| 0.0);
            }
            Self::Black => paint(&mut out, area, |_, _, _| 0.0),
            Self::BlackTight => {
                let ink = line.line_of(&line.text).mask.ink_box().expect("a value has ink");
                let (x, y) = (line.value_box.x + ink.x, line.value_box.y + ink.y);
                paint(&mut out, PixelBox { x, y, ..ink }, |_, _, _| 0.0);
            }
            Self::BlackJpeg => {
                paint(&mut out, area, |_, _, _| 0.0);
                out = jpeg(&out, 75, high);
            }
            Self::White => paint(&mut out, area, |_, _, _| f64::from(high)),
            Self::Mean => {
                let mean =
                    line.clean.samples.iter().map(|v| f64::from(*v)).sum::<f64>() / line.clean.samples.len() as f64;
                paint(&mut out, area, |_, _, _| mean);
            }
            Self::NoiseFill => paint(&mut out, area, |_, _, _| rng.random_range(0..=high / 2).into()),
            Self::Clean => out = line.clean.clone(),
            Self::CleanNoise => {
                paint(&mut out, area, |x, y, c| at(&line.clean, x, y, c) + 0.01 * f64::from(high) * normal(rng));
            }
            Self::CleanJpeg => out = jpeg(&line.clean, 75, high),
            Self::CleanBlur => blur(&line.clean, &mut out, area, 2.0),
            Self::Inpaint => inpaint(&mut out, area),
            Self::Blackout => out.samples.fill(0),
            Self::Pseudonym => {
                paint(&mut out, area, |x, y, c| at(&line.clean, x, y, c));
                overwrite(&mut out, line, &line.line_of(&line.other));
            }
        }
        out.samples.iter_mut().for_each(|sample| *sample = (*sample).clamp(0, high));
        out
    }
}

impl Planted {
    fn line_of(&self, text: &str) -> Line {
        self.sheet.render(text).expect("recorded")
    }
}
