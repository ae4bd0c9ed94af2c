//! Frames as a screen shows them: 8 bits, grey or RGB, through the window of the file.

use crate::dicom::colour::ToRgb;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::text::words;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

words! {
    /// What decides which samples are black and white.
    pub enum WindowRule {
        /// Window Center and Width of the file (PS3.3 §C.11.2.1.2).
        File = "file",
        /// The full range of 8 bits.
        Full = "full range",
        /// The least and the largest sample of the first frame, where more than 8 bits are stored and no window is told.
        Content = "content",
        /// Centre and width that somebody asked for.
        Asked = "asked",
        /// Colour is shown as it is stored.
        Colour = "colour",
    }
}

/// Samples that are shown black and white.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// What decided.
    pub rule: WindowRule,
    /// Samples up to here, as stored, are black.
    pub low: f64,
    /// Samples from here on, as stored, are white.
    pub high: f64,
    /// MONOCHROME1: the other way round.
    pub inverted: bool,
}

/// Centre and width in the units of the modality, as a user gives them: `40,400`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedWindow {
    /// Centre.
    pub center: f64,
    /// Width, at least 1.
    pub width: f64,
}

impl fmt::Display for AskedWindow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{},{}", self.center, self.width)
    }
}

impl FromStr for AskedWindow {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || format!("`{text}` is no window; expected CENTER,WIDTH, for example 40,400");
        let (center, width) = text.split_once(',').ok_or_else(fail)?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(fail);
        let (center, width) = (number(center)?, number(width)?);
        if width < 1.0 { Err(fail()) } else { Ok(Self { center, width }) }
    }
}

/// One frame with 8 bits for each sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFrame {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 1 for grey, 3 for RGB.
    pub channels: u8,
    /// Row by row, colour by pixel.
    pub samples: Vec<u8>,
}

impl ShownFrame {
    /// Luma of every pixel, row by row.
    pub fn luma(&self) -> Cow<'_, [u8]> {
        if self.channels == 1 {
            return Cow::Borrowed(&self.samples);
        }
        // ITU-R BT.601 in 16.16, as for YBR_FULL.
        let luma = |[red, green, blue]: &[u8; 3]| {
            ((19_595 * u32::from(*red) + 38_470 * u32::from(*green) + 7_471 * u32::from(*blue) + (1 << 15)) >> 16) as u8
        };
        let (pixels, _) = self.samples.as_chunks::<3>();
        Cow::Owned(pixels.iter().map(luma).collect())
    }
}

/// Brings the frames of one file to the screen.
pub struct Shown {
    format: PixelFormat,
    to_rgb: Option<ToRgb>,
    /// Level of each stored pattern of bits, for grey.
    table: Vec<u8>,
    window: Window,
}

impl Shown {
    /// For the frames of this file; `asked` overrules the window of grey files.
    pub fn new(scan: &Scan, reader: &PixelReader<'_>, asked: Option<AskedWindow>) -> Result<Self, PixelsError> {
        Self::with_first(scan, reader.format(), asked, || reader.native(0))
    }

    /// The same where the first frame can be had otherwise; it is asked for only where nothing tells a window.
    pub fn with_first<'a>(
        scan: &Scan,
        format: PixelFormat,
        asked: Option<AskedWindow>,
        first: impl FnOnce() -> Result<Cow<'a, [u8]>, PixelsError>,
    ) -> Result<Self, PixelsError> {
        let to_rgb = ToRgb::new(scan, format);
        if format.samples > 1 || to_rgb.is_some() {
            let colour = Window { rule: WindowRule::Colour, low: 0.0, high: 255.0, inverted: false };
            return Ok(Self { format, to_rgb, table: Vec::new(), window: colour });
        }
        let window = match asked {
            Some(asked) => Some(stored_window(scan, asked, WindowRule::Asked)),
            None => window_of(scan).map(|told| stored_window(scan, told, WindowRule::File)),
        };
        let window = match window.or_else(|| full_range(&format)) {
            Some(window) => window,
            None => content(&format, &first()?),
        };
        Ok(Self::grey(format, window))
    }

    /// For native samples that stand in no DICOM file, as pictures give them: colour as it is, grey over its full range.
    pub fn of_picture(format: PixelFormat) -> Self {
        if format.samples > 1 {
            let window = Window { rule: WindowRule::Colour, low: 0.0, high: 255.0, inverted: false };
            return Self { format, to_rgb: None, table: Vec::new(), window };
        }
        let (low, high) = format.range();
        let window = Window { rule: WindowRule::Full, low: f64::from(low), high: f64::from(high), inverted: false };
        Self::grey(format, window)
    }

    fn grey(format: PixelFormat, mut window: Window) -> Self {
        window.inverted = format.photometric == Photometric::Monochrome1;
        // Bits above the stored ones do not count, so the table needs no place for them: it is made for every file.
        let bits = u32::from(format.bits_stored).clamp(1, if format.bits_allocated > 8 { 16 } else { 8 });
        let table = (0..1u32 << bits).map(|pattern| window.level(value(&format, pattern as u16))).collect();
        Self { format, to_rgb: None, table, window }
    }

    /// What is shown black and white.
    pub fn window(&self) -> Window {
        self.window
    }

    /// A native frame as it is shown.
    pub fn frame(&self, native: &[u8]) -> ShownFrame {
        let (width, height) = (self.format.columns, self.format.rows);
        if self.table.is_empty() {
            let format = self.to_rgb.as_ref().map_or(self.format, ToRgb::format);
            let rgb = self.to_rgb.as_ref().map_or(native.into(), |to_rgb| to_rgb.frame(native));
            return ShownFrame { width, height, channels: 3, samples: bytes(&format, &rgb) };
        }
        let mask = self.table.len() - 1;
        let level = |pattern: u16| self.table.get(usize::from(pattern) & mask).copied().unwrap_or(0);
        let samples = if self.format.bits_allocated > 8 {
            let (pairs, _) = native.as_chunks::<2>();
            pairs.iter().map(|pair| level(u16::from_le_bytes(*pair))).collect()
        } else {
            native.iter().map(|byte| level(u16::from(*byte))).collect()
        };
        ShownFrame { width, height, channels: 1, samples }
    }
}

