//! What a registration form asks about the patient.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Comment;
use crate::traps::content::Content::Description;
use crate::traps::content::Content::Url;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-patient-characteristics",
    version: 1,
    title: "What a registration form asks about the patient",
    why: "Occupation, faith, rank and history single out people, and their free text names them; newer attributes are in no old list.",
    standard: "PS3.15 Table E.1-1: attributes of group 0010 that describe the patient, action X",
    seen: "fo-dicom#1189",
    passes: "Each is gone.",
};

/// What a registration form asks about the patient.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::NAME_TO_USE_COMMENT, Comment),
    Entry(tags::PRONOUN_COMMENT, Comment),
    Entry(tags::SEX_PARAMETERS_FOR_CLINICAL_USE_CATEGORY_COMMENT, Comment),
    Entry(tags::GENDER_IDENTITY_COMMENT, Comment),
    Entry(tags::SEX_PARAMETERS_FOR_CLINICAL_USE_CATEGORY_REFERENCE, Url(Kind::Url)),
    Entry(tags::MEDICAL_ALERTS, Description),
    Entry(tags::ETHNIC_GROUP, Description),
    Entry(tags::ETHNIC_GROUPS, Description),
    Entry(tags::OCCUPATION, Description),
    Entry(tags::PATIENT_RELIGIOUS_PREFERENCE, Description),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
