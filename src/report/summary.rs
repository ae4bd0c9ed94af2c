//! A summary for a pull request, and the page that somebody signs.

mod sign_off;

use crate::report::Exporter;
use crate::report::Report;
use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Form;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::summary::sign_off::sign_off;
use crate::report::unread::unread;
use crate::report::waivers;
use crate::report::words::count;
use crate::report::words::interval;
use crate::report::words::percent;
use crate::scorecard::PatientRate;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::statistics::wilson;
use std::collections::BTreeMap;
use std::io;
use std::io::Write;

/// For a pull request.
pub(super) struct Summary;

/// For the file of a release, as Markdown.
pub(super) struct SignOff;

/// The same for a browser or a printer.
pub(super) struct SignOffPage;

impl Exporter for Summary {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn describe(&self) -> &'static str {
        "a summary for a pull request"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        summary(report.scorecard).write(Form::Markdown, false, out)
    }
}

impl Exporter for SignOff {
    fn name(&self) -> &'static str {
        "sign-off"
    }

    fn describe(&self) -> &'static str {
        "a page to sign, with hashes, gate and waivers, as Markdown"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        sign_off(report.scorecard)?.write(Form::Markdown, false, out)
    }
}

impl Exporter for SignOffPage {
    fn name(&self) -> &'static str {
        "sign-off-html"
    }

    fn describe(&self) -> &'static str {
        "the same page for a browser or a printer"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        sign_off(report.scorecard)?.write(Form::Html, false, out)
    }
}

fn summary(card: &Scorecard) -> Document {
    let mut lead = verdict(card);
    lead.push((
        Tone::Plain,
        format!(
            "Suite {} with seed {}: {}, {}; judged by deidbench {}.",
            card.dataset.suite,
            card.dataset.seed,
            count(card.dataset.patients, "patient"),
            count(card.dataset.instances, "file"),
            card.deidbench
        ),
    ));
    Document {
        title: format!("{} {}", card.tool.name, card.tool.version),
        lead,
        sections: vec![
            figures(card),
            gate(card),
            waivers(card),
            leaks("Leaks by surface", "surface", card, &card.surfaces),
            leaks("Leaks by trap", "trap", card, &card.traps),
            damage(card),
        ],
    }
}

/// Leaks, coverage and damage, each in one line.
fn verdict(card: &Scorecard) -> Vec<(Tone, String)> {
    let patients = &card.headline.patients;
    let instances = &card.headline.instances;
    let leaks = if patients.rate.is_none() {
        (Tone::Bad, "NOT MEASURED: no direct identifier could be looked for.".to_owned())
    } else if patients.leaking > 0 {
        let (leaking, all) = (patients.leaking, count(patients.with_plants, "patient"));
        (Tone::Bad, format!("LEAKS: {leaking} of {all} can be identified."))
    } else if patients.unmeasured > 0 {
        let unmeasured = count(patients.unmeasured, "patient");
        (Tone::Warn, format!("NO LEAK FOUND, and {unmeasured} could not be fully measured."))
    } else {
        let all = count(patients.with_plants, "patient");
        let high = patients
            .high
            .map_or_else(String::new, |high| format!(": the true rate can still be up to {}", percent(high)));
        (Tone::Good, format!("NO LEAK FOUND in 0 of {all}{high}."))
    };
    let damage = if instances.damaged > 0 {
        (Tone::Warn, format!("DAMAGE: {} of {} files.", instances.damaged, instances.inputs))
    } else {
        (Tone::Good, format!("NO DAMAGE FOUND in {}.", count(instances.inputs, "file")))
    };
    vec![leaks, damage]
}

fn figures(card: &Scorecard) -> Section {
    let mut table = Table::new(
        &["yardstick", "patients leaking", "rate", "95 % interval", "not fully measured", "plants leaked"],
        1,
    );
    let claimed = &card.headline.claimed;
    let mut row = |name: String, patients: &PatientRate, leaked, planted| {
        table.row([
            Cell::text(name),
            Cell::of(patients.leaking, patients.with_plants),
            Cell::figure(patients.rate.map_or_else(|| "–".to_owned(), percent), patients.rate),
            Cell::text(interval(patients.low.zip(patients.high))),
            Cell::of(patients.unmeasured, patients.with_plants),
            Cell::of(leaked, planted),
        ]);
    };
    let plants = &card.headline.plants;
    row("basic profile, clean pixel data".to_owned(), &card.headline.patients, plants.leaked, plants.planted);
    let name = format!("claimed: {}", claimed.yardstick);
    row(name, &claimed.patients, claimed.plants.leaked, claimed.plants.planted);
    let matches = &card.headline.false_matches;
    let remark = format!("{} of {} control values, planted nowhere, matched.", matches.found, matches.needles);
    Section { title: "Patients".into(), table, picture: None, remarks: vec![remark] }
}

