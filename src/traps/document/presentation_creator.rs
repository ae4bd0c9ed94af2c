//! Who made a presentation state, and for whom.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "presentation-creator",
    version: 1,
    title: "Who made a presentation state, and for whom",
    why: "Viewers fill in the name of the user; the description is free text that PS3.15 does not list.",
    standard: "PS3.15 Table E.1-1: Content Creator's Name (0070,0084) Z/D; Content Description (0070,0081) is not listed",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Who made a presentation state, and for whom.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant).needs(Companion::PresentationState);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::PresentationState) else { return };
    let creator = planting.identity.reading.dicom();
    let (name, readable) = (planting.identity.name.dicom(), planting.identity.name.readable());
    let text = format!("Shown to {readable}");
    planting.set(number, tags::CONTENT_CREATOR_NAME, VR::PN, Kind::Staff, &creator);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    planting.write(number, tags::CONTENT_DESCRIPTION, VR::LO, &text, &[secret], "Shown to");
}
