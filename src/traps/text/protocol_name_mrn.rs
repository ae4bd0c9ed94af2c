//! Record number behind the words of a protocol that look like names.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "protocol-name-mrn",
    version: 1,
    title: "Record number behind the words of a protocol that look like names",
    why: "Dixon and Lauenstein are words of the protocol here; a tool that scrubs by a list of names takes them and leaves the number.",
    standard: "PS3.15 Table E.1-1: Protocol Name (0018,1030), action X/D",
    seen: "dcm2niix#732",
    passes: "The number is gone; Dixon and Lauenstein may stay.",
};

/// Record number behind the words of a protocol that look like names.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let text = format!("Dixon VIBE Lauenstein {}", identity.mrn);
    let secret = Secret::plain(Kind::Mrn, &identity.mrn);
    let context = "Dixon VIBE Lauenstein";
    planting.write_everywhere(tags::PROTOCOL_NAME, VR::LO, &text, &[secret], context);
    planting.keep_everywhere(tags::PROTOCOL_NAME, context);
}
