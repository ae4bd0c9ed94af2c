//! Title of the sender in the file meta information.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::identity::others::number;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sending-ae-title",
    version: 1,
    title: "Title of the sender in the file meta information",
    why: "The node that sent the object names hospital and room, and tools rebuild the required elements only.",
    standard: "PS3.10 §7.1: file meta information",
    seen: "",
    passes: "The element is gone or says something else.",
};

/// Title of the sender in the file meta information.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FileMeta, plant);

fn plant(planting: &mut Planting<'_>) {
    let title = format!("NODE_{}", number(9, &mut planting.stream));
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.meta.sending_ae_title = Some(title.clone());
        planting.record(instance, Locus::Meta(0x0002, 0x0017), &[Secret::plain(Kind::Device, &title)], "");
    }
}
