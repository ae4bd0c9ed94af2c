//! Lines whose letters are not recorded: bar codes, text in perspective. Their whole ink is compared with that of decoys
//! that were drawn the same way.

use crate::detectors::ink_verdict::candidates::Standing;
use crate::detectors::ink_verdict::cells;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::filters::BANK;
use crate::detectors::ink_verdict::filters::Filter;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::legibility::pearson;
use crate::detectors::ink_verdict::mosaic;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::plane::brightness;
use crate::detectors::ink_verdict::table::dense_nats;
use crate::detectors::ink_verdict::whiteness;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;

/// Lead from which filters are not tried any more.
const CERTAIN: f64 = 20.0;
/// Correlation below which nothing is called a trace.
const LEAST_TRACE: f64 = 0.1;
/// By how much more a trace correlates than the same ink does elsewhere.
const BEYOND_CHANCE: f64 = 1.5;
/// Candidates with which the filter is chosen.
const SAMPLE: usize = 12;
/// A lead among them, in nats, that is worth asking all decoys.
const PROMISING: f64 = 3.0;
/// Places away from its own at which the ink is compared, to see what chance does.
const PLACES: usize = 48;
/// Widest strips that are fitted apart, in pixels.
const WIDEST: usize = 24;

/// What is known of one line without letters, in upright crops of one size.
#[derive(Clone, Copy, Debug)]
pub struct MaskEvidence<'a> {
    /// The crop as the tool was given it.
    pub burned: &'a Raster,
    /// The same crop before burning.
    pub clean: &'a Raster,
    /// Where the ink of the masks stands, relative to the crop.
    pub area: PixelBox,
    /// What it was drawn with.
    pub ink: Ink,
    /// The ink, as large as `area`.
    pub mask: &'a Mask,
    /// The ink of values that might as well have been planted; masks of another size are left out.
    pub decoys: &'a [Mask],
}

/// How the ink of a line stands in an output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MaskFigures {
    /// By how much the ink is more likely than that of its best decoy, in nats; negative where a decoy is better, 0
    /// where there are none.
    pub lead: f64,
    /// Place among itself and its decoys, from 1; ties count half. 0 where there are none.
    pub rank: f64,
    /// `log2` of the number of candidates over `rank`.
    pub bits: f64,
    /// Correlation with the ink of what the clean picture does not explain in the output.
    pub ncc: f64,
    /// The strongest such correlation with the same ink away from its place: what chance does here.
    pub chance: f64,
    /// Correlation of the same with what burning changed, and what share of that change is left.
    pub kept: (f64, f64),
}

impl MaskFigures {
    /// Whether the ink correlates more than chance does.
    pub fn is_trace(&self) -> bool {
        self.ncc.abs() > LEAST_TRACE && self.ncc.abs() > BEYOND_CHANCE * self.chance
    }

    /// Whether the lead is clear.
    pub fn leads(&self) -> bool {
        self.lead > FOUND
    }
}

/// Looks for the ink in `output`, the crop of the output over the same area; `map` is how the tool changed brightness.
/// `None` where the crops do not fit each other.
pub fn look(known: &MaskEvidence<'_>, output: &Raster, map: &IntensityMap) -> Option<MaskFigures> {
    let area = known.area;
    if !fits(known, output) {
        return None;
    }
    let scene = Scene::new(known, output, map);
    let Left { ncc, chance, kept } = Left::new(&scene, known.mask, true);
    let same = |decoy: &&Mask| (decoy.width, decoy.height) == (area.width, area.height) && *decoy != known.mask;
    let masks: Vec<&Mask> = [known.mask].into_iter().chain(known.decoys.iter().filter(same)).collect();
    if masks.len() < 2 {
        return Some(MaskFigures { ncc, chance, kept, ..MaskFigures::default() });
    }
    let templates: Vec<Plane> = masks.into_iter().map(|mask| scene.template(mask)).collect();
    let standing = standing(&scene, &templates);
    let bits = libm::log2(standing.of as f64 / standing.rank.max(1.0));
    Some(MaskFigures { lead: standing.lead, rank: standing.rank, bits, ncc, chance, kept })
}

/// How the ink shows in `output`, quickly: [`MaskFigures::ncc`] and the correlation of [`MaskFigures::kept`].
pub fn outline(known: &MaskEvidence<'_>, output: &Raster, map: &IntensityMap) -> Option<[f64; 2]> {
    let left = fits(known, output).then(|| Left::new(&Scene::new(known, output, map), known.mask, false))?;
    Some([left.ncc, left.kept.0])
}

/// Whether crops, box and mask have the sizes that they claim.
fn fits(known: &MaskEvidence<'_>, output: &Raster) -> bool {
    let size = |raster: &Raster| (raster.width, raster.height);
    let area = known.area;
    size(known.burned) == size(known.clean)
        && size(known.burned) == size(output)
        && area.fits(output.width, output.height)
        && (known.mask.width, known.mask.height) == (area.width, area.height)
        && area.area() > 0
}

