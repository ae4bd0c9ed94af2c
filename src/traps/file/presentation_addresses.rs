//! Network addresses in the file meta information.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::identity::others::number;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "presentation-addresses",
    version: 1,
    title: "Network addresses in the file meta information",
    why: "Newer elements of the group are in few libraries, which pass them on as they are.",
    standard: "PS3.10 §7.1: (0002,0026) to (0002,0028)",
    seen: "",
    passes: "The elements are gone or say something else.",
};

/// Network addresses in the file meta information.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FileMeta, plant);

fn plant(planting: &mut Planting<'_>) {
    let [source, sending, receiving] = ["scanner", "gateway", "archive"]
        .map(|host| format!("dicom://{host}.example.org:{}", number(9, &mut planting.stream)));
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.meta.source_address = Some(source.clone());
        target.meta.sending_address = Some(sending.clone());
        target.meta.receiving_address = Some(receiving.clone());
        for (element, address) in [(0x0026, &source), (0x0027, &sending), (0x0028, &receiving)] {
            planting.record(instance, Locus::Meta(0x0002, element), &[Secret::plain(Kind::Device, address)], "");
        }
    }
}
