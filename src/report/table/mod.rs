//! The report for a terminal.

mod coverage;
mod damage;
mod grid;
mod headline;
mod leaks;
mod links;
mod policy;
mod words;
mod worst;

pub(super) use grid::Grid;
pub(super) use headline::damage_verdict;
pub(super) use headline::leak_verdict;
pub(super) use leaks::sorted;
pub(super) use words::count;
pub(super) use words::grouped;
pub(super) use words::memory;
pub(super) use words::of;
pub(super) use words::percent;
pub(super) use words::remark;
pub(super) use words::sentence;
pub(super) use words::share;
pub(super) use words::time;
pub(super) use worst::Sort;
pub(super) use worst::Worst;

use crate::report::Exporter;
use crate::report::Report;
use crate::report::paint;
use crate::report::paint::Role;
use std::io;
use std::io::Write;

/// The result on one screen or two, at most 100 columns wide.
pub(super) struct Table;

impl Exporter for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn describe(&self) -> &'static str {
        "the result as text for a terminal"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        paint::write(&text(report)?, report.colour, out)
    }
}

/// The whole report as text with roles.
pub(super) fn text(report: &Report<'_>) -> io::Result<String> {
    let card = report.scorecard;
    // One pass for all sections: a million findings are read only once more.
    let (mut worst, mut unmet, mut faults) = (Worst::default(), policy::Unmet::default(), links::Faults::default());
    report.each_shown(&mut |finding| {
        worst.add(finding);
        unmet.add(finding);
        faults.add(finding);
        Ok(())
    })?;
    let sections = [
        ("Leaks by surface", leaks::surfaces(&card.surfaces)),
        ("Leaks by trap", leaks::traps(&card.traps)),
        ("Worst findings", worst::worst(worst, report.show_values)),
        ("Damage", damage::damage(card)),
        ("Claimed policy", policy::policy(card, unmet)),
        ("Links between objects", links::links(&card.links, &faults)),
        ("Coverage", coverage::coverage(card)),
        ("Cost", coverage::cost(card)),
    ];
    let mut text = headline::verdict(card) + &headline::subject(card) + "\n" + &headline::figures(card);
    for (title, body) in sections.iter().filter(|(_, body)| !body.is_empty()) {
        text += &format!("\n{}\n{body}", Role::Strong.of(title));
    }
    Ok(text)
}
