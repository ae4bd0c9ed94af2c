//! Name and number in folder and file names.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "file-name",
    version: 1,
    title: "Name and number in folder and file names",
    why: "Most tools keep the names of files; exports are named after the patient.",
    standard: "PS3.10 §8.2: File IDs, of which PS3.15 says nothing",
    seen: "DICAT PR #81, SlicerUltrasound#76",
    passes: "No folder or file name holds the name or the number.",
};

/// Name and number in folder and file names.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Path, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, mrn) = (planting.identity.name.dicom(), planting.identity.mrn.clone());
    let person = &planting.identity.name;
    let written = format!("{}_{}", person.family, person.given).replace([' ', '/'], "_");
    let folder = format!("{written}_{mrn}");
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        // The innermost folder is renamed, so that files of the study stay apart.
        let at = target.path.len().saturating_sub(1);
        target.path.insert(at, folder.clone());
        let name = Secret { kind: Kind::PersonName, value: &name, written: &written };
        let mrn = Secret::plain(Kind::Mrn, &mrn);
        planting.record(instance, Locus::Path, &[name, mrn], "");
    }
}
