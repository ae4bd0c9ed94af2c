//! Images that a presentation state is for.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "presentation-reference",
    version: 1,
    title: "Images that a presentation state is for",
    why: "A state whose references stay points back at the original images, and fits the new ones no more.",
    standard: "PS3.15 Table E.1-1: Referenced SOP Instance UID (0008,1155), Series Instance UID (0020,000E), action U",
    seen: "mmiv-center/DICOMAnonymizer#4",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Images that a presentation state is for.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::PresentationState);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::PresentationState) else { return };
    record_uids(
        planting,
        number,
        &[tags::REFERENCED_SERIES_SEQUENCE, tags::GRAPHIC_ANNOTATION_SEQUENCE],
        &[tags::REFERENCED_SOP_INSTANCE_UID, tags::SERIES_INSTANCE_UID],
    );
}
