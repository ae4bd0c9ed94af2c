//! Single characters against the alphabet of their class.

use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::scene::Scene;
use crate::detectors::ink_verdict::table::dense_nats;
use crate::detectors::ink_verdict::table::dense_sums;
use crate::detectors::ink_verdict::whiteness::caution;
use crate::ink::glyph::Glyph;
use crate::ink::sheet::GlyphSheet;

/// Nats by which a character must win to be told.
const TOLD: f64 = 3.0;
/// Correlation that it must have besides.
const TOLD_CORRELATION: f64 = 0.35;
/// Nats by which a character must win to be sure.
const SURE: f64 = 8.0;
/// Correlation that it must have besides.
const SURE_CORRELATION: f64 = 0.5;
/// Nats below which a character counts as gone.
const GONE: f64 = 3.0;
/// Spread beside the strength of ink below which there is hardly anything.
const QUIET: f64 = 0.1;
/// Alphabets smaller than this are too easy to win in.
const SMALLEST_ALPHABET: usize = 6;

/// What single characters of the value say.
#[derive(Clone, Debug, Default)]
pub(super) struct Characters {
    /// Number of letters and digits that have ink.
    pub(super) drawn: usize,
    /// Places of those that can be told, from 0.
    pub(super) told: Vec<usize>,
    /// How many of them are sure.
    pub(super) sure: usize,
    /// How many are surely another character.
    pub(super) other: usize,
    /// How many have hardly any trace.
    pub(super) gone: usize,
    /// How many of those stand where hardly anything is, not even something else.
    pub(super) quiet: usize,
}

impl Characters {
    /// Whether other text stands in place of the value.
    pub(super) fn is_other_text(&self) -> bool {
        let told = self.told.len();
        self.other >= 2 && (self.other >= told || self.other + told >= self.drawn)
    }
}

/// Looks at each character within its own cell. `clean` is the picture before burning, if that is to be known.
pub(super) fn look(scene: &Scene<'_>, sheet: &GlyphSheet, output: &Plane, clean: Option<&Plane>) -> Characters {
    let mut found = Characters::default();
    let strength = Plane { width: output.width, height: output.height, values: scene.strength.clone() };
    for (place, (character, cell)) in scene.line.text.chars().zip(&scene.line.boxes).enumerate() {
        // A stroke that happens to lie where a hyphen stood tells nothing of the value.
        let telling = |glyph: &&Glyph| glyph.mask.ink_box().is_some() && character.is_alphanumeric();
        let Some(own) = sheet.glyph(character).filter(telling) else { continue };
        found.drawn += 1;
        let cut = |plane: &Plane| plane.part(i64::from(cell.x), 0, cell.width as usize, plane.height);
        let backgrounds: Vec<Plane> = clean.into_iter().map(cut).collect();
        let backgrounds: Vec<&Plane> = backgrounds.iter().collect();
        let output = cut(output);
        let cells = Cells::fit_level(&output, &backgrounds, &vec![0; output.values.len()]);
        let strength = cut(&strength);
        let mut totals = Vec::new();
        let mut nats = |glyph: &Glyph| dense_nats(&cells, &draw(glyph, &strength), &mut totals);
        let truth = nats(own);
        let best = alphabet(sheet, own).map(&mut nats).fold(0.0, f64::max);
        let template = draw(own, &strength);
        let correlation = correlation(&cells, &template);
        let margin = (truth - best) * if truth > best { caution(&cells, &template) } else { 1.0 };
        if truth < GONE {
            found.gone += 1;
            found.quiet += usize::from(is_quiet(&cells, &strength));
        }
        if margin > TOLD && correlation > TOLD_CORRELATION {
            found.told.push(place);
            found.sure += usize::from(margin > SURE && correlation > SURE_CORRELATION);
        }
        found.other += usize::from(best - truth > SURE);
    }
    found
}

/// Whether what is left in a cell is little beside full ink.
fn is_quiet(cells: &Cells, strength: &Plane) -> bool {
    let left: f64 = cells.cells.iter().map(|cell| cell.rss).sum();
    let ink: f64 = strength.values.iter().map(|value| value * value).sum();
    left < QUIET * QUIET * ink
}

/// The other glyphs that might stand in place of `own`.
fn alphabet<'s>(sheet: &'s GlyphSheet, own: &'s Glyph) -> impl Iterator<Item = &'s Glyph> {
    let class = class_of(own.character);
    let others = move |same: bool| {
        let fits =
            move |glyph: &&Glyph| glyph.character != own.character && (!same || class_of(glyph.character) == class);
        sheet.glyphs().filter(fits).filter(|glyph| !glyph.mask.alpha.is_empty())
    };
    let same = others(true).count() + 1 >= SMALLEST_ALPHABET;
    others(same)
}

/// Digits, capitals, small letters, and the rest.
pub(super) fn class_of(character: char) -> u8 {
    match character {
        _ if character.is_numeric() => 0,
        _ if character.is_uppercase() => 1,
        _ if character.is_lowercase() => 2,
        _ => 3,
    }
}

/// The glyph's template in a cell with this ink strength; what would stand outside is cut off.
fn draw(glyph: &Glyph, strength: &Plane) -> Vec<f64> {
    let mut template = vec![0.0; strength.values.len()];
    let mask_width = glyph.mask.width.max(1) as usize;
    for (index, alpha) in glyph.mask.alpha.iter().enumerate() {
        let x = i64::from(glyph.left) + (index % mask_width) as i64;
        let y = i64::from(glyph.top) + (index / mask_width) as i64;
        if x >= 0 && x < strength.width as i64 && y >= 0 && y < strength.height as i64 {
            let pixel = y as usize * strength.width + x as usize;
            template[pixel] = f64::from(*alpha) / 255.0 * strength.values[pixel];
        }
    }
    template
}

/// Size of the correlation between residual and template, both without what the regressors explain.
fn correlation(cells: &Cells, template: &[f64]) -> f64 {
    let Some(cell) = cells.cells.first() else { return 0.0 };
    let mut totals = Vec::new();
    dense_sums(cells, template, &mut totals);
    let Some(sums) = totals.first() else { return 0.0 };
    let free = sums.free_energy();
    if free <= 0.0 || cell.rss <= 0.0 { 0.0 } else { sums.along().abs() / (free * cell.rss).sqrt() }
}