impl Window {
    /// Level of a sample, by the linear function of PS3.3 §C.11.2.1.2.1.
    fn level(&self, sample: f64) -> u8 {
        let share = ((sample - self.low) / (self.high - self.low).max(1e-9)).clamp(0.0, 1.0);
        let level = (share * 255.0).round() as u8;
        if self.inverted { 255 - level } else { level }
    }
}

/// The sample that a pattern of bits stands for.
fn value(format: &PixelFormat, pattern: u16) -> f64 {
    let unused = 16 - format.bits_stored.clamp(1, 16);
    if format.signed {
        f64::from(((pattern << unused) as i16) >> unused)
    } else {
        f64::from((pattern << unused) >> unused)
    }
}

/// RGB of more than 8 bits by its upper 8.
fn bytes(format: &PixelFormat, native: &[u8]) -> Vec<u8> {
    if format.bits_allocated <= 8 {
        return native.to_vec();
    }
    let drop = format.bits_stored.saturating_sub(8);
    native.chunks_exact(2).map(|pair| (u16::from_le_bytes([pair[0], pair[1]]) >> drop).min(255) as u8).collect()
}

/// The first window of the file.
fn window_of(scan: &Scan) -> Option<AskedWindow> {
    let first = |tag| scan.decimals(tag).first().copied();
    let (center, width) = (first(tags::WINDOW_CENTER)?, first(tags::WINDOW_WIDTH)?);
    (width >= 1.0).then_some(AskedWindow { center, width })
}

/// A window in stored samples, with the rescaling of the modality undone.
fn stored_window(scan: &Scan, told: AskedWindow, rule: WindowRule) -> Window {
    let first = |tag| scan.decimals(tag).first().copied();
    let slope = first(tags::RESCALE_SLOPE).filter(|slope| *slope != 0.0).unwrap_or(1.0);
    let intercept = first(tags::RESCALE_INTERCEPT).unwrap_or(0.0);
    let stored = |value: f64| (value - intercept) / slope;
    let half = (told.width - 1.0) / 2.0;
    let (low, high) = (stored(told.center - 0.5 - half), stored(told.center - 0.5 + half));
    Window { rule, low: low.min(high), high: high.max(low), inverted: false }
}

fn full_range(format: &PixelFormat) -> Option<Window> {
    let (low, high) = format.range();
    (format.bits_stored <= 8).then(|| Window {
        rule: WindowRule::Full,
        low: f64::from(low),
        high: f64::from(high),
        inverted: false,
    })
}

fn content(format: &PixelFormat, native: &[u8]) -> Window {
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let samples = Raster::from_native(format, native, whole).samples;
    let (low, high) = (samples.iter().min().copied().unwrap_or(0), samples.iter().max().copied().unwrap_or(1));
    Window { rule: WindowRule::Content, low: f64::from(low), high: f64::from(high.max(low + 1)), inverted: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREY_12: PixelFormat = PixelFormat {
        rows: 1,
        columns: 4,
        samples: 1,
        bits_allocated: 16,
        bits_stored: 12,
        signed: true,
        photometric: Photometric::Monochrome2,
    };

    #[test]
    fn samples_are_shown_through_the_window_and_bits_above_the_stored_ones_do_not_count() {
        let window = Window { rule: WindowRule::File, low: -100.0, high: 100.0, inverted: false };
        let shown = Shown::grey(GREY_12, window);
        let native: Vec<u8> = [-2048i16, -100, 100, 0].iter().flat_map(|sample| sample.to_le_bytes()).collect();
        assert_eq!(shown.frame(&native).samples, [0, 0, 255, 128]);
        // An overlay bit above the 12 stored ones.
        let native: Vec<u8> = [0x1000u16, 0, 0x0800, 0x07ff].iter().flat_map(|sample| sample.to_le_bytes()).collect();
        assert_eq!(shown.frame(&native).samples, [128, 128, 0, 255]);
        let inverted = Shown::grey(PixelFormat { photometric: Photometric::Monochrome1, ..GREY_12 }, window);
        assert_eq!(inverted.frame(&native).samples, [127, 127, 255, 0]);
    }

    #[test]
    fn a_window_is_read_as_it_is_written_and_an_empty_one_refused() {
        assert_eq!("40,400".parse::<AskedWindow>().map(|window| window.to_string()), Ok("40,400".to_owned()));
        for text in ["40", "40,0", "x,1", "nan,1"] {
            assert!(text.parse::<AskedWindow>().is_err(), "{text}");
        }
    }

    #[test]
    fn luma_of_white_is_white_and_of_red_dark() {
        let frame = ShownFrame { width: 2, height: 1, channels: 3, samples: vec![255, 255, 255, 255, 0, 0] };
        assert_eq!(*frame.luma(), [255, 76]);
    }
}
