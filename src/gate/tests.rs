use super::*;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::report::document::Form;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::truth::Kind;
use crate::truth::Surface;

const TODAY: &str = "2026-06-15";

fn names() -> Names {
    Names {
        surfaces: Surface::ALL.iter().map(|surface| surface.word().to_owned()).collect(),
        traps: vec!["preamble".into(), "patient-name".into()],
    }
}

fn finding(patient: &str, plant: &str, trap: &str, verdict: Verdict) -> Finding {
    Finding {
        topic: Topic::Leak,
        detector: "residual-search".into(),
        verdict: Some(verdict),
        patient: patient.into(),
        instance: format!("{patient}-I001"),
        plant: plant.into(),
        trap: trap.into(),
        surface: Some(if trap == "preamble" { Surface::Preamble } else { Surface::Header }),
        kind: Some(Kind::PersonName),
        direct: true,
        moved: false,
        output: "out.dcm".into(),
        seen_at: "preamble".into(),
        form: "family name".into(),
        evidence: String::new(),
        value: "sha256:000000000000".into(),
        crop: String::new(),
    }
}

/// Two leaking patients of four: one through the preamble alone, one through both traps.
fn result() -> (Scorecard, Vec<Finding>) {
    let mut card = Scorecard { format: 1, deidbench: "0.1.0".into(), ..Scorecard::default() };
    card.headline.patients.with_plants = 4;
    card.headline.patients.measured = 4;
    card.headline.patients.leaking = 2;
    card.headline.patients.rate = Some(0.5);
    card.headline.plants.planted = 8;
    card.headline.plants.measured = 8;
    card.headline.plants.leaked = 3;
    let row = |leaking, leaked| Row {
        patients: 4,
        leaking_patients: leaking,
        planted: 4,
        measured: 4,
        leaked,
        held: 4 - leaked,
        ..Row::default()
    };
    card.traps = [("preamble".to_owned(), row(2, 2)), ("patient-name".to_owned(), row(1, 1))].into();
    card.surfaces = [("preamble".to_owned(), row(2, 2)), ("header".to_owned(), row(1, 1))].into();
    let findings = vec![
        finding("P1", "P1-1", "preamble", Verdict::Leaked),
        finding("P2", "P2-1", "preamble", Verdict::Leaked),
        finding("P2", "P2-2", "patient-name", Verdict::Leaked),
    ];
    (card, findings)
}

fn config(text: &str) -> Config {
    Config::parse(text, &names()).unwrap()
}

fn refused(text: &str) -> String {
    Config::parse(text, &names()).unwrap_err().to_string()
}

const WAIVER: &str = "[[waivers]]\nid = \"W-1\"\npattern = \"trap=preamble\"\nreason = \"the viewer writes it\"\n\
                      owner = \"QA\"\nexpires = \"2026-12-31\"\n";

fn judged(text: &str) -> Judged {
    judged_on(text, TODAY, None)
}

fn judged_on(text: &str, today: &str, baseline: Option<&Scorecard>) -> Judged {
    let (card, findings) = result();
    let config = config(text);
    let (waived, _) = waive(&findings, &config.waivers, today, None).unwrap();
    assert_eq!(waived.leaking, card.headline.patients.leaking);
    evaluate(&config.rules, &card, &waived, baseline, None, today)
}

fn passed(judged: &Judged) -> bool {
    judged.gate().passed == Some(true)
}

#[test]
fn a_bare_level_allows_not_a_single_one_and_limits_allow_what_they_say() {
    assert!(!passed(&judged("[gates]\nleaking-patients = \"error\"")));
    assert!(passed(&judged("[gates]\nleaking-patients = \"warn\"")));
    assert!(passed(&judged("[gates]\nleaking-patients = \"off\"")));
    assert!(passed(&judged("[gates]\ndamaged-files = \"error\"")));
    assert!(passed(&judged("[gates]\nleaked-plants = { level = \"error\", max = 3 }")));
    assert!(!passed(&judged("[gates]\nleaked-plants = { level = \"error\", max = 2 }")));
    assert!(passed(&judged("[gates]\nleaking-patients = { level = \"error\", max-share = 0.5 }")));
    assert!(!passed(&judged("[gates]\nleaking-patients = { level = \"error\", max-share = 0.49 }")));
    assert!(!passed(&judged("[traps.patient-name]\nleaked-plants = \"error\"")));
    assert!(!passed(&judged("[surfaces.header]\nleaking-patients = \"error\"")));
    let nothing = judged("[modalities.US]\nleaked-plants = \"error\"");
    assert!(passed(&nothing) && matches!(nothing.checks[0].status, Status::Nothing(_)));
}

