//! Links between objects: who tears, merges or mistakes them is caught by that and by nothing else.

use crate::bench::Bench;
use crate::bench::Run;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::uids;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::scorecard::Scorecard;
use deidbench::truth::InstanceRow;
use deidbench::truth::PatientTruth;
use dicom_core::Tag;
use dicom_core::VR;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use walkdir::WalkDir;

/// The dates that are moved: of instance, study, series, acquisition and content.
const MOVED: [(u16, u16); 5] =
    [(0x0008, 0x0012), (0x0008, 0x0020), (0x0008, 0x0021), (0x0008, 0x0022), (0x0008, 0x0023)];

/// Forms of the broken links of a run.
fn forms(run: &Run) -> BTreeSet<String> {
    run.findings().into_iter().filter(|finding| finding.topic == Topic::Link).map(|finding| finding.form).collect()
}

/// Sorts of links of which some are broken, with how many.
fn broken(card: &Scorecard) -> Vec<(&str, u64)> {
    card.links.iter().filter(|(_, link)| link.broken > 0).map(|(sort, link)| (sort.as_str(), link.broken)).collect()
}

/// Sum over all patients.
fn count(of: impl Fn(&PatientTruth) -> usize) -> u64 {
    Bench::usual().patients.iter().map(of).sum::<usize>() as u64
}

/// Files that the oracle gives back: all but directories of media.
fn returned(patient: &PatientTruth) -> impl Iterator<Item = &InstanceRow> {
    patient.instances.iter().filter(|row| row.sop_class_uid != uids::MEDIA_STORAGE_DIRECTORY_STORAGE)
}

/// For each of those files, how many of the dates it has that are moved.
fn dates() -> Vec<u64> {
    let bench = Bench::usual();
    let counted = |row: &InstanceRow| {
        let scan = Scan::open(&bench.dataset.join("input").join(&row.path), u64::MAX).unwrap();
        MOVED.iter().filter(|(group, element)| scan.top(Tag(*group, *element)).is_some()).count() as u64
    };
    bench.patients.iter().flat_map(returned).map(counted).collect()
}

/// Series of a patient.
fn series(patient: &PatientTruth) -> usize {
    returned(patient).map(|row| &row.series_instance_uid).collect::<BTreeSet<_>>().len()
}

/// Runs the oracle with links broken in one way: one sort is accused, in these forms, and nobody leaks.
fn breaks(word: &str, sort: &str, expected: &[&str]) -> (Run, u64) {
    let run = Bench::usual().run_with("breaks-links", word, &[]).ended(0);
    let card = run.scorecard();
    assert_eq!(card.headline.plants.held, card.headline.plants.planted, "{word}: {}", run.in_words());
    assert_eq!(forms(&run), expected.iter().map(|form| (*form).to_owned()).collect(), "{word}: {}", run.in_words());
    let broken = broken(&card);
    assert_eq!(broken.iter().map(|(sort, _)| *sort).collect::<Vec<_>>(), [sort], "{word}");
    for finding in run.findings().iter().filter(|finding| finding.topic == Topic::Link) {
        assert!(!finding.evidence.is_empty() && !finding.seen_at.is_empty(), "{word}: {finding:?}");
        assert!(!finding.instance.is_empty() && !finding.output.is_empty(), "{word}: {finding:?}");
    }
    let broken = broken[0].1;
    (run, broken)
}

#[test]
fn a_perfect_tool_and_a_copy_break_no_link() {
    let bench = Bench::usual();
    for tool in ["oracle", "copy"] {
        let card = bench.run(tool).ended(0).scorecard();
        assert_eq!(broken(&card), [], "{tool}");
        // Of each file at least its own UID in file meta information and data set, and its study and series.
        assert!(card.links["uid"].checked > 4 * bench.files(), "{tool}: {:?}", card.links);
        assert!(card.links["pseudonym"].checked >= bench.patients.len() as u64, "{tool}: {:?}", card.links);
    }
}

#[test]
fn a_tool_that_returns_nothing_is_not_asked_for_links() {
    let card = Bench::usual().run("delete-all").ended(3).scorecard();
    assert_eq!(card.links.values().map(|link| (link.checked, link.broken)).collect::<Vec<_>>(), [(0, 0); 3]);
    assert_eq!(card.links.keys().collect::<Vec<_>>(), ["date", "pseudonym", "uid"]);
}

/// Values of an attribute at the top of the files of a run, with the number of files that have each.
fn borne(scans: &[Scan], tag: Tag) -> BTreeMap<String, u64> {
    let mut borne = BTreeMap::new();
    scans.iter().filter_map(|scan| scan.text(tag)).for_each(|uid| *borne.entry(uid).or_default() += 1);
    borne
}

