//! Name and creator in the private information of the file.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-information",
    version: 1,
    title: "Name and creator in the private information of the file",
    why: "A private element in the file meta information is in no list of attributes of the data set.",
    standard: "PS3.10 §7.1: Private Information Creator UID (0002,0100), Private Information (0002,0102)",
    seen: "",
    passes: "Both elements are gone.",
};

/// Name and creator in the private information of the file.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FileMeta, plant);

fn plant(planting: &mut Planting<'_>) {
    let (mrn, creator) = (planting.identity.mrn.clone(), uid::new(&mut planting.stream));
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.meta.private_information = Some((creator.clone(), format!("case={mrn};").into_bytes()));
        planting.record(instance, Locus::Meta(0x0002, 0x0100), &[Secret::plain(Kind::Uid, &creator)], "");
        planting.record(instance, Locus::Meta(0x0002, 0x0102), &[Secret::plain(Kind::Mrn, &mrn)], "case");
    }
}
