//! Name of the patient as a content item of a report.

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
    id: "sr-person-name",
    version: 1,
    title: "Name of the patient as a content item of a report",
    why: "Tools that work by tag clean the header and take the content for data; the name in it has the tag of any person.",
    standard: "PS3.15 Table E.1-1: Content Sequence (0040,A730) D, Person Name (0040,A123) D",
    seen: "SmiServices PR #1524",
    passes: "The item is gone, or the name in it is replaced.",
};

/// Name of the patient as a content item of a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    let name = planting.identity.name.dicom();
    let Some(target) = planting.study.at_mut(number) else { return };
    let item = add_item(&mut target.object, &[], "HAS OBS CONTEXT", "PNAME", Some(("121029", "DCM", "Subject Name")));
    planting.set(number, AttributePath::below(&item, tags::PERSON_NAME), VR::PN, Kind::PersonName, &name);
}
