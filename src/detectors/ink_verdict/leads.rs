//! The lead of the value over its decoys: the tests in turn, as far as they are needed.

use crate::detectors::ink_verdict::bank;
use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::candidates::Standing;
use crate::detectors::ink_verdict::cells;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::legibility;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::scene::Scene;
use crate::detectors::ink_verdict::table;
use crate::detectors::ink_verdict::table::Template;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::whiteness;

/// Lead from which filters are not tried any more.
const CERTAIN: f64 = 20.0;
/// Lead above which no chance fit of smooth leftovers was seen, so that they need no look.
const CLEAR: f64 = 400.0;
/// Widest strips, as a multiple of the height of the text.
const WIDE: usize = 8;
/// Correlation with the ink that calls for a search of the neighbourhood where no lead is found.
const SUSPICIOUS: f64 = 0.4;

/// The best test, and where the text was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) standing: Standing,
    pub(super) signal: Signal,
    /// How far off its place, in pixels.
    pub(super) shift: (i64, i64),
}

/// The test in which the value leads most.
pub(super) fn best(scene: &Scene<'_>) -> Found {
    let (standing, signal) = unfiltered(scene, &pieces(scene, &scene.box_output, 1));
    let mut found = Found { standing, signal, shift: (0, 0) };
    if found.standing.lead <= CERTAIN {
        // One strength of the ink for most of the box: what noise hides in every strip adds up.
        let wide = pieces(scene, &scene.box_output, WIDE);
        let between = cells::between_paint(&scene.box_output, scene.size.saturating_mul(WIDE));
        let tests = [unfiltered(scene, &wide), (of_one_share(scene, &wide), Signal::Direct)];
        for (standing, signal) in tests.into_iter().chain(between.map(|pieces| unfiltered(scene, &pieces))) {
            if standing.lead > found.standing.lead {
                found = Found { standing, signal, shift: (0, 0) };
            }
        }
    }
    if found.standing.lead <= FOUND && legibility::correlate(scene).0.abs() >= SUSPICIOUS {
        let (standing, shift) = nearby(scene);
        if standing.lead > found.standing.lead {
            found = Found { standing, signal: Signal::Direct, shift };
        }
    }
    if found.standing.lead <= CERTAIN && !is_restored(scene) {
        let standing = bank::standing(scene);
        if standing.lead > found.standing.lead {
            found = Found { standing, signal: Signal::Filtered, shift: (0, 0) };
        }
    }
    found
}

/// The lead that is left where other text stands in place of the value.
///
/// Other text may share characters with the value by chance, and then the value beats decoys that do not. So those
/// characters are granted: the value must also beat what has them and other characters elsewhere.
pub(super) fn contested(scene: &Scene<'_>, plant: &LineEvidence<'_>, told: &[usize]) -> f64 {
    let Some(candidates) = Candidates::contested(plant.sheet, plant.text, told) else { return 0.0 };
    best(&Scene { candidates, ..scene.clone() }).standing.lead.max(0.0)
}

/// The lead for somebody who does not know the clean picture.
pub(super) fn blind(scene: &Scene<'_>, output: &Plane) -> f64 {
    let cells = Cells::fit(output, &[], &pieces(scene, output, 1));
    Standing::of(&table::nats(&scene.candidates, &cells, &scene.strength, Template::Whole)).lead.max(0.0)
}

/// Strips that are `times` as wide as the text is high.
fn pieces(scene: &Scene<'_>, output: &Plane, times: usize) -> Vec<u32> {
    cells::strips(output, &scene.box_clean, &scene.box_burned, scene.size.saturating_mul(times))
}

/// The standing where one share of the ink is left of all characters.
fn of_one_share(scene: &Scene<'_>, pieces: &[u32]) -> Standing {
    let cells = Cells::fit(&scene.box_output, &[&scene.box_clean], pieces);
    let nats = table::nats_of_one_share(&scene.candidates, &cells, &scene.strength);
    careful(scene, &cells, &scene.strength, Standing::of(&nats))
}

/// The standing with its lead scaled by what smooth leftovers are worth.
fn careful(scene: &Scene<'_>, cells: &Cells, strength: &[f64], mut standing: Standing) -> Standing {
    if standing.lead > 0.0 && standing.lead < CLEAR {
        let ink = scene.candidates.ink(0, cells.width, cells.height);
        let ink: Vec<f64> = ink.iter().zip(strength).map(|(ink, strength)| ink * strength).collect();
        standing.lead *= whiteness::caution(cells, &ink);
    }
    standing
}

/// The best of the tests that need no filter, and which one it was.
fn unfiltered(scene: &Scene<'_>, pieces: &[u32]) -> (Standing, Signal) {
    let cells = Cells::fit(&scene.box_output, &[&scene.box_clean], pieces);
    let standing = |cells: &Cells, strength: &[f64], template| {
        let standing = Standing::of(&table::nats(&scene.candidates, cells, strength, template));
        careful(scene, cells, strength, standing)
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
    let mut values: Vec<f64> = cells.design.iter().map(|columns| columns[0].abs()).collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let cap = sorted.get(sorted.len() * 98 / 100).copied().unwrap_or(0.0);
    values.iter_mut().for_each(|value| *value = value.min(cap));
    Plane { width: cells.width, height: cells.height, values }
}

/// Every candidate over the neighbourhood: text that stands a little off still correlates, but leads nowhere.
pub(super) fn nearby(scene: &Scene<'_>) -> (Standing, (i64, i64)) {
    let mut most = vec![0.0f64; scene.candidates.texts.len()];
    let mut place = (0, 0);
    for (dx, dy) in (-legibility::REACH..=legibility::REACH)
        .flat_map(|dx| (-legibility::REACH..=legibility::REACH).map(move |dy| (dx, dy)))
    {
        let output = scene.shifted(dx, dy);
        let pieces = pieces(scene, &output, 1);
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
