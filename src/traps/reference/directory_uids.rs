//! Study, series and images in the directory of a medium.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "directory-uids",
    version: 1,
    title: "Study, series and images in the directory of a medium",
    why: "The directory lists every original UID in clear, beside files that have new ones.",
    standard: "PS3.15 Table E.1-1: Referenced SOP Instance UID in File (0004,1511), action U",
    seen: "",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Study, series and images in the directory of a medium.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::MediaDirectory).ends_tools();

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::MediaDirectory) else { return };
    record_uids(
        planting,
        number,
        &[tags::DIRECTORY_RECORD_SEQUENCE],
        &[tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE],
    );
}
