//! Whether a burned value can still be had from a tool's output.
//!
//! Equal samples decide first. Otherwise the value is compared with *decoys*, values that might as well have been
//! planted: where a tool removed the text, value and decoys are exchangeable, so a lead of the value over all decoys
//! is evidence that needs no model of noise. Leads are sought in the picture as it is and under known filters, and
//! single characters are compared with their alphabet.
//!
//! Everything here is a pure function of rasters. The way from frames to a verdict:
//!
//! 1. a constant output frame ([`equality::is_constant`]) is removed;
//! 2. [`registration::register`] lays the output over the input, unless the frames have one size and equal samples
//!    outside the boxes, which is [`alignment::Alignment::identity`]; [`refine::refine`] shifts single lines where
//!    frames do not agree in every detail;
//! 3. [`alignment::resample`] cuts the crop of each line out of the output, in coordinates of the input;
//! 4. [`judge`] gives the verdict, and [`verdict::LineVerdict::without_alignment`] takes back what rests on an
//!    alignment that is not certain;
//! 5. further frames of a static line are confirmed ([`equality::confirm`]) or judged again, and [`mean::MeanRaster`]
//!    finds ink that noise hides in single frames; a readable line needs no more frames, since the worst counts;
//! 6. [`moved::find`] looks for the value elsewhere, where pixels outside the boxes changed.

pub mod alignment;
mod attempt;
mod bank;
mod candidates;
mod cells;
mod characters;
mod decision;
mod displaced;
pub mod equality;
pub mod evidence;
mod filters;
mod free;
pub mod intensity;
mod leads;
mod legibility;
mod literal;
pub mod masks;
#[cfg(test)]
mod matrix_tests;
pub mod mean;
#[cfg(test)]
mod measurements;
mod median;
mod mosaic;
pub mod moved;
#[cfg(test)]
mod odd_rasters;
pub mod orientation;
mod phase;
mod plane;
pub mod refine;
pub mod registration;
#[cfg(test)]
mod registration_tests;
mod scaling;
mod scene;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
pub mod verdict;
mod whiteness;

use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::decision::Figures;
use crate::detectors::ink_verdict::equality::Equality;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::scene::Scene;
use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;

/// Correlation of the output with the ink, as a share of that of the burned picture, that is as good as it.
const AS_BURNED: f64 = 0.9;
/// Correlations of the burned picture below this are mostly chance.
const FAINTEST: f64 = 0.2;

/// The verdict of one planted line in one frame.
///
/// `output` is the crop of the output over the same area as those of `plant`, in coordinates of the input; `map` is how
/// the tool changed brightness outside the boxes, the identity in the common case.
pub fn judge(plant: &LineEvidence<'_>, output: &Raster, map: &IntensityMap) -> LineVerdict {
    if let Some(decided) = equality::decide(plant, output) {
        return decided;
    }
    let counts = Equality::count(plant, output);
    let Some(scene) = Scene::new(plant, output, map) else {
        return LineVerdict::plain(Verdict::NotMeasured, Signal::Unusable, counts.share(), counts.inked);
    };
    let found = leads::best(&scene);
    let seen = scene.shifted(found.shift.0, found.shift.1);
    let (ncc, _) = legibility::correlate(&scene);
    let informed = characters::look(&scene, plant.sheet, &seen, Some(&scene.box_clean));
    let blind_told = characters::look(&scene, plant.sheet, &seen, None).told.len();
    let mut lead = found.standing.lead.max(0.0);
    // Under a filter some characters look like others, so there most of them must.
    let printed = found.signal != Signal::Filtered || informed.other * 2 >= informed.drawn;
    if lead > FOUND && printed && informed.is_other_text() {
        lead = lead.min(leads::contested(&scene, plant, &informed.told));
    }
    let as_burned = lead > FOUND && is_as_burned(&scene, plant, ncc, informed.told.len());
    let figures = Figures { lead, signal: found.signal, ncc, informed, blind_told, as_burned };
    let (verdict, signal, weak) = decision::decide(&figures);
    let displaced = if verdict == Verdict::Removed { displaced::look(plant, output, map) } else { None };
    let (verdict, signal) = displaced.map_or((verdict, signal), |verdict| (verdict, Signal::Displaced));
    let blind_lead = leads::blind(&scene, &seen);
    LineVerdict {
        verdict,
        signal,
        lead,
        blind_lead,
        rank: found.standing.rank,
        bits: libm::log2(found.standing.of as f64 / found.standing.rank.max(1.0)),
        ncc,
        equal_share: counts.share(),
        inked: counts.inked,
        weak,
    }
}

/// Whether the output shows the text as well as the burned picture does, however faint that is.
fn is_as_burned(scene: &Scene<'_>, plant: &LineEvidence<'_>, ncc: f64, told: usize) -> bool {
    let burned = legibility::pearson(&scene.ink(), &scene.box_burned.values).abs();
    if burned < FAINTEST || ncc.abs() < AS_BURNED * burned {
        return false;
    }
    let before = characters::look(scene, plant.sheet, &scene.box_burned, Some(&scene.box_clean)).told.len();
    told * 10 >= before * 9
}
