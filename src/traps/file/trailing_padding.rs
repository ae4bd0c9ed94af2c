//! Name and number in the padding after the pixels.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::Locus;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "trailing-padding",
    version: 1,
    title: "Name and number in the padding after the pixels",
    why: "Data Set Trailing Padding comes after the pixels, where readers that stop at the pixels never arrive.",
    standard: "PS3.15 Table E.1-1: Data Set Trailing Padding (FFFC,FFFC), action X",
    seen: "",
    passes: "The padding is gone or holds nothing of the patient.",
};

/// Name and number in the padding after the pixels.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Padding, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, mrn) = (planting.identity.name.dicom(), planting.identity.mrn.clone());
    let text = format!("{name} {mrn} ");
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.object.set_bytes(tags::DATA_SET_TRAILING_PADDING, VR::OB, text.as_bytes());
        let name = Secret::plain(Kind::PersonName, &name);
        let mrn = Secret::plain(Kind::Mrn, &mrn);
        planting.record(instance, Locus::Attribute(tags::DATA_SET_TRAILING_PADDING.into()), &[name, mrn], "");
    }
}
