//! A comparison as a page.

mod changes;

use crate::compare::Comparison;
use crate::compare::Entry;
use crate::compare::MatrixRow;
use crate::compare::Pair;
use crate::compare::pictures;
use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::plots;
use crate::report::words::count;
use crate::report::words::interval;
use crate::report::words::percent;
use crate::report::words::probability;
use crate::scorecard::Row;

/// The page.
pub fn document(comparison: &Comparison) -> Document {
    let entries = &comparison.entries;
    let first = entries.first().map(|entry| &entry.scorecard.dataset);
    let on = first.map_or_else(String::new, |dataset| {
        format!(
            " on suite {} with seed {} ({}, {})",
            dataset.suite,
            dataset.seed,
            count(dataset.patients, "patient"),
            count(dataset.instances, "file")
        )
    });
    let mut lead = vec![verdict(comparison)];
    lead.extend(comparison.notes.iter().map(|note| (Tone::Warn, note.clone())));
    Document {
        title: format!("{} compared{on}", count(entries.len() as u64, "result")),
        lead,
        sections: vec![
            tools(comparison),
            pairs(comparison),
            plants(comparison),
            matrix("Patients leaking by surface", "surface", &comparison.surfaces, comparison),
            matrix("Patients leaking by trap", "trap", &comparison.traps, comparison),
            trap_tests(comparison),
            changes::by_result(comparison),
            changes::by_trap(comparison),
            speed(comparison),
        ],
    }
}

/// A, B, ... Z, then numbers.
pub(super) fn letter(place: usize) -> String {
    u8::try_from(place)
        .ok()
        .filter(|place| *place < 26)
        .map_or_else(|| (place + 1).to_string(), |place| char::from(b'A' + place).to_string())
}

fn verdict(comparison: &Comparison) -> (Tone, String) {
    let alone = comparison.order.first().filter(|place| place.worst == 1).and_then(|p| comparison.entries.get(p.tool));
    let tied = comparison.order.iter().filter(|place| place.best == 1).count();
    match alone {
        Some(best) => (Tone::Good, format!("{} leaves fewer patients identifiable than every other.", best.name)),
        None => (Tone::Warn, format!("The data do not tell the best {tied} of {} apart.", comparison.entries.len())),
    }
}

fn tools(comparison: &Comparison) -> Section {
    let header = ["", "result", "rank", "patients leaking", "rate, 95 % interval", "plants leaked", "files damaged"];
    let mut table = Table::new(&header, 2);
    for place in &comparison.order {
        let Some(entry) = comparison.entries.get(place.tool) else { continue };
        let headline = &entry.scorecard.headline;
        let patients = &headline.patients;
        let rank = if place.best == place.worst {
            place.best.to_string()
        } else {
            format!("{}–{}", place.best, place.worst)
        };
        let leaking = Cell::of(patients.leaking, patients.with_plants);
        let rate = patients.rate.map_or_else(
            || "not measured".to_owned(),
            |rate| format!("{}, {}", percent(rate), interval(patients.low.zip(patients.high))),
        );
        let unmeasured = if patients.unmeasured == 0 { String::new() } else { format!(", {} ?", patients.unmeasured) };
        let leaking = Cell { text: leaking.text.clone() + &unmeasured, ..leaking };
        table.row([
            Cell::text(letter(place.tool)),
            Cell::text(&entry.name),
            Cell::figure(rank, Some(place.best as f64)),
            leaking.toned(if patients.leaking > 0 { Tone::Bad } else { Tone::Plain }),
            Cell::figure(rate, patients.rate),
            Cell::of(headline.plants.leaked, headline.plants.planted),
            Cell::of(headline.instances.damaged, headline.instances.inputs),
        ]);
    }
    let mut remarks = vec![
        "A rank is a span where the data do not tell tools apart: each stands as high and as low as they allow. Leaks and \
         damage are not added together."
            .to_owned(),
    ];
    remarks.extend(comparison.entries.iter().filter_map(zero));
    let picture = pictures::trade_off(comparison).and_then(|plot| plots::svg(&plot).ok());
    Section { title: "Results, fewest leaking patients first".into(), table, picture, remarks }
}

/// What each tool took.
fn speed(comparison: &Comparison) -> Section {
    let mut table = Table::new(&["", "result", "files/s", "MB/s", "wall s", "peak MiB"], 2);
    for (place, entry) in comparison.entries.iter().enumerate() {
        let cost = &entry.scorecard.cost;
        let figure = |value: Option<f64>| {
            Cell::figure(value.map_or_else(|| "?".to_owned(), |value| format!("{value:.1}")), value)
        };
        table.row([
            Cell::text(letter(place)),
            Cell::text(&entry.name),
            figure(cost.instances_per_s),
            figure(cost.mb_per_s),
            figure(cost.wall_s),
            figure(cost.peak_rss_bytes.map(|bytes| bytes as f64 / f64::from(1 << 20))),
        ]);
    }
    let picture = pictures::throughput(comparison).and_then(|plot| plots::svg(&plot).ok());
    let remarks = vec!["Times are those of each run, on the machine of that run.".to_owned()];
    Section { title: "Speed".into(), table, picture, remarks }
}

/// What none means.
fn zero(entry: &Entry) -> Option<String> {
    let patients = &entry.scorecard.headline.patients;
    let high = patients.high.filter(|_| patients.leaking == 0 && patients.with_plants > 0)?;
    Some(format!(
        "{}: 0 of {}: the true rate can still be up to {}",
        entry.name,
        count(patients.with_plants, "patient"),
        percent(high)
    ))
}

