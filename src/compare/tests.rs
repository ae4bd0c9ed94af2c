use super::*;
use crate::report::document::Form;
use crate::scorecard::Outcome;
use crate::scorecard::PatientOutcome;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use std::fs;
use std::io::Write;

/// A result in which patient number n came out as the nth letter says: l leaks, h holds, u unmeasured, - nothing planted.
fn entry(name: &str, outcomes: &str) -> Entry {
    let mut card = Scorecard { format: 1, deidbench: "0.1.0".into(), ..Scorecard::default() };
    card.tool.name = name.into();
    card.dataset.digest = "d1".into();
    let patients = &mut card.headline.patients;
    let mut row = Row::default();
    for (number, letter) in outcomes.chars().enumerate() {
        let outcome = match letter {
            'l' => Outcome::Leaking,
            'u' => Outcome::Unmeasured,
            '-' => Outcome::NothingPlanted,
            _ => Outcome::Held,
        };
        let named = |wanted: char| if letter == wanted { vec!["trap".to_owned()] } else { Vec::new() };
        let patient = PatientOutcome {
            outcome,
            planted: 4,
            measured: if letter == 'u' { 0 } else { 4 },
            leaked: if letter == 'l' { 2 } else { 0 },
            leaked_traps: named('l'),
            unmeasured_traps: named('u'),
            ..PatientOutcome::default()
        };
        card.patients.insert(format!("P{number:03}"), patient);
        patients.with_plants += u64::from(letter != '-');
        patients.leaking += u64::from(letter == 'l');
        patients.unmeasured += u64::from(letter == 'u');
        row.patients += 1;
        row.leaking_patients += u64::from(letter == 'l');
        row.not_measured += u64::from(letter == 'u');
    }
    patients.rate = (patients.with_plants > 0).then(|| patients.leaking as f64 / patients.with_plants as f64);
    card.traps.insert("trap".into(), row);
    Entry { name: name.into(), place: format!("runs/{name}"), scorecard: card, findings: None }
}

fn compared(entries: &[(&str, String)]) -> Comparison {
    let entries = entries.iter().map(|(name, outcomes)| entry(name, outcomes)).collect();
    Comparison::new(entries, None, Vec::new(), 1)
}

fn ranks(comparison: &Comparison) -> Vec<(String, usize, usize)> {
    let name = |place: &Place| comparison.entries[place.tool].name.clone();
    comparison.order.iter().map(|place| (name(place), place.best, place.worst)).collect()
}