#[test]
fn increases_are_counted_from_the_baseline() {
    let (mut before, _) = result();
    before.headline.plants.leaked = 1;
    let rule = |max| format!("[gates]\nleaked-plants = {{ level = \"error\", max-increase = {max} }}");
    assert!(passed(&judged_on(&rule(2), TODAY, Some(&before))));
    let failed = judged_on(&rule(1), TODAY, Some(&before));
    assert!(failed.gate().failed_checks[0].contains("1 in the baseline, at most 1 more allowed"), "{failed:?}");
    let without = judged(&rule(1));
    assert!(matches!(without.checks[0].status, Status::Nothing(_)), "nothing to compare with is not held");
    let share = |max| format!("[gates]\nleaked-plants = {{ level = \"error\", max-share-increase = {max} }}");
    assert!(passed(&judged_on(&share("0.25"), TODAY, Some(&before))));
    assert!(!passed(&judged_on(&share("0.24"), TODAY, Some(&before))));
    assert!(
        config(&rule(1)).rules[0].needs_baseline()
            && !config("[gates]\nleaked-plants = \"error\"").rules[0].needs_baseline()
    );
}

#[test]
fn what_was_not_measured_is_not_held() {
    let mut card = Scorecard::default();
    card.headline.plants.planted = 5;
    card.headline.plants.not_measured = 5;
    let rules = config("[gates]\nleaked-plants = \"error\"").rules;
    let judged = evaluate(&rules, &card, &Waived::default(), None, None, TODAY);
    assert!(matches!(judged.checks[0].status, Status::Unknown(_)));
    assert!(!passed(&judged));
}

