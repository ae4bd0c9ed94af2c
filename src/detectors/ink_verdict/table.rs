//! Fast nats of many candidates: sums per glyph, place and cell.
//!
//! Glyphs stand at whole pixels and never overlap, so every sum over the ink of a candidate is the sum of those of its
//! characters, and a character at a place is summed up once for all candidates.

use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::cells::COLUMNS;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::cells::NO_CELL;
use crate::detectors::ink_verdict::cells::ROUNDING;

/// Sums of a template over one cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// With the residual, then with each regressor.
    columns: [f64; COLUMNS],
    /// With itself.
    energy: f64,
}

/// What one glyph at one place adds to one cell, for up to two templates.
#[derive(Clone, Copy, Debug)]
struct Part {
    cell: usize,
    sums: [Sums; 2],
}

/// How ink becomes a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    /// All ink.
    Whole,
    /// Core and fringe of the glyphs as two templates.
    CoreAndFringe,
}

impl Template {
    /// Weights of the two templates for a coverage.
    fn weights(self, alpha: u8) -> [f64; 2] {
        let weight = f64::from(alpha) / 255.0;
        match self {
            Self::Whole => [weight, 0.0],
            Self::CoreAndFringe if weight > 0.5 => [weight, 0.0],
            Self::CoreAndFringe if weight > 0.03 => [0.0, weight],
            Self::CoreAndFringe => [0.0, 0.0],
        }
    }
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.energy += other.energy;
        self.columns.iter_mut().zip(other.columns).for_each(|(sum, value)| *sum += value);
    }

    /// Adds the template's value at a pixel with this row of the design.
    fn add_pixel(&mut self, value: f64, design: &[f64; COLUMNS]) {
        self.energy += value * value;
        for (sum, column) in self.columns.iter_mut().zip(design) {
            *sum += value * column;
        }
    }

    /// The products with the residual and the regressors.
    pub(super) fn columns(&self) -> &[f64; COLUMNS] {
        &self.columns
    }

    /// The product with the residual.
    pub(super) fn along(&self) -> f64 {
        self.columns[0]
    }

    /// The energy that the regressors leave; 0 where that is nothing but rounding.
    pub(super) fn free_energy(&self) -> f64 {
        let free = self.energy - self.columns[1..].iter().map(|value| value * value).sum::<f64>();
        if free > 1e-6 * self.energy { free } else { 0.0 }
    }
}

/// Nats of every candidate, the value first. `strength` is the ink over the background at each pixel.
pub(super) fn nats(candidates: &Candidates<'_>, cells: &Cells, strength: &[f64], template: Template) -> Vec<f64> {
    let both = f64::from(template == Template::CoreAndFringe);
    let of = |totals: &[[Sums; 2]]| -> f64 {
        cells.cells.iter().zip(totals).map(|(cell, sums)| cell.nats(gain(sums), 1.0 + both)).sum()
    };
    for_each(candidates, cells, strength, template, of)
}

/// Shares of the ink that may be left, in either polarity: none as well, under which all candidates are alike.
const SHARES: [f64; 9] = [0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.2];

/// Nats of every candidate where one share of the ink is left of all characters, whichever they are: noise then has one number to
/// follow and not one for each candidate. The share is the one under which all candidates together are most likely.
pub(super) fn nats_of_one_share(candidates: &Candidates<'_>, cells: &Cells, strength: &[f64]) -> Vec<f64> {
    // With the residual, with itself, and what a free share would explain.
    let of = |totals: &[[Sums; 2]]| {
        let one = |sums: &[Sums; 2]| {
            let [whole, _] = sums;
            let free = whole.free_energy();
            let along = if free > 0.0 { whole.along() } else { 0.0 };
            [along, free, if free > 0.0 { along * along / free } else { 0.0 }]
        };
        totals.iter().map(one).fold([0.0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
    };
    let sums: Vec<[f64; 3]> = for_each(candidates, cells, strength, Template::Whole, of);
    let pixels: f64 = cells.cells.iter().map(|cell| cell.pixels).sum();
    let all: f64 = cells.cells.iter().map(|cell| cell.rss).sum();
    let most = sums.iter().map(|[_, _, gain]| *gain).fold(0.0, f64::max);
    let noise = ((all - most).max(0.0) / pixels.max(1.0)).max(ROUNDING);
    let at = |share: f64| -> Vec<f64> {
        sums.iter().map(|[along, free, _]| (share * along - share * share * free / 2.0) / noise).collect()
    };
    let likely = |nats: &[f64]| {
        let most = nats.iter().copied().fold(f64::MIN, f64::max);
        most + libm::log(nats.iter().map(|nats| libm::exp(nats - most)).sum())
    };
    let shares = SHARES.iter().flat_map(|share| [*share, -share]).map(at);
    let best = shares.map(|nats| (likely(&nats), nats)).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, nats)| nats).unwrap_or_default()
}

