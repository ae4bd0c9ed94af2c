//! One input and one output that a test writes itself, judged by one detector.

use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::encode::Encoding;
use crate::dicom::encode::Syntax;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::locus::Locus;
use crate::dicom::object::Object;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::write::FileParts;
use crate::dicom::write::write_encoded;
use crate::judgement::Judgement;
use crate::truth::InstanceRow;
use crate::truth::Keep;
use crate::truth::KeepKind;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use crate::truth::Surface;
use std::path::Path;

/// CT Image Storage.
pub const CT: &str = "1.2.840.10008.5.1.4.1.1.2";

/// A patient with one instance, its input, and what is known of both.
pub struct Trial {
    /// What is recorded.
    pub truth: PatientTruth,
    /// The input.
    pub input: Object,
}

impl Trial {
    /// An object without anything but what makes it an instance.
    pub fn new() -> Self {
        let mut input = Object::new();
        input.set_str(tags::SOP_CLASS_UID, CT);
        input.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
        let row = InstanceRow {
            instance: "I1".into(),
            path: "one".into(),
            sop_instance_uid: "1.2.3".into(),
            sop_class_uid: CT.into(),
            modality: "CT".into(),
            ..InstanceRow::default()
        };
        Self { truth: PatientTruth { instances: vec![row], ..PatientTruth::default() }, input }
    }

    /// Records a plant at a place.
    pub fn plant(&mut self, place: &str, kind: Kind, value: &str, option_actions: &str, context: &str) {
        self.truth.plants.push(Plant {
            id: format!("P{}", self.truth.plants.len()),
            trap: "trial".into(),
            instance: "I1".into(),
            option_actions: option_actions.into(),
            context: context.into(),
            ..Plant::new(Surface::Header, place.parse().expect("a locus"), kind, value)
        });
    }

    /// Records something that must survive.
    pub fn keep(&mut self, place: &str, kind: KeepKind, value: &str) {
        let locus: Locus = place.parse().expect("a locus");
        self.truth.keeps.push(Keep { instance: "I1".into(), kind, locus, area: None, value: value.into() });
    }

    /// What a detector says of an output.
    pub fn judged(&self, detector: &dyn Detector, policy: &str, output: &Object) -> Judgement {
        self.judged_scans(detector, policy, &scan(&self.input), &scan(output))
    }

    /// The same with input and output as files.
    pub fn judged_scans(&self, detector: &dyn Detector, policy: &str, input: &Scan, output: &Scan) -> Judgement {
        let (Some(row), patches) = (self.truth.instances.first(), Path::new("")) else { unreachable!() };
        let evidence = Evidence { truth: &self.truth, row, input, output, path: "out", patches, dciodvfy: None };
        let mut notes = Notes::new(&self.truth, policy.parse().expect("a policy"));
        detector.inspect(&evidence, &mut notes);
        notes.judgement
    }
}

/// An object as a file that is read again.
pub fn scan(object: &Object) -> Scan {
    scan_as(object, Syntax::ExplicitLittleEndian)
}

/// The same in some transfer syntax.
pub fn scan_as(object: &Object, syntax: Syntax) -> Scan {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("one");
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("1.2.3", "TRIAL"),
        meta: &FileMeta::default(),
        media_storage: None,
        object,
        trailing: b"",
    };
    write_encoded(&file, parts, Encoding { syntax, ..Encoding::default() }, None).expect("written");
    Scan::open(&file, 1 << 20).expect("a scan")
}
