//! Images that were marked as key images.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "key-object-reference",
    version: 1,
    title: "Images that were marked as key images",
    why: "A list of key images is nothing but references, in its evidence and again in its content.",
    standard: "PS3.15 Table E.1-1: Referenced SOP Instance UID (0008,1155), action U",
    seen: "",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Images that were marked as key images.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::KeyObjects);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::KeyObjects) else { return };
    record_uids(
        planting,
        number,
        &[tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, tags::CONTENT_SEQUENCE],
        &[tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::REFERENCED_SOP_INSTANCE_UID],
    );
}
