//! What a detector gets to see, and where it notes what it saw.

use crate::detectors::dciodvfy::Validation;
use crate::dicom::scan::Scan;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::judgement::Judgement;
use crate::judgement::PlantVerdict;
use crate::policy::Policy;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use std::path::Path;

/// One input, its output, and all that is recorded of the patient.
pub struct Evidence<'a> {
    /// The patient.
    pub truth: &'a PatientTruth,
    /// The instance.
    pub row: &'a InstanceRow,
    /// The input as it was handed over.
    pub input: &'a Scan,
    /// The output, which opens.
    pub output: &'a Scan,
    /// Path of the output below the output folder.
    pub path: &'a str,
    /// Folder with the recorded pictures of burned lines.
    pub patches: &'a Path,
    /// The validator with the files of this pair, where it is installed and wanted.
    pub dciodvfy: Option<Validation<'a>>,
}

impl Evidence<'_> {
    /// The plants of this instance.
    pub fn plants(&self) -> impl Iterator<Item = &Plant> {
        self.truth.plants.iter().filter(|plant| plant.instance == self.row.instance)
    }

    /// A finding on this output that names no plant.
    pub fn finding(&self, topic: Topic, detector: &str) -> Finding {
        Finding {
            topic,
            detector: detector.to_owned(),
            verdict: None,
            patient: self.truth.patient.clone(),
            instance: self.row.instance.clone(),
            plant: String::new(),
            trap: String::new(),
            surface: None,
            kind: None,
            direct: false,
            moved: false,
            output: self.path.to_owned(),
            seen_at: String::new(),
            form: String::new(),
            evidence: String::new(),
            value: String::new(),
            crop: String::new(),
        }
    }

    /// A finding on this output that is about a plant.
    pub fn leak(&self, detector: &str, plant: &Plant, verdict: Verdict) -> Finding {
        let mut finding = leak(detector, plant, verdict, self.path);
        finding.instance.clone_from(&self.row.instance);
        finding
    }
}

/// A finding about a plant, in the output of that path.
pub fn leak(detector: &str, plant: &Plant, verdict: Verdict, path: &str) -> Finding {
    Finding {
        topic: Topic::Leak,
        detector: detector.to_owned(),
        verdict: Some(verdict),
        patient: plant.patient.clone(),
        instance: String::new(),
        plant: plant.id.clone(),
        trap: plant.trap.clone(),
        surface: Some(plant.surface),
        kind: Some(plant.kind),
        direct: plant.direct,
        moved: false,
        output: path.to_owned(),
        seen_at: plant.locus.to_string(),
        form: String::new(),
        evidence: String::new(),
        value: plant.value.clone(),
        crop: String::new(),
    }
}

/// What all detectors noted of one patient so far.
pub struct Notes {
    /// The judgement in the making.
    pub judgement: Judgement,
    /// The policy that the tool claims.
    pub policy: Policy,
}

impl Notes {
    /// Nothing seen yet: every plant is unmeasured until its output was opened.
    pub fn new(truth: &PatientTruth, policy: Policy) -> Self {
        let unmeasured = PlantVerdict { fixed: Verdict::NotMeasured, claimed: Verdict::NotMeasured };
        let judgement = Judgement {
            patient: truth.patient.clone(),
            plants: truth.plants.iter().map(|plant| (plant.id.clone(), unmeasured)).collect(),
            ..Judgement::default()
        };
        Self { judgement, policy }
    }

    /// The output opened: the plants of an instance that are not drawn hold until something is seen of them. Those drawn on
    /// frames, planes and icons are unmeasured until their pixels were judged.
    pub fn opened(&mut self, truth: &PatientTruth, instance: &str) {
        let held = PlantVerdict { fixed: Verdict::Held, claimed: Verdict::Held };
        for plant in truth.plants.iter().filter(|plant| plant.instance == instance && !plant.is_drawn()) {
            self.judgement.plants.insert(plant.id.clone(), held);
        }
    }

    /// Notes a verdict on a plant at its own place; the worst of several stays, and an unmeasured one gives way.
    pub fn convict(&mut self, plant: &Plant, verdict: Verdict) {
        let claimed = match verdict {
            Verdict::Leaked | Verdict::Partial | Verdict::Recoverable if self.permits(plant) => Verdict::Permitted,
            other => other,
        };
        let entry = self
            .judgement
            .plants
            .entry(plant.id.clone())
            .or_insert(PlantVerdict { fixed: Verdict::NotMeasured, claimed: Verdict::NotMeasured });
        let worst = |known: Verdict, new: Verdict| if known == Verdict::NotMeasured { new } else { known.max(new) };
        *entry = PlantVerdict { fixed: worst(entry.fixed, verdict), claimed: worst(entry.claimed, claimed) };
    }

    /// Whether the claimed policy lets the plant stay at its place. A direct identifier never may.
    pub fn permits(&self, plant: &Plant) -> bool {
        !plant.direct && self.policy.permits_recorded(&plant.option_actions)
    }
}
