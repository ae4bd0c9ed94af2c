//! Any bytes as the output for one small input, judged by every detector.

use deidbench::detectors::evaluate;
use deidbench::detectors::evaluate::Answer;
use deidbench::detectors::evaluate::Files;
use deidbench::dicom::VR;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::tags;
use deidbench::instance::Instance;
use deidbench::policy::Policy;
use deidbench::truth::InstanceRow;
use deidbench::truth::Kind;
use deidbench::truth::PatientTruth;
use deidbench::truth::Plant;
use deidbench::truth::Surface;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

struct Bench {
    root: TempDir,
    truth: PatientTruth,
}

/// One patient with one object without pixels and a name in it.
static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let root = tempfile::tempdir().expect("a temporary folder");
    for folder in ["input", "output", "truth"] {
        fs::create_dir(root.path().join(folder)).expect("a folder");
    }
    let mut instance = Instance::new("DEID-0001-I001".to_owned(), vec!["one.dcm".to_owned()]);
    let (class, uid, name) = ("1.2.840.10008.5.1.4.1.1.88.11", "2.25.4711", "Okafor-Lindqvist^Anna");
    for (tag, vr, text) in [
        (tags::SOP_CLASS_UID, VR::UI, class),
        (tags::SOP_INSTANCE_UID, VR::UI, uid),
        (tags::STUDY_INSTANCE_UID, VR::UI, "2.25.4712"),
        (tags::SERIES_INSTANCE_UID, VR::UI, "2.25.4713"),
        (tags::STUDY_DATE, VR::DA, "20230511"),
        (tags::MODALITY, VR::CS, "SR"),
        (tags::PATIENT_NAME, VR::PN, name),
    ] {
        instance.object.set_text(tag, vr, text);
    }
    let (written, _) = instance.write(&root.path().join("input/one.dcm")).expect("an input");
    let row = InstanceRow {
        instance: instance.id.clone(),
        path: "one.dcm".to_owned(),
        sha256: written.sha256,
        bytes: written.bytes,
        sop_instance_uid: uid.to_owned(),
        series_instance_uid: "2.25.4713".to_owned(),
        study_instance_uid: "2.25.4712".to_owned(),
        sop_class_uid: class.to_owned(),
        transfer_syntax_uid: "1.2.840.10008.1.2.1".to_owned(),
        modality: "SR".to_owned(),
        ..InstanceRow::default()
    };
    let plant = |id: &str, kind: Kind, locus: Locus, value: &str| Plant {
        id: id.to_owned(),
        trap: "patient-name".to_owned(),
        patient: "DEID-0001".to_owned(),
        instance: row.instance.clone(),
        basic_action: "Z".to_owned(),
        ..Plant::new(Surface::Header, locus, kind, value)
    };
    let plants = vec![
        plant("DEID-0001-P001", Kind::PersonName, Locus::Attribute(tags::PATIENT_NAME.into()), name),
        plant("DEID-0001-P002", Kind::Date, Locus::Attribute(tags::STUDY_DATE.into()), "20230511"),
    ];
    let truth =
        PatientTruth { patient: "DEID-0001".to_owned(), instances: vec![row], plants, ..PatientTruth::default() };
    Bench { root, truth }
});

/// Panics where a detector does, or loses a plant.
pub fn check(bytes: &[u8]) {
    let Bench { root, truth } = &*BENCH;
    let folder = |name: &str| root.path().join(name);
    let (input, output, patient) = (folder("input"), folder("output"), folder("truth"));
    fs::write(output.join("one.dcm"), bytes).expect("an output");
    let files = Files { input: &input, output: &output, truth: &patient, dciodvfy: None };
    let answer = |_: &InstanceRow| Answer { output: Some(PathBuf::from("one.dcm")), doubled: false };
    let (judged, _) = evaluate::patient(truth, &files, &Policy::basic(), &answer, Vec::new()).expect("a judgement");
    assert_eq!(judged.plants.len(), truth.plants.len());
}