/// Places, at any depth, where a UID stands in the files of a run.
fn places(scans: &[Scan]) -> BTreeMap<String, u64> {
    let mut places = BTreeMap::new();
    for scan in scans {
        for element in scan.elements.iter().filter(|element| element.vr == VR::UI) {
            let text = String::from_utf8_lossy(scan.value(element)).into_owned();
            for uid in text.split('\\') {
                *places.entry(uid.trim_matches([' ', '\0']).to_owned()).or_default() += 1;
            }
        }
    }
    places
}

#[test]
fn a_new_uid_for_every_file_tears_studies_and_series_apart() {
    let (run, broken) = breaks("scrambles-uids", "uid", &["torn apart"]);
    // What the oracle, which this tool is but for the new UIDs, has in their places.
    let oracle = Bench::usual().run("oracle").ended(0);
    let files = WalkDir::new(oracle.folder.join("output")).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let scans: Vec<Scan> = files.map(|entry| Scan::open(entry.path(), u64::MAX).unwrap()).collect();
    let places = places(&scans);
    let [studies, series, frames] =
        [Tag(0x0020, 0x000d), Tag(0x0020, 0x000e), Tag(0x0020, 0x0052)].map(|tag| borne(&scans, tag));
    // One file of each study and series keeps it; whatever refers to it leads to nothing.
    let own: u64 = studies.keys().chain(series.keys()).map(|uid| places[uid] - 1).sum();
    // A frame of reference is the one that most places name: those that refer to it agree, and the files do not.
    let shared: u64 = frames.iter().map(|(uid, files)| places[uid] - (places[uid] - files).max(1)).sum();
    assert_eq!(broken, own + shared);
    let places: BTreeSet<String> = run.findings().into_iter().map(|finding| finding.seen_at).collect();
    assert!(places.contains("(0020,000D)") && places.contains("(0020,000E)"), "{places:?}");
}

#[test]
fn series_and_studies_that_become_one_are_merged() {
    let (_, broken) = breaks("merges-series", "uid", &["merged"]);
    let several = |patient: &PatientTruth| if series(patient) > 1 { series(patient) } else { 0 };
    assert_eq!(broken, count(several));
    // Each patient has one study.
    let (_, broken) = breaks("merges-patients", "uid", &["shared by patients"]);
    assert_eq!(broken, count(|_| 1));
}

#[test]
fn a_reference_that_keeps_its_original_leads_to_nothing() {
    let run = Bench::usual().run_with("breaks-links", "forgets-references", &[]).ended(0);
    let card = run.scorecard();
    // Where most files kept an original, those that replaced it are torn from them.
    let forms = forms(&run);
    assert!(forms.contains("not replaced"), "{}", run.in_words());
    assert!(forms.is_subset(&["not replaced".to_owned(), "torn apart".to_owned()].into()), "{}", run.in_words());
    assert_eq!(broken(&card).iter().map(|(sort, _)| *sort).collect::<Vec<_>>(), ["uid"]);
    let places: BTreeSet<String> = run.findings().into_iter().map(|finding| finding.seen_at).collect();
    assert!(places.contains("(0020,0052)"), "{places:?}");
    let others = card.kinds.iter().filter(|(kind, row)| *kind != "uid" && row.held < row.planted);
    assert_eq!(others.count(), 0, "{}", run.in_words());
}

#[test]
fn file_meta_information_must_name_its_own_data_set() {
    let (_, broken) = breaks("forgets-file-meta", "uid", &["file meta"]);
    assert_eq!(broken, count(|patient| returned(patient).count()));
}

#[test]
fn uids_that_are_none_are_named_once_for_each_original() {
    let (_, broken) = breaks("invalid-uids", "uid", &["invalid"]);
    assert_eq!(broken, count(|patient| 1 + series(patient)));
}

#[test]
fn a_pseudonym_belongs_to_one_patient_and_a_patient_has_one() {
    let (_, broken) = breaks("one-name-per-file", "pseudonym", &["several for one patient"]);
    // Number and name, but for the files that win.
    assert_eq!(broken, count(|patient| 2 * (returned(patient).count() - 1)));
    let (run, broken) = breaks("shares-pseudonym", "pseudonym", &["shared by patients"]);
    assert_eq!(broken, 2);
    let accused = run.findings().into_iter().filter(|finding| finding.topic == Topic::Link);
    let accused: BTreeSet<String> = accused.map(|finding| finding.patient).collect();
    assert_eq!(accused, Bench::usual().patients[..2].iter().map(|patient| patient.patient.clone()).collect());
}

