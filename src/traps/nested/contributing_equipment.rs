//! Hospital, operator and station of other equipment.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "contributing-equipment",
    version: 1,
    title: "Hospital, operator and station of other equipment",
    why: "Each system that touched the image adds an item; tools clean the equipment of the top level.",
    standard: "PS3.15 Table E.1-1: Contribution DateTime (0018,A002) and Contribution Description (0018,A003), action X; Contributing Equipment Sequence (0018,A001) is not listed",
    seen: "",
    passes: "Hospital, people, stations, numbers and days are gone from the item.",
};

/// Hospital, operator and station of other equipment.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let at = |tag| AttributePath::top(tag).inside(tags::CONTRIBUTING_EQUIPMENT_SEQUENCE, 0);
    let purpose = |tag| {
        AttributePath::top(tag)
            .inside(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, 0)
            .inside(tags::CONTRIBUTING_EQUIPMENT_SEQUENCE, 0)
    };
    if let Some(target) = planting.study.instances.first_mut() {
        write_code(&mut target.object, &purpose, ("109103", "DCM", "Modifying Equipment"));
        target.object.set_text(at(tags::MANUFACTURER), VR::LO, "Gateway");
    }
    for (tag, vr, content) in [
        (tags::INSTITUTION_NAME, VR::LO, Content::Place),
        (tags::INSTITUTION_ADDRESS, VR::ST, Content::Street(Kind::Institution)),
        (tags::STATION_NAME, VR::SH, Content::Code(Kind::Device)),
        (tags::INSTITUTIONAL_DEPARTMENT_NAME, VR::LO, Content::Place),
        (tags::OPERATORS_NAME, VR::PN, Content::Staff),
        (tags::DEVICE_SERIAL_NUMBER, VR::LO, Content::Code(Kind::Device)),
        (tags::CONTRIBUTION_DATE_TIME, VR::DT, Content::Date),
        (tags::CONTRIBUTION_DESCRIPTION, VR::ST, Content::Comment),
    ] {
        plant_one(planting, &mut others, at(tag), vr, content);
    }
}
