//! Family name in the study description.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "description-name",
    version: 1,
    title: "Family name in the study description",
    why: "Technologists type the name where the examination belongs, and descriptions are kept for research.",
    standard: "PS3.15 Table E.1-1: Study Description (0008,1030), action X",
    seen: "mmiv-center/DICOMAnonymizer#17",
    passes: "The description is gone, or the name in it is.",
};

/// Family name in the study description.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    let family = planting.identity.name.family.clone();
    let words = planting.study.kind.examination();
    // LO holds at most 64 characters (PS3.5 §6.2); the name is what must stay whole.
    let room = 64usize.saturating_sub(family.chars().count() + 1);
    let short: String = words.chars().take(room).collect();
    for instance in planting.instances() {
        let secret = Secret { kind: Kind::PersonName, value: &name, written: &family };
        planting.write(instance, tags::STUDY_DESCRIPTION, VR::LO, &format!("{short} {family}"), &[secret], &short);
    }
}
