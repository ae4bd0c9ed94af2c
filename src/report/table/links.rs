//! Links between objects: how many are broken, and where.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::grid::Grid;
use crate::report::table::words::count;
use crate::report::table::words::grouped;
use crate::report::table::words::share;
use crate::scorecard::Broken;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Sorts of links with the detector that tests them, in the order of the table.
const SORTS: [(&str, &str, &str); 3] = [
    ("uid", "uid-graph", "UIDs from object to object"),
    ("date", "date-shift", "intervals between dates"),
    ("pseudonym", "pseudonyms", "one pseudonym per patient"),
];

/// Kinds of fault that are kept in memory; what a tool does beyond that is not told apart.
const KEPT: usize = 1024;

/// One kind of fault: what is wrong, and at which attribute.
type Fault = (String, String, String);

/// One line for each sort of link; empty where none was tested at all.
pub(super) fn links(links: &BTreeMap<String, Broken>, faults: &Faults) -> String {
    if links.is_empty() {
        return String::new();
    }
    let mut grid = Grid::new(&["what", "mostly", "broken", "of", "share"], 2);
    grid.limit(1, 44);
    for (sort, detector, what) in SORTS {
        let Some(link) = links.get(sort) else { continue };
        let broken = match (link.checked, link.broken) {
            (0, _) => Role::Dim.of("not tested"),
            (_, 0) => Role::Good.of("0"),
            (_, broken) => Role::Warn.of(grouped(broken)),
        };
        let hint = if link.broken > 0 { worst(detector, faults) } else { String::new() };
        grid.row([what.to_owned(), hint, broken, grouped(link.checked), share(link.broken, link.checked)]);
    }
    grid.text()
}

/// Who has a fault: how many patients, and the last of them. The findings of a patient follow each other.
#[derive(Default)]
struct Patients {
    count: u64,
    last: String,
}

/// Patients by what is wrong with their links.
#[derive(Default)]
pub(super) struct Faults(BTreeMap<Fault, Patients>);

impl Faults {
    /// Counts a finding, if it is of this sort.
    pub(super) fn add(&mut self, finding: &Finding) {
        if finding.topic != Topic::Link {
            return;
        }
        let fault = (finding.detector.clone(), finding.form.clone(), place(finding));
        if self.0.len() < KEPT || self.0.contains_key(&fault) {
            let patients = self.0.entry(fault).or_default();
            if patients.last != finding.patient {
                patients.last.clone_from(&finding.patient);
                patients.count += 1;
            }
        }
    }
}

/// The place without the numbers of its items.
fn place(finding: &Finding) -> String {
    let mut in_item = false;
    let kept = finding.seen_at.chars().filter(|letter| {
        let dropped = in_item || *letter == '[';
        in_item = dropped && *letter != ']';
        !dropped
    });
    kept.collect()
}

/// The fault that most patients have.
fn worst(detector: &str, Faults(faults): &Faults) -> String {
    let of_detector = faults.iter().filter(|((known, _, _), _)| known == detector);
    let most = of_detector.max_by_key(|(fault, patients)| (patients.count, Reverse(*fault)));
    most.map(|((_, form, place), patients)| {
        format!("{} at {} in {}", clean(form), clean(place), count(patients.count, "patient"))
    })
    .unwrap_or_default()
}
