//! Whole patients of three small files: two images of a series, and an object that refers to both.

use super::*;
use crate::dicom::VR;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::dicom::write::FileParts;
use crate::dicom::write::write_file;
use crate::judgement::Judgement;
use crate::policy::Policy;
use crate::truth::InstanceRow;
use crate::truth::Plant;
use crate::truth::Surface;
use std::path::Path;

const FILES: usize = 3;
const NOTE: &str = "(0020,4000)";
const PRIVATE_DATE: &str = "(0019,\"ACME\",10)";
const PRIVATE_UID: &str = "(0019,\"ACME\",11)";
const SECOND_REFERENCE: &str = "(0008,1140)[1]/(0008,1155)";

/// What a tool makes of UIDs, names and dates.
struct Hand<'a> {
    uid: &'a dyn Fn(&str) -> String,
    name: &'a str,
    /// Day of the month of the study, and of an event before it.
    days: [u32; 2],
}

fn object(number: usize, hand: &Hand<'_>) -> Object {
    let mut object = Object::new();
    let uid = |role: &str| (hand.uid)(role);
    object.set_str(tags::SOP_CLASS_UID, uids::CT_IMAGE_STORAGE);
    object.set_str(tags::SOP_INSTANCE_UID, &uid(&format!("{number}")));
    object.set_str(tags::STUDY_INSTANCE_UID, &uid("7"));
    object.set_str(tags::SERIES_INSTANCE_UID, &uid(if number < 2 { "8" } else { "9" }));
    object.set_str(tags::PATIENT_ID, hand.name);
    let [study, event] = hand.days.map(|day| format!("202403{day:02}"));
    object.set_str(tags::STUDY_DATE, &study);
    object.set_str(tags::STUDY_TIME, "101112");
    let private = |place: &str| place.parse::<AttributePath>().unwrap();
    object.set_text(private(PRIVATE_DATE), VR::DA, &event);
    object.set_bytes(private(PRIVATE_UID), VR::UN, uid("7").as_bytes());
    object.set_str(tags::IMAGE_COMMENTS, &format!("see {event}"));
    for item in (0..2).filter(|_| number == 2) {
        let path = AttributePath::top(tags::REFERENCED_SOP_INSTANCE_UID);
        object.set_text(path.inside(tags::REFERENCED_IMAGE_SEQUENCE, item), VR::UI, &uid(&item.to_string()));
    }
    object
}

fn scan(folder: &Path, object: &Object) -> Scan {
    let file = folder.join("one");
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("1.2", "X"),
        meta: &FileMeta::default(),
        media_storage: None,
        object,
        trailing: b"",
    };
    write_file(&file, parts, None).unwrap();
    Scan::open(&file, 1 << 20).unwrap()
}

fn plant(patient: &str, number: usize, locus: &str, value: &str) -> Plant {
    Plant {
        id: format!("{patient}-{number}-{locus}"),
        trap: "dates".into(),
        patient: patient.into(),
        instance: format!("{patient}-{number}"),
        ..Plant::new(Surface::Date, locus.parse().unwrap(), Kind::Date, value)
    }
}

fn row(instance: String) -> InstanceRow {
    InstanceRow { instance, ..InstanceRow::default() }
}

/// A tool: what it makes of a file, given the faithful answer.
type Tool<'a> = &'a dyn Fn(usize, Object) -> Object;

