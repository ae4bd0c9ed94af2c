//! Study, series and images in the evidence of a report.

use crate::card::Card;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::reference::record_uids;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "report-evidence",
    version: 1,
    title: "Study, series and images in the evidence of a report",
    why: "The evidence lists every original UID of the study, three sequences deep.",
    standard: "PS3.15 Table E.1-1: Study (0020,000D), Series (0020,000E) and Referenced SOP Instance UID (0008,1155), action U",
    seen: "deid PR #292",
    passes: "Each is replaced, by the UID that the image got.",
};

/// Study, series and images in the evidence of a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    record_uids(
        planting,
        number,
        &[tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE],
        &[tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::REFERENCED_SOP_INSTANCE_UID],
    );
}
