//! Name beside the contrast agent.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "contrast-agent-name",
    version: 1,
    title: "Name beside the contrast agent",
    why: "The attribute is a drug's in every table of tools; injectors write for whom the syringe was drawn up.",
    standard: "PS3.15 Table E.1-1: Contrast/Bolus Agent (0018,0010), action Z/D",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Name beside the contrast agent.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let family = &identity.name.family;
    let secret = Secret { kind: Kind::PersonName, value: &name, written: family };
    let text = format!("Iohexol 350 for {family}");
    planting.write_everywhere(tags::CONTRAST_BOLUS_AGENT, VR::LO, &text, &[secret], "Iohexol 350 for");
}
