//! Which leaks are common, new and fixed.

use crate::compare::Comparison;
use crate::compare::LeakGroup;
use crate::compare::view::letter;
use crate::compare::view::many;
use crate::report::document::Cell;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::words::count;

/// For each result, its leaks and what changed against the first.
pub(super) fn by_result(comparison: &Comparison) -> Section {
    let mut table = Table::new(&["", "result", "leaks", "new", "fixed", "nobody could look"], 2);
    let sum = |of: fn(&LeakGroup) -> &Vec<u64>, place: usize| {
        comparison.leaks.iter().map(|group| of(group).get(place).copied().unwrap_or(0)).sum::<u64>()
    };
    let mut remarks = Vec::new();
    if !comparison.leaks.is_empty() {
        for (place, entry) in comparison.entries.iter().enumerate() {
            table.row([
                Cell::text(letter(place)),
                Cell::text(&entry.name),
                Cell::count(sum(|group| &group.with, place)),
                new(sum(|group| &group.new, place)),
                fixed(sum(|group| &group.fixed, place)),
                Cell::count(sum(|group| &group.unseen, place)),
            ]);
        }
        let common: u64 = comparison.leaks.iter().map(|group| group.common).sum();
        remarks.push(format!(
            "{} common to all. New and fixed are told against A. A leak is a plant that is readable at its place, or an \
             identifier that is readable on a surface where it was not planted (moved).",
            count(common, "leak")
        ));
    }
    Section { title: "Leaks that are common, new and fixed".into(), table, picture: None, remarks }
}

/// For a few results what changed, for many how many leaks each has.
pub(super) fn by_trap(comparison: &Comparison) -> Section {
    let narrow = many(comparison);
    let mut header: Vec<String> = vec!["trap".into(), "surface".into(), "all".into()];
    for place in usize::from(!narrow)..comparison.entries.len() {
        if narrow {
            header.push(letter(place));
        } else {
            header.push(format!("new {}", letter(place)));
            header.push(format!("fixed {}", letter(place)));
        }
    }
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>(), 2);
    let at = |counts: &[u64], place: usize| counts.get(place).copied().unwrap_or(0);
    for group in &comparison.leaks {
        let surface = if group.moved { format!("{} (moved)", group.surface) } else { group.surface.clone() };
        let mut row = vec![Cell::text(&group.trap), Cell::text(surface), Cell::count(group.common)];
        for place in usize::from(!narrow)..comparison.entries.len() {
            if narrow {
                row.push(Cell::count(at(&group.with, place)));
            } else {
                row.push(new(at(&group.new, place)));
                row.push(fixed(at(&group.fixed, place)));
            }
        }
        table.row(row);
    }
    Section { title: "The same by trap and surface".into(), table, picture: None, remarks: Vec::new() }
}

fn new(count: u64) -> Cell {
    Cell::count(count).toned(if count > 0 { Tone::Bad } else { Tone::Plain })
}

fn fixed(count: u64) -> Cell {
    Cell::count(count).toned(if count > 0 { Tone::Good } else { Tone::Plain })
}
