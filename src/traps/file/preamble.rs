//! Name and number in the preamble.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "preamble",
    version: 1,
    title: "Name and number in the preamble",
    why: "The 128 bytes before DICM belong to no attribute, and libraries copy them as they are.",
    standard: "PS3.10 §7.1: file preamble",
    seen: "fo-dicom#879",
    passes: "The preamble holds zeros, or nothing that was in it.",
};

/// Name and number in the preamble.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Preamble, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, mrn) = (planting.identity.name.dicom(), planting.identity.mrn.clone());
    let text = format!("{name}|{mrn}");
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        for (slot, byte) in target.preamble.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        let name = Secret::plain(Kind::PersonName, &name);
        let mrn = Secret::plain(Kind::Mrn, &mrn);
        planting.record(instance, Locus::Preamble, &[name, mrn], "");
    }
}
