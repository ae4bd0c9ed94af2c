//! The oracle, but what leads from object to object is torn, merged or mistaken in the way that the word names.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::selftest::oracle::dummy::replaced;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::parts::Parts;
use crate::truth::InstanceRow;

/// The ways.
pub const WORDS: &[&str] = &[
    "forgets-references",
    "scrambles-uids",
    "merges-series",
    "merges-patients",
    "forgets-file-meta",
    "invalid-uids",
    "one-name-per-file",
    "shares-pseudonym",
    "one-name-for-all",
    "no-name-at-all",
];

/// Bytes of a value in which a UID is looked for.
const LONGEST: usize = 4096;

/// Breaks links of a file that the oracle wrote; another word changes nothing.
pub fn apply(word: &str, parts: &mut Parts, original: &Parts, file: &File<'_>) {
    let own = |tag: Tag| replaced(&format!("{} {} {tag}", file.patient, file.number));
    match word {
        "forgets-references" if file.number.is_multiple_of(2) => put_back(&mut parts.data, &original.data, 0),
        "scrambles-uids" => {
            for tag in [tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::FRAME_OF_REFERENCE_UID] {
                if tree::get(&parts.data, tag).is_some() {
                    parts.put_text(tag, VR::UI, &own(tag));
                }
            }
        }
        "merges-series" => {
            let series = replaced(&format!("series of {}", file.patient));
            wherever(&mut parts.data, &known(file, |row| &row.series_instance_uid), &|_| series.clone());
        }
        "merges-patients" => {
            let study = replaced("the study of everybody");
            wherever(&mut parts.data, &known(file, |row| &row.study_instance_uid), &|_| study.clone());
        }
        "forgets-file-meta" => {
            let uid = own(tags::SOP_INSTANCE_UID);
            tree::put(&mut parts.meta, Node::new(tags::MEDIA_STORAGE_SOP_INSTANCE_UID, VR::UI, uid));
        }
        "invalid-uids" => {
            let uids = [known(file, |row| &row.study_instance_uid), known(file, |row| &row.series_instance_uid)];
            wherever(&mut parts.data, &uids.concat(), &|uid| uid.replace("2.25.", "2.25.0"));
        }
        "one-name-per-file" => {
            let name = format!("SUBJECT-{:04}-{:04}", file.patient, file.number);
            parts.put_text(tags::PATIENT_NAME, VR::PN, &name);
            parts.put_text(tags::PATIENT_ID, VR::LO, &name);
        }
        "shares-pseudonym" => {
            let name = format!("SUBJECT-{:04}", file.patient.max(2));
            parts.put_text(tags::PATIENT_NAME, VR::PN, &name);
            parts.put_text(tags::PATIENT_ID, VR::LO, &name);
        }
        "one-name-for-all" => {
            parts.put_text(tags::PATIENT_NAME, VR::PN, "ANONYMOUS");
            parts.put_text(tags::PATIENT_ID, VR::LO, "ANONYMOUS");
        }
        "no-name-at-all" => {
            parts.put_text(tags::PATIENT_NAME, VR::PN, "");
            parts.put_text(tags::PATIENT_ID, VR::LO, "");
            parts.remove(tags::CLINICAL_TRIAL_SUBJECT_ID);
        }
        _ => {}
    }
}

/// What the oracle made of such a UID of each file of the patient.
fn known(file: &File<'_>, uid: fn(&InstanceRow) -> &String) -> Vec<String> {
    file.truth.instances.iter().map(uid).filter(|uid| !uid.is_empty()).map(|uid| replaced(uid)).collect()
}

/// Another UID wherever one of these stands, whatever the attribute: all that leads there still leads to one object.
fn wherever(nodes: &mut [Node], old: &[String], new: &dyn Fn(&str) -> String) {
    for node in nodes {
        if let Value::Items(items) = &mut node.value {
            items.iter_mut().for_each(|item| wherever(item, old, new));
            continue;
        }
        // Pixels hold no UID.
        if !matches!(&node.value, Value::Bytes(bytes) if bytes.len() <= LONGEST) {
            continue;
        }
        let text = node.text();
        if text.split('\\').any(|uid| old.iter().any(|old| old == uid)) {
            let other = |uid: &str| if old.iter().any(|old| old == uid) { new(uid) } else { uid.to_owned() };
            *node = Node::new(node.tag, node.vr, text.split('\\').map(other).collect::<Vec<_>>().join("\\"));
        }
    }
}

/// Puts every UID back that does not name the object itself, its series or its study.
fn put_back(level: &mut [Node], original: &[Node], depth: usize) {
    let own = [tags::SOP_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::STUDY_INSTANCE_UID];
    for node in level.iter_mut().filter(|node| depth > 0 || !own.contains(&node.tag)) {
        let Some(before) = tree::get(original, node.tag) else { continue };
        match (&mut node.value, &before.value) {
            (Value::Items(items), Value::Items(originals)) => {
                for (item, original) in items.iter_mut().zip(originals) {
                    put_back(item, original, depth + 1);
                }
            }
            (value, old) if node.vr == VR::UI => *value = old.clone(),
            _ => {}
        }
    }
}
