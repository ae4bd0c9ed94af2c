//! Rows of the tables of leaks, with their intervals.

use crate::report::html::hipaa;
use crate::report::plots::LeakRate;
use crate::report::plots::RateRow;
use crate::report::table;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::statistics::wilson;
use std::collections::BTreeMap;

/// A way to split the leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Split {
    Surface,
    Trap,
    Hipaa,
    Modality,
}

impl Split {
    /// Every split, in the order of the page.
    pub(super) const ALL: [Self; 4] = [Self::Surface, Self::Trap, Self::Hipaa, Self::Modality];

    /// Heading.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Surface => "By surface",
            Self::Trap => "By trap",
            Self::Hipaa => "By HIPAA Safe Harbor letter",
            Self::Modality => "By modality",
        }
    }

    /// The word for one row; also what the script filters by, where it can.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Surface => "surface",
            Self::Trap => "trap",
            Self::Hipaa => "letter",
            Self::Modality => "modality",
        }
    }

    /// Whether findings can be filtered by it.
    pub(super) fn is_filter(self) -> bool {
        matches!(self, Self::Surface | Self::Trap)
    }

    fn rows(self, card: &Scorecard) -> &BTreeMap<String, Row> {
        match self {
            Self::Surface => &card.surfaces,
            Self::Trap => &card.traps,
            Self::Hipaa => &card.hipaa,
            Self::Modality => &card.modalities,
        }
    }

    fn label(self, id: &str) -> String {
        let id = if id.is_empty() { "not stated" } else { id };
        if self == Self::Hipaa { hipaa::named(id) } else { id.to_owned() }
    }
}

/// One row of a table of leaks.
pub(super) struct LeakRow {
    /// What is looked for in the findings.
    pub(super) id: String,
    /// What it is called.
    pub(super) label: String,
    /// What it is, in a sentence; empty where that is not recorded.
    pub(super) title: String,
    /// Patients who leak there.
    pub(super) leaking: u64,
    /// Patients with a plant there.
    pub(super) patients: u64,
    /// Share of these, and its interval, in words.
    pub(super) rate: String,
    /// Plants by verdict: planted, leaked, partial, recoverable, permitted, held, not measured.
    pub(super) counts: [u64; 7],
}

/// Every row of a split, worst first.
pub(super) fn leak_rows(card: &Scorecard, split: Split) -> Vec<LeakRow> {
    let title = |id: &str| card.explanations.get(id).filter(|_| split == Split::Trap).map(|known| known.title.clone());
    table::sorted(split.rows(card))
        .into_iter()
        .map(|(id, row)| LeakRow {
            id: id.clone(),
            label: split.label(id),
            title: title(id).unwrap_or_default(),
            leaking: row.leaking_patients,
            patients: row.patients,
            rate: rate_in_words(row),
            counts: [row.planted, row.leaked, row.partial, row.recoverable, row.permitted, row.held, row.not_measured],
        })
        .collect()
}

fn rate_in_words(row: &Row) -> String {
    match interval(row) {
        Some((low, high)) => format!(
            "{} ({} to {})",
            table::share(row.leaking_patients, row.patients),
            table::percent(low),
            table::percent(high)
        ),
        None => "not measured".to_owned(),
    }
}

/// The interval of the patients that leak; none where nothing was measured.
fn interval(row: &Row) -> Option<(f64, f64)> {
    if row.measured == 0 {
        return None;
    }
    wilson(row.leaking_patients, row.patients)
}

/// The worst `most` rows of a split as bars, and how many more there are.
pub(super) fn bars(card: &Scorecard, split: Split, most: usize) -> (LeakRate, usize) {
    let rows = table::sorted(split.rows(card));
    let rest = rows.len().saturating_sub(most);
    let bars = rows.into_iter().take(most).map(|(id, row)| RateRow {
        label: split.label(id),
        part: row.leaking_patients,
        whole: row.patients,
        interval: interval(row),
    });
    let title = format!(
        "Patients with a readable value, {}",
        split.title().to_lowercase().replace("hipaa safe harbor", "HIPAA")
    );
    (LeakRate { title, rows: bars.collect() }, rest)
}