/// The planes of one line, in brightness.
struct Scene {
    /// The whole crop before burning, in levels of the output.
    whole: Plane,
    corner: (usize, usize),
    found: Plane,
    clean: Plane,
    burned: Plane,
    /// Full ink over the background.
    strength: Vec<f64>,
}

impl Scene {
    fn new(known: &MaskEvidence<'_>, output: &Raster, map: &IntensityMap) -> Self {
        let mapped = |raster: &Raster| {
            let mut plane = Plane::luma(raster);
            if !map.is_identity() {
                plane.values.iter_mut().for_each(|value| *value = map.apply(0, *value));
            }
            plane
        };
        let area = known.area;
        let cut =
            |plane: &Plane| plane.part(i64::from(area.x), i64::from(area.y), area.width as usize, area.height as usize);
        let channels = known.burned.channels as usize;
        let level = map.apply(0, brightness(known.ink.levels.get(..channels).unwrap_or_default()));
        let whole = mapped(known.clean);
        let clean = cut(&whole);
        let strength = clean.values.iter().map(|value| level - value).collect();
        let corner = (area.x as usize, area.y as usize);
        Self { found: cut(&Plane::luma(output)), burned: cut(&mapped(known.burned)), whole, corner, clean, strength }
    }

    fn template(&self, mask: &Mask) -> Plane {
        let values = share(mask).iter().zip(&self.strength).map(|(share, strength)| share * strength).collect();
        Plane { width: self.clean.width, height: self.clean.height, values }
    }
}

fn share(mask: &Mask) -> Vec<f64> {
    mask.alpha.iter().map(|alpha| f64::from(*alpha) / 255.0).collect()
}

/// The standing of the first template, as it is or under the filter that sets some template most apart from the others.
fn standing(scene: &Scene, templates: &[Plane]) -> Standing {
    let size = (scene.clean.height / 2).clamp(10, WIDEST);
    let pieces = cells::strips(&scene.found, &scene.clean, &scene.burned, size);
    let cells = Cells::fit(&scene.found, &[&scene.clean], &pieces);
    let mut best = judged(&cells, templates);
    if best.1.lead > CERTAIN {
        return best.1;
    }
    let mosaic = mosaic::detect(&scene.found, scene.corner).map(Filter::Mosaic);
    let box_size = (scene.clean.width, scene.clean.height);
    let filtered = |filter: Filter, templates: &[Plane]| {
        let background = filter.apply(&scene.whole, scene.corner, box_size);
        let cells = Cells::fit(&scene.found, &[&scene.clean, &background], &pieces);
        let blurred: Vec<Plane> = templates.iter().map(|template| under(filter, template, scene.corner)).collect();
        judged(&cells, &blurred)
    };
    // The filter is chosen with some of the candidates, and the value is one of them like any other.
    let sample = templates.get(..SAMPLE).unwrap_or(templates);
    let trials = mosaic.into_iter().chain(BANK).map(|filter| (filtered(filter, sample), filter));
    let chosen = trials.max_by(|(one, _), (other, _)| one.0.total_cmp(&other.0));
    if let Some(((_, standing), filter)) = chosen
        && standing.lead > PROMISING
    {
        let all = filtered(filter, templates);
        if all.1.lead > best.1.lead {
            best = all;
        }
    }
    best.1
}

/// A template under a filter, with nothing around it. A mosaic keeps its place in the crop.
fn under(filter: Filter, template: &Plane, corner: (usize, usize)) -> Plane {
    let margin = 24;
    let (left, top) = (margin.max(corner.0), margin.max(corner.1));
    let mut wide = Plane::new(template.width + left + margin, template.height + top + margin);
    let width = wide.width;
    for (row, line) in template.values.chunks_exact(template.width.max(1)).enumerate() {
        let first = (top + row) * width + left;
        if let Some(target) = wide.values.get_mut(first..first + line.len()) {
            target.copy_from_slice(line);
        }
    }
    match filter {
        // Its blocks are counted from the corner of the crop.
        Filter::Mosaic(_) => {
            let part = wide.part(
                left as i64 - corner.0 as i64,
                top as i64 - corner.1 as i64,
                corner.0 + template.width + margin,
                corner.1 + template.height + margin,
            );
            filter.apply(&part, corner, (template.width, template.height))
        }
        _ => filter.apply(&wide, (left, top), (template.width, template.height)),
    }
}

/// How far the strongest template is over the middle one, and how the first stands.
fn judged(cells: &Cells, templates: &[Plane]) -> (f64, Standing) {
    if cells.is_flat() {
        return (0.0, Standing::of(&vec![0.0; templates.len()]));
    }
    let mut totals = Vec::new();
    let nats: Vec<f64> = templates.iter().map(|template| dense_nats(cells, &template.values, &mut totals)).collect();
    let mut standing = Standing::of(&nats);
    if let Some(first) = templates.first().filter(|_| standing.lead > 0.0) {
        standing.lead *= whiteness::caution(cells, &first.values);
    }
    let mut sorted = nats;
    sorted.sort_by(f64::total_cmp);
    let apart = sorted.last().copied().unwrap_or(0.0) - sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    (apart, standing)
}

