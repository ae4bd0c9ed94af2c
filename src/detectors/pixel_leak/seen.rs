//! What was seen of a line in one frame, and by which signal.

use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict as LineResult;
use crate::finding::Verdict;

/// A verdict with the signal that decided and its figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) verdict: Verdict,
    /// The signal, as it stands in findings.
    pub(super) signal: &'static str,
    /// Its figure, in words. Holds no planted value.
    pub(super) fact: String,
    /// Correlation with the ink; 0 where it was not asked.
    pub(super) ncc: f64,
    /// Whether samples alone decided, so that no other reader need look.
    pub(super) exact: bool,
}

impl Seen {
    /// By samples alone.
    pub(super) fn exact(verdict: Verdict, signal: Signal, fact: String) -> Self {
        Self { verdict, signal: signal.name(), fact, ncc: 0.0, exact: true }
    }

    /// By anything else.
    pub(super) fn told(verdict: Verdict, signal: &'static str, fact: String, ncc: f64) -> Self {
        Self { verdict, signal, fact, ncc, exact: false }
    }

    /// From the verdict on the ink of a value of so many characters.
    pub(super) fn of_ink(line: &LineVerdict, length: usize) -> Self {
        let verdict = match &line.verdict {
            LineResult::Readable => Verdict::Leaked,
            LineResult::Partial { .. } => Verdict::Partial,
            LineResult::Recoverable => Verdict::Recoverable,
            LineResult::Removed => Verdict::Held,
            LineResult::NotMeasured => Verdict::NotMeasured,
        };
        let exact = matches!(line.signal, Signal::Equal | Signal::Constant | Signal::Clean | Signal::NoInk);
        Self { verdict, signal: line.signal.name(), fact: fact(line, length), ncc: line.ncc, exact }
    }

    /// Whether nothing worse can be seen.
    pub(super) fn is_worst(&self) -> bool {
        self.verdict == Verdict::Leaked
    }
}

fn fact(line: &LineVerdict, length: usize) -> String {
    let standing = || format!("rank {:.0}, {:.1} bits, lead {:.0}", line.rank, line.bits, line.lead);
    match (&line.verdict, line.signal) {
        (_, Signal::NoInk) => "the line hardly differs from what it was burned on".to_owned(),
        (_, Signal::Unaligned) => "the picture can't be laid over the input".to_owned(),
        (_, Signal::Unusable) => "its crop does not fit the recorded one".to_owned(),
        (LineResult::Readable, Signal::Equal) => equal_share(line.equal_share),
        (LineResult::Readable, _) => format!("{}, correlation {:.2} with the ink", standing(), line.ncc),
        (LineResult::Partial { characters }, _) => {
            let places: Vec<String> = characters.iter().map(|place| (place + 1).to_string()).collect();
            format!("characters {} of {length}", places.join(","))
        }
        (LineResult::Recoverable, _) => standing(),
        (LineResult::Removed | LineResult::NotMeasured, _) => String::new(),
    }
}

/// The figure of equal samples.
pub(super) fn equal_share(share: f64) -> String {
    format!("{:.0} % of the ink is as burned", 100.0 * share)
}
