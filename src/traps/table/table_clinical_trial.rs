//! Trial, site and subject of a study.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Code;
use crate::traps::content::Content::Description;
use crate::traps::content::Content::Place;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-clinical-trial",
    version: 1,
    title: "Trial, site and subject of a study",
    why: "A subject number is the patient's own in the trial that sent the image, and is kept as harmless.",
    standard: "PS3.15 Table E.1-1: attributes of group 0012, X, Z or D",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Trial, site and subject of a study.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::CLINICAL_TRIAL_SPONSOR_NAME, Place),
    Entry(tags::CLINICAL_TRIAL_PROTOCOL_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_PROTOCOL_NAME, Code(Kind::Description)),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_PROTOCOL_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_SITE_ID, Place),
    Entry(tags::CLINICAL_TRIAL_SITE_NAME, Place),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_SITE_ID, Place),
    Entry(tags::CLINICAL_TRIAL_SUBJECT_ID, Code(Kind::OtherPatientId)),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_SUBJECT_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_SUBJECT_READING_ID, Code(Kind::OtherPatientId)),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_SUBJECT_READING_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_TIME_POINT_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_TIME_POINT_DESCRIPTION, Description),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_TIME_POINT_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_COORDINATING_CENTER_NAME, Place),
    Entry(tags::CLINICAL_TRIAL_SERIES_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_SERIES_DESCRIPTION, Description),
    Entry(tags::ISSUER_OF_CLINICAL_TRIAL_SERIES_ID, Code(Kind::Description)),
    Entry(tags::CLINICAL_TRIAL_PROTOCOL_ETHICS_COMMITTEE_NAME, Place),
    Entry(tags::CLINICAL_TRIAL_PROTOCOL_ETHICS_COMMITTEE_APPROVAL_NUMBER, Code(Kind::Description)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
