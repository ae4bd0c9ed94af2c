//! Name in the explanation of a window.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "window-explanation-name",
    version: 1,
    title: "Name in the explanation of a window",
    why: "The table of the standard does not list the attribute, so a tool that follows the table alone leaves it.",
    standard: "not in PS3.15 Table E.1-1: Window Center Width Explanation (0028,1055); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "",
    passes: "The name is gone; the words of the window may stay.",
};

/// Name in the explanation of a window.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = identity.name.family.to_uppercase();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    for instance in &mut planting.study.instances {
        // An explanation needs a window (PS3.3 §C.11.2.1.2); this one shows eight bits as they are.
        if instance.object.contains(tags::BITS_STORED) && !instance.object.contains(tags::WINDOW_CENTER) {
            instance.object.set_str(tags::WINDOW_CENTER, "128");
            instance.object.set_str(tags::WINDOW_WIDTH, "256");
        }
    }
    planting.append_everywhere(tags::WINDOW_CENTER_WIDTH_EXPLANATION, VR::LO, &written, &[secret]);
}
