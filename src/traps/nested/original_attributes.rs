//! Patient's name among the original attributes.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "original-attributes",
    version: 1,
    title: "Patient's name among the original attributes",
    why: "An archive that corrected the name keeps the old one two sequences deep.",
    standard: "PS3.15 Table E.1-1: Original Attributes Sequence (0400,0561), action X",
    seen: "fo-dicom#610",
    passes: "The sequence is gone, or the name in it is empty or replaced.",
};

/// Patient's name among the original attributes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        let modified = AttributePath::top(tags::PATIENT_NAME)
            .inside(tags::MODIFIED_ATTRIBUTES_SEQUENCE, 0)
            .inside(tags::ORIGINAL_ATTRIBUTES_SEQUENCE, 0);
        planting.set(instance, modified, VR::PN, Kind::PersonName, &name);
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        let in_item = |tag| AttributePath::top(tag).inside(tags::ORIGINAL_ATTRIBUTES_SEQUENCE, 0);
        write_missing(&mut target.object, in_item(tags::ATTRIBUTE_MODIFICATION_DATE_TIME), VR::DT, "20250101120000");
        write_missing(&mut target.object, in_item(tags::MODIFYING_SYSTEM), VR::LO, "ARCHIVE");
        write_missing(&mut target.object, in_item(tags::SOURCE_OF_PREVIOUS_VALUES), VR::LO, "");
        write_missing(&mut target.object, in_item(tags::REASON_FOR_THE_ATTRIBUTE_MODIFICATION), VR::CS, "CORRECT");
    }
}
