//! Samples at 64 places of two frames: a cheap look at whether two files show the same picture.
//!
//! The places depend on the size of the frame alone, so that any two files of one size can be compared in memory.
//! Places on planted lines are left out, and places where both show the most common value (background) say nothing.

use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;

/// Number of places: half of them in the first frame, half in the middle one.
const PLACES: usize = 64;
/// Fewer telling places than this decide nothing.
const FEWEST: u32 = 4;

/// Samples of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    rows: u32,
    columns: u32,
    samples: u16,
    frames: u32,
    range: i32,
    values: [i32; PLACES],
}

/// How far two fingerprints agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Agreement {
    /// Places compared.
    pub(super) compared: u32,
    /// Of these, places with the same sample.
    pub(super) equal: u32,
    /// Places away from the background.
    pub(super) telling: u32,
    /// Of these, places with the same sample.
    pub(super) telling_equal: u32,
    /// Mean difference at the telling places, as a share of the range of samples.
    pub(super) gap: f64,
}

impl Agreement {
    /// Every place is equal, and enough of them tell something.
    pub(super) fn is_same(self) -> bool {
        self.equal == self.compared && self.telling >= FEWEST
    }

    /// Most telling places are equal, or nearly so.
    pub(super) fn is_near(self) -> bool {
        self.telling >= FEWEST && (2 * self.telling_equal >= self.telling || self.gap < 0.03)
    }
}

impl Fingerprint {
    /// Takes the samples; `None` where frames can't be decoded.
    pub(super) fn of(reader: &PixelReader<'_>) -> Option<Self> {
        let format = reader.format();
        let frames = reader.frames();
        let mut values = [0; PLACES];
        let (low, high) = format.range();
        let first = reader.native(0).ok()?;
        // Most files have one frame, which need not be decoded twice.
        let later = if frames < 2 { None } else { Some(reader.native(frames / 2).ok()?) };
        let middle = later.as_ref().unwrap_or(&first);
        for (half, frame) in [&first, middle].into_iter().enumerate() {
            for place in 0..PLACES / 2 {
                let at = half * PLACES / 2 + place;
                let (x, y) = position(at, format.columns, format.rows);
                let pixel = Raster::from_native(&format, frame, PixelBox::new(x, y, 1, 1));
                if let (Some(value), Some(sample)) = (values.get_mut(at), pixel.samples.get(pixel.samples.len() / 2)) {
                    *value = *sample;
                }
            }
        }
        let (rows, columns, samples) = (format.rows, format.columns, format.samples);
        Some(Self { rows, columns, samples, frames, range: high - low, values })
    }

    /// Takes all samples from one frame.
    pub(super) fn of_frame(reader: &PixelReader<'_>, native: &[u8]) -> Self {
        let format = reader.format();
        let mut values = [0; PLACES];
        for (at, value) in values.iter_mut().enumerate() {
            let (x, y) = position(at, format.columns, format.rows);
            let pixel = Raster::from_native(&format, native, PixelBox::new(x, y, 1, 1));
            *value = pixel.samples.get(pixel.samples.len() / 2).copied().unwrap_or(0);
        }
        let (low, high) = format.range();
        let (rows, columns, samples) = (format.rows, format.columns, format.samples);
        Self { rows, columns, samples, frames: 1, range: high - low, values }
    }

    /// Rows, columns and samples per pixel: only files that agree in them are compared.
    pub(super) fn size(&self) -> (u32, u32, u16) {
        (self.rows, self.columns, self.samples)
    }

    /// Compares with an output, leaving out places inside `lines` of this input. `None` where sizes differ.
    pub(super) fn agreement(&self, output: &Self, lines: &[PixelBox]) -> Option<Agreement> {
        if self.size() != output.size() {
            return None;
        }
        // With frames lost, the middle is another frame.
        let places = if self.frames == output.frames { PLACES } else { PLACES / 2 };
        let common = self.most_common();
        let mut found = Agreement { compared: 0, equal: 0, telling: 0, telling_equal: 0, gap: 0.0 };
        let mut gap = 0.0;
        for (at, (input, output)) in self.values.iter().zip(&output.values).enumerate().take(places) {
            let (x, y) = position(at, self.columns, self.rows);
            if lines.iter().any(|line| line.contains(x, y)) {
                continue;
            }
            found.compared += 1;
            found.equal += u32::from(input == output);
            if *input != common || *output != common {
                found.telling += 1;
                found.telling_equal += u32::from(input == output);
                gap += f64::from(input.abs_diff(*output)) / f64::from(self.range.max(1));
            }
        }
        found.gap = gap / f64::from(found.telling.max(1));
        Some(found)
    }

    fn most_common(&self) -> i32 {
        let mut sorted = self.values;
        sorted.sort_unstable();
        let runs = sorted.chunk_by(|left, right| left == right);
        runs.max_by_key(|run| run.len()).and_then(|run| run.first()).copied().unwrap_or(0)
    }
}

/// Place number `at`: spread evenly over the inner four fifths of the frame (the R2 sequence, in integers).
fn position(at: usize, columns: u32, rows: u32) -> (u32, u32) {
    let spread = |step: u64, size: u32| {
        let turn = ((at as u64 + 1) * step) & 0x00ff_ffff;
        let inner = u64::from(size) * 4 / 5;
        (u64::from(size / 10) + ((turn * inner) >> 24)) as u32
    };
    (spread(12_664_745, columns).min(columns.saturating_sub(1)), spread(9_560_333, rows).min(rows.saturating_sub(1)))
}
