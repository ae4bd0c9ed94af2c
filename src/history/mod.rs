//! Runs over time: the trend, the first run in which each leak appeared, and the one in which it was gone.
//!
//! Only runs of one tool on one dataset can be followed leak by leak; each such series is a track.

mod spans;
mod view;

pub use spans::SpanIndex;
pub use spans::Spans;
pub use spans::Track;
pub use view::document;
pub use view::trend;

use crate::scorecard::Scorecard;
use std::path::PathBuf;

/// One run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its folder, as it was found.
    pub name: String,
    /// When the tool was started, as text that sorts by time.
    pub started: String,
    /// The result.
    pub scorecard: Scorecard,
    /// Its findings, where they are.
    pub findings: Option<PathBuf>,
}

/// Places of runs of one tool on one dataset, the oldest first.
pub fn tracks(runs: &[Run]) -> Vec<Vec<usize>> {
    let mut tracks: Vec<Vec<usize>> = Vec::new();
    let key = |run: &Run| (run.scorecard.tool.name.clone(), run.scorecard.dataset.digest.clone());
    for (place, run) in runs.iter().enumerate() {
        let same = |track: &&mut Vec<usize>| {
            track.first().and_then(|first| runs.get(*first)).is_some_and(|first| key(first) == key(run))
        };
        match tracks.iter_mut().find(same) {
            Some(track) => track.push(place),
            None => tracks.push(vec![place]),
        }
    }
    tracks
}

#[cfg(test)]
mod tests;