fn gate(card: &Scorecard) -> Section {
    let gate = &card.gate;
    let mut remarks: Vec<String> = match gate.passed {
        None => vec!["No gate was asked for.".to_owned()],
        Some(true) => vec!["Passed.".to_owned()],
        Some(false) => vec![format!("Failed, for {}:", count(gate.failed_checks.len() as u64, "reason"))],
    };
    remarks.extend(gate.failed_checks.iter().cloned());
    Section { title: "Gate".into(), table: Table::default(), picture: None, remarks }
}

fn waivers(card: &Scorecard) -> Section {
    let none = card.gate.passed.is_some() && card.waivers.is_empty();
    let remarks = if none { vec!["None: every leak counts.".to_owned()] } else { Vec::new() };
    waivers::section(&card.waivers, remarks)
}

/// Rows with something left, the worst first.
fn leaks(title: &str, what: &str, card: &Scorecard, rows: &BTreeMap<String, Row>) -> Section {
    let header =
        [what, "patients leaking", "95 %", "planted", "leaked", "partial", "recoverable", "held", "not measured"];
    let mut table = Table::new(&header, 1);
    let clean = |row: &Row| row.held + row.permitted == row.planted;
    let mut shown: Vec<(&String, &Row)> = rows.iter().filter(|(_, row)| !clean(row)).collect();
    shown.sort_by_key(|(_, row)| (u64::MAX - row.leaked, u64::MAX - row.partial, u64::MAX - row.not_measured));
    for (id, row) in shown {
        let tone = if row.leaked > 0 { Tone::Bad } else { Tone::Warn };
        table.row([
            Cell::text(id).toned(tone),
            Cell::of(row.leaking_patients, row.patients),
            Cell::text(interval(share(what, id, card, row))),
            Cell::count(row.planted),
            Cell::count(row.leaked),
            Cell::count(row.partial),
            Cell::count(row.recoverable),
            Cell::count(row.held),
            Cell::count(row.not_measured),
        ]);
    }
    let held = rows.values().filter(|row| clean(row)).count() as u64;
    let remarks = if held > 0 { vec![format!("{} held everywhere.", count(held, what))] } else { Vec::new() };
    Section { title: title.into(), table, picture: None, remarks }
}

/// Interval of the share of leaking patients in a row; its upper end takes patients without a verdict as leaking.
fn share(what: &str, id: &str, card: &Scorecard, row: &Row) -> Option<(f64, f64)> {
    let unmeasured = card.patients.values().filter(|patient| {
        let names = if what == "trap" { &patient.unmeasured_traps } else { &patient.unmeasured_surfaces };
        names.iter().any(|name| name == id)
    });
    let most = row.leaking_patients.saturating_add(unmeasured.count() as u64);
    let (low, _) = wilson(row.leaking_patients, row.patients)?;
    let (_, high) = wilson(most, row.patients)?;
    Some((low, high))
}

fn damage(card: &Scorecard) -> Section {
    let damage = &card.damage;
    let instances = &card.headline.instances;
    let mut table = Table::new(&["damage and coverage", "found"], 1);
    let unusable = instances.inputs.saturating_sub(instances.usable);
    for (what, found, of) in [
        ("files with damage of any sort", instances.damaged, instances.inputs),
        ("files without a usable output", unusable, instances.inputs),
        ("attributes that must survive: changed", damage.header.changed, damage.header.checked),
        ("attributes that must survive: gone", damage.header.lost, damage.header.checked),
        ("pictures changed all over", damage.pixels.lossy, damage.pixels.instances),
        ("pictures changed in places", damage.pixels.local, damage.pixels.instances),
        ("pictures changed as a whole", damage.pixels.global, damage.pixels.instances),
        ("pictures not measured", damage.pixels.not_measured, damage.pixels.instances),
        ("words and marks lost or changed", damage.keeps.lost + damage.keeps.changed, damage.keeps.checked),
        ("outputs that newly break the standard", damage.conformance.instances, instances.usable),
    ] {
        table.row([Cell::text(what), Cell::of(found, of)]);
    }
    let remarks = unread(card).into_iter().map(|fact| format!("{fact}.")).collect();
    Section { title: "Damage and coverage".into(), table, picture: None, remarks }
}
