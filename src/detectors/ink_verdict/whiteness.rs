//! How many independent samples what is left really holds.
//!
//! The nats of a fit count every pixel as independent. Smooth leftovers, as blur and inpainting make them, hold fewer,
//! and then chance fits look sure.

use crate::detectors::ink_verdict::cells::Cells;
use crate::detectors::ink_verdict::cells::NO_CELL;
use crate::detectors::ink_verdict::table::dense_sums;

/// Least share that is returned.
const LEAST: f64 = 0.05;

/// By how much to scale a lead for what the regressors and `template` leave unexplained, from 0.05 to 1.
///
/// In a process in which each pixel depends on its neighbours alone, the share of independent samples is
/// (1 - r) / (1 + r) in each direction for a correlation r between neighbours. The fourth root of it is taken: that
/// already keeps the chance fits seen in calibration below the bar, while more of it loses small blurred text.
pub(super) fn caution(cells: &Cells, template: &[f64]) -> f64 {
    let left = unexplained(cells, template);
    let (mut own, mut across, mut down) = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0));
    let together = |a: usize, b: usize| cells.cell_of[a] != NO_CELL && cells.cell_of[a] == cells.cell_of[b];
    for pixel in 0..left.len() {
        own = (own.0 + left[pixel] * left[pixel], own.1 + f64::from(u8::from(cells.cell_of[pixel] != NO_CELL)));
        if pixel % cells.width > 0 && together(pixel, pixel - 1) {
            across = (across.0 + left[pixel] * left[pixel - 1], across.1 + 1.0);
        }
        if pixel >= cells.width && together(pixel, pixel - cells.width) {
            down = (down.0 + left[pixel] * left[pixel - cells.width], down.1 + 1.0);
        }
    }
    if own.0 <= 0.0 {
        return 1.0;
    }
    let correlation =
        |sum: (f64, f64)| if sum.1 > 0.0 { (sum.0 / sum.1 / (own.0 / own.1)).clamp(0.0, 1.0) } else { 0.0 };
    let factor = |r: f64| (1.0 - r) / (1.0 + r);
    (factor(correlation(across)) * factor(correlation(down))).sqrt().sqrt().clamp(LEAST, 1.0)
}

/// The residual without what the template explains in each cell.
fn unexplained(cells: &Cells, template: &[f64]) -> Vec<f64> {
    let mut totals = Vec::new();
    dense_sums(cells, template, &mut totals);
    let mut left: Vec<f64> = cells.design.iter().map(|columns| columns[0]).collect();
    for (cell, first, last) in &cells.runs {
        let Some(sums) = totals.get(*cell).filter(|sums| sums.free_energy() > 0.0) else { continue };
        let weight = sums.along() / sums.free_energy();
        for pixel in *first..*last {
            let columns = &cells.design[pixel];
            let known: f64 = sums.columns()[1..].iter().zip(&columns[1..]).map(|(sum, column)| sum * column).sum();
            left[pixel] -= weight * (template[pixel] - known);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::plane::Plane;
    use crate::detectors::ink_verdict::trial::normal;
    use crate::seed::Seed;

    #[test]
    fn noise_is_independent_and_smoothed_noise_is_not() {
        let mut rng = Seed(1).stream(&["white"]);
        let mut noise = Plane::new(60, 40);
        noise.values.iter_mut().for_each(|value| *value = 10.0 * normal(&mut rng));
        let smooth: Vec<f64> =
            (0..2400).map(|at| (0..4).map(|step| noise.values[(at + step) % 2400]).sum::<f64>() / 4.0).collect();
        let smooth = Plane { values: smooth, ..noise };
        let share = |plane: &Plane| super::caution(&Cells::fit(plane, &[], &[0; 2400]), &[0.0; 2400]);
        assert!(share(&noise) > 0.9, "{}", share(&noise));
        assert!(share(&smooth) < 0.75, "{}", share(&smooth));
    }

    #[test]
    fn what_the_template_explains_is_left_out() {
        let mut rng = Seed(2).stream(&["white"]);
        let template: Vec<f64> = (0..2400).map(|at| f64::from((at / 7) % 3)).collect();
        let values = template.iter().map(|value| 50.0 * value + normal(&mut rng)).collect();
        let cells = Cells::fit(&Plane { width: 60, height: 40, values }, &[], &[0; 2400]);
        assert!(caution(&cells, &template) > 0.9);
        assert!(caution(&cells, &[0.0; 2400]) < 0.8);
    }
}
