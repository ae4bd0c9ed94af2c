//! Names inside the anatomic region.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "anatomic-region",
    version: 1,
    title: "Names inside the anatomic region",
    why: "A code sequence that every tool keeps holds the patient's name, and a physician one level deeper.",
    standard: "PS3.15 §E.1.1: attributes at any depth; Anatomic Region Sequence (0008,2218) is not listed",
    seen: "",
    passes: "Both names are gone; the region may stay.",
};

/// Names inside the anatomic region.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let (name, staff) = (planting.identity.name.dicom(), others.staff(&mut planting.stream).dicom());
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::ANATOMIC_REGION_SEQUENCE, 0);
        let deeper = |tag| {
            AttributePath::top(tag)
                .inside(tags::ANATOMIC_REGION_MODIFIER_SEQUENCE, 0)
                .inside(tags::ANATOMIC_REGION_SEQUENCE, 0)
        };
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &at, ("818981001", "SCT", "Abdomen"));
            write_code(&mut target.object, &deeper, ("7771000", "SCT", "Left"));
        }
        planting.set(instance, at(tags::PATIENT_NAME), VR::PN, Kind::PersonName, &name);
        planting.set(instance, deeper(tags::REFERRING_PHYSICIAN_NAME), VR::PN, Kind::Staff, &staff);
    }
}