#[test]
fn a_constant_name_makes_one_patient_of_all_and_no_name_is_no_link() {
    let (_, broken) = breaks("one-name-for-all", "pseudonym", &["constant"]);
    assert_eq!(broken, count(|_| 1));
    let card = Bench::usual().run_with("breaks-links", "no-name-at-all", &[]).ended(0).scorecard();
    assert_eq!((card.links["pseudonym"].checked, card.links["pseudonym"].broken), (0, 0));
}

/// Findings of uneven shifts among the dates that are moved; a dummy elsewhere goes its own way.
fn uneven(run: &Run) -> usize {
    let moved = MOVED.map(|(group, element)| format!("({group:04X},{element:04X})"));
    let findings = run.findings();
    findings.iter().filter(|finding| finding.form == "uneven" && moved.contains(&finding.seen_at)).count()
}

#[test]
fn dates_that_move_with_their_patient_are_held_and_keep_their_intervals() {
    let bench = Bench::usual();
    for policy in ["basic", "retain-long-modified-dates"] {
        let run = bench.run_with("shifts-dates", "per-patient", &["--policy", policy]).ended(0);
        let card = run.scorecard();
        assert_eq!(card.traps["study-dates"].held, card.traps["study-dates"].planted);
        assert_eq!(uneven(&run), 0, "{}", run.in_words());
        let moved = dates().iter().sum::<u64>();
        assert!(policy == "basic" || card.links["date"].checked >= moved, "{:?}", card.links);
    }
}

#[test]
fn dates_that_move_apart_break_the_claim_to_keep_their_intervals() {
    let bench = Bench::usual();
    let run = |word: &str, policy: &str| bench.run_with("shifts-dates", word, &["--policy", policy]).ended(0);
    let (even, apart) =
        (run("per-patient", "retain-long-modified-dates"), run("unevenly", "retain-long-modified-dates"));
    assert!(uneven(&apart) > 0 && uneven(&even) == 0, "{}", apart.in_words());
    let broken = |run: &Run| run.scorecard().links["date"].broken;
    // Of the dates of a file one wins.
    assert_eq!(broken(&apart), broken(&even) + dates().iter().map(|dates| dates - 1).sum::<u64>());
    // Any other date hides the original, and nothing more was promised.
    let unclaimed = run("unevenly", "basic");
    assert_eq!((forms(&unclaimed), unclaimed.scorecard().headline.plants.recoverable), (BTreeSet::new(), 0));
}

#[test]
fn what_is_no_date_is_a_broken_link_under_every_policy() {
    let run = Bench::usual().run_with("shifts-dates", "invalid", &[]).ended(0);
    assert_eq!(forms(&run), ["invalid".to_owned()].into(), "{}", run.in_words());
    assert_eq!(broken(&run.scorecard()), [("date", dates().iter().sum())]);
}

#[test]
fn dates_that_are_removed_break_only_the_claim_to_keep_them() {
    let bench = Bench::usual();
    assert_eq!(bench.run("oracle").ended(0).scorecard().links["date"].broken, 0);
    let run = bench.run_with("oracle", "", &["--policy", "retain-long-modified-dates"]).ended(0);
    let card = run.scorecard();
    // Where an object must have a date, the dummies of two attributes differ.
    let expected = ["constant", "removed", "uneven"].map(str::to_owned);
    assert!(forms(&run).is_subset(&expected.into()), "{}", run.in_words());
    assert!(card.links["date"].checked > 0);
    // A dummy that is the only one of its patient is a shift like any other.
    let dates = &card.links["date"];
    assert!(20 * dates.broken > 19 * dates.checked, "{dates:?}");
    assert_eq!(card.headline.plants.held, card.headline.plants.planted);
}

#[test]
fn a_shift_that_the_file_tells_is_undone_by_anybody() {
    let run = Bench::usual().run_with("shifts-dates", "told", &[]).ended(0);
    let card = run.scorecard();
    assert_eq!(card.traps["study-dates"].recoverable, card.traps["study-dates"].planted);
    assert_eq!(card.headline.patients.leaking, 0);
    for finding in run.findings().into_iter().filter(|finding| finding.topic == Topic::Leak) {
        assert_eq!((finding.verdict, finding.form.as_str()), (Some(Verdict::Recoverable), "told shift"));
        assert!(finding.evidence.contains("(0012,0052)"), "{finding:?}");
    }
}
