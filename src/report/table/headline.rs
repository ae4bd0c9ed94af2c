//! What a reader looks at first: the verdict in words, then patients, identifiers and plants by both yardsticks.

use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::grid::Grid;
use crate::report::table::leaks::verdict_cells;
use crate::report::table::words::count;
use crate::report::table::words::flagged;
use crate::report::table::words::of;
use crate::report::table::words::percent;
use crate::report::table::words::remark;
use crate::report::table::words::sentence;
use crate::report::table::words::shortened;
use crate::scorecard::IdentifierCounts;
use crate::scorecard::PatientRate;
use crate::scorecard::PlantCounts;
use crate::scorecard::Scorecard;

/// The verdict in words: one line on leaks, one on damage, one on the gate where there is one.
pub(super) fn verdict(card: &Scorecard) -> String {
    let mut text = sentence(&leak_verdict(card)) + &sentence(&damage_verdict(card));
    if let Some(passed) = card.gate.passed {
        text += &if passed { Role::Good.of("GATE PASSED.") } else { Role::Bad.of("GATE FAILED:") };
        text.push('\n');
        for check in &card.gate.failed_checks {
            text += &remark(&format!("- {}", clean(check)));
        }
    }
    text
}

/// What the result says of leaks, in a sentence that starts with a few strong words.
pub(in crate::report) fn leak_verdict(card: &Scorecard) -> String {
    let (patients, identifiers) = (&card.headline.patients, &card.headline.identifiers);
    let whole = patients.with_plants;
    if whole == 0 {
        return Role::Warn.of("NOTHING PLANTED:") + " no patient of this dataset has a direct identifier.";
    }
    if patients.rate.is_none() {
        let why = " nothing came back in which a direct identifier could be looked for.";
        return Role::Warn.of("NOTHING MEASURED:") + why;
    }
    if patients.leaking > 0 {
        let rest = format!(" {} patients can be identified from what the tool returned.", of(patients.leaking, whole));
        return Role::Bad.of("LEAKS:") + &rest;
    }
    if patients.unmeasured > 0 {
        let rest = format!(" {} patients could not be measured in full.", of(patients.unmeasured, whole));
        return Role::Warn.of("NO PATIENT SEEN LEAKING, BUT NOT ALL WAS MEASURED:") + &rest;
    }
    let (traces, indirect) = (identifiers.partial + identifiers.recoverable, identifiers.leaked);
    if traces + indirect > 0 {
        let rest = format!(
            " {indirect} indirect identifiers can be read, and {traces} more can be read in part or guessed from a list."
        );
        return Role::Warn.of("NO PATIENT LEAKS BY NAME OR NUMBER, BUT TRACES STAY:") + &rest;
    }
    let missing = identifiers.planted.saturating_sub(identifiers.measured);
    if missing > 0 {
        let rest = format!(" {missing} of {} identifiers could not be measured.", identifiers.planted);
        return Role::Warn.of("NO LEAK SEEN, BUT NOT ALL WAS MEASURED:") + &rest;
    }
    Role::Good.of("NO LEAK FOUND:")
        + &format!(" none of {} can be identified from what the tool returned.", count(whole, "patient"))
}

/// What the result says of damage, likewise.
pub(in crate::report) fn damage_verdict(card: &Scorecard) -> String {
    let files = &card.headline.instances;
    if files.inputs == 0 {
        return Role::Warn.of("NO FILES:") + " the tool was handed nothing.";
    }
    if files.damaged > 0 {
        let rest = format!(
            " {} files lost clinical content, broke the standard or did not come back usable.",
            of(files.damaged, files.inputs)
        );
        return Role::Warn.of("DAMAGE:") + &rest;
    }
    Role::Good.of("NO DAMAGE FOUND") + &format!(" in {}.", count(files.inputs, "file"))
}

