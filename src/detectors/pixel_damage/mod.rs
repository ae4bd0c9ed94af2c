//! What happened to pixels away from planted lines: nothing, loss all over, loss in places, or a change of the whole.
//!
//! Equal frames are compared whole, at the speed of memory; in others only the rows that differ are looked at.
//! No figure of the whole frame decides alone, because a blurred patch drowns in it: tiles of 16 x 16 pixels do.

mod detector;
mod driver;
mod frame;
mod judged;
mod turned;

pub use detector::PixelDamageDetector;
pub use driver::compare;
pub use frame::compare_frame;
pub use judged::Judged;
pub use turned::is_turned;

use crate::dicom::frame::PixelFormat;
use crate::text::words;

/// Margin around planted lines that is exempt from damage, pixels.
pub const MARGIN: u32 = 8;
/// Below this nobody sees a loss, dB.
const VISUALLY_LOSSLESS_PSNR: f64 = 40.0;
/// Mean difference of a tile above which a loss is seen, levels.
const VISIBLE_TILE: f64 = 2.0;
/// Share of distinct levels below which depth was cut.
const DEPTH_CUT: f64 = 0.6;

words! {
    /// A change of the whole object.
    pub enum GlobalChange {
        /// Rows or columns.
        Size = "size",
        /// Mirrored, rotated or transposed.
        Orientation = "orientation",
        /// Frames are missing.
        FramesLost = "frames-lost",
        /// There are more frames than before.
        FramesAdded = "frames-added",
        /// Frames stand in another order.
        FramesReordered = "frames-reordered",
        /// Bits stored, or levels that are no longer told apart.
        BitDepth = "bit-depth",
        /// Pixel representation.
        Sign = "sign",
        /// Samples per pixel or photometric interpretation.
        Photometric = "photometric",
    }
}

/// Sums over the compared frames, outside of exempt boxes. Those of several frames add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Frames compared.
    pub frames: u64,
    /// Frames with a difference.
    pub differing_frames: u64,
    /// Pixels compared.
    pub pixels: u64,
    /// Pixels that differ in any channel.
    pub differing: u64,
    /// Differing pixels in places: erased tiles, and connected ones that stand out from the rest.
    pub local: u64,
    /// Of these, inside the clinical region.
    pub local_clinical: u64,
    /// Pixels of the clinical region.
    pub clinical: u64,
    /// Frames in which differences are spread over the picture.
    pub spread_frames: u64,
    /// Samples outside of local differences, for the mean below.
    pub samples: u64,
    /// Sum of their squared differences, levels².
    pub squared: f64,
    /// Greatest mean difference of a tile without local differences, levels.
    pub worst_tile: f64,
    /// Distinct levels of spread frames before, summed.
    pub levels_before: u64,
    /// Distinct levels of spread frames after, summed.
    pub levels_after: u64,
}

impl Comparison {
    /// Adds what was seen in another frame.
    pub fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.differing_frames += other.differing_frames;
        self.pixels += other.pixels;
        self.differing += other.differing;
        self.local += other.local;
        self.local_clinical += other.local_clinical;
        self.clinical += other.clinical;
        self.spread_frames += other.spread_frames;
        self.samples += other.samples;
        self.squared += other.squared;
        self.worst_tile = self.worst_tile.max(other.worst_tile);
        self.levels_before += other.levels_before;
        self.levels_after += other.levels_after;
    }

    /// Peak signal to noise ratio outside of local differences, dB; `None` where nothing differs there.
    pub fn psnr(&self, format: &PixelFormat) -> Option<f64> {
        let (low, high) = format.range();
        let peak = f64::from(high - low);
        (self.squared > 0.0).then(|| 10.0 * libm::log10(peak * peak * self.samples as f64 / self.squared))
    }
}

/// The flags of one instance. Several may stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PixelFindings {
    /// Every sample outside of exempt boxes is equal, and nothing of the whole changed.
    pub untouched: bool,
    /// Differences that nobody sees.
    pub visually_lossless: bool,
    /// Differences all over.
    pub lossy: bool,
    /// Differences in places.
    pub local: bool,
    /// Changes of the whole.
    pub global: Vec<GlobalChange>,
    /// Differing pixels in places, over all frames.
    pub local_area: u64,
    /// Of these, inside the clinical region: erased without need.
    pub over_redacted: u64,
    /// Pixels of the clinical region outside of exempt boxes, over all compared frames.
    pub clinical: u64,
    /// Peak signal to noise ratio outside of local differences, dB.
    pub psnr: Option<f64>,
    /// Frames of the input.
    pub frames_expected: u32,
    /// Frames that were compared.
    pub frames_compared: u32,
    /// Why pixels could not be compared; empty where they were.
    pub not_measured: String,
}

/// The flags of an instance from its sums and from changes of the whole that were seen before.
pub fn conclude(format: &PixelFormat, sums: &Comparison, mut global: Vec<GlobalChange>) -> PixelFindings {
    let depth_cut = sums.spread_frames > 0 && (sums.levels_after as f64) < DEPTH_CUT * sums.levels_before as f64;
    if depth_cut {
        global.push(GlobalChange::BitDepth);
    }
    global.sort_unstable();
    global.dedup();
    let psnr = sums.psnr(format);
    let turned = global.contains(&GlobalChange::Orientation);
    let local = sums.local > 0 && !turned;
    let small = psnr.is_none_or(|psnr| psnr >= VISUALLY_LOSSLESS_PSNR) && sums.worst_tile <= VISIBLE_TILE;
    // A change of some pixels that form no place is judged like a loss all over.
    let elsewhere = sums.differing > sums.local && !turned;
    PixelFindings {
        untouched: sums.frames > 0 && sums.differing == 0 && global.is_empty(),
        visually_lossless: elsewhere && small,
        lossy: elsewhere && !small,
        local,
        global,
        local_area: if local { sums.local } else { 0 },
        over_redacted: if local { sums.local_clinical } else { 0 },
        clinical: sums.clinical,
        psnr,
        frames_expected: 0,
        frames_compared: u32::try_from(sums.frames).unwrap_or(u32::MAX),
        not_measured: String::new(),
    }
}

#[cfg(test)]
mod tests;
