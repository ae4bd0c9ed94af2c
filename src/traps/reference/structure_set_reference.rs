//! Study, series, slices and frame of reference of a structure set.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "structure-set-reference",
    version: 1,
    title: "Study, series, slices and frame of reference of a structure set",
    why: "Contours belong to slices by UID: what is not replaced leads back, and what is replaced in one place alone breaks the plan.",
    standard: "PS3.15 Table E.1-1: Frame of Reference UID (0020,0052), Referenced Frame of Reference UID (3006,0024), Referenced SOP Instance UID (0008,1155), action U",
    seen: "OHIF/Viewers#1782, slicebox#290",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Study, series, slices and frame of reference of a structure set.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::RtStructureSet);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::RtStructureSet) else { return };
    record_uids(
        planting,
        number,
        &[tags::REFERENCED_FRAME_OF_REFERENCE_SEQUENCE, tags::STRUCTURE_SET_ROI_SEQUENCE, tags::ROI_CONTOUR_SEQUENCE],
        &[
            tags::REFERENCED_SOP_INSTANCE_UID,
            tags::SERIES_INSTANCE_UID,
            tags::FRAME_OF_REFERENCE_UID,
            tags::REFERENCED_FRAME_OF_REFERENCE_UID,
        ],
    );
}
