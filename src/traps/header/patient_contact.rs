//! Address and telephone number of the patient.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-contact",
    version: 1,
    title: "Address and telephone number of the patient",
    why: "These attributes come from the registration system and are not shown by most viewers.",
    standard: "PS3.15 Table E.1-1: Patient's Address (0010,1040) and Patient's Telephone Numbers (0010,2154), action X",
    seen: "",
    passes: "Both attributes are gone.",
};

/// Address and telephone number of the patient.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let street = planting.identity.address.street.clone();
    let phone = planting.identity.phone.clone();
    for instance in planting.instances() {
        planting.set(instance, tags::PATIENT_ADDRESS, VR::LO, Kind::Address, &street);
        planting.set(instance, tags::PATIENT_TELEPHONE_NUMBERS, VR::SH, Kind::Phone, &phone);
    }
}
