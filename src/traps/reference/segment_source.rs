//! Slices that a segmentation was drawn on.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "segment-source",
    version: 1,
    title: "Slices that a segmentation was drawn on",
    why: "Every frame names its slice, deep in functional groups; a tool that replaces UIDs of the top level leaves all of them.",
    standard: "PS3.15 Table E.1-1: Referenced SOP Instance UID (0008,1155), Series Instance UID (0020,000E), action U",
    seen: "OHIF/Viewers#1782",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Slices that a segmentation was drawn on.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::Segmentation);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::Segmentation) else { return };
    record_uids(
        planting,
        number,
        &[tags::REFERENCED_SERIES_SEQUENCE, tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE],
        &[tags::REFERENCED_SOP_INSTANCE_UID, tags::SERIES_INSTANCE_UID],
    );
}
