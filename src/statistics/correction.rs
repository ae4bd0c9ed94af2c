//! Many tests at once.

/// Probabilities of a family of tests, corrected so that the chance of even one false alarm in the family stays below the
/// bound that each is held against. They keep their order in the list.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979),
/// 65-70. It asks nothing of how the tests depend on each other, and those of one patient's traps do.
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    let at = |place: usize| probabilities.get(place).copied().unwrap_or(1.0);
    order.sort_by(|a, b| at(*a).total_cmp(&at(*b)));
    let mut corrected = vec![1.0; probabilities.len()];
    let mut least = 0.0_f64;
    for (rank, place) in order.iter().enumerate() {
        least = least.max((at(*place) * (probabilities.len() - rank) as f64).min(1.0));
        if let Some(slot) = corrected.get_mut(*place) {
            *slot = least;
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_pays_for_all_and_none_overtakes_another() {
        let corrected = holm(&[0.04, 0.01, 0.03, 0.005]);
        let expected = [0.06, 0.03, 0.06, 0.02];
        assert!(corrected.iter().zip(expected).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{corrected:?}");
        assert_eq!(holm(&[0.6, 0.9]), [1.0, 1.0]);
        assert_eq!(holm(&[0.03]), [0.03]);
        assert!(holm(&[]).is_empty());
    }
}