/// What is left of the ink, and of what burning changed: as in [`MaskFigures`].
///
/// What the clean picture explains is taken out of all of them: a fill differs from it as ink does, and is no ink.
struct Left {
    ncc: f64,
    chance: f64,
    kept: (f64, f64),
}

impl Left {
    fn new(scene: &Scene, mask: &Mask, with_chance: bool) -> Self {
        let pieces = vec![0; scene.clean.values.len()];
        let unexplained = |plane: &Plane| {
            let cells = Cells::fit_level(plane, &[&scene.clean], &pieces);
            cells.design.iter().map(|columns| columns[0]).collect::<Vec<f64>>()
        };
        let (found, burned) = (unexplained(&scene.found), unexplained(&scene.burned));
        let ink = unexplained(&Plane { values: share(mask), ..scene.clean });
        let energy: f64 = burned.iter().map(|value| value * value).sum();
        let along: f64 = found.iter().zip(&burned).map(|(found, burned)| found * burned).sum();
        let kept = (pearson(&found, &burned), if energy > 0.0 { along / energy } else { 0.0 });
        let chance = if with_chance { chance(&found, &ink, scene.clean.width) } else { 0.0 };
        Self { ncc: pearson(&found, &ink), chance, kept }
    }
}

/// The strongest correlation with ink that is carried around to other places of the box.
fn chance(found: &[f64], ink: &[f64], width: usize) -> f64 {
    let (width, height) = (width.max(1), ink.len() / width.max(1));
    let place = |step: usize| {
        let across = width / 8 + step * 3 * width / (4 * PLACES);
        let down = if step.is_multiple_of(2) { height / 8 + step * 3 * height / (4 * PLACES) } else { 0 };
        (across, down)
    };
    let carried = |(across, down): (usize, usize)| -> Vec<f64> {
        let from = |at: usize| (at / width + down) % height.max(1) * width + (at % width + across) % width;
        (0..ink.len()).map(|at| ink.get(from(at)).copied().unwrap_or(0.0)).collect()
    };
    (0..PLACES).map(|step| pearson(found, &carried(place(step))).abs()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::trial::Planted;
    use crate::detectors::ink_verdict::trial::tools::Tool;
    use crate::seed::Seed;

    /// A line of letters taken as one without: its mask and those of as wide decoys.
    struct Whole {
        line: Planted,
        burned: Raster,
        clean: Raster,
        mask: Mask,
        decoys: Vec<Mask>,
    }

    impl Whole {
        fn new(seed: u64) -> Self {
            let line = Planted::new(seed);
            let draw = |text: &str| line.sheet.render(text).expect("recorded").mask;
            let mask = draw(&line.text);
            let fitted = |decoy: &String| {
                let mut fitted = Mask::empty(mask.width, mask.height);
                fitted.lay(&draw(decoy), 0, 0);
                fitted
            };
            let decoys = line.decoys.iter().take(60).map(fitted).collect();
            let (burned, clean) = (line.burned.crop(line.area()), line.clean.crop(line.area()));
            Self { line, burned, clean, mask, decoys }
        }

        fn figures(&self, frame: &Raster) -> MaskFigures {
            let known = MaskEvidence {
                burned: &self.burned,
                clean: &self.clean,
                area: self.line.box_in_crop(),
                ink: self.line.ink,
                mask: &self.mask,
                decoys: &self.decoys,
            };
            look(&known, &frame.crop(self.line.area()), &IntensityMap::identity()).expect("fitting crops")
        }
    }

    #[test]
    fn ink_that_is_left_or_blurred_leads_its_decoys() {
        for seed in 60..68 {
            let whole = Whole::new(seed);
            let untouched = whole.figures(&whole.line.burned);
            assert!(
                untouched.leads() && untouched.is_trace() && untouched.kept.0 > 0.99 && untouched.kept.1 > 0.99,
                "{seed}: {untouched:?}"
            );
            let blurred = Tool::Blur(1.5).run(&whole.line, &mut Seed(seed).stream(&["masks"]));
            let figures = whole.figures(&blurred);
            assert!(figures.leads(), "{seed}: {figures:?}");
        }
    }

    #[test]
    fn what_was_removed_does_not_lead() {
        for seed in 60..66 {
            let whole = Whole::new(seed);
            for tool in [Tool::Black, Tool::NoiseFill, Tool::CleanNoise, Tool::Inpaint] {
                let output = tool.run(&whole.line, &mut Seed(seed).stream(&["masks"]));
                let figures = whole.figures(&output);
                assert!(
                    !figures.leads() && !figures.is_trace() && figures.kept.0 < 0.6,
                    "{seed} {tool:?}: {figures:?}"
                );
            }
        }
    }
}
