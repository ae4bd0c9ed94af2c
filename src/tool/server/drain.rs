//! Whether all results are there.

use crate::tool::server::definition::Drain;
use std::time::Duration;
use std::time::Instant;

/// How waiting ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Drained {
    /// As many as were expected, or the tool said so.
    Whole,
    /// Nothing new for a while, and fewer than were expected.
    Quiet,
    /// Time was up.
    Late,
    /// The server ended, or all is to be stopped.
    Cut,
}

/// How often results are counted.
const LOOK: Duration = Duration::from_millis(100);

/// Counts results until they are all there, or nothing new comes.
pub(super) fn count(
    drain: &Drain,
    expected: u64,
    now: &mut dyn FnMut() -> u64,
    cut: &dyn Fn() -> bool,
) -> (Drained, u64) {
    let start = Instant::now();
    let mut last = (now(), start);
    loop {
        let patience = if last.0 >= expected { drain.settle_s } else { drain.quiet_s };
        let ended = match () {
            () if cut() => Some(Drained::Cut),
            () if last.1.elapsed() >= Duration::from_secs(patience) => {
                Some(if last.0 >= expected { Drained::Whole } else { Drained::Quiet })
            }
            () if start.elapsed() >= Duration::from_secs(drain.limit_s) => Some(Drained::Late),
            () => None,
        };
        if let Some(ended) = ended {
            return (ended, now());
        }
        std::thread::sleep(LOOK);
        let found = now();
        if found != last.0 {
            last = (found, Instant::now());
        }
    }
}

/// Asks once a second until the answer is yes.
pub(super) fn ask(drain: &Drain, done: &mut dyn FnMut() -> bool, cut: &dyn Fn() -> bool) -> Drained {
    let start = Instant::now();
    loop {
        if cut() {
            return Drained::Cut;
        }
        if done() {
            return Drained::Whole;
        }
        if start.elapsed() >= Duration::from_secs(drain.limit_s) {
            return Drained::Late;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(settle_s: u64, quiet_s: u64, limit_s: u64) -> Drain {
        Drain { settle_s, quiet_s, limit_s, ..Drain::default() }
    }

    #[test]
    fn what_is_whole_settles_what_is_less_falls_quiet_and_what_never_ends_is_late() {
        let never = || false;
        assert_eq!(count(&drain(0, 9, 9), 3, &mut || 3, &never), (Drained::Whole, 3));
        assert_eq!(count(&drain(9, 0, 9), 3, &mut || 2, &never), (Drained::Quiet, 2));
        let mut more = 0;
        let mut grows = || {
            more += 1;
            more
        };
        assert_eq!(count(&drain(9, 9, 1), 0, &mut grows, &never).0, Drained::Late);
        assert_eq!(count(&drain(9, 9, 9), 3, &mut || 0, &|| true), (Drained::Cut, 0));
        assert_eq!(ask(&drain(0, 0, 0), &mut || false, &never), Drained::Late);
        assert_eq!(ask(&drain(0, 0, 0), &mut || true, &never), Drained::Whole);
    }
}
