//! Patient's name as name of a folder.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "folder-name",
    version: 1,
    title: "Patient's name as name of a folder",
    why: "Exports sort by patient, and tools that write each file where it was keep the folder.",
    standard: "PS3.15 §E.1: names of files are no part of an object, and are handed on with it",
    seen: "aces/DICAT PR #81",
    passes: "No folder or file of the output holds the name.",
};

/// Patient's name as name of a folder.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Path, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    let person = &planting.identity.name;
    let written = format!("{}_{}", person.family, person.given).replace([' ', '/'], "_");
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.path.insert(0, written.clone());
        planting.record(
            instance,
            Locus::Path,
            &[Secret { kind: Kind::PersonName, value: &name, written: &written }],
            "",
        );
    }
}
