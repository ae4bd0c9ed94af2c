//! Scorecards of tools whose result is known, and what every form of report makes of them.

mod files;
mod page;
mod snapshots;
mod values;
mod verdicts;

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::kind::Kind;
use crate::report::Exporter;
use crate::report::Findings;
use crate::report::Report;
use crate::report::find;
use crate::scorecard::Broken;
use crate::scorecard::Checked;
use crate::scorecard::Claimed;
use crate::scorecard::Claims;
use crate::scorecard::Conformance;
use crate::scorecard::Cost;
use crate::scorecard::Damage;
use crate::scorecard::DatasetFacts;
use crate::scorecard::DciodvfyErrors;
use crate::scorecard::FORMAT;
use crate::scorecard::FalseMatches;
use crate::scorecard::HeaderDamage;
use crate::scorecard::Headline;
use crate::scorecard::IdentifierCounts;
use crate::scorecard::InstanceCounts;
use crate::scorecard::InvocationFacts;
use crate::scorecard::Lost;
use crate::scorecard::OverRedaction;
use crate::scorecard::PatientRate;
use crate::scorecard::PixelDamage;
use crate::scorecard::PlantCounts;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::scorecard::ToolFacts;
use std::collections::BTreeMap;

const TRAPS: &[(&str, &str)] = &[
    ("core-identity", "header"),
    ("name-in-comments", "free-text"),
    ("name-in-file-name", "path"),
    ("mrn-in-private-block", "private"),
    ("burned-banner", "pixel"),
    ("burned-low-contrast", "pixel"),
];

/// Six traps with nine patients and 18 plants each; `verdict` says how many plants of the nth trap have which
/// verdict: leaked, partial, recoverable, permitted, not measured.
fn scorecard(name: &str, verdict: impl Fn(usize) -> [u64; 5]) -> Scorecard {
    let mut card = Scorecard {
        format: FORMAT,
        deidbench: "0.1.0".into(),
        dataset: DatasetFacts {
            seed: 42,
            suite: "quick".into(),
            digest: "5f2c".into(),
            patients: 10,
            instances: 40,
            ..Default::default()
        },
        tool: ToolFacts { name: name.into(), version: "1.2.3".into(), ..Default::default() },
        ..Default::default()
    };
    let mut plants = PlantCounts::default();
    for (number, (trap, surface)) in TRAPS.iter().enumerate() {
        let [leaked, partial, recoverable, permitted, not_measured] = verdict(number);
        let measured = 18 - not_measured;
        let held = measured - leaked - partial - recoverable - permitted;
        let leaking_patients = leaked.min(9);
        for row in
            [card.traps.entry((*trap).into()), card.surfaces.entry((*surface).into())].map(|row| row.or_default())
        {
            *row = Row {
                patients: 9,
                leaking_patients: row.leaking_patients.max(leaking_patients),
                planted: row.planted + 18,
                measured: row.measured + measured,
                leaked: row.leaked + leaked,
                partial: row.partial + partial,
                recoverable: row.recoverable + recoverable,
                permitted: row.permitted + permitted,
                held: row.held + held,
                not_measured: row.not_measured + not_measured,
            };
        }
        plants = PlantCounts {
            planted: plants.planted + 18,
            measured: plants.measured + measured,
            leaked: plants.leaked + leaked,
            partial: plants.partial + partial,
            recoverable: plants.recoverable + recoverable,
            permitted: plants.permitted + permitted,
            held: plants.held + held,
            not_measured: plants.not_measured + not_measured,
        };
    }
    card.headline.plants = plants;
    card
}

fn headline(card: &mut Scorecard, patients: PatientRate, identifiers: IdentifierCounts, instances: InstanceCounts) {
    let plants = card.headline.plants.clone();
    let claimed = Claimed {
        patients: patients.clone(),
        identifiers: identifiers.clone(),
        plants: plants.clone(),
        yardstick: "basic".into(),
    };
    card.headline = Headline {
        patients,
        identifiers,
        plants,
        yardstick: "fixed".into(),
        claimed,
        instances,
        false_matches: FalseMatches { needles: 500, found: 0 },
    };
}

fn cost() -> Cost {
    Cost {
        wall_s: Some(12.34),
        cpu_s: Some(10.1),
        peak_rss_bytes: Some(536_870_912),
        instances_per_s: Some(3.24),
        mb_per_s: Some(12.1),
    }
}

