//! Name and number behind the end of the data set.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "trailing-bytes",
    version: 2,
    title: "Name and number behind the end of the data set",
    why: "Bytes behind the last element belong to nothing; a tool that copies the file and edits in place keeps them.",
    standard: "PS3.10 §7: a file ends with its data set",
    seen: "",
    passes: "Nothing follows the last element.",
};

/// Name and number behind the end of the data set.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Padding, plant).ends_tools();

fn plant(planting: &mut Planting<'_>) {
    let (name, mrn) = (planting.identity.name.dicom(), planting.identity.mrn.clone());
    let mut text = format!("--part {name} {mrn} --\r\n").into_bytes();
    text.extend((text.len() % 2 == 1).then_some(0));
    // Text alone: readers that go on beyond the end find nothing that they could take for an element, and stop.
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.trailing = text.clone();
        let secrets = [Secret::plain(Kind::PersonName, &name), Secret::plain(Kind::Mrn, &mrn)];
        planting.record(instance, Locus::Trailing, &secrets, "part");
    }
}
