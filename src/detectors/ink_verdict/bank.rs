//! The lead of the value where a known filter was put over it.

use super::mosaic;
use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::candidates::Standing;
use crate::detectors::ink_verdict::cells;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::filters::BANK;
use crate::detectors::ink_verdict::filters::Filter;
use crate::detectors::ink_verdict::filters::Patch;
use crate::detectors::ink_verdict::literal::Literal;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::scene::Scene;
use crate::detectors::ink_verdict::table::dense_nats;
use crate::detectors::ink_verdict::whiteness;
use std::collections::BTreeMap;

/// A strip is so many times as wide as the filter reaches.
const REACHES: usize = 4;
/// It is at most so many times as wide as the text is high.
const WIDEST: usize = 8;
/// Filters that reach no further than this leave edges sharp.
const SHORT: usize = 3;
/// What is this many times as rough as a filter leaves the picture has not been through it.
const ROUGHER: f64 = 4.0;
/// Roughness that filtered ink adds, as a share of its strength.
const EDGES: f64 = 0.1;
/// Candidates with which the filter is chosen.
const FEW: usize = 12;
/// Candidates with which it is looked at more closely.
const SAMPLE: usize = 40;
/// A lead among the sample, in nats, that no closer look turns into one that counts; the value lies this far behind.
const HOPELESS: f64 = -6.0;
/// Share of what the clean picture leaves that some candidate must not leave, before a filter is taken at its word.
const EXPLAINED: f64 = 0.5;
/// A lead among the sample, in nats, that is worth asking all decoys.
const PROMISING: f64 = 3.0;

/// The standing under the filter that sets some candidate most apart from the others.
///
/// The filter is chosen with the value and the first decoys alike, which keeps them exchangeable; where the value does
/// not lead among those, no more is computed.
pub(super) fn standing(scene: &Scene<'_>) -> Standing {
    let texts = scene.candidates.texts.len();
    let found = mosaic::guesses(&scene.box_output, scene.corner).into_iter().map(Filter::Mosaic);
    let mut pieces: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let rough = roughness(&scene.box_output);
    let ink = scene.strength.iter().map(|strength| strength.abs()).sum::<f64>() / scene.strength.len().max(1) as f64;
    let bound = EDGES * ink + 2.0;
    let mut trials: Vec<Trial<'_, '_>> = Vec::new();
    // The strongest fit, with the nats of some candidates; and the nearest one, with the share that it leaves.
    let mut best: Option<(f64, usize, Vec<f64>)> = None;
    let mut nearest: Option<(f64, usize)> = None;
    for filter in found.chain(BANK) {
        let strip = strip(filter, scene.size);
        let cut = || cells::strips(&scene.box_output, &scene.box_clean, &scene.box_burned, strip);
        let ground = Ground::new(scene, filter);
        let smooth = !matches!(filter, Filter::Mosaic(_)) && filter.reach() > SHORT;
        if smooth && rough > ROUGHER * roughness(&ground.filtered) + bound {
            continue;
        }
        let mut trial = Trial::new(scene, filter, ground, pieces.entry(strip).or_insert_with(cut));
        let templates = trial.templates(texts.min(FEW));
        let nats = trial.nats(&templates);
        let apart = apart(&nats);
        if best.as_ref().is_none_or(|(most, ..)| apart > *most) {
            best = Some((apart, trials.len(), nats));
        }
        let left = trial.share_left(&templates);
        if left < nearest.map_or(EXPLAINED, |(least, _)| least) {
            nearest = Some((left, trials.len()));
        }
        trials.push(trial);
    }
    let fitted = best.and_then(|(_, at, nats)| Some(trials.get(at)?.standing(texts, &nats))).unwrap_or_default();
    let literal = nearest.and_then(|(_, at)| Some(trials.get(at)?.literal_standing(texts))).unwrap_or_default();
    if literal.lead > fitted.lead { literal } else { fitted }
}

/// Width of the strips under a filter: within its reach everything is smooth, and a slope would explain it away.
fn strip(filter: Filter, size: usize) -> usize {
    let wanted = filter.reach() * REACHES;
    let size = size.max(1);
    if wanted <= size { size } else { size * (wanted.div_ceil(size)).next_power_of_two().min(WIDEST) }
}

/// The strongest candidate over the middle one.
fn apart(nats: &[f64]) -> f64 {
    let mut sorted = nats.to_vec();
    sorted.sort_by(f64::total_cmp);
    match (sorted.last(), sorted.get(sorted.len() / 2)) {
        (Some(most), Some(middle)) => most - middle,
        _ => 0.0,
    }
}

