//! What happened to pixels away from planted lines: nothing, loss all over, loss in places, or a change of the whole.
//!
//! Equal frames are compared whole, at the speed of memory; in others tiles of 16 x 16 pixels are looked at. No figure of the
//! whole frame decides alone, because a blurred patch drowns in it. A change that follows one rule for all levels is named
//! by that rule, and what is left of the difference is judged by itself.

mod colour;
mod detector;
mod driver;
mod fit;
mod frame;
mod judged;
mod order;
mod painted;
mod pictures;
mod places;
mod presentation;
mod reading;
mod side;
mod tiles;
mod turned;

pub use detector::PixelDamageDetector;
pub use detector::seen_at;
pub use driver::compare;
pub use driver::listed;
use frame::compare_frame;
pub use judged::Exemptions;
pub use judged::Judged;
pub use order::Order;
pub use pictures::Laid;
pub use pictures::Pictures;
pub use pictures::span;
pub use turned::Turn;

use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::text::words;
use driver::Changes;

/// Margin around planted lines that is exempt from damage, pixels.
pub const MARGIN: u32 = 8;
/// Side of a tile, pixels.
const TILE: usize = 16;
/// Below this nobody sees a loss, dB.
const VISUALLY_LOSSLESS_PSNR: f64 = 40.0;
/// Mean difference of a tile above which a loss is seen, in 255ths of the range that is shown.
const VISIBLE_TILE: f64 = 2.0;
/// Structural similarity below which a loss is seen in a tile.
const SIMILAR_TILE: f64 = 0.95;
/// Share of such tiles from which the loss is seen.
const POOR_TILES: f64 = 0.01;

words! {
    /// A change of the whole object.
    pub enum GlobalChange {
        /// Rows or columns.
        Size = "size",
        /// Mirrored, rotated or transposed.
        Orientation = "orientation",
        /// Frames are missing.
        FramesLost = "frames-lost",
        /// There are frames that show nothing of the input.
        FramesAdded = "frames-added",
        /// Frames show again what others show.
        FramesDoubled = "frames-doubled",
        /// Frames stand in another order.
        FramesReordered = "frames-reordered",
        /// Bits stored, or levels that are no longer told apart.
        BitDepth = "bit-depth",
        /// Pixel representation.
        Sign = "sign",
        /// Samples per pixel or photometric interpretation.
        Photometric = "photometric",
        /// Samples lie by plane where the header says by pixel, or the other way round.
        Planar = "planar",
        /// Bytes of words are exchanged.
        ByteOrder = "byte-order",
        /// Indices have other colours.
        Palette = "palette",
        /// Colours became grey, or channels are exchanged.
        Colour = "colour",
        /// Brightness or contrast.
        Intensity = "intensity",
        /// Rescale slope and intercept, or the modality table.
        Rescale = "rescale",
        /// Window, or the table in its place.
        Window = "window",
    }
}

/// A figure of one tile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TileFigure {
    /// The figure.
    pub value: f64,
    /// The frame of the output.
    pub frame: u32,
    /// The tile.
    pub area: PixelBox,
}

/// Sums over the compared frames, outside of exempt boxes. Those of several frames add up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Frames compared.
    pub frames: u64,
    /// Frames with a difference.
    pub differing_frames: u64,
    /// Pixels compared.
    pub pixels: u64,
    /// Pixels that differ in any channel.
    pub differing: u64,
    /// Pixels outside of places that differ from what a rule for all levels makes of the input.
    pub elsewhere: u64,
    /// Differing pixels in places: erased tiles, and connected ones that stand out from the rest.
    pub local: u64,
    /// Of these, inside the clinical region.
    pub local_clinical: u64,
    /// Frames with places.
    pub local_frames: Vec<u32>,
    /// Frame and box of the largest place.
    pub place: Option<(u32, PixelBox)>,
    /// Pixels of the clinical region.
    pub clinical: u64,
    /// Frames in which differences are spread over the picture.
    pub spread_frames: u64,
    /// Samples outside of places, for the mean below.
    pub samples: u64,
    /// Sum of their squared differences.
    pub squared: f64,
    /// Tiles with pixels outside of places, in frames that differ.
    pub tiles: u64,
    /// Of these, tiles with a structural similarity below 0.95.
    pub poor_tiles: u64,
    /// Greatest mean difference of a tile, in 255ths of the range that is shown.
    pub worst_difference: f64,
    /// The smallest peak signal to noise ratio of a tile, dB.
    pub worst_psnr: Option<TileFigure>,
    /// The smallest structural similarity of a tile.
    pub worst_similarity: Option<TileFigure>,
    /// Brightness or contrast changed: how, in words.
    pub intensity: Option<String>,
    /// Levels that are left, and how many there were.
    pub depth: Option<(usize, usize)>,
    /// Colours became grey.
    pub colour_lost: bool,
}

impl Comparison {
    /// Of a frame that is equal where it counts.
    pub fn equal(judged: &Judged, channels: u64) -> Self {
        let (pixels, clinical) = (judged.pixels, judged.clinical);
        Self { frames: 1, pixels, clinical, samples: pixels * channels, ..Self::default() }
    }