/// One patient whose dates move by so many days: the truth, what is noted of it alone, and what others add to.
fn patient(index: u32, days: u32, tool: Tool<'_>) -> (PatientTruth, Notes, PatientLinks) {
    let name = format!("P{index}");
    // Every patient was seen on another day.
    let [study, event] = [10 + index, 8];
    let original = Hand {
        uid: &|role| format!("1.2.826.0.1.{index}.10{role}"),
        name: &format!("original {index}"),
        days: [study, event],
    };
    let faithful = Hand {
        uid: &|role| format!("2.25.77{index}10{role}"),
        name: &format!("subject {index}"),
        days: [study + days, event + days],
    };
    let plants = (0..FILES).flat_map(|number| {
        let study = format!("202403{study:02}");
        [plant(&name, number, "(0008,0020)", &study), plant(&name, number, NOTE, "20240308")]
    });
    let truth = PatientTruth {
        patient: name.clone(),
        instances: (0..FILES).map(|number| row(format!("{name}-{number}"))).collect(),
        plants: plants.collect(),
        ..PatientTruth::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let mut notes = Notes::new(&truth, Policy::basic());
    let mut facts = LinkFacts::default();
    for (number, row) in truth.instances.iter().enumerate() {
        let input = scan(folder.path(), &object(number, &original));
        let output = scan(folder.path(), &tool(number, object(number, &faithful)));
        notes.opened(&truth, &row.instance);
        let (path, patches) = (format!("{number}.dcm"), folder.path());
        facts.collect(&Evidence {
            truth: &truth,
            row,
            input: &input,
            output: &output,
            path: &path,
            patches,
            dciodvfy: None,
        });
    }
    let links = facts.finish(&mut notes);
    (truth, notes, links)
}

/// Judgements of patients whose dates move by so many days each.
fn judged(days: &[u32], tool: Tool<'_>) -> Vec<Judgement> {
    let patients: Vec<_> = (0..).zip(days).map(|(index, days)| patient(index, *days, tool)).collect();
    let mut survey = Survey::default();
    patients.iter().for_each(|(_, _, links)| survey.add(links));
    let all = survey.finish();
    let conclude = |(truth, mut notes, links): (PatientTruth, Notes, PatientLinks)| {
        conclude(&links, &all, &truth, &mut notes);
        notes.judgement
    };
    patients.into_iter().map(conclude).collect()
}

/// What a tool breaks in one patient, as sorts with counts and as forms with places.
fn broken(tool: Tool<'_>) -> (Vec<(String, u64)>, Vec<String>) {
    let judgement = judged(&[5], tool).remove(0);
    let counts = judgement.links.into_iter().filter(|(_, link)| link.broken > 0);
    let shown = judgement.findings.into_iter().map(|finding| format!("{} {}", finding.form, finding.seen_at));
    (counts.map(|(sort, link)| (sort, link.broken)).collect(), shown.collect())
}

/// The same text at a place of every file that has one.
fn writes(place: &str, vr: VR, text: &str) -> impl Fn(usize, Object) -> Object {
    let path: AttributePath = place.parse().unwrap();
    let text = text.to_owned();
    move |number, mut object| {
        if path.steps.is_empty() || number == 2 {
            match vr {
                VR::UN => object.set_bytes(path.clone(), vr, text.as_bytes()),
                _ => object.set_text(path.clone(), vr, &text),
            }
        }
        object
    }
}

#[test]
fn a_faithful_tool_breaks_nothing_and_every_sort_was_tested() {
    let judgement = judged(&[5], &|_, object| object).remove(0);
    assert_eq!(judgement.findings, vec![]);
    assert!(judgement.links.values().all(|link| link.checked > 0 && link.broken == 0), "{:?}", judgement.links);
    assert_eq!(judgement.links.len(), CARDS.len());
}

#[test]
fn references_in_sequences_and_private_bytes_must_follow() {
    let stays = "1.2.826.0.1.0.101";
    let (counts, shown) = broken(&writes(SECOND_REFERENCE, VR::UI, stays));
    assert_eq!((counts, shown), (vec![("uid".into(), 1)], vec![format!("not replaced {SECOND_REFERENCE}")]));
    let (counts, shown) = broken(&writes(SECOND_REFERENCE, VR::UI, "2.25.5"));
    assert_eq!((counts, shown), (vec![("uid".into(), 1)], vec![format!("points nowhere {SECOND_REFERENCE}")]));
    let (counts, shown) = broken(&writes(PRIVATE_UID, VR::UN, "1.2.826.0.1.0.107"));
    assert_eq!((counts, shown), (vec![("uid".into(), 3)], vec![format!("not replaced {PRIVATE_UID}")]));
}

#[test]
fn a_reference_that_is_dropped_convicts_no_other() {
    let drops = |number: usize, mut object: Object| {
        if number == 2 {
            object.remove(tags::REFERENCED_IMAGE_SEQUENCE);
            let path = AttributePath::top(tags::REFERENCED_SOP_INSTANCE_UID);
            object.set_text(path.inside(tags::REFERENCED_IMAGE_SEQUENCE, 0), VR::UI, "2.25.770101");
        }
        object
    };
    assert_eq!(broken(&drops), (vec![], vec![]));
}

#[test]
fn dates_go_with_the_sequence_that_held_them() {
    let modified = Policy { options: [Opt::RetainLongModifiedDates].into(), ..Policy::basic() };
    let place: AttributePath = "(0040,0275)[0]/(0008,0020)".parse().unwrap();
    let beside: AttributePath = "(0040,0275)[0]/(0008,0050)".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut input = Object::new();
    input.set_text(place, VR::DA, "20240308");
    input.set_text(beside.clone(), VR::SH, "1");
    let mut emptied = Object::new();
    emptied.set_text(beside, VR::SH, "1");
    let truth = PatientTruth { instances: vec![row("P-0".into())], ..PatientTruth::default() };
    for (output, expected) in [(emptied, (1, 1)), (Object::new(), (0, 0))] {
        let mut facts = LinkFacts::default();
        let scans = [&input, &output].map(|object| scan(folder.path(), object));
        let [input, output] = &scans;
        let (row, patches) = (&truth.instances[0], folder.path());
        facts.collect(&Evidence { truth: &truth, row, input, output, path: "0.dcm", patches, dciodvfy: None });
        let mut notes = Notes::new(&truth, modified.clone());
        let links = facts.finish(&mut notes);
        conclude(&links, &Conclusions::default(), &truth, &mut notes);
        let dates = &notes.judgement.links["date"];
        assert_eq!((dates.checked, dates.broken), expected);
    }
}

#[test]
fn private_dates_and_dates_in_text_must_move_along() {
    let (counts, shown) = broken(&writes(PRIVATE_DATE, VR::DA, "20240308"));
    assert_eq!((counts, shown), (vec![("date".into(), 3)], vec![format!("uneven {PRIVATE_DATE}")]));
    let (counts, shown) = broken(&writes(NOTE, VR::LT, "see 2024-03-20 again"));
    assert_eq!((counts, shown), (vec![("date".into(), 3)], vec![format!("uneven {NOTE}")]));
    // Text without any date has no interval to keep.
    assert_eq!(broken(&writes(NOTE, VR::LT, "removed")), (vec![], vec![]));
}

#[test]
fn one_shift_for_everybody_is_recoverable_and_one_for_each_is_held() {
    let verdicts = |days: &[u32], tool: Tool<'_>| -> BTreeSet<Verdict> {
        let plants = judged(days, tool).into_iter().flat_map(|judgement| judgement.plants);
        plants.flat_map(|(_, verdict)| [verdict.fixed, verdict.claimed]).collect()
    };
    assert_eq!(verdicts(&[5, 5, 5], &|_, object| object), [Verdict::Recoverable].into());
    assert_eq!(verdicts(&[5, 6, 7], &|_, object| object), [Verdict::Held].into());
    assert_eq!(verdicts(&[5, 5], &|_, object| object), [Verdict::Held].into());
    let tells = |days: f64| {
        move |_: usize, mut object: Object| {
            object.set_f64(tags::LONGITUDINAL_TEMPORAL_OFFSET_FROM_EVENT, &[days]);
            object
        }
    };
    assert_eq!(verdicts(&[6], &tells(-6.0)), [Verdict::Recoverable].into());
    assert_eq!(verdicts(&[6], &tells(7.0)), [Verdict::Held].into());
    let says = writes("(0012,0063)", VR::LO, "Dates moved by 14 days");
    assert_eq!(verdicts(&[14], &says), [Verdict::Recoverable].into());
    assert_eq!(verdicts(&[13], &says), [Verdict::Held].into());
}

