//! Institution, its address and department.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "institution",
    version: 1,
    title: "Institution, its address and department",
    why: "dcmodify recipes and converters keep it, and a small hospital is a small crowd.",
    standard: "PS3.15 Table E.1-1: Institution Name (0008,0080) X/Z/D, Institution Address (0008,0081) X, Institutional Department Name (0008,1040) X",
    seen: "dcm2niix#732",
    passes: "Each is gone, empty or replaced.",
};

/// Institution, its address and department.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.institution.name.clone();
    let address = planting.identity.institution.address.line();
    let department = planting.identity.institution.department.clone();
    for instance in planting.every_instance() {
        planting.set(instance, tags::INSTITUTION_NAME, VR::LO, Kind::Institution, &name);
        planting.set(instance, tags::INSTITUTION_ADDRESS, VR::ST, Kind::Institution, &address);
        planting.set(instance, tags::INSTITUTIONAL_DEPARTMENT_NAME, VR::LO, Kind::Institution, &department);
    }
}
