//! Tools at the known ends of the scale: their scorecards are asserted in full.

use crate::bench::Bench;
use crate::bench::SEEDS;
use deidbench::finding::Topic;
use deidbench::scorecard::Damage;
use deidbench::scorecard::IdentifierCounts;
use deidbench::scorecard::InstanceCounts;
use deidbench::scorecard::PatientRate;
use deidbench::scorecard::PlantCounts;
use deidbench::scorecard::Row;
use deidbench::scorecard::Scorecard;
use deidbench::truth::KeepKind;
use deidbench::truth::Kind;
use deidbench::truth::Plant;
use deidbench::truth::Surface;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What a plant of a tool with a known score comes to.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Leaked,
    Held,
    NotMeasured,
}

/// The rows of a table, worked out from the truth and from what becomes of each plant.
fn rows(bench: &Bench, end: &dyn Fn(&Plant) -> End, name: &dyn Fn(&Plant, &str) -> String) -> BTreeMap<String, Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for patient in &bench.patients {
        let mut seen: BTreeMap<String, bool> = BTreeMap::new();
        for plant in &patient.plants {
            let instance = patient.instances.iter().find(|row| row.instance == plant.instance).unwrap();
            let key = name(plant, &instance.modality);
            let row = rows.entry(key.clone()).or_default();
            row.planted += 1;
            match end(plant) {
                End::Leaked => row.leaked += 1,
                End::Held => row.held += 1,
                End::NotMeasured => row.not_measured += 1,
            }
            row.measured += u64::from(end(plant) != End::NotMeasured);
            *seen.entry(key).or_default() |= end(plant) == End::Leaked;
        }
        for (key, leaking) in seen {
            let row = rows.entry(key).or_default();
            row.patients += 1;
            row.leaking_patients += u64::from(leaking);
        }
    }
    rows
}

/// Compares every count of leaks with what the truth says must come out.
fn assert_leaks(bench: &Bench, card: &Scorecard, what: &str, end: &dyn Fn(&Plant) -> End) {
    assert_leaks_and_moved(bench, card, what, end, &|_| false);
}

/// The same, with identifiers that stand unplanted elsewhere and are seen there.
fn assert_leaks_and_moved(
    bench: &Bench,
    card: &Scorecard,
    what: &str,
    end: &dyn Fn(&Plant) -> End,
    moved: &dyn Fn(&Plant) -> bool,
) {
    assert_eq!(card.traps, rows(bench, end, &|plant, _| plant.trap.clone()), "{what}: traps");
    assert_eq!(card.surfaces, rows(bench, end, &|plant, _| plant.surface.to_string()), "{what}: surfaces");
    assert_eq!(card.kinds, rows(bench, end, &|plant, _| plant.kind.to_string()), "{what}: kinds");
    assert_eq!(card.hipaa, rows(bench, end, &|plant, _| plant.hipaa.to_string()), "{what}: HIPAA letters");
    // The directory of a medium has none.
    let modality = |_: &Plant, modality: &str| if modality.is_empty() { "unknown" } else { modality }.to_owned();
    assert_eq!(card.modalities, rows(bench, end, &modality), "{what}: modalities");
    let count = |wanted: End| bench.count(|plant| end(plant) == wanted);
    let plants = PlantCounts {
        planted: bench.count(|_| true),
        measured: count(End::Leaked) + count(End::Held),
        leaked: count(End::Leaked),
        held: count(End::Held),
        not_measured: count(End::NotMeasured),
        ..PlantCounts::default()
    };
    assert_eq!(card.headline.plants, plants, "{what}: plants");
    assert_eq!(card.headline.claimed.plants, plants, "{what}: the basic profile is claimed, and permits nothing");
    let identifiers = IdentifierCounts {
        planted: identifiers(bench, &|_| true),
        measured: identifiers(bench, &|plant| end(plant) != End::NotMeasured),
        leaked: identifiers(bench, &|plant| end(plant) == End::Leaked || moved(plant)),
        ..IdentifierCounts::default()
    };
    assert_eq!(card.headline.identifiers, identifiers, "{what}: identifiers");
    let with = |pick: &dyn Fn(&Plant) -> bool| {
        bench.patients.iter().filter(|patient| patient.plants.iter().any(|plant| plant.direct && pick(plant))).count()
            as u64
    };
    let leaking = with(&|plant| end(plant) == End::Leaked);
    let patients = &card.headline.patients;
    assert_eq!(patients.with_plants, with(&|_| true), "{what}");
    assert_eq!(patients.leaking, leaking, "{what}");
    assert_eq!(card.headline.claimed.patients, *patients, "{what}");
    assert_eq!(card.headline.false_matches.found, 0, "{what}");
    assert!(card.headline.false_matches.needles > 0, "{what}");
}

fn identifiers(bench: &Bench, pick: &dyn Fn(&Plant) -> bool) -> u64 {
    let plants = bench.patients.iter().flat_map(|patient| &patient.plants).filter(|plant| pick(plant));
    plants.map(|plant| (&plant.patient, plant.kind, &plant.value)).collect::<BTreeSet<_>>().len() as u64
}

