//! Image that a document was made of.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "document-source",
    version: 1,
    title: "Image that a document was made of",
    why: "The source of a document stands in a sequence that images do not have.",
    standard: "PS3.15 Table E.1-1: Referenced SOP Instance UID (0008,1155), action U",
    seen: "",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Image that a document was made of.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::EncapsulatedPdf);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EncapsulatedPdf) else { return };
    record_uids(planting, number, &[tags::SOURCE_INSTANCE_SEQUENCE], &[tags::REFERENCED_SOP_INSTANCE_UID]);
}
