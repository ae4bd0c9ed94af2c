//! Leaks by surface and by trap, worst first.

use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::grid::Grid;
use crate::report::table::words::flagged;
use crate::report::table::words::of;
use crate::report::table::words::remark;
use crate::scorecard::Row;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Traps that get a row of the table; the others are named below it.
const MOST_TRAPS: usize = 30;
/// Letters of a name that fit into its column.
const WIDEST: usize = 22;

/// Every surface.
pub(super) fn surfaces(rows: &BTreeMap<String, Row>) -> String {
    table("surface", sorted(rows))
}

/// The traps that something was found of; the others are named below.
pub(super) fn traps(rows: &BTreeMap<String, Row>) -> String {
    let (worse, others): (Vec<_>, Vec<_>) = sorted(rows).into_iter().partition(|(_, row)| found(row) > 0);
    let (worst, less) = worse.split_at(worse.len().min(MOST_TRAPS));
    let mut text = if worst.is_empty() { String::new() } else { table("trap", worst.to_vec()) };
    text += &list("more leak as well", Role::Bad, less);
    let (none, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, row)| row.measured == 0);
    let (missing, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, row)| row.not_measured > 0);
    let (permitted, held): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, row)| row.permitted > 0);
    text += &list("not measured at all", Role::Warn, &none);
    text += &list("not measured in part", Role::Warn, &missing);
    text += &list("readable where the yardstick permits it", Role::Strong, &permitted);
    text + &list("held everywhere", Role::Good, &held)
}

fn list(what: &str, role: Role, rows: &[(&String, &Row)]) -> String {
    let mut ids: Vec<String> = rows.iter().map(|(id, _)| clean(id)).collect();
    ids.sort();
    if ids.is_empty() {
        return String::new();
    }
    remark(&format!("{} {what}: {}", role.of(ids.len().to_string()), ids.join(", ")))
}

fn found(row: &Row) -> u64 {
    row.leaked + row.partial + row.recoverable
}

/// Rows by the share that leaks, then by what else was found, then by what was not measured, then by id.
pub(in crate::report) fn sorted(rows: &BTreeMap<String, Row>) -> Vec<(&String, &Row)> {
    let mut sorted: Vec<_> = rows.iter().collect();
    // Shares are compared as whole numbers of a million.
    let share = |part: u64, row: &Row| u128::from(part) * 1_000_000 / u128::from(row.planted.max(1));
    sorted.sort_by_key(|(_, row)| {
        let worst = [row.leaked, row.partial, row.recoverable, row.not_measured].map(|part| share(part, row));
        Reverse((worst, row.leaked))
    });
    sorted
}

fn table(what: &str, rows: Vec<(&String, &Row)>) -> String {
    let header = [
        what,
        "patients\nleaking",
        "planted",
        "leaked",
        "partial",
        "recov-\nerable",
        "per-\nmitted",
        "held",
        "not\nmeasured",
    ];
    let mut grid = Grid::new(&header, 1);
    grid.limit(0, 36);
    for (id, row) in rows {
        let Row { leaked, partial, recoverable, permitted, held, not_measured, .. } = *row;
        let [leaked, partial, recoverable, permitted, held, missing] =
            verdict_cells([leaked, partial, recoverable, permitted, held, not_measured]);
        let patients = of(row.leaking_patients, row.patients);
        let patients = match (row.leaking_patients, row.measured) {
            (0, 0) => Role::Dim.of("–"),
            (0, _) => patients,
            _ => Role::Bad.of(patients),
        };
        let planted = row.planted.to_string();
        grid.row([in_lines(&clean(id)), patients, planted, leaked, partial, recoverable, permitted, held, missing]);
    }
    grid.text()
}

/// A name in lines that end at its hyphens, where it is too long for one: the table would break it anywhere.
fn in_lines(name: &str) -> String {
    let mut lines = String::with_capacity(name.len() + 1);
    let mut used = 0;
    for part in name.split_inclusive('-') {
        let width = part.chars().count();
        if used > 0 && used + width > WIDEST {
            lines.push('\n');
            used = 0;
        }
        lines.push_str(part);
        used += width;
    }
    lines
}

/// Counts of leaked, partial, recoverable, permitted, held and not measured, each in its colour.
pub(super) fn verdict_cells([leaked, partial, recoverable, permitted, held, missing]: [u64; 6]) -> [String; 6] {
    let roles = [Role::Bad, Role::Warn, Role::Warn, Role::Strong, Role::Good, Role::Warn];
    let counts = [leaked, partial, recoverable, permitted, held, missing];
    std::array::from_fn(|at| match (counts.get(at), roles.get(at)) {
        (Some(count), Some(role)) => flagged(*count, *role),
        _ => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_broken_at_its_hyphens_and_loses_nothing() {
        for (name, lines) in [
            ("file-without-extension", "file-without-extension"),
            ("window-explanation-name", "window-explanation-\nname"),
            ("table-patient-characteristics", "table-patient-\ncharacteristics"),
            ("", ""),
        ] {
            assert_eq!(in_lines(name), lines);
        }
    }
}