    /// Adds what was seen in another frame.
    pub fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.differing_frames += other.differing_frames;
        self.pixels += other.pixels;
        self.differing += other.differing;
        self.elsewhere += other.elsewhere;
        self.local += other.local;
        self.local_clinical += other.local_clinical;
        self.local_frames.extend(&other.local_frames);
        let size = |place: &Option<(u32, PixelBox)>| place.map_or(0, |(_, area)| area.area());
        if size(&other.place) > size(&self.place) {
            self.place = other.place;
        }
        self.clinical += other.clinical;
        self.spread_frames += other.spread_frames;
        self.samples += other.samples;
        self.squared += other.squared;
        self.tiles += other.tiles;
        self.poor_tiles += other.poor_tiles;
        self.worst_difference = self.worst_difference.max(other.worst_difference);
        self.note_psnr(other.worst_psnr);
        self.note_similarity(other.worst_similarity);
        self.intensity = self.intensity.take().or_else(|| other.intensity.clone());
        self.depth = self.depth.or(other.depth);
        self.colour_lost |= other.colour_lost;
    }

    fn note_psnr(&mut self, figure: Option<TileFigure>) {
        self.worst_psnr = worse(self.worst_psnr, figure);
    }

    fn note_similarity(&mut self, figure: Option<TileFigure>) {
        self.worst_similarity = worse(self.worst_similarity, figure);
    }

    /// Peak signal to noise ratio outside of places, dB; `None` where nothing differs there.
    pub fn psnr(&self, peak: f64) -> Option<f64> {
        (self.squared > 0.0).then(|| 10.0 * libm::log10(peak * peak * self.samples as f64 / self.squared))
    }
}

fn worse(known: Option<TileFigure>, other: Option<TileFigure>) -> Option<TileFigure> {
    match (known, other) {
        (Some(known), Some(other)) => Some(if other.value < known.value { other } else { known }),
        (known, other) => known.or(other),
    }
}

/// The flags of one instance. Several may stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PixelFindings {
    /// Every sample outside of exempt boxes is equal, and nothing of the whole changed.
    pub untouched: bool,
    /// Untouched, and the file holds its samples in another way.
    pub re_encoded: bool,
    /// Differences that nobody sees.
    pub visually_lossless: bool,
    /// Differences all over.
    pub lossy: bool,
    /// Differences in places.
    pub local: bool,
    /// Changes of the whole, each in words.
    pub global: Changes,
    /// Differing pixels in places, over all frames.
    pub local_area: u64,
    /// Of these, inside the clinical region: erased without need.
    pub over_redacted: u64,
    /// Frames with places.
    pub local_frames: FrameSet,
    /// Frame and box of the largest place.
    pub place: Option<(u32, PixelBox)>,
    /// Pixels of the clinical region outside of exempt boxes, over all compared frames.
    pub clinical: u64,
    /// Peak signal to noise ratio outside of places, dB.
    pub psnr: Option<f64>,
    /// The smallest peak signal to noise ratio of a tile, dB.
    pub worst_psnr: Option<TileFigure>,
    /// The smallest structural similarity of a tile.
    pub worst_similarity: Option<TileFigure>,
    /// Frames of the input.
    pub frames_expected: u32,
    /// Frames that were compared.
    pub frames_compared: u32,
    /// Of these, frames that differ.
    pub frames_differing: u32,
    /// Why pixels could not be compared; empty where they were.
    pub not_measured: String,
}

/// The flags of an instance from its sums, the range that is shown, changes of the whole, and whether the file holds its
/// samples in another way.
pub fn conclude(sums: &Comparison, peak: f64, global: Changes, re_encoded: bool) -> PixelFindings {
    let psnr = sums.psnr(peak);
    let small = psnr.is_none_or(|psnr| psnr >= VISUALLY_LOSSLESS_PSNR)
        && sums.worst_difference <= VISIBLE_TILE
        && sums.poor_tiles as f64 <= POOR_TILES * sums.tiles as f64;
    let untouched = sums.frames > 0 && sums.differing == 0 && global.is_empty();
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    PixelFindings {
        untouched,
        re_encoded: untouched && re_encoded,
        // A change of some pixels that form no place is judged like a loss all over.
        visually_lossless: sums.elsewhere > 0 && small,
        lossy: sums.elsewhere > 0 && !small,
        local: sums.local > 0,
        global,
        local_area: sums.local,
        over_redacted: sums.local_clinical,
        local_frames: FrameSet::from_frames(sums.local_frames.iter().copied()),
        place: sums.place,
        clinical: sums.clinical,
        psnr,
        worst_psnr: sums.worst_psnr,
        worst_similarity: sums.worst_similarity,
        frames_expected: 0,
        frames_compared: number(sums.frames),
        frames_differing: number(sums.differing_frames),
        not_measured: String::new(),
    }
}

#[cfg(test)]
mod tests;