#[test]
fn a_waiver_takes_its_leaks_out_of_every_figure_and_is_counted() {
    let text = format!(
        "[gates]\nleaking-patients = {{ level = \"error\", max = 1 }}\nleaked-plants = {{ level = \"error\", max = 1 }}\n[traps.preamble]\nleaked-plants = \"error\"\nleaking-patients = \"error\"\n[surfaces.preamble]\nleaked-plants = \"error\"\n{WAIVER}"
    );
    let judged = judged(&text);
    assert!(passed(&judged), "{judged:?}");
    assert_eq!(judged.waivers[0].covered, 2);
    let found = |scope: &Scope, metric| {
        judged.checks.iter().find(|check| check.rule.scope == *scope && check.rule.metric == metric).unwrap().figure
    };
    // P1 leaks through the preamble alone; P2 still leaks through its name.
    assert_eq!(found(&Scope::Whole, Metric::LeakingPatients), Some((1, 4)));
    assert_eq!(found(&Scope::Whole, Metric::LeakedPlants), Some((1, 8)));
    assert_eq!(found(&Scope::Trap("preamble".into()), Metric::LeakingPatients), Some((0, 4)));
    assert!(!passed(&super::tests::judged(&format!("[gates]\nleaking-patients = \"error\"\n{WAIVER}"))));
    let mut page = Vec::new();
    document(&judged, &result().0, None).write(Form::Text, false, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    for word in ["GATE PASSED", "W-1", "QA", "2026-12-31", "1 waiver, covering 2 findings"] {
        assert!(page.contains(word), "{word}: {page}");
    }
}

#[test]
fn a_waiver_that_expired_or_covers_nothing_fails_the_gate() {
    let text = format!("[gates]\nleaked-plants = \"warn\"\n{WAIVER}");
    assert!(passed(&judged_on(&text, "2026-12-31", None)), "it holds on its last day");
    let expired = judged_on(&text, "2027-01-01", None);
    assert!(!passed(&expired) && expired.gate().failed_checks[0].contains("W-1 expired on 2026-12-31"));
    assert_eq!(expired.waivers[0].covered, 0, "and covers nothing any more");
    let unmatched = judged(&text.replace("trap=preamble", "trap=preamble kind=mrn"));
    assert!(!passed(&unmatched) && unmatched.gate().failed_checks[0].contains("covers nothing"));
}

#[test]
fn what_was_not_measured_cannot_be_waived() {
    let lost = vec![finding("P1", "P1-1", "preamble", Verdict::NotMeasured)];
    let (waived, _) = waive(&lost, &config(WAIVER).waivers, TODAY, None).unwrap();
    assert_eq!(waived.covered(), 0);
}

#[test]
fn a_plant_stays_as_bad_as_what_is_not_waived_of_it() {
    let mut partial = finding("P1", "P1-1", "preamble", Verdict::Partial);
    partial.detector = "pixel-leak".into();
    let findings = vec![finding("P1", "P1-1", "preamble", Verdict::Leaked), partial];
    let text = WAIVER.replace("trap=preamble", "detector=residual-*");
    let (waived, _) = waive(&findings, &config(&text).waivers, TODAY, None).unwrap();
    assert_eq!(waived.apply(&Scope::Whole, Metric::LeakedPlants, 1), 0);
    assert_eq!(waived.apply(&Scope::Whole, Metric::PartialPlants, 0), 1);
}

#[test]
fn unknown_words_are_answered_with_the_right_ones() {
    for (text, words) in [
        ("presets = \"strict\"", ["preset", "waivers"]),
        ("preset = \"loose\"", ["strict", "research"]),
        ("[gates]\nleaking = \"error\"", ["leaking-patients", "damaged-files"]),
        ("[gates]\nleaking-patients = \"fatal\"", ["off", "error"]),
        ("[gates]\nleaking-patients = { level = \"error\", maximum = 3 }", ["max-share", "maximum"]),
        ("[gates]\nleaking-patients = { max = 3 }", ["level", "missing"]),
        ("[gates]\nleaking-patients = { level = \"error\", max = -3 }", ["max", "whole number"]),
        ("[gates]\nleaking-patients = { level = \"error\", max-share = 3 }", ["max-share", "between 0 and 1"]),
        ("[gates]\nleaking-patients = 3", ["leaking-patients", "write a level"]),
        ("[gates]\nnew-leaks = { level = \"error\", max-increase = 3 }", ["new-leaks", "max"]),
        ("[surfaces.pixels]\nleaked-plants = \"error\"", ["there is no `pixels`", "pixel"]),
        ("[surfaces.pixel]\ndamaged-files = \"error\"", ["damaged-files", "leaked-plants"]),
        ("[traps.preambel]\nleaked-plants = \"error\"", ["there is no `preambel`", "preamble"]),
        ("[[waivers]]\nid = \"W\"", ["pattern", "expires"]),
        ("[[waivers]]\nid = \"W\"\nexpiry = \"x\"", ["expiry", "expires"]),
        ("waivers = 3", ["[[waivers]]", "waivers"]),
    ] {
        let answer = refused(text);
        assert!(words.iter().all(|word| answer.contains(word)), "{text}: {answer}");
    }
    for wrong in ["31.12.2026", "2026-13-01", "2026-1-1"] {
        assert!(refused(&WAIVER.replace("2026-12-31", wrong)).contains("YYYY-MM-DD"), "{wrong}");
    }
    assert!(refused(&(WAIVER.to_owned() + WAIVER)).contains("another waiver"));
    assert!(refused(&WAIVER.replace("trap=", "traps=")).contains("not one of trap, surface"));
    assert_eq!(config(&WAIVER.replace("\"2026-12-31\"", "2026-12-31")).waivers, config(WAIVER).waivers);
}

#[test]
fn flags_replace_the_file_and_the_file_replaces_the_preset() {
    let mut config = config("preset = \"strict\"\n[gates]\nleaked-plants = \"warn\"");
    let level = |config: &Config, metric| config.rules.iter().find(|rule| rule.metric == metric).map(|rule| rule.level);
    assert_eq!(level(&config, Metric::LeakedPlants), Some(Level::Warn));
    assert_eq!(level(&config, Metric::LeakingPatients), Some(Level::Error));
    config.flag("leaked-plants=off", &names()).unwrap();
    config.flag("surface:pixel/leaked-plants=error,max=3,max-share=0.5", &names()).unwrap();
    assert_eq!(level(&config, Metric::LeakedPlants), Some(Level::Off));
    let last = config.rules.last().unwrap();
    assert_eq!(
        (last.scope.clone(), last.limits.max, last.limits.max_share),
        (Scope::Surface("pixel".into()), Some(3), Some(0.5))
    );
    for wrong in [
        "leaked-plants",
        "leaked=error",
        "surface:pixels/leaked-plants=error",
        "leaked-plants=error,3",
        "x/leaked-plants=error",
        "leaked-plants=error,max=x",
    ] {
        assert!(config.flag(wrong, &names()).is_err(), "{wrong}");
    }
}

#[test]
fn every_preset_lets_a_perfect_tool_pass_and_fails_one_that_leaks() {
    for preset in Preset::ALL {
        let mut config = Config::default();
        config.preset(*preset);
        let mut perfect = result().0;
        let clean = evaluate(&config.rules, &result().0, &Waived::default(), None, None, TODAY);
        assert!(!passed(&clean), "{preset}");
        perfect.headline.patients.leaking = 0;
        perfect.headline.plants.leaked = 0;
        let judged = evaluate(&config.rules, &perfect, &Waived::default(), None, None, TODAY);
        assert!(passed(&judged), "{preset}: {judged:?}");
        perfect.headline.patients.unmeasured = 1;
        let lost = evaluate(&config.rules, &perfect, &Waived::default(), None, None, TODAY);
        assert!(!passed(&lost), "{preset} lets a tool pass that lost a patient");
    }
}
