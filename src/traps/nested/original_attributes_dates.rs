//! Dates and issuer among the original attributes.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::others::day;
use crate::identity::others::number;
use crate::identity::others::time;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "original-attributes-dates",
    version: 1,
    title: "Dates and issuer among the original attributes",
    why: "An archive that corrected a birth date keeps the old one, with the day of the correction and the name of the system.",
    standard: "PS3.15 Table E.1-1: Original Attributes Sequence (0400,0561), action X; Attribute Modification DateTime (0400,0562) D, Modifying System (0400,0563) D",
    seen: "fo-dicom#610",
    passes: "The sequence is gone, or its values are replaced.",
};

/// Dates and issuer among the original attributes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let birth = planting.identity.birth_date.da();
    let moment = format!("{}{}", day(&mut planting.stream).da(), time(&mut planting.stream));
    let corrected = moment.get(..8).unwrap_or_default().to_owned();
    let system = format!("ARCHIVE {}", number(8, &mut planting.stream));
    let (previous, issuer) = (number(9, &mut planting.stream), number(9, &mut planting.stream));
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::ORIGINAL_ATTRIBUTES_SEQUENCE, 0);
        let old = |tag| {
            AttributePath::top(tag)
                .inside(tags::MODIFIED_ATTRIBUTES_SEQUENCE, 0)
                .inside(tags::ORIGINAL_ATTRIBUTES_SEQUENCE, 0)
        };
        planting.set(instance, old(tags::PATIENT_BIRTH_DATE), VR::DA, Kind::BirthDate, &birth);
        planting.set(instance, old(tags::ISSUER_OF_PATIENT_ID), VR::LO, Kind::Institution, &issuer);
        let day = Secret { kind: Kind::Date, value: &corrected, written: &moment };
        planting.write(instance, at(tags::ATTRIBUTE_MODIFICATION_DATE_TIME), VR::DT, &moment, &[day], "");
        planting.set(instance, at(tags::MODIFYING_SYSTEM), VR::LO, Kind::Device, &system);
        planting.set(instance, at(tags::SOURCE_OF_PREVIOUS_VALUES), VR::LO, Kind::Institution, &previous);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, at(tags::REASON_FOR_THE_ATTRIBUTE_MODIFICATION), VR::CS, "CORRECT");
        }
    }
}
