//! Korean name whose Latin group is empty.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-korean",
    version: 1,
    title: "Korean name whose Latin group is empty",
    why: "A tool that looks at the first group finds it empty and passes on; hanja and hangul stay.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Pertinent Documents Sequence (0038,0100), which is not listed, whose Specific Character Set is `\\ISO 2022 IR 149` (PS3.3 §C.12.1.1.2); PS3.5 Annex I",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Korean name whose Latin group is empty.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = &identity.scripts.korean;
    let (written, values) = (name.dicom(), [name.ideographic.as_str(), &name.phonetic]);
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::PERTINENT_DOCUMENTS_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Korean, &written, &values);
}