fn pairs(comparison: &Comparison) -> Section {
    let header =
        ["pair", "patients", "only first leaks", "only second", "difference, 95 %", "by chance", "apart", "needed"];
    let mut table = Table::new(&header, 1);
    table.shown = 50;
    for pair in &comparison.pairs {
        let unmeasured = if pair.unmeasured == 0 { String::new() } else { format!(", {} ?", pair.unmeasured) };
        let patients = Cell::count(pair.patients);
        table.row([
            Cell::text(names(pair)),
            Cell { text: patients.text.clone() + &unmeasured, ..patients },
            Cell::count(pair.only_first),
            Cell::count(pair.only_second),
            Cell::text(signed(pair.difference)),
            Cell::figure(probability(pair.corrected), Some(pair.corrected)),
            Cell::text(pair.better.map_or_else(|| "no".to_owned(), |tool| format!("{} better", letter(tool)))),
            pair.needed.map_or_else(|| Cell::text("–"), Cell::count),
        ]);
    }
    let mut remarks = Vec::new();
    if !comparison.pairs.is_empty() {
        remarks.push(
            "difference, in points: the second's share of leaking patients less the first's. By chance: exact McNemar test, corrected \
             over all pairs (Holm); at 5 % or less the two are told apart. Figures hold whatever patients that were not fully \
             measured (?) would show."
                .to_owned(),
        );
        remarks.push(
            "needed: patients with direct identifiers that would tell the two apart in 4 of 5 tries, if the shares are what \
             was seen here; – where as many differ on either side, or none."
                .to_owned(),
        );
    }
    Section { title: "Pairs, patient by patient".into(), table, picture: None, remarks }
}

/// `A / B`.
fn names(pair: &Pair) -> String {
    format!("{} / {}", letter(pair.first), letter(pair.second))
}

/// Shares of plants, which are no independent observations.
fn plants(comparison: &Comparison) -> Section {
    let mut table = Table::new(&["", "plants leaked, 95 %"], 1);
    for (place, ends) in comparison.plants.iter().enumerate() {
        table.row([Cell::text(letter(place)), Cell::text(interval(*ends))]);
    }
    for pair in &comparison.pairs {
        table.row([Cell::text(names(pair)), Cell::text(points(pair.plants))]);
    }
    let remark = "share of the measured plants, and for pairs the second's less the first's in patients that both measured \
                  whole; patients are drawn whole";
    Section {
        title: "Plants, with patients as clusters".into(),
        table,
        picture: None,
        remarks: vec![remark.to_owned()],
    }
}

fn points(ends: Option<(f64, f64)>) -> String {
    if ends.is_none() { signed(ends) } else { signed(ends) + " points" }
}

fn signed(ends: Option<(f64, f64)>) -> String {
    ends.map_or_else(|| "–".to_owned(), |(low, high)| format!("{:+.1} to {:+.1}", 100.0 * low, 100.0 * high))
}

fn matrix(title: &str, what: &str, rows: &[MatrixRow], comparison: &Comparison) -> Section {
    let letters: Vec<String> = (0..comparison.entries.len()).map(letter).collect();
    let header: Vec<&str> = std::iter::once(what).chain(letters.iter().map(String::as_str)).collect();
    let mut table = Table::new(&header, 1);
    let (leaking, held): (Vec<&MatrixRow>, Vec<&MatrixRow>) =
        rows.iter().partition(|row| row.leaking() > 0 || row.cells.iter().flatten().any(|row| row.not_measured > 0));
    for row in leaking {
        table.row(
            std::iter::once(Cell::text(&row.id))
                .chain(row.cells.iter().map(|cell| matrix_cell(cell.as_ref(), many(comparison)))),
        );
    }
    let mut remarks = Vec::new();
    if !held.is_empty() {
        let names: Vec<&str> = held.iter().map(|row| row.id.as_str()).collect();
        remarks.push(format!("{} held everywhere: {}", names.len(), names.join(", ")));
    }
    if !table.rows.is_empty() {
        remarks.push("patients of whom a plant leaked, of those with one; ? where some were not measured".to_owned());
    }
    let plot = if what == "trap" { pictures::heat_map(comparison) } else { None };
    let picture = plot.and_then(|plot| plots::svg(&plot).ok());
    Section { title: title.into(), table, picture, remarks }
}

/// So many results need narrow cells.
fn many(comparison: &Comparison) -> bool {
    comparison.entries.len() > 5
}

fn matrix_cell(row: Option<&Row>, narrow: bool) -> Cell {
    let Some(row) = row else { return Cell::text("–") };
    let cell = Cell::of(row.leaking_patients, row.patients);
    let unknown = if row.not_measured > 0 { "?" } else { "" };
    let tone = if row.leaking_patients > 0 { Tone::Bad } else { Tone::Plain };
    let text = if narrow {
        format!("{}/{}{unknown}", row.leaking_patients, row.patients)
    } else {
        format!("{} {unknown}", cell.text).trim_end().to_owned()
    };
    Cell { text, ..cell }.toned(tone)
}

fn trap_tests(comparison: &Comparison) -> Section {
    let mut table = Table::new(&["trap", "pair", "first only", "second only", "by chance"], 2);
    for pair in &comparison.pairs {
        for test in &pair.traps {
            table.row([
                Cell::text(&test.trap),
                Cell::text(format!("{} / {}", letter(pair.first), letter(pair.second))),
                Cell::count(test.only_first),
                Cell::count(test.only_second),
                Cell::figure(probability(test.corrected), Some(test.corrected)),
            ]);
        }
    }
    let remarks = if comparison.pairs.is_empty() {
        Vec::new()
    } else {
        vec![
            "only traps of which at least six patients differ can be tested; by chance is corrected over those of a pair \
             (Holm)"
                .to_owned(),
        ]
    };
    Section { title: "Traps, patient by patient".into(), table, picture: None, remarks }
}
