//! Every trap alone: it is caught at its place and in its form, and no other is accused.

use crate::bench::Bench;
use crate::bench::Run;
use crate::bench::SEEDS;
use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::traps;
use deidbench::truth::Kind;
use deidbench::truth::Plant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The traps of a patient, in the order of the tool `leaks-nth`.
fn traps_of(plants: &[Plant]) -> Vec<&str> {
    plants.iter().map(|plant| plant.trap.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Forms in which a plant that was left as it is may be found.
fn forms(plant: &Plant) -> &'static [&'static str] {
    match (plant.is_drawn(), plant.kind) {
        (true, _) => &["equal"],
        // Initials are nobody's whole name.
        _ if plant.trap == "initials-in-text" => &["value"],
        (_, Kind::PersonName | Kind::RelativeName | Kind::Staff) => {
            &["family name", "family and given name", "family name in UTF-16LE", "as written"]
        }
        (_, Kind::BirthDate | Kind::Date) => &["value", "date format"],
        _ => &["value"],
    }
}

/// Every plant that was left is convicted at its place, and no other.
fn assert_convicted(run: &Run, left: &BTreeMap<&str, &Plant>, what: &str) {
    let findings = run.findings();
    // A UID that was left in one place leads to nothing where it was replaced in another.
    let torn = |finding: &Finding| {
        finding.detector == "uid-graph"
            && left.values().any(|plant| plant.kind == Kind::Uid && plant.patient == finding.patient)
    };
    let (leaks, others): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().filter(|finding| !torn(finding)).partition(|finding| finding.topic == Topic::Leak);
    // A value that was left did not come to its action, and who says that the identity was removed says what is not so.
    let follows = |finding: &&&Finding| !matches!(finding.topic, Topic::Action | Topic::Claim);
    let others: Vec<&&Finding> = others.iter().filter(follows).collect();
    assert!(others.is_empty(), "{what}: {others:#?}");
    for finding in &leaks {
        let plant = left.get(finding.plant.as_str());
        let plant = plant.unwrap_or_else(|| panic!("{what}: {} is accused: {finding:?}", finding.trap));
        assert!(!finding.moved, "{what}: {finding:?}");
        assert_eq!(finding.verdict, Some(Verdict::Leaked), "{what}: {finding:?}");
        // A stream or mark-up inside the value is named behind its place.
        let place = finding.seen_at.strip_prefix(&plant.locus.to_string());
        assert!(place.is_some_and(|inside| inside.is_empty() || inside.starts_with(' ')), "{what}: {finding:?}");
        assert!(forms(plant).contains(&finding.form.as_str()), "{what}: {finding:?}");
    }
    let convicted: BTreeSet<&str> = leaks.iter().map(|finding| finding.plant.as_str()).collect();
    assert_eq!(convicted, left.keys().copied().collect(), "{what}");
}

#[test]
fn every_trap_is_caught_alone_and_no_other_is_accused() {
    let mut caught = BTreeSet::new();
    for seed in SEEDS {
        let bench = Bench::of(seed);
        let rounds = bench.patients.iter().map(|patient| traps_of(&patient.plants).len()).max().unwrap();
        for round in 0..rounds {
            let left: BTreeMap<&str, &Plant> = bench
                .patients
                .iter()
                .flat_map(|patient| {
                    let trap = traps_of(&patient.plants).into_iter().nth(round);
                    patient.plants.iter().filter(move |plant| Some(plant.trap.as_str()) == trap)
                })
                .map(|plant| (plant.id.as_str(), plant))
                .collect();
            let what = format!("seed {seed}, round {round}");
            let run = bench.run_with("leaks-nth", &round.to_string(), &["--no-dciodvfy"]).ended(0);
            assert_convicted(&run, &left, &what);
            let card = run.scorecard();
            assert_eq!(card.headline.plants.leaked, left.len() as u64, "{what}");
            assert_eq!(card.headline.plants.held, bench.count(|_| true) - left.len() as u64, "{what}");
            assert_eq!(card.headline.instances.damaged, 0, "{what}");
            caught.extend(left.values().map(|plant| plant.trap.clone()));
        }
    }
    let all: BTreeSet<String> = traps::all().map(|trap| trap.card().id.to_owned()).collect();
    assert_eq!(caught, all, "some trap is planted in no dataset");
}

#[test]
fn a_tool_that_misses_one_trap_is_accused_of_that_trap_alone() {
    let bench = Bench::usual();
    let run = bench.run_with("leaks-one", "private-name", &[]).ended(0);
    for (trap, row) in run.scorecard().traps {
        let expected = if trap == "private-name" { row.planted } else { 0 };
        assert_eq!((row.leaked, row.held), (expected, row.planted - expected), "{trap}");
        assert!(row.planted > 0, "{trap}");
    }
}