#[test]
fn patients_are_kept_apart_by_number_and_by_uids() {
    let shared = |place: &str, vr: VR, text: &str| -> Vec<(String, u64)> {
        let judged = judged(&[5, 6, 7], &writes(place, vr, text));
        let broken = judged.into_iter().flat_map(|judgement| judgement.links);
        broken.filter(|(_, link)| link.broken > 0).map(|(sort, link)| (sort, link.broken)).collect()
    };
    let once_each = |sort: &str| vec![(sort.to_owned(), 1); 3];
    assert_eq!(shared("(0010,0020)", VR::LO, "ANONYMOUS"), once_each("pseudonym"));
    assert_eq!(shared("(0020,0010)", VR::SH, "ANONYMOUS"), vec![]);
    // One UID for the study of everybody; each patient's private bytes name its own still.
    let judged = judged(&[5, 6], &|number, object| {
        let object = writes("(0020,000D)", VR::UI, "2.25.5")(number, object);
        writes(PRIVATE_UID, VR::UN, "2.25.5")(number, object)
    });
    for judgement in judged {
        assert_eq!(judgement.links["uid"].broken, 1, "{:?}", judgement.findings);
        assert_eq!(judgement.findings[0].form, "shared by patients");
    }
}

#[test]
fn every_sort_of_link_has_one_card() {
    let sorts: BTreeSet<&str> = CARDS.iter().map(|(sort, _)| *sort).collect();
    let ids: BTreeSet<&str> = CARDS.iter().map(|(_, card)| card.id).collect();
    assert_eq!((sorts, ids.len()), (["date", "pseudonym", "uid"].into(), 3));
}