fn call(ending: &str, files: u64, wall_s: f64, count: u64) -> InvocationFacts {
    InvocationFacts { files, ending: ending.into(), wall_s, cpu_s: None, peak_rss_bytes: None, count }
}

fn checks(met: u64) -> BTreeMap<String, Checked> {
    ["C", "D", "K", "U", "X", "Z"].iter().map(|name| ((*name).into(), Checked { checked: 20, met })).collect()
}

fn links(broken: u64) -> BTreeMap<String, Broken> {
    ["date", "pseudonym", "uid"].iter().map(|name| ((*name).into(), Broken { checked: 30, broken })).collect()
}

fn claims(untrue: u64, missing: u64) -> BTreeMap<String, Claims> {
    let honest = ("identity-removed".into(), Claims { checked: 40, ..Claims::default() });
    let dates = ("dates".into(), Claims { checked: 40, untrue, missing });
    BTreeMap::from([honest, dates])
}

/// Removes what was planted and nothing else.
fn perfect() -> Scorecard {
    let mut card = scorecard("perfect", |_| [0; 5]);
    let patients = PatientRate {
        with_plants: 9,
        measured: 9,
        rate: Some(0.0),
        low: Some(0.0),
        high: Some(0.336_267),
        ..Default::default()
    };
    let identifiers = IdentifierCounts { planted: 54, measured: 54, ..Default::default() };
    headline(&mut card, patients, identifiers, InstanceCounts { inputs: 40, usable: 40, ..Default::default() });
    card.damage = Damage {
        header: HeaderDamage { checked: 1200, ..Default::default() },
        pixels: PixelDamage { instances: 36, untouched: 36, ..Default::default() },
        over_redaction: OverRedaction { area: 0, of: 9_000_000 },
        keeps: Lost { checked: 80, lost: 0, changed: 0 },
        conformance: Conformance::default(),
        ..Default::default()
    };
    card.cost = cost();
    card.invocations = vec![call("exit 0", 40, 12.34, 1)];
    card.actions = checks(20);
    card.claims = claims(0, 0);
    card.links = links(0);
    card
}

/// Copies the input.
fn copying() -> Scorecard {
    let mut card = scorecard("noop", |_| [18, 0, 0, 0, 0]);
    let patients = PatientRate {
        with_plants: 9,
        measured: 9,
        leaking: 9,
        rate: Some(1.0),
        low: Some(0.663_733),
        high: Some(1.0),
        ..Default::default()
    };
    let identifiers = IdentifierCounts { planted: 54, measured: 54, leaked: 54, ..Default::default() };
    headline(&mut card, patients, identifiers, InstanceCounts { inputs: 40, usable: 40, ..Default::default() });
    card.damage = perfect().damage;
    card.cost = cost();
    card.invocations = vec![call("exit 0", 40, 0.2, 1)];
    card.actions = checks(0);
    card.claims = claims(0, 40);
    card.links = links(0);
    card
}

/// Writes nothing at all.
fn deleting() -> Scorecard {
    let mut card = scorecard("deletes-all", |_| [0, 0, 0, 0, 18]);
    let patients = PatientRate { with_plants: 9, unmeasured: 9, ..Default::default() };
    let identifiers = IdentifierCounts { planted: 54, ..Default::default() };
    let instances = InstanceCounts { inputs: 40, damaged: 40, missing: 40, ..Default::default() };
    headline(&mut card, patients, identifiers, instances);
    card.damage.pixels = PixelDamage { instances: 36, not_measured: 36, ..Default::default() };
    card.invocations = vec![call("timed out after 600 s", 40, 600.0, 1)];
    card
}

