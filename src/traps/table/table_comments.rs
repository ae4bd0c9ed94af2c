//! Names and order numbers in comments.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Comment;
use crate::traps::content::Content::Description;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-comments",
    version: 1,
    title: "Names and order numbers in comments",
    why: "Comments are the notes of the ward; each module has its own attribute for them.",
    standard: "PS3.15 Table E.1-1: comments and texts, X, Z or D",
    seen: "irrer/DICOMClient#24",
    passes: "The text is gone, or the name and number in it are.",
};

/// Names and order numbers in comments.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::IDENTIFYING_COMMENTS, Comment),
    Entry(tags::FRAME_COMMENTS, Comment),
    Entry(tags::IMAGE_PRESENTATION_COMMENTS, Comment),
    Entry(tags::COMMENTS_ON_RADIATION_DOSE, Comment),
    Entry(tags::ANNOTATION_GROUP_DESCRIPTION, Comment),
    Entry(tags::UNFORMATTED_TEXT_VALUE, Comment),
    Entry(tags::TOPIC_SUBJECT, Comment),
    Entry(tags::TEXT_STRING, Description),
    Entry(tags::LABEL_TEXT, Comment),
    Entry(tags::BARCODE_VALUE, Comment),
    Entry(tags::POSITION_ACQUISITION_TEMPLATE_DESCRIPTION, Comment),
    Entry(tags::COMPENSATOR_DESCRIPTION, Comment),
    Entry(tags::PATIENT_TREATMENT_PREPARATION_PROCEDURE_PARAMETER_DESCRIPTION, Comment),
    Entry(tags::PATIENT_TREATMENT_PREPARATION_METHOD_DESCRIPTION, Comment),
    Entry(tags::PATIENT_SETUP_PHOTO_DESCRIPTION, Comment),
    Entry(tags::RT_PHYSICIAN_INTENT_NARRATIVE, Comment),
    Entry(tags::TREATMENT_TECHNIQUE_NOTES, Comment),
    Entry(tags::PRESCRIPTION_NOTES, Comment),
    Entry(tags::FRACTIONATION_NOTES, Comment),
    Entry(tags::ARBITRARY, Comment),
    Entry(tags::TEXT_COMMENTS, Comment),
    Entry(tags::INTERPRETATION_TEXT, Comment),
    Entry(tags::IMPRESSIONS, Comment),
    Entry(tags::RESULTS_COMMENTS, Comment),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
