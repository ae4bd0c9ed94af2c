//! Names of physicians and operators.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "staff-names",
    version: 1,
    title: "Names of physicians and operators",
    why: "Staff names narrow down place and time, and they stand in several attributes of which tools know some.",
    standard: "PS3.15 Table E.1-1: Referring Physician's Name (0008,0090) Z, Performing Physician's Name (0008,1050) X, Operators' Name (0008,1070) X/Z/D",
    seen: "",
    passes: "Each is gone, empty or another name.",
};

/// Names of physicians and operators.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let referring = planting.identity.referring.dicom();
    let performing = planting.identity.performing.dicom();
    let operator = planting.identity.operator.dicom();
    for instance in planting.instances() {
        planting.set(instance, tags::REFERRING_PHYSICIAN_NAME, VR::PN, Kind::Staff, &referring);
        planting.set(instance, tags::PERFORMING_PHYSICIAN_NAME, VR::PN, Kind::Staff, &performing);
        planting.set(instance, tags::OPERATORS_NAME, VR::PN, Kind::Staff, &operator);
    }
}
