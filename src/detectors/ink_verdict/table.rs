//! Fast nats of many candidates: sums per glyph, place and cell.
//!
//! Glyphs stand at whole pixels and never overlap, so every sum over the ink of a candidate is the sum of those of its
//! characters, and a character at a place is summed up once for all candidates.

use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::cells::COLUMNS;
use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::cells::NO_CELL;

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
