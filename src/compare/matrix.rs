//! What each tool leaves, row by row.

use crate::compare::Entry;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One surface or trap, with the figures of every tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// Its id.
    pub id: String,
    /// The figures, in the order of the tools; none where the tool's dataset has no such row.
    pub cells: Vec<Option<Row>>,
}

impl MatrixRow {
    /// Leaking patients of the tool that leaves most less those of the tool that leaves fewest.
    pub fn spread(&self) -> u64 {
        let leaking = || self.cells.iter().flatten().map(|row| row.leaking_patients);
        leaking().max().unwrap_or(0) - leaking().min().unwrap_or(0)
    }

    /// Leaking patients over all tools.
    pub fn leaking(&self) -> u64 {
        self.cells.iter().flatten().map(|row| row.leaking_patients).sum()
    }
}

/// All rows, those first in which the tools differ most.
pub(super) fn rows(entries: &[Entry], of: fn(&Scorecard) -> &BTreeMap<String, Row>) -> Vec<MatrixRow> {
    let ids: BTreeSet<&String> = entries.iter().flat_map(|entry| of(&entry.scorecard).keys()).collect();
    let cells = |id: &str| entries.iter().map(|entry| of(&entry.scorecard).get(id).cloned()).collect();
    let mut rows: Vec<MatrixRow> = ids.into_iter().map(|id| MatrixRow { id: id.clone(), cells: cells(id) }).collect();
    rows.sort_by_key(|row| (u64::MAX - row.spread(), u64::MAX - row.leaking()));
    rows
}
