//! A history as a page, and its trend as a plot.

use crate::history::Run;
use crate::history::Track;
use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::plots;
use crate::report::plots::Series;
use crate::report::plots::Trend;
use crate::report::plots::TrendPoint;
use crate::report::words::count;
use crate::report::words::interval;
use crate::report::words::percent;

/// The page. Numbers of runs count all of them, the oldest first.
pub fn document(runs: &[Run], tracks: &[Track], notes: &[String]) -> Document {
    let mut lead: Vec<(Tone, String)> = tracks.iter().filter_map(|track| latest(runs, track)).collect();
    lead.extend(notes.iter().map(|note| (Tone::Warn, note.clone())));
    let mut sections = vec![overview(runs, tracks)];
    sections.extend(tracks.iter().map(|track| changes(runs, track)));
    Document { title: count(runs.len() as u64, "run"), lead, sections }
}

/// The share of leaking patients over all runs, a line for each track.
pub fn trend(runs: &[Run], tracks: &[Track]) -> Trend {
    let point = |place: usize, track: &Track| {
        let patients =
            track.runs.contains(&place).then(|| runs.get(place)).flatten().map(|run| &run.scorecard.headline.patients);
        TrendPoint {
            share: patients.and_then(|patients| patients.rate),
            interval: patients.and_then(|patients| patients.low.zip(patients.high)),
        }
    };
    let label = |track: &Track| {
        let first = track.runs.first().and_then(|place| runs.get(*place));
        first.map_or_else(String::new, |run| run.scorecard.tool.name.clone())
    };
    Trend {
        title: "Patients that leak, share with 95 % interval".to_owned(),
        runs: runs.iter().map(|run| day(run).to_owned()).collect(),
        series: tracks
            .iter()
            .map(|track| Series {
                label: label(track),
                points: (0..runs.len()).map(|place| point(place, track)).collect(),
            })
            .collect(),
    }
}

/// The day of a run, which its time starts with.
fn day(run: &Run) -> &str {
    run.started.get(..10).unwrap_or(&run.started)
}

/// What the newest run of a track changed.
fn latest(runs: &[Run], track: &Track) -> Option<(Tone, String)> {
    let run = track.runs.last().and_then(|place| runs.get(*place))?;
    let name = &run.scorecard.tool.name;
    if track.runs.len() < 2 {
        return Some((Tone::Plain, format!("{name}: one run, on {}; nothing to compare it with yet", day(run))));
    }
    let (new, gone) = track.changes.last().copied()?;
    let tone = if new > 0 { Tone::Bad } else { Tone::Good };
    let words = format!("{name}: {} new and {gone} gone in the newest run, of {}", count(new, "leak"), day(run));
    Some((tone, words))
}

fn overview(runs: &[Run], tracks: &[Track]) -> Section {
    let header = ["run", "started", "tool", "version", "patients leaking", "rate, 95 %", "new", "gone", "damaged"];
    let mut table = Table::new(&header, 4);
    table.shown = 60;
    for (place, run) in runs.iter().enumerate() {
        let headline = &run.scorecard.headline;
        let patients = &headline.patients;
        let rate = patients.rate.map_or_else(
            || "not measured".to_owned(),
            |rate| format!("{}, {}", percent(rate), interval(patients.low.zip(patients.high))),
        );
        let change = tracks.iter().find_map(|track| {
            let number = track.runs.iter().position(|of| *of == place)?;
            // All leaks of a first run are as old as the record.
            (number > 0).then(|| track.changes.get(number).copied()).flatten()
        });
        let cell = |count: Option<u64>, tone| match count {
            None => Cell::text("–"),
            Some(count) => Cell::count(count).toned(if count > 0 { tone } else { Tone::Plain }),
        };
        table.row([
            Cell::figure(format!("#{}", place + 1), Some((place + 1) as f64)),
            Cell::text(day(run)),
            Cell::text(&run.scorecard.tool.name),
            Cell::text(short(&run.scorecard.tool.version)),
            Cell::of(patients.leaking, patients.with_plants),
            Cell::figure(rate, patients.rate),
            cell(change.map(|(new, _)| new), Tone::Bad),
            cell(change.map(|(_, gone)| gone), Tone::Good),
            Cell::of(headline.instances.damaged, headline.instances.inputs),
        ]);
    }
    let picture = (!runs.is_empty()).then(|| plots::svg(&trend(runs, tracks)).ok()).flatten();
    Section { title: "Runs, the oldest first".into(), table, picture, remarks: Vec::new() }
}

/// The last word of a version, which tools print with much beside it.
fn short(version: &str) -> String {
    version.chars().take(24).collect()
}

fn changes(runs: &[Run], track: &Track) -> Section {
    let name = track.runs.first().and_then(|place| runs.get(*place)).map_or("", |run| run.scorecard.tool.name.as_str());
    let header = ["trap", "surface", "first seen in", "gone in", "leaks"];
    let mut table = Table::new(&header, 4);
    let label = |number: usize| {
        let place = track.runs.get(number).copied();
        let run = place.and_then(|place| runs.get(place));
        place.zip(run).map_or_else(String::new, |(place, run)| format!("#{} {}", place + 1, day(run)))
    };
    for ((trap, surface, moved), spans, leaks) in &track.rows {
        let surface = if *moved { format!("{surface} (moved)") } else { surface.clone() };
        let back =
            if spans.returned > 0 { format!(", back {}", count(spans.returned.into(), "time")) } else { String::new() };
        let gone = spans.gone.map_or_else(|| Cell::text("still there"), |run| Cell::text(label(run)).toned(Tone::Good));
        let gone = Cell { text: gone.text.clone() + &back, ..gone };
        let new = spans.first > 0 && spans.gone.is_none();
        table.row([
            Cell::text(trap),
            Cell::text(surface),
            Cell::text(label(spans.first)).toned(if new { Tone::Bad } else { Tone::Plain }),
            gone,
            Cell::count(*leaks),
        ]);
    }
    let remarks = if table.rows.is_empty() {
        Vec::new()
    } else {
        vec!["a leak is gone in the first run that looked for it and did not find it; a file that did not come back says \
              nothing"
            .to_owned()]
    };
    Section { title: format!("Leaks of {name}, the last changes first"), table, picture: None, remarks }
}
