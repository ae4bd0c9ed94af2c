//! UID of the study as a content item of a report.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "report-uid",
    version: 1,
    title: "UID of the study as a content item of a report",
    why: "A reference of VR UI in the content has a tag of its own, and reports keep it as data.",
    standard: "PS3.15 Table E.1-1: UID (0040,A124), action U",
    seen: "",
    passes: "The item is gone, or its UID is replaced.",
};

/// UID of the study as a content item of a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant).needs(Companion::ComprehensiveSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::ComprehensiveSr) else { return };
    let image = planting.study.at(0).and_then(|image| image.object.text(tags::STUDY_INSTANCE_UID));
    let uid = image.unwrap_or_default();
    let Some(target) = planting.study.at_mut(number) else { return };
    let concept = ("121018", "DCM", "Procedure Study Instance UID");
    let item = add_item(&mut target.object, &[], "HAS OBS CONTEXT", "UIDREF", Some(concept));
    planting.set(number, AttributePath::below(&item, tags::UID), VR::UI, Kind::Uid, &uid);
}