fn assert_undamaged(bench: &Bench, card: &Scorecard, what: &str) {
    let files = bench.files();
    let instances = InstanceCounts { inputs: files, usable: files, ..InstanceCounts::default() };
    assert_eq!(card.headline.instances, instances, "{what}");
    let keeps = bench.patients.iter().flat_map(|patient| &patient.keeps);
    let checked = keeps.filter(|keep| keep.kind == KeepKind::Attribute).count() as u64;
    let damage = &card.damage;
    // Attributes inside sequences must survive too.
    assert!(damage.header.checked >= checked, "{what}");
    assert_eq!((damage.header.changed, damage.header.lost), (0, 0), "{what}");
    assert_eq!((damage.conformance.new_errors, damage.conformance.instances), (0, 0), "{what}");
    assert_eq!((damage.over_redaction.area, damage.keeps.lost), (0, 0), "{what}");
    let pictures = bench.pictures();
    assert_eq!((damage.pixels.untouched, damage.pixels.not_measured), (pictures, 0), "{what}");
    assert_eq!(
        (damage.pixels.instances, damage.pixels.lossy, damage.pixels.local, damage.pixels.global),
        (pictures, 0, 0, 0)
    );
}

#[test]
fn a_copy_leaks_everything_that_is_planted_and_damages_nothing() {
    for seed in SEEDS {
        let bench = Bench::of(seed);
        let run = bench.run("copy").ended(0);
        let card = run.scorecard();
        assert_leaks(bench, &card, "copy", &|_| End::Leaked);
        assert_undamaged(bench, &card, "copy");
        assert_eq!((card.headline.patients.rate, card.headline.patients.high), (Some(1.0), Some(1.0)));
        assert_eq!(card.headline.patients.unmeasured, 0);
    }
}

#[test]
fn an_oracle_leaks_nothing_and_damages_nothing() {
    for seed in SEEDS {
        let bench = Bench::of(seed);
        let run = bench.run("oracle").ended(0);
        let card = run.scorecard();
        let accused: Vec<_> = run.findings().into_iter().map(|finding| finding.topic).collect();
        assert_eq!(accused, [], "{}", run.in_words());
        assert_leaks(bench, &card, "oracle", &|_| End::Held);
        assert_undamaged(bench, &card, "oracle");
        let patients = &card.headline.patients;
        assert_eq!((patients.rate, patients.low, patients.unmeasured), (Some(0.0), Some(0.0), 0));
        assert_eq!(patients.measured, patients.with_plants);
    }
}

#[test]
fn deleting_everything_is_no_score_and_keeps_every_denominator() {
    let bench = Bench::usual();
    let run = bench.run("delete-all").ended(3);
    let card = run.scorecard();
    assert_leaks(bench, &card, "delete-all", &|_| End::NotMeasured);
    let with_plants = card.headline.patients.with_plants;
    let nothing = PatientRate { with_plants, unmeasured: with_plants, ..PatientRate::default() };
    assert_eq!(card.headline.patients, nothing);
    let files = bench.files();
    let lost = InstanceCounts { inputs: files, damaged: files, missing: files, ..InstanceCounts::default() };
    assert_eq!(card.headline.instances, lost);
    let mut damage = Damage::default();
    damage.pixels.instances = bench.pictures();
    damage.pixels.not_measured = bench.pictures();
    assert_eq!(card.damage, damage);
    assert!(run.findings().iter().all(|finding| finding.topic == Topic::Coverage));
}

#[test]
fn a_tool_for_headers_alone_leaks_the_pixels_alone() {
    let bench = Bench::usual();
    let run = bench.run("header-only").ended(0);
    // A plane in unused bits of the samples stays with them.
    let in_samples = |plant: &Plant| plant.surface == Surface::Pixel || plant.trap == "overlay-high-bits";
    let end = |plant: &Plant| if in_samples(plant) { End::Leaked } else { End::Held };
    assert_leaks(bench, &run.scorecard(), "header-only", &end);
    assert_undamaged(bench, &run.scorecard(), "header-only");
}

#[test]
fn a_tool_for_pixels_alone_leaks_all_but_the_pixels() {
    let bench = Bench::usual();
    let run = bench.run("pixel-only").ended(0);
    let end = |plant: &Plant| if plant.is_drawn() { End::Held } else { End::Leaked };
    // The date of the study stands in every header, also where no trap planted it.
    let moved = |plant: &Plant| plant.kind == Kind::Date;
    assert_leaks_and_moved(bench, &run.scorecard(), "pixel-only", &end, &moved);
    assert_undamaged(bench, &run.scorecard(), "pixel-only");
}

#[test]
fn what_does_not_come_back_is_never_clean() {
    let bench = Bench::usual();
    let run = bench.run("drops-half").ended(0);
    let card = run.scorecard();
    let missing = |plant: &Plant| {
        let place = bench.patients.iter().position(|patient| patient.patient == plant.patient).unwrap();
        place % 2 == 1
    };
    let end = |plant: &Plant| if missing(plant) { End::NotMeasured } else { End::Held };
    assert_leaks(bench, &card, "drops-half", &end);
    let patients = &card.headline.patients;
    let unmeasured =
        bench.patients.iter().skip(1).step_by(2).filter(|patient| !patient.plants.is_empty()).count() as u64;
    assert_eq!((patients.leaking, patients.unmeasured), (0, unmeasured));
    assert!(patients.high.unwrap() >= unmeasured as f64 / patients.with_plants as f64, "{patients:?}");
    let lost = bench.patients.iter().skip(1).step_by(2).map(|patient| patient.instances.len() as u64).sum::<u64>();
    let files = bench.files();
    let instances = InstanceCounts {
        inputs: files,
        usable: files - lost,
        damaged: lost,
        missing: lost,
        ..InstanceCounts::default()
    };
    assert_eq!(card.headline.instances, instances);
}