/// What a filter makes of all but the value.
struct Ground {
    /// The picture without the value, as far as the filter must know it.
    picture: Plane,
    /// Its value box after the filter.
    filtered: Plane,
    /// The label in the value box after the filter.
    label: Option<Plane>,
}

impl Ground {
    fn new(scene: &Scene<'_>, filter: Filter) -> Self {
        let size = (scene.box_clean.width, scene.box_clean.height);
        let mut picture = scene.clean.clone();
        let label = scene.label.as_ref().map(|label| {
            if !filter.is_linear() {
                picture.values.iter_mut().zip(&label.values).for_each(|(value, label)| *value += label);
            }
            filter.apply(label, scene.corner, size)
        });
        let filtered = filter.apply(&picture, scene.corner, size);
        Self { picture, filtered, label }
    }
}

/// The middle size of steps between a pixel and the four around it.
fn roughness(plane: &Plane) -> f64 {
    let width = plane.width;
    let inner =
        (1..plane.height.saturating_sub(1)).flat_map(|y| (1..width.saturating_sub(1)).map(move |x| y * width + x));
    let step = |at: usize| {
        let value = |at: usize| plane.values.get(at).copied().unwrap_or(0.0);
        (4.0 * value(at) - value(at - 1) - value(at + 1) - value(at - width) - value(at + width)).abs()
    };
    let mut steps: Vec<f64> = inner.step_by(3).map(step).collect();
    let middle = steps.len() / 2;
    if steps.is_empty() { 0.0 } else { *steps.select_nth_unstable_by(middle, f64::total_cmp).1 }
}

/// One filter, with its patches drawn as they are needed.
struct Trial<'s, 'a> {
    scene: &'s Scene<'a>,
    filter: Filter,
    cells: Cells,
    ground: Ground,
    /// Ink over the background, summed up over the columns before each.
    strength: Vec<f64>,
    patches: Vec<Option<Patch>>,
}

impl<'s, 'a> Trial<'s, 'a> {
    fn new(scene: &'s Scene<'a>, filter: Filter, ground: Ground, pieces: &[u32]) -> Self {
        let size = (scene.box_clean.width, scene.box_clean.height);
        let mut backgrounds = vec![&scene.box_clean, &ground.filtered];
        backgrounds.extend(ground.label.as_ref().filter(|_| filter.is_linear()));
        let cells = Cells::fit(&scene.box_output, &backgrounds, pieces);
        let mut strength = vec![0.0];
        for x in 0..size.0 {
            let column = scene.strength.iter().skip(x).step_by(size.0.max(1)).sum::<f64>() / size.1.max(1) as f64;
            strength.push(strength[x] + column);
        }
        let patches = vec![None; scene.candidates.glyphs.len() * filter.period()];
        Self { scene, filter, cells, ground, strength, patches }
    }

    /// What the filter leaves of the first `count` candidates, or nearly that.
    fn templates(&mut self, count: usize) -> Vec<Plane> {
        let linear = self.filter.is_linear();
        (0..count).map(|number| if linear { self.template(number) } else { self.exact(number) }).collect()
    }

    /// Nats of templates.
    fn nats(&self, templates: &[Plane]) -> Vec<f64> {
        if self.cells.is_flat() {
            return vec![0.0; templates.len()];
        }
        let mut totals = Vec::new();
        templates.iter().map(|template| dense_nats(&self.cells, &template.values, &mut totals)).collect()
    }

    /// How the value stands among all candidates, given the nats of the first ones: as soon as it is hopeless no more are asked.
    fn standing(&self, texts: usize, few: &[f64]) -> Standing {
        if Standing::of(few).lead <= HOPELESS {
            return Standing::of(few);
        }
        let mut standing = Standing::of(&self.exact_nats(texts.min(SAMPLE)));
        if texts > SAMPLE && standing.lead > PROMISING {
            standing = Standing::of(&self.exact_nats(texts));
        }
        if standing.lead > 0.0 {
            // The value leads, so it is the strongest candidate.
            let template = self.exact(0);
            standing.lead *= whiteness::caution(&self.cells, &template.values);
        }
        standing
    }

    fn literal<'l>(&'l self, nothing: &'l Plane) -> Literal<'l> {
        Literal { filter: self.filter, output: &self.scene.box_output, nothing, corner: self.scene.corner }
    }

