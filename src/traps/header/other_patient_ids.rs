//! Other numbers of the patient, flat and in a sequence.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired in 2017, and still written by scanners of before.
const OTHER_PATIENT_IDS: Tag = Tag(0x0010, 0x1000);

static CARD: Card = Card {
    id: "other-patient-ids",
    version: 1,
    title: "Other numbers of the patient, flat and in a sequence",
    why: "Tools that empty Patient ID forget the numbers of other hospitals and insurers, the more so inside a sequence.",
    standard: "PS3.15 Table E.1-1: Other Patient IDs (0010,1000) and Other Patient IDs Sequence (0010,1002), action X",
    seen: "",
    passes: "Both attributes are gone.",
};

/// Other numbers of the patient, flat and in a sequence.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let number = planting.identity.other_patient_id.clone();
    let insurance = planting.identity.insurance.clone();
    for instance in planting.instances() {
        planting.set(instance, OTHER_PATIENT_IDS, VR::LO, Kind::OtherPatientId, &number);
        let sequence = tags::OTHER_PATIENT_I_DS_SEQUENCE;
        let insurance_number = AttributePath::top(tags::PATIENT_ID).inside(sequence, 0);
        planting.set(instance, insurance_number, VR::LO, Kind::Insurance, &insurance);
        let kind_of_number = AttributePath::top(tags::TYPE_OF_PATIENT_ID).inside(sequence, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(kind_of_number, VR::CS, "TEXT");
        }
    }
}
