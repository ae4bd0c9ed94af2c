//! Medical record number in Patient ID.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-id",
    version: 1,
    title: "Medical record number in Patient ID",
    why: "The number leads to the patient in every system of the hospital.",
    standard: "PS3.15 Table E.1-1: Patient ID (0010,0020), action Z/D",
    passes: "The value is empty or another number.",
};

/// Medical record number in Patient ID.
pub struct PatientId;

impl Trap for PatientId {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Header
    }

    fn is_core(&self) -> bool {
        true
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let mrn = planting.identity.mrn.clone();
        for instance in planting.instances() {
            planting.set(instance, tags::PATIENT_ID, VR::LO, Kind::Mrn, &mrn);
        }
    }
}
