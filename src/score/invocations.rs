//! Calls of the tool, folded by how they ended.

use crate::scorecard::InvocationFacts;
use std::collections::BTreeMap;

/// One entry per ending, sorted by it: files, calls and times are added up, the peak of memory is the greatest.
///
/// A time that is unknown of one call is unknown of the sum.
pub(super) fn fold(mut calls: Vec<InvocationFacts>) -> Vec<InvocationFacts> {
    // Sums of floating point numbers depend on their order, and calls may run side by side.
    calls.sort_by(|left, right| {
        let cpu = |call: &InvocationFacts| call.cpu_s.unwrap_or(-1.0);
        left.wall_s.total_cmp(&right.wall_s).then(cpu(left).total_cmp(&cpu(right)))
    });
    let mut folded: BTreeMap<String, InvocationFacts> = BTreeMap::new();
    for call in calls {
        let count = call.count.max(1);
        match folded.get_mut(&call.ending) {
            None => {
                folded.insert(call.ending.clone(), InvocationFacts { count, ..call });
            }
            Some(sum) => {
                sum.files += call.files;
                sum.count += count;
                sum.wall_s += call.wall_s;
                sum.cpu_s = sum.cpu_s.zip(call.cpu_s).map(|(left, right)| left + right);
                sum.peak_rss_bytes = sum.peak_rss_bytes.max(call.peak_rss_bytes);
            }
        }
    }
    folded.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(ending: &str, wall_s: f64, cpu_s: Option<f64>, peak: u64) -> InvocationFacts {
        InvocationFacts { files: 2, ending: ending.into(), wall_s, cpu_s, peak_rss_bytes: Some(peak), count: 1 }
    }

    #[test]
    fn calls_that_ended_alike_are_one_entry() {
        let calls = vec![call("exit 0", 1.0, Some(0.5), 10), call("signal 11", 3.0, None, 9), {
            call("exit 0", 2.0, Some(0.25), 30)
        }];
        let folded = fold(calls);
        assert_eq!(folded.len(), 2);
        let merged = InvocationFacts { files: 4, count: 2, ..call("exit 0", 3.0, Some(0.75), 30) };
        assert_eq!(folded[0], merged);
        assert_eq!(folded[1], call("signal 11", 3.0, None, 9));
    }

    #[test]
    fn folding_again_and_folding_in_another_order_change_nothing() {
        let mut calls: Vec<_> = (1..30).map(|n| call("exit 0", 0.1 * f64::from(n), Some(0.3), 5)).collect();
        let folded = fold(calls.clone());
        assert_eq!(fold(folded.clone()), folded);
        calls.reverse();
        assert_eq!(fold(calls), folded);
    }

    #[test]
    fn a_time_that_is_unknown_stays_unknown_in_the_sum() {
        assert_eq!(fold(vec![call("exit 0", 1.0, Some(1.0), 1), call("exit 0", 1.0, None, 1)])[0].cpu_s, None);
    }
}