/// What `of` makes of the sums of every candidate over each cell.
fn for_each<T: Clone + Default>(
    candidates: &Candidates<'_>,
    cells: &Cells,
    strength: &[f64],
    template: Template,
    of: impl Fn(&[[Sums; 2]]) -> T,
) -> Vec<T> {
    if cells.is_flat() {
        return vec![T::default(); candidates.texts.len()];
    }
    let mut table: Vec<Option<Vec<Part>>> = vec![None; candidates.glyphs.len() * cells.width];
    let mut totals = vec![[Sums::default(); 2]; cells.cells.len()];
    candidates
        .texts
        .iter()
        .map(|places| {
            totals.fill([Sums::default(); 2]);
            for (glyph, pen) in places.iter().filter(|(_, pen)| *pen < cells.width) {
                let Some(entry) = table.get_mut(glyph * cells.width + pen) else { continue };
                let parts = entry.get_or_insert_with(|| parts(candidates, cells, strength, template, *glyph, *pen));
                for part in parts {
                    for (total, sums) in totals[part.cell].iter_mut().zip(&part.sums) {
                        total.add(sums);
                    }
                }
            }
            of(&totals)
        })
        .collect()
}

/// The squared residuals that the templates explain together.
fn gain(sums: &[Sums; 2]) -> f64 {
    let [a, b] = sums;
    let (aa, bb) = (a.free_energy(), b.free_energy());
    match (aa > 0.0, bb > 0.0) {
        (false, false) => 0.0,
        (true, false) => a.along() * a.along() / aa,
        (false, true) => b.along() * b.along() / bb,
        (true, true) => {
            let ab = -a.columns[1..].iter().zip(&b.columns[1..]).map(|(a, b)| a * b).sum::<f64>();
            let determinant = aa * bb - ab * ab;
            let (along_a, along_b) = (a.along(), b.along());
            if determinant <= 1e-9 * aa * bb {
                return (along_a * along_a / aa).max(along_b * along_b / bb);
            }
            (along_a * along_a * bb - 2.0 * along_a * along_b * ab + along_b * along_b * aa) / determinant
        }
    }
}

fn parts(
    candidates: &Candidates<'_>,
    cells: &Cells,
    strength: &[f64],
    template: Template,
    glyph: usize,
    pen: usize,
) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(4);
    let Some(glyph) = candidates.glyphs.get(glyph) else { return parts };
    let mask_width = glyph.mask.width.max(1) as usize;
    for (index, alpha) in glyph.mask.alpha.iter().enumerate().filter(|(_, alpha)| **alpha > 0) {
        let x = pen as i64 + i64::from(glyph.left) + (index % mask_width) as i64;
        let y = i64::from(glyph.top) + (index / mask_width) as i64;
        if x < 0 || y < 0 || x >= cells.width as i64 || y >= cells.height as i64 {
            continue;
        }
        let pixel = y as usize * cells.width + x as usize;
        let cell = cells.cell_of[pixel];
        if cell == NO_CELL {
            continue;
        }
        let cell = cell as usize;
        let known = parts.iter().position(|part| part.cell == cell);
        let at = known.unwrap_or_else(|| {
            parts.push(Part { cell, sums: [Sums::default(); 2] });
            parts.len() - 1
        });
        for (sums, weight) in parts[at].sums.iter_mut().zip(template.weights(*alpha)) {
            if weight > 0.0 {
                sums.add_pixel(weight * strength[pixel], &cells.design[pixel]);
            }
        }
    }
    parts
}

/// Sums over each cell of one template that is given at every pixel.
pub(super) fn dense_sums(cells: &Cells, template: &[f64], totals: &mut Vec<Sums>) {
    totals.clear();
    totals.resize(cells.cells.len(), Sums::default());
    for (cell, first, last) in &cells.runs {
        let mut sums = totals[*cell];
        for (value, design) in template[*first..*last].iter().zip(&cells.design[*first..*last]) {
            sums.add_pixel(*value, design);
        }
        totals[*cell] = sums;
    }
}

/// Nats of one template that is given at every pixel.
pub(super) fn dense_nats(cells: &Cells, template: &[f64], totals: &mut Vec<Sums>) -> f64 {
    dense_sums(cells, template, totals);
    cells.cells.iter().zip(totals.iter()).map(|(cell, sums)| cell.nats(gain(&[*sums, Sums::default()]), 1.0)).sum()
}
