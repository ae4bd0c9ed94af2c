//! Name and number in the directory of a medium.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "directory-record",
    version: 1,
    title: "Name and number in the directory of a medium",
    why: "DICOMDIR repeats the demographics of every patient; tools copy it as it is, for it is no image.",
    standard: "PS3.3 §F.5.1: patient directory record; PS3.15 §E.1 asks for a file-set without it or with a new one",
    seen: "Kitware/dicom-anonymizer#41",
    passes: "The directory is gone, or its records hold no identifiers.",
};

/// Name and number in the directory of a medium.
pub static TRAP: HeaderTrap =
    HeaderTrap::new(&CARD, Surface::Nested, plant).needs(Companion::MediaDirectory).ends_tools();

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::MediaDirectory) else { return };
    let name = planting.identity.name.dicom();
    let mrn = planting.identity.mrn.clone();
    let at = |tag| AttributePath::below(&[(tags::DIRECTORY_RECORD_SEQUENCE, 0)], tag);
    planting.set(number, at(tags::PATIENT_NAME), VR::PN, Kind::PersonName, &name);
    planting.set(number, at(tags::PATIENT_ID), VR::LO, Kind::Mrn, &mrn);
}
