//! Text that was moved within its own surroundings, or mirrored in its place: it is where nobody looks for what stands elsewhere.

use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::moved;
use crate::detectors::ink_verdict::moved::Sought;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;

/// Spread of the changes in the crop, as a share of the strength of full ink, below which no text can stand there.
const LEAST: f64 = 0.05;

/// Correlation with the ink that the value must have, and its lead over all decoys, in correlation.
const CLEAR: f64 = 0.7;
const LEAD: f64 = 0.1;

/// The verdict where the value stands in the crop, but not as it was drawn.
pub(super) fn look(plant: &LineEvidence<'_>, output: &Raster, map: &IntensityMap) -> Option<Verdict> {
    if plant.clean.channels != output.channels || !has_changed(plant, output, map) {
        return None;
    }
    let sought = Sought { sheet: plant.sheet, text: plant.text, decoys: plant.decoys, ink: plant.ink };
    [Orientation::Upright].into_iter().chain(Orientation::KEEPING).find_map(|orientation| {
        let turned = orientation.upright_raster(output);
        // Other text in the place of the value is like it in places: all must agree.
        let found = moved::find(&sought, plant.clean, &turned, map, &[1.0])?;
        (found.ncc >= CLEAR && found.lead > LEAD && found.nats > FOUND).then_some(Verdict::Readable)
    })
}

/// Whether the crop differs from the clean one by as much as ink would.
fn has_changed(plant: &LineEvidence<'_>, output: &Raster, map: &IntensityMap) -> bool {
    let channels = output.channels.max(1) as usize;
    let pairs = output.samples.iter().zip(&plant.clean.samples).enumerate();
    let differences =
        pairs.map(|(at, (output, clean))| f64::from(*output) - map.apply(at % channels, f64::from(*clean)));
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for difference in differences {
        (sum, squares, count) = (sum + difference, squares + difference * difference, count + 1.0);
    }
    let strength = plant.burned.samples.iter().zip(&plant.clean.samples).map(|(one, other)| one.abs_diff(*other)).max();
    let spread = (squares / f64::max(count, 1.0) - (sum / f64::max(count, 1.0)).powi(2)).max(0.0).sqrt();
    spread > LEAST * f64::from(strength.unwrap_or(0))
}
