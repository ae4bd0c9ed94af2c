//! What is known of one burned line.

use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::sheet::GlyphSheet;

/// One planted line in one frame, in upright crops of one size.
#[derive(Clone, Copy, Debug)]
pub struct LineEvidence<'a> {
    /// The crop as the tool was given it. A margin of 12 pixels and more around the value box serves the filters.
    pub burned: &'a Raster,
    /// The same crop before burning.
    pub clean: &'a Raster,
    /// Where the value alone was drawn, without its label, relative to the crop: the corner is that of the line mask
    /// that `sheet` renders for `text`, and width and height are those of that mask.
    pub value_box: PixelBox,
    /// The glyphs it was drawn with, and those of its decoys.
    pub sheet: &'a GlyphSheet,
    /// The value.
    pub text: &'a str,
    /// Values that might as well have been planted: same generator, length, and width within 3 pixels or 6 %.
    /// The strength of the verdict grows with their number; 100 and more are wanted.
    pub decoys: &'a [String],
    /// What the value was drawn with.
    pub ink: Ink,
}

impl LineEvidence<'_> {
    /// Whether the crops hold what they claim, are of one size, and hold the value box.
    pub(super) fn is_sound(&self, output: &Raster) -> bool {
        let whole = |raster: &Raster| {
            let pixels = u64::from(raster.width) * u64::from(raster.height);
            pixels.checked_mul(u64::from(raster.channels)) == Some(raster.samples.len() as u64)
        };
        let size = |raster: &Raster| (raster.width, raster.height);
        [self.burned, self.clean, output].into_iter().all(whole)
            && size(self.burned) == size(self.clean)
            && size(self.burned) == size(output)
            && self.burned.channels == self.clean.channels
            && [self.burned.channels, output.channels].into_iter().all(|channels| channels == 1 || channels == 3)
            && self.value_box.fits(self.burned.width, self.burned.height)
    }
}
