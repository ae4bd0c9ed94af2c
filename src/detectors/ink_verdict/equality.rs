//! Tests that need no statistics: samples that are equal.

use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Share of the inked pixels that must equal the burned ones to call the line unchanged.
const UNCHANGED: f64 = 0.95;
/// Fewer inked pixels than this tell nothing.
const FEWEST_INKED: u32 = 12;

/// Whether every pixel of `area` has the same samples.
pub fn is_constant(raster: &Raster, area: PixelBox) -> bool {
    let part = raster.crop(area);
    let mut pixels = part.samples.chunks_exact(part.channels.max(1) as usize);
    pixels.next().is_some_and(|first| pixels.all(|pixel| pixel == first))
}

/// Inked pixels of the value box, and how many of them the output left as they were burned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Equality {
    pub(super) inked: u32,
    pub(super) equal: u32,
}

impl Equality {
    pub(super) fn count(plant: &LineEvidence<'_>, output: &Raster) -> Self {
        let [burned, clean, output] = [plant.burned, plant.clean, output].map(|raster| raster.crop(plant.value_box));
        let pixels = |raster: &Raster| raster.channels.max(1) as usize;
        let mut counts = Self::default();
        let same_layout = output.channels == burned.channels;
        let triples = burned.samples.chunks_exact(pixels(&burned)).zip(clean.samples.chunks_exact(pixels(&clean)));
        for ((burned, clean), output) in triples.zip(output.samples.chunks_exact(pixels(&output))) {
            if burned != clean {
                counts.inked += 1;
                // A grey picture written as colour is the same picture.
                let spread = output.iter().all(|sample| Some(sample) == burned.first()) && burned.len() == 1;
                counts.equal += u32::from(if same_layout { output == burned } else { spread });
            }
        }
        counts
    }

    pub(super) fn share(self) -> f64 {
        if self.inked == 0 { 0.0 } else { f64::from(self.equal) / f64::from(self.inked) }
    }
}

/// The verdict where equal samples alone decide; `None` where they do not.
///
/// A constant box comes before equal ink: paint in the colour of the ink leaves it equal and tells nothing.
pub(super) fn decide(plant: &LineEvidence<'_>, output: &Raster) -> Option<LineVerdict> {
    if !plant.is_sound(output) {
        return Some(LineVerdict::plain(Verdict::NotMeasured, Signal::Unusable, 0.0, 0));
    }
    let counts = Equality::count(plant, output);
    let decided = |verdict, signal| Some(LineVerdict::plain(verdict, signal, counts.share(), counts.inked));
    if is_constant(output, plant.value_box) {
        return decided(Verdict::Removed, Signal::Constant);
    }
    if counts.inked < FEWEST_INKED {
        return decided(Verdict::NotMeasured, Signal::NoInk);
    }
    if counts.share() >= UNCHANGED {
        return decided(Verdict::Readable, Signal::Equal);
    }
    if output.channels == plant.clean.channels && output.crop(plant.value_box) == plant.clean.crop(plant.value_box) {
        return decided(Verdict::Removed, Signal::Clean);
    }
    None
}

/// A cheap second look for a line that was settled in another frame: the verdict where equal samples decide and agree
/// with `previous`; `None` where the line must be judged in full.
pub fn confirm(previous: &LineVerdict, plant: &LineEvidence<'_>, output: &Raster) -> Option<LineVerdict> {
    let now = decide(plant, output)?;
    (now.verdict == previous.verdict || now.verdict == Verdict::Readable).then_some(now)
}
