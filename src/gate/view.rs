//! A gate as a page.

use crate::gate::Check;
use crate::gate::Judged;
use crate::gate::Status;
use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::waivers;
use crate::report::words::count;
use crate::scorecard::Scorecard;

/// The page: what failed first, then what is to be looked at, then what holds, and every waiver.
pub fn document(judged: &Judged, card: &Scorecard, baseline: Option<&str>) -> Document {
    let gate = judged.gate();
    let warned = judged.checks.iter().filter(|check| check.warns()).count() as u64;
    let covered: u64 = judged.waivers.iter().map(|waiver| waiver.covered).sum();
    let verdict = if gate.passed == Some(true) {
        (Tone::Good, format!("GATE PASSED: {} held", count(judged.checks.len() as u64 - warned, "check")))
    } else {
        (Tone::Bad, format!("GATE FAILED: {}", count(gate.failed_checks.len() as u64, "reason")))
    };
    let mut lead = vec![verdict];
    if warned > 0 {
        lead.push((Tone::Warn, format!("{} to look at", count(warned, "warning"))));
    }
    if !judged.waivers.is_empty() {
        let all = count(judged.waivers.len() as u64, "waiver");
        lead.push((Tone::Warn, format!("{all}, covering {}, which the checks leave out", count(covered, "finding"))));
    }
    if let Some(baseline) = baseline {
        lead.push((Tone::Plain, format!("baseline: {baseline}")));
    }
    Document {
        title: format!("{} {} held against its gate", card.tool.name, card.tool.version),
        lead,
        sections: vec![
            checks(judged),
            waivers::section(&judged.waivers, judged.broken_waivers.clone()),
            new_leaks(judged),
        ],
    }
}

fn checks(judged: &Judged) -> Section {
    let mut table = Table::new(&["", "level", "where", "what", "why", "found", "before"], 5);
    table.shown = 100;
    let rank = |check: &Check| match (check.fails(), check.warns(), &check.status) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (.., Status::Nothing(_)) => 2,
        _ => 3,
    };
    let mut sorted: Vec<&Check> = judged.checks.iter().collect();
    sorted.sort_by_key(|check| rank(check));
    let figure = |figure: Option<(u64, u64)>| figure.map_or_else(|| Cell::text("–"), |(count, of)| Cell::of(count, of));
    for check in sorted {
        let (word, tone) = match rank(check) {
            0 => ("FAILED", Tone::Bad),
            1 => ("warning", Tone::Warn),
            2 => ("skipped", Tone::Warn),
            _ => ("held", Tone::Good),
        };
        let why = match &check.status {
            Status::Held => String::new(),
            Status::Broken(reasons) => reasons.join("; "),
            Status::Unknown(why) | Status::Nothing(why) => why.clone(),
        };
        table.row([
            Cell::text(word).toned(tone),
            Cell::text(check.rule.level.word()),
            Cell::text(check.rule.scope.to_string()),
            Cell::text(check.rule.metric.word()),
            Cell::text(why),
            figure(check.figure),
            figure(check.before),
        ]);
    }
    Section { title: "Checks".into(), table, picture: None, remarks: Vec::new() }
}

fn new_leaks(judged: &Judged) -> Section {
    let mut table = Table::new(&["plant", "trap", "surface"], 3);
    let mut remarks = Vec::new();
    if let Some(new) = judged.new_leaks.as_ref().filter(|new| new.count > 0) {
        for (plant, trap, surface) in &new.first {
            table.row([Cell::text(plant), Cell::text(trap), Cell::text(surface)]);
        }
        let more = new.count.saturating_sub(new.first.len() as u64);
        if more > 0 {
            remarks.push(format!("and {more} more; `deidbench compare BASELINE RUN --report leaks=FILE` lists them"));
        }
    }
    Section { title: "Leaks that the baseline does not have".into(), table, picture: None, remarks }
}