fn text(comparison: &Comparison, form: Form) -> String {
    let mut out = Vec::new();
    document(comparison).write(form, false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn ten_patients_who_leak_with_one_tool_alone_tell_the_tools_apart() {
    let comparison = compared(&[("bad", "l".repeat(20)), ("good", "l".repeat(10) + &"h".repeat(10))]);
    let pair = &comparison.pairs[0];
    assert_eq!((pair.patients, pair.only_first, pair.only_second, pair.unmeasured), (20, 10, 0, 0));
    assert!((pair.probability - 2.0 / 1024.0).abs() < 1e-12, "{}", pair.probability);
    assert_eq!(pair.better, Some(1));
    let (low, high) = pair.difference.unwrap();
    assert!(low < -0.5 && high < 0.0 && high > -0.5, "{low} {high}");
    assert_eq!(ranks(&comparison), [("good".into(), 1, 1), ("bad".into(), 2, 2)]);
    assert_eq!((pair.traps[0].only_first, pair.traps[0].only_second), (10, 0));
}

#[test]
fn five_such_patients_do_not() {
    let comparison = compared(&[("bad", "l".repeat(5) + &"h".repeat(15)), ("good", "h".repeat(20))]);
    assert_eq!(comparison.pairs[0].better, None);
    assert!(comparison.pairs[0].traps.is_empty(), "five patients cannot tell a trap");
    assert!(comparison.pairs[0].needed.is_some_and(|needed| needed > 20));
    assert_eq!(ranks(&comparison), [("good".into(), 1, 2), ("bad".into(), 1, 2)]);
    assert!(text(&comparison, Form::Text).contains("do not tell"));
}

#[test]
fn a_tool_gains_nothing_from_patients_that_could_not_be_measured() {
    let sure = compared(&[("bad", "l".repeat(20)), ("good", "h".repeat(20))]);
    assert_eq!(sure.pairs[0].better, Some(1));
    let lost = compared(&[("bad", "l".repeat(20)), ("lost", "u".repeat(20))]);
    assert_eq!((lost.pairs[0].better, lost.pairs[0].probability, lost.pairs[0].unmeasured), (None, 1.0, 20));
    let some = compared(&[("bad", "l".repeat(20)), ("some", "u".repeat(2) + &"h".repeat(18))]);
    assert_eq!(some.pairs[0].better, Some(1));
    assert!(some.pairs[0].probability > sure.pairs[0].probability);
}

#[test]
fn many_pairs_cost_each_of_them() {
    let outcomes = |leaks: usize| "l".repeat(leaks) + &"h".repeat(20 - leaks);
    let two = compared(&[("a", outcomes(0)), ("b", outcomes(6))]);
    assert_eq!(two.pairs[0].better, Some(0));
    let three = compared(&[("a", outcomes(0)), ("b", outcomes(6)), ("c", outcomes(3))]);
    assert_eq!(three.pairs[0].better, None, "{:?}", three.pairs[0]);
    assert_eq!(three.order[0].best, 1);
    assert_eq!(two.pairs[0].difference, three.pairs[0].difference, "another tool moves no interval");
}

#[test]
fn patients_without_plants_are_in_no_pair() {
    let comparison = compared(&[("a", "hh--".into()), ("b", "ll--".into())]);
    assert_eq!(comparison.pairs[0].patients, 2);
}

#[test]
fn other_datasets_other_scorers_and_old_scorecards_are_refused_until_asked_for() {
    let (one, mut other) = (entry("a", "lh"), entry("b", "hh"));
    assert_eq!(check(&[one.clone(), other.clone()], false, false), Ok(Vec::new()));
    other.scorecard.dataset.digest = "d2".into();
    let refused = check(&[one.clone(), other.clone()], false, false).unwrap_err();
    assert!(refused.to_string().contains("--allow-other-dataset"), "{refused}");
    assert_eq!(check(&[one.clone(), other.clone()], true, false).map(|notes| notes.len()), Ok(1));
    let unpaired = Comparison::new(vec![one.clone(), other.clone()], None, Vec::new(), 1);
    assert!(unpaired.pairs.is_empty());
    assert!(unpaired.order.iter().all(|place| (place.best, place.worst) == (1, 2)));
    other.scorecard.dataset.digest = "d1".into();
    other.scorecard.deidbench = "0.2.0".into();
    assert!(
        check(&[one.clone(), other.clone()], true, false).unwrap_err().to_string().contains("--allow-other-version")
    );
    assert_eq!(check(&[one.clone(), other.clone()], false, true).map(|notes| notes.len()), Ok(1));
    other.scorecard.patients.clear();
    assert!(matches!(check(&[one, other], true, true), Err(RefuseError::NoPatients { .. })));
}

fn findings(folder: &std::path::Path, name: &str, rows: &[(&str, &str, bool, &str)]) -> std::path::PathBuf {
    let path = folder.join(name);
    let mut out = fs::File::create(&path).unwrap();
    writeln!(out, "topic,verdict,patient,instance,plant,trap,surface,moved").unwrap();
    for (plant, surface, moved, verdict) in rows {
        writeln!(out, "leak,{verdict},P1,i-{plant},{plant},t-{plant},{surface},{moved}").unwrap();
    }
    path
}

#[test]
fn leaks_are_common_new_or_fixed_against_the_first_run() {
    let folder = tempfile::tempdir().unwrap();
    let first = findings(
        folder.path(),
        "a.csv",
        &[("p1", "header", false, "leaked"), ("p1", "header", false, "leaked"), ("p2", "path", false, "leaked")],
    );
    let second = findings(
        folder.path(),
        "b.csv",
        &[("p1", "header", false, "leaked"), ("p3", "icon", false, "leaked"), ("p4", "icon", false, "partial")],
    );
    let third = findings(folder.path(), "c.csv", &[("p1", "sidecar", true, "leaked")]);
    let mut index = LeakIndex::default();
    for path in [&first, &second, &third] {
        index.add(path).unwrap();
    }
    let groups = table::groups(&index);
    let of = |trap: &str, moved: bool| groups.iter().find(|group| group.trap == trap && group.moved == moved).unwrap();
    assert_eq!((&of("t-p1", false).fixed, &of("t-p1", false).new), (&vec![0, 0, 1], &vec![0, 0, 0]));
    assert_eq!(of("t-p1", true).new, [0, 0, 1]);
    assert_eq!(of("t-p2", false).fixed, [0, 1, 1]);
    assert_eq!(of("t-p3", false).new, [0, 1, 0]);
    assert!(groups.iter().all(|group| group.trap != "t-p4" && group.common == 0));
    // A file that did not come back, or a line that could not be judged, fixes nothing.
    for lost in ["coverage,not_measured,P1,i-p1,,,,false", "leak,not_measured,P1,i-p1,p1,t-p1,header,false"] {
        let fourth = folder.path().join("d.csv");
        fs::write(&fourth, format!("topic,verdict,patient,instance,plant,trap,surface,moved\n{lost}\n")).unwrap();
        let mut index = LeakIndex::default();
        index.add(&first).unwrap();
        index.add(&fourth).unwrap();
        let groups = table::groups(&index);
        let of = |trap: &str| groups.iter().find(|group| group.trap == trap).unwrap();
        assert_eq!((&of("t-p1").fixed, &of("t-p1").unseen), (&vec![0, 0], &vec![0, 1]), "{lost}");
        assert_eq!((&of("t-p2").fixed, &of("t-p2").unseen), (&vec![0, 1], &vec![0, 0]), "{lost}");
    }
    let empty = folder.path().join("empty.csv");
    fs::write(&empty, "").unwrap();
    assert!(LeakIndex::default().add(&empty).is_ok());
    fs::write(&empty, "topic,verdict\n").unwrap();
    assert!(LeakIndex::default().add(&empty).unwrap_err().to_string().contains("patient"));
}

#[test]
fn every_form_fits_and_names_every_tool() {
    let long = |name: &str| format!("{name}-with-a-name-that-is-rather-long-for-a-table");
    let names: Vec<String> = ('a'..='h').map(|letter| long(&letter.to_string())).collect();
    let entries: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), "lhlhlhluh-".to_owned())).collect();
    let comparison = compared(&entries);
    let table = text(&comparison, Form::Text);
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    for form in [Form::Markdown, Form::Html, Form::Csv] {
        let text = text(&comparison, form);
        assert!(names.iter().all(|name| text.contains(name.as_str())), "{}: {text}", form.name());
    }
}
