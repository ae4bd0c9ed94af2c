//! What a user decides about a source.

use crate::dataset::source::checks::Brightness;
use crate::dataset::source::masks::Masks;
use crate::dataset::source::region::Region;
use crate::picture::MOST_PIXELS;
use crate::text::words;

words! {
    /// How a cine is written.
    pub enum CineForm {
        /// One object with all frames.
        MultiFrame = "multi-frame",
        /// A series of objects with one frame each.
        Series = "series",
    }
}

/// How pictures become cases.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceOptions {
    /// Where lines are burned.
    pub region: Region,
    /// How bright that region may be.
    pub brightness: Brightness,
    /// How a cine is written.
    pub cine: CineForm,
    /// Most pixels of one frame.
    pub most_pixels: u64,
    /// Bytes of decoded frames of one case that are held in memory; a larger case is decoded twice.
    pub memory: u64,
    /// Time between frames in milliseconds, as pictures don't tell it.
    pub frame_time_ms: f64,
    /// Masks of organs, where there are any.
    pub masks: Option<Masks>,
    /// Leave out every mark that says that the files are synthetic.
    pub blind: bool,
}

impl Default for SourceOptions {
    fn default() -> Self {
        Self {
            region: Region::default(),
            brightness: Brightness::default(),
            cine: CineForm::MultiFrame,
            most_pixels: MOST_PIXELS,
            memory: 64 << 20,
            frame_time_ms: 40.0,
            masks: None,
            blind: false,
        }
    }
}