    /// The value box after the filter, without any value.
    fn nothing(&self) -> Plane {
        let mut nothing = self.ground.filtered.clone();
        if let Some(label) = self.ground.label.as_ref().filter(|_| self.filter.is_linear()) {
            nothing.values.iter_mut().zip(&label.values).for_each(|(value, label)| *value += label);
        }
        nothing
    }

    /// The least share of the output that a template leaves unexplained.
    fn share_left(&self, templates: &[Plane]) -> f64 {
        let nothing = self.nothing();
        let literal = self.literal(&nothing);
        let all = literal.left(None).0.max(f64::MIN_POSITIVE);
        templates.iter().map(|template| literal.left(Some(template)).0 / all).fold(1.0, f64::min)
    }

    /// How the value stands where the filter is taken at its word.
    fn literal_standing(&self, texts: usize) -> Standing {
        let nothing = self.nothing();
        let literal = self.literal(&nothing);
        let of = |count: usize| {
            let left: Vec<f64> = (0..count).map(|number| literal.left(Some(&self.exact(number))).0).collect();
            literal.standing(&left, &self.exact(0))
        };
        let standing = of(texts.min(SAMPLE));
        if texts > SAMPLE && standing.lead > PROMISING { of(texts) } else { standing }
    }

    /// The same, each candidate drawn over the picture as it is before the filter is applied: the picture under the ink
    /// makes it stronger here and weaker there, and a median depends on all that lies in its window.
    fn exact_nats(&self, count: usize) -> Vec<f64> {
        let count = count.min(self.scene.candidates.texts.len());
        let mut totals = Vec::new();
        (0..count).map(|number| dense_nats(&self.cells, &self.exact(number).values, &mut totals)).collect()
    }

    /// What the filter leaves of one candidate over the picture as it is.
    fn exact(&self, number: usize) -> Plane {
        let scene = self.scene;
        let (width, height) = (scene.box_clean.width, scene.box_clean.height);
        let mut values = scene.candidates.ink(number, width, height);
        values.iter_mut().zip(&scene.strength).for_each(|(ink, strength)| *ink *= strength);
        self.filter.left_of(&Plane { width, height, values }, &self.ground.picture, &self.ground.filtered, scene.corner)
    }

    /// Nearly what the filter leaves of one candidate.
    fn template(&mut self, number: usize) -> Plane {
        let scene = self.scene;
        let mut template = Plane::new(scene.box_clean.width, scene.box_clean.height);
        for (glyph, pen) in scene.candidates.texts.get(number).into_iter().flatten() {
            self.draw(&scene.candidates, *glyph, *pen, &mut template);
        }
        template
    }

    fn draw(&mut self, candidates: &Candidates<'_>, glyph: usize, pen: usize, template: &mut Plane) {
        let period = self.filter.period();
        let (Some(known), Some(drawn)) =
            (self.patches.get_mut(glyph * period + pen % period), candidates.glyphs.get(glyph))
        else {
            return;
        };
        let (x, y) = (self.scene.corner.0 + pen, self.scene.corner.1);
        let patch = known.get_or_insert_with(|| {
            let values = drawn.mask.alpha.iter().map(|alpha| f64::from(*alpha) / 255.0).collect();
            let ink = Plane { width: drawn.mask.width as usize, height: drawn.mask.height as usize, values };
            self.filter.patch(&ink, i64::from(drawn.left), i64::from(drawn.top), x as i64, y as i64)
        });
        // One strength for the whole glyph: after a filter the texture under it hardly matters.
        let first = pen.min(self.strength.len() - 1);
        let last = (pen + drawn.advance as usize).min(self.strength.len() - 1);
        let mean = (self.strength[last] - self.strength[first]) / (last - first).max(1) as f64;
        add(patch, pen as i64, mean, template);
    }
}

/// Adds a patch to the template; what lies outside is left out.
fn add(patch: &Patch, pen: i64, strength: f64, template: &mut Plane) {
    let left = pen + patch.left;
    let skipped = (-left).max(0) as usize;
    let width = template.width;
    for (row, line) in patch.ink.values.chunks_exact(patch.ink.width.max(1)).enumerate() {
        let y = patch.top + row as i64;
        let x = left.max(0) as usize;
        if y < 0 || y >= template.height as i64 || x >= width || skipped >= line.len() {
            continue;
        }
        let target = &mut template.values[y as usize * width + x..(y as usize + 1) * width];
        target.iter_mut().zip(&line[skipped..]).for_each(|(sum, value)| *sum += strength * value);
    }
}
