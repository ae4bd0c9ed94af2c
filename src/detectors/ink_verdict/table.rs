//! Fast nats of many candidates: sums per glyph, place and cell.
//!
//! Glyphs stand at whole pixels and never overlap, so every sum over the ink of a candidate is the sum of those of its
//! characters, and a character at a place is summed up once for all candidates.

use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::cells::NO_CELL;
use crate::detectors::ink_verdict::cells::REGRESSORS;

/// Sums of a template over one cell.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// With the residual.
    along: f64,
    /// With each regressor.
    basis: [f64; REGRESSORS],
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
        self.along += other.along;
        self.energy += other.energy;
        self.basis.iter_mut().zip(other.basis).for_each(|(sum, value)| *sum += value);
    }

    /// The energy that the regressors leave.
    fn free_energy(&self) -> f64 {
        self.energy - self.basis.iter().map(|value| value * value).sum::<f64>()
    }
}

/// Nats of every candidate, the value first. `strength` is the ink over the background at each pixel.
pub(super) fn nats(candidates: &Candidates<'_>, cells: &Cells, strength: &[f64], template: Template) -> Vec<f64> {
    if cells.is_flat() {
        return vec![0.0; candidates.texts.len()];
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
            let both = template == Template::CoreAndFringe;
            cells.cells.iter().zip(&totals).map(|(cell, sums)| cell.nats(gain(sums), 1.0 + f64::from(both))).sum()
        })
        .collect()
}

/// The squared residuals that the templates explain together.
fn gain(sums: &[Sums; 2]) -> f64 {
    let [a, b] = sums;
    let (aa, bb) = (a.free_energy(), b.free_energy());
    let usable = |free: f64, sums: &Sums| sums.energy > 0.0 && free > 1e-6 * sums.energy;
    match (usable(aa, a), usable(bb, b)) {
        (false, false) => 0.0,
        (true, false) => a.along * a.along / aa,
        (false, true) => b.along * b.along / bb,
        (true, true) => {
            let ab = -a.basis.iter().zip(b.basis).map(|(a, b)| a * b).sum::<f64>();
            let determinant = aa * bb - ab * ab;
            if determinant <= 1e-9 * aa * bb {
                return (a.along * a.along / aa).max(b.along * b.along / bb);
            }
            (a.along * a.along * bb - 2.0 * a.along * b.along * ab + b.along * b.along * aa) / determinant
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
                let value = weight * strength[pixel];
                sums.along += value * cells.residual[pixel];
                sums.energy += value * value;
                let basis = &cells.basis[pixel];
                sums.basis.iter_mut().zip(basis).for_each(|(sum, regressor)| *sum += value * regressor);
            }
        }
    }
    parts
}

/// Nats of one template that is given at every pixel.
pub(super) fn dense_nats(cells: &Cells, template: &[f64], totals: &mut Vec<[f64; REGRESSORS + 2]>) -> f64 {
    totals.clear();
    totals.resize(cells.cells.len(), [0.0; REGRESSORS + 2]);
    for (pixel, value) in template.iter().enumerate().filter(|(_, value)| **value != 0.0) {
        let cell = cells.cell_of[pixel];
        let Some(total) = totals.get_mut(cell as usize) else { continue };
        total[0] += value * cells.residual[pixel];
        total[1] += value * value;
        for (sum, regressor) in total[2..].iter_mut().zip(&cells.basis[pixel]) {
            *sum += value * regressor;
        }
    }
    let each = cells.cells.iter().zip(totals.iter()).map(|(cell, total)| {
        let free = total[1] - total[2..].iter().map(|value| value * value).sum::<f64>();
        if total[1] <= 0.0 || free <= 1e-6 * total[1] { 0.0 } else { cell.nats(total[0] * total[0] / free, 1.0) }
    });
    each.sum()
}
