//! Whether a burned value can still be had from a tool's output.
//!
//! Equal samples decide first. Otherwise the value is compared with *decoys*, values that might as well have been
//! planted: where a tool removed the text, value and decoys are exchangeable, so a lead of the value over all decoys
//! is evidence that needs no model of noise. Leads are sought in the picture as it is and under known filters, and
//! single characters are compared with their alphabet.
//!
//! Everything here is a pure function of rasters.

pub mod alignment;
mod bank;
mod candidates;
mod cells;
mod characters;
mod decision;
pub mod equality;
pub mod evidence;
mod filters;
pub mod intensity;
mod legibility;
pub mod mean;
mod mosaic;
pub mod orientation;
mod phase;
mod plane;
pub mod registration;
mod scene;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
pub mod verdict;

use candidates::Standing;
use cells::Cells;
use decision::FOUND;
use decision::Figures;
use equality::Equality;
use evidence::LineEvidence;
use intensity::IntensityMap;
use plane::Plane;
use scene::Scene;
use table::Template;
use verdict::LineVerdict;
use verdict::Signal;
use verdict::Verdict;

use crate::dicom::frame::Raster;

/// Lead from which filters are not tried any more.
const CERTAIN: f64 = 20.0;
/// Correlation with the ink that calls for a search of the neighbourhood where no lead is found.
const SUSPICIOUS: f64 = 0.4;

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
    let pieces = cells::strips(&scene.box_output, &scene.box_clean, &scene.box_burned, scene.size);
    let (ncc, _) = legibility::correlate(&scene);
    let mut seen = scene.box_output.clone();
    let (mut best, mut signal) = leads(&scene, &seen, &pieces);
    if best.lead <= FOUND && ncc.abs() >= SUSPICIOUS {
        let (standing, shift) = search(&scene);
        if standing.lead > best.lead {
            (best, signal) = (standing, Signal::Direct);
            seen = scene.shifted(shift.0, shift.1);
        }
    }
    if best.lead <= CERTAIN && !is_restored(&scene) {
        let filtered = bank::standing(&scene, &pieces);
        if filtered.lead > best.lead {
            (best, signal) = (filtered, Signal::Filtered);
        }
    }
    let informed = characters::look(&scene, plant.sheet, &seen, Some(&scene.box_clean));
    let blind_told = characters::look(&scene, plant.sheet, &seen, None).told.len();
    let lead = best.lead.max(0.0);
    let (verdict, signal, weak) = decision::decide(&Figures { lead, signal, ncc, informed, blind_told });
    let blind = Cells::fit(&seen, &[], &pieces);
    let blind = Standing::of(&table::nats(&scene.candidates, &blind, &scene.strength, Template::Whole));
    LineVerdict {
        verdict,
        signal,
        lead,
        blind_lead: blind.lead.max(0.0),
        rank: best.rank,
        bits: libm::log2(best.of as f64 / best.rank.max(1.0)),
        ncc,
        equal_share: counts.share(),
        inked: counts.inked,
        weak,
    }
}

/// The best of the tests that need no filter, and which one it was.
fn leads(scene: &Scene<'_>, output: &Plane, pieces: &[u32]) -> (Standing, Signal) {
    let cells = Cells::fit(output, &[&scene.box_clean], pieces);
    let standing = |cells: &Cells, strength: &[f64], template| {
        Standing::of(&table::nats(&scene.candidates, cells, strength, template))
    };
    let mut best = (standing(&cells, &scene.strength, Template::Whole), Signal::Direct);
    if best.0.lead > CERTAIN {
        return best;
    }
    let fringe = standing(&cells, &scene.strength, Template::CoreAndFringe);
    if fringe.lead > best.0.lead {
        best = (fringe, Signal::Fringe);
    }
    let sizes = deviations(&cells);
    let cells = Cells::fit(&sizes, &[&scene.box_clean], pieces);
    let deviation = standing(&cells, &vec![1.0; scene.strength.len()], Template::Whole);
    if deviation.lead > best.0.lead { (deviation, Signal::Deviation) } else { best }
}

/// Sizes of the residuals, the largest 2 % cut down.
fn deviations(cells: &Cells) -> Plane {
    let mut values: Vec<f64> = cells.residual.iter().map(|residual| residual.abs()).collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let cap = sorted.get(sorted.len() * 98 / 100).copied().unwrap_or(0.0);
    values.iter_mut().for_each(|value| *value = value.min(cap));
    Plane { width: cells.width, height: cells.height, values }
}

/// Every candidate over the neighbourhood: text that stands a little off still correlates, but leads nowhere.
fn search(scene: &Scene<'_>) -> (Standing, (i64, i64)) {
    let mut most = vec![0.0f64; scene.candidates.texts.len()];
    let mut place = (0, 0);
    for (dx, dy) in (-legibility::REACH..=legibility::REACH)
        .flat_map(|dx| (-legibility::REACH..=legibility::REACH).map(move |dy| (dx, dy)))
    {
        let output = scene.shifted(dx, dy);
        let pieces = cells::strips(&output, &scene.box_clean, &scene.box_burned, scene.size);
        let cells = Cells::fit(&output, &[&scene.box_clean], &pieces);
        let nats = table::nats(&scene.candidates, &cells, &scene.strength, Template::Whole);
        if nats.first() > most.first() {
            place = (dx, dy);
        }
        most.iter_mut().zip(nats).for_each(|(most, now)| *most = most.max(now));
    }
    (Standing::of(&most), place)
}

/// Whether the value box is the clean picture to within rounding.
fn is_restored(scene: &Scene<'_>) -> bool {
    let pairs = scene.box_output.values.iter().zip(&scene.box_clean.values);
    pairs.into_iter().all(|(output, clean)| (output - clean).abs() <= 0.5)
}