/// Misses some, returns some files damaged and some not at all.
fn halfway() -> Scorecard {
    let mut card = scorecard("halfway", |number| match number {
        1 => [5, 3, 0, 0, 1],
        2 => [0, 0, 0, 0, 1],
        3 => [2, 0, 1, 4, 0],
        5 => [1, 2, 6, 0, 3],
        _ => [0; 5],
    });
    let patients = PatientRate {
        with_plants: 9,
        measured: 8,
        leaking: 3,
        unmeasured: 1,
        rate: Some(1.0 / 3.0),
        low: Some(0.074_854),
        high: Some(0.787_993),
    };
    let identifiers =
        IdentifierCounts { planted: 54, measured: 51, leaked: 8, partial: 4, recoverable: 5, permitted: 4 };
    let instances = InstanceCounts {
        inputs: 40,
        usable: 35,
        damaged: 12,
        missing: 2,
        doubled: 1,
        unpaired_outputs: 2,
        side_files: 0,
    };
    headline(&mut card, patients, identifiers, instances);
    card.headline.claimed.yardstick = "basic, retain_longitudinal_full_dates, clean_descriptors".into();
    card.headline.false_matches.found = 1;
    card.damage = Damage {
        header: HeaderDamage { checked: 1200, changed: 14, lost: 77 },
        pixels: PixelDamage {
            instances: 36,
            untouched: 20,
            visually_lossless: 4,
            lossy: 3,
            local: 5,
            global: 1,
            not_measured: 5,
            ..Default::default()
        },
        over_redaction: OverRedaction { area: 123_456, of: 9_000_000 },
        keeps: Lost { checked: 80, lost: 9, changed: 0 },
        conformance: Conformance {
            new_errors: 6,
            instances: 3,
            dciodvfy: DciodvfyErrors { version: Some("1.00".into()), checked: 35, new_errors: 4, instances: 2 },
        },
        ..Default::default()
    };
    card.cost = cost();
    card.invocations = vec![call("exit 0", 36, 10.0, 9), call("signal 11", 4, 2.34, 1)];
    card.actions = checks(17);
    card.claims = claims(12, 3);
    card.links = links(2);
    card.gate.passed = Some(false);
    card.gate.failed_checks = vec!["leak: 3 of 9 patients leak, and none may".into()];
    card
}

/// A name in clear at three places, one of them a path.
fn findings() -> Vec<Finding> {
    let name = Finding {
        topic: Topic::Leak,
        detector: "whole-object".into(),
        verdict: Some(Verdict::Leaked),
        patient: "DEID-0003".into(),
        instance: "DEID-0003-I002".into(),
        plant: "DEID-0003-P004".into(),
        trap: "name-in-comments".into(),
        surface: "free-text".parse().ok(),
        kind: Some(Kind::PersonName),
        direct: true,
        moved: false,
        output: "US/0003/IM0002.dcm".into(),
        seen_at: "(0020,4000) ImageComments".into(),
        form: "exact".into(),
        evidence: "19 of 19 letters".into(),
        value: "Okafor-Lindqvist^Mari".into(),
        crop: String::new(),
    };
    let path = Finding {
        moved: true,
        surface: "path".parse().ok(),
        output: "US/OKAFOR-LINDQVIST_MARI/a-rather-long-name-that-a-tool-gave-to-it/IM0002.dcm".into(),
        seen_at: "US/OKAFOR-LINDQVIST_MARI".into(),
        form: "reordered".into(),
        ..name.clone()
    };
    let pixel = Finding {
        verdict: Some(Verdict::Partial),
        trap: "burned-low-contrast".into(),
        surface: "pixel".parse().ok(),
        kind: Some(Kind::Mrn),
        value: "MX-40391".into(),
        crop: String::new(),
        seen_at: "frame 7 at 12,30,88,14".into(),
        form: "4 of 8 characters".into(),
        ..name.clone()
    };
    let again = Finding { seen_at: "frame 19 at 12,30,88,14".into(), ..pixel.clone() };
    let damage = Finding {
        topic: Topic::HeaderDamage,
        verdict: None,
        kind: None,
        trap: String::new(),
        evidence: "gone".into(),
        value: "0.5\\0.5".into(),
        crop: String::new(),
        ..name.clone()
    };
    let action = Finding {
        topic: Topic::Action,
        seen_at: "(0010,1010)".into(),
        form: "X asked, kept".into(),
        evidence: "PatientAge at 2 places".into(),
        value: String::new(),
        crop: String::new(),
        ..damage.clone()
    };
    let link = Finding {
        topic: Topic::Link,
        detector: "uid-graph".into(),
        seen_at: "(0008,1140)[0]/(0008,1155)".into(),
        form: "points nowhere".into(),
        ..damage.clone()
    };
    vec![damage, pixel, name, again, path, action, link]
}

fn drawn(exporter: &str, report: &Report<'_>) -> String {
    let mut out = Vec::new();
    find(exporter).map(|exporter: &dyn Exporter| exporter.write(report, &mut out)).unwrap().unwrap();
    // Pictures are no text.
    String::from_utf8_lossy(&out).into_owned()
}

fn report<'a>(scorecard: &'a Scorecard, findings: &'a dyn Findings) -> Report<'a> {
    Report { scorecard, findings, show_values: false, colour: false }
}
