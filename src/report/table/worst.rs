//! The worst findings, one of each sort.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::grid::Grid;
use crate::report::table::words::count;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Findings that are shown.
const SHOWN: usize = 10;

/// Sorts of findings that are kept in memory.
const KEPT: usize = 4096;

/// Where findings of one sort stand in the list; less is worse.
pub(in crate::report) type Rank = (Reverse<Verdict>, bool);

/// Findings of one trap at one place.
pub(in crate::report) struct Sort {
    /// Less is worse.
    pub(in crate::report) rank: Rank,
    /// The worst of them.
    pub(in crate::report) first: Finding,
    /// How many more there are.
    pub(in crate::report) more: u64,
}

/// Leaks in sorts, distinct by trap and place.
#[derive(Default)]
pub(in crate::report) struct Worst(BTreeMap<(String, String), Sort>);

impl Worst {
    /// Counts a finding, if it is a leak.
    pub(in crate::report) fn add(&mut self, finding: &Finding) {
        if let Some(rank) = rank(finding) {
            count_in(&mut self.0, rank, finding);
        }
    }

    /// The sorts, worst first, and among equals one of each trap before a second of any.
    pub(in crate::report) fn ranked(self) -> Vec<Sort> {
        in_turns(self.0)
    }
}

/// The worst leaks, distinct by trap and place; empty where nothing leaks.
pub(super) fn worst(found: Worst, show_values: bool) -> String {
    let total = found.0.len();
    if total == 0 {
        return String::new();
    }
    let mut grid = Grid::new(&["verdict", "what, by which trap", "where, in which form", "in which file"], 4);
    grid.limit(1, 28);
    grid.limit(2, 32);
    for sort in found.ranked().into_iter().take(SHOWN) {
        grid.row(cells(&sort, show_values));
    }
    let rest = total.saturating_sub(SHOWN) as u64;
    let more = if rest == 0 { String::new() } else { format!(" and {} more\n", count(rest, "sort")) };
    grid.text() + &more
}

fn rank(finding: &Finding) -> Option<Rank> {
    let verdict = finding.verdict.filter(|_| finding.topic == Topic::Leak)?;
    let shown = matches!(verdict, Verdict::Leaked | Verdict::Partial | Verdict::Recoverable);
    shown.then_some((Reverse(verdict), !finding.direct))
}

fn count_in(sorts: &mut BTreeMap<(String, String), Sort>, rank: Rank, finding: &Finding) {
    let key = (finding.trap.clone(), place(finding));
    if let Some(sort) = sorts.get_mut(&key) {
        sort.more += 1;
        if rank < sort.rank {
            (sort.rank, sort.first) = (rank, finding.clone());
        }
        return;
    }
    sorts.insert(key, Sort { rank, first: finding.clone(), more: 0 });
    if sorts.len() > KEPT
        && let Some(least) = sorts.iter().max_by_key(|(_, sort)| sort.rank).map(|(key, _)| key.clone())
    {
        sorts.remove(&least);
    }
}

/// The place without what differs between files: item numbers of an attribute path, any number elsewhere.
fn place(finding: &Finding) -> String {
    let written = &finding.seen_at;
    let attribute = written.starts_with('(') || written.starts_with("meta:");
    let mut place = String::new();
    let mut in_item = false;
    for letter in written.chars() {
        in_item = letter == '[' || (in_item && letter != ']');
        if !letter.is_ascii_digit() || (attribute && !in_item) {
            place.push(letter);
        } else if !place.ends_with('#') {
            place.push('#');
        }
    }
    format!("{}{} {place}", if finding.moved { "moved " } else { "" }, finding.surface.map_or("", |s| s.word()))
}

/// Worst first, and among equals one of each trap before a second of any.
fn in_turns(sorts: BTreeMap<(String, String), Sort>) -> Vec<Sort> {
    let mut turns: BTreeMap<(Rank, String), usize> = BTreeMap::new();
    let mut list: Vec<((Rank, usize), Sort)> = Vec::new();
    for ((trap, _), sort) in sorts {
        let turn = turns.entry((sort.rank, trap)).or_default();
        list.push(((sort.rank, *turn), sort));
        *turn += 1;
    }
    // The sort is stable, so that equals stay in the order of trap and place.
    list.sort_by_key(|(order, _)| *order);
    list.into_iter().map(|(_, sort)| sort).collect()
}

fn cells(sort: &Sort, show_values: bool) -> [String; 4] {
    let finding = &sort.first;
    let verdict = match finding.verdict {
        Some(Verdict::Leaked) => Role::Bad.of("leaked"),
        other => Role::Warn.of(other.map_or("", Verdict::word)),
    };
    let mut what = finding.kind.map_or("identifier", |kind| kind.word()).to_owned();
    if show_values && !finding.value.is_empty() {
        what += &format!(" `{}`", clean(&finding.value));
    }
    what += &format!("\n{}", clean(&finding.trap));
    let surface = finding.surface.map_or("", |surface| surface.word());
    let mut place = clean(&finding.seen_at);
    if place.is_empty() {
        place = surface.to_owned();
    } else if !place.contains(surface) {
        place = format!("{surface}: {place}");
    }
    if finding.moved {
        place += ", moved there";
    }
    place += &format!("\n{}", clean(&finding.form));
    let mut file = clean(&finding.output);
    if sort.more > 0 {
        file += &format!("\nand {} more", sort.more);
    }
    [verdict, what, place, file]
}