/// What was measured, in a line or two.
pub(super) fn subject(card: &Scorecard) -> String {
    let (dataset, tool) = (&card.dataset, &card.tool);
    let name =
        format!("{} {}", shortened(&clean(&tool.name), 60), shortened(&clean(&tool.version), 60)).trim().to_owned();
    let set = format!(
        "suite {} with seed {} ({}, {})",
        clean(&dataset.suite),
        dataset.seed,
        count(dataset.patients, "patient"),
        count(dataset.instances, "file")
    );
    let name = if name.is_empty() { "unnamed tool".to_owned() } else { name };
    sentence(&Role::Dim.of(format!("{name}, on {set}, judged by deidbench {}", clean(&card.deidbench))))
}

/// Patients, identifiers and plants by both yardsticks, and what a zero means.
pub(super) fn figures(card: &Scorecard) -> String {
    let (fixed, claimed) = (&card.headline, &card.headline.claimed);
    let mut patients = Grid::new(&["yardstick", "patients leaking", "rate", "95 % interval", "not fully measured"], 1);
    patients.row(patient_row("fixed", &fixed.patients));
    patients.row(patient_row("claimed", &claimed.patients));
    let policy = format!("fixed is the basic profile with clean pixel data; claimed is: {}", clean(&claimed.yardstick));
    let header = ["", "planted", "leaked", "partial", "recoverable", "permitted", "held", "not measured"];
    let mut counts = Grid::new(&header, 1);
    counts.row(identifier_row("identifiers, fixed", &fixed.identifiers));
    counts.row(identifier_row("identifiers, claimed", &claimed.identifiers));
    counts.row(plant_row("plants, fixed", &fixed.plants));
    counts.row(plant_row("plants, claimed", &claimed.plants));
    [patients.text(), remark(&Role::Dim.of(policy)), notes(&fixed.patients), "\n".to_owned(), counts.text()].concat()
}

/// What the rate does not say by itself.
fn notes(patients: &PatientRate) -> String {
    let mut text = String::new();
    let (whole, unmeasured) = (patients.with_plants, patients.unmeasured);
    if let (Some(_), Some(high), 0) = (patients.rate, patients.high, patients.leaking) {
        text += &remark(&format!("{} patients: the true rate can still be up to {}.", of(0, whole), percent(high)));
    }
    if unmeasured > 0 && patients.rate.is_some() {
        let note = "not fully measured, which is never clean; the upper end takes them as leaking.";
        text += &remark(&format!("{} patients: {note}", of(unmeasured, whole)));
    }
    if patients.rate.is_none() && whole > 0 {
        text +=
            &remark(&format!("{} patients were measured in full, so there is no rate.", of(patients.measured, whole)));
    }
    text
}

fn patient_row(name: &str, patients: &PatientRate) -> [String; 5] {
    let role = if patients.leaking > 0 { Role::Bad } else { Role::Good };
    let part = of(patients.leaking, patients.with_plants);
    let interval = match (patients.low, patients.high) {
        (Some(low), Some(high)) => format!("{} to {}", percent(low), percent(high)),
        _ => Role::Dim.of("none"),
    };
    [
        name.to_owned(),
        if patients.rate.is_some() { role.of(part) } else { Role::Dim.of("not measured") },
        patients.rate.map_or_else(|| Role::Dim.of("none"), percent),
        interval,
        flagged(patients.unmeasured, Role::Warn) + &format!(" of {}", patients.with_plants),
    ]
}

fn identifier_row(name: &str, counts: &IdentifierCounts) -> [String; 8] {
    let found = counts.leaked + counts.partial + counts.recoverable + counts.permitted;
    let held = counts.measured.saturating_sub(found);
    let missing = counts.planted.saturating_sub(counts.measured);
    let verdicts = [counts.leaked, counts.partial, counts.recoverable, counts.permitted, held, missing];
    verdict_row(name, counts.planted, verdicts)
}

fn plant_row(name: &str, counts: &PlantCounts) -> [String; 8] {
    let PlantCounts { leaked, partial, recoverable, permitted, held, not_measured, .. } = *counts;
    verdict_row(name, counts.planted, [leaked, partial, recoverable, permitted, held, not_measured])
}

fn verdict_row(name: &str, planted: u64, verdicts: [u64; 6]) -> [String; 8] {
    let [leaked, partial, recoverable, permitted, held, missing] = verdict_cells(verdicts);
    [name.to_owned(), planted.to_string(), leaked, partial, recoverable, permitted, held, missing]
}
