//! Patient's name in a private attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-name",
    version: 1,
    title: "Patient's name in a private attribute",
    why: "Vendors copy the patient's name into private blocks; tools that keep private attributes for their physics keep it too.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "Kitware/dicom-anonymizer PR #97",
    passes: "The private attribute is gone or holds something else.",
};

/// Patient's name in a private attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    let mrn = planting.identity.mrn.clone();
    for instance in planting.instances() {
        let at = |element| AttributePath::private(0x0019, "ACQ CONSOLE 1.0", element);
        planting.set(instance, at(0x21), VR::PN, Kind::PersonName, &name);
        planting.set(instance, at(0x22), VR::LO, Kind::Mrn, &mrn);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at(0x23), VR::DS, "1.25");
        }
    }
}
