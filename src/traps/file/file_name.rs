//! Medical record number in the name of a file.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "file-name",
    version: 2,
    title: "Medical record number in the name of a file",
    why: "Exports name files after patients, and a tool that keeps file names keeps the number.",
    standard: "PS3.15 §E.1: names of files are no part of an object, and are handed on with it",
    seen: "SlicerUltrasound#76",
    passes: "No file or folder of the output holds the number.",
};

/// Medical record number in the name of a file.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Path, plant);

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        if let Some(file) = target.path.last_mut() {
            *file = format!("{mrn}_{file}");
        }
        planting.record(instance, Locus::Path, &[Secret::plain(Kind::Mrn, &mrn)], "");
    }
}
