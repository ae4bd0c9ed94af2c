//! Chinese name in GB18030.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-chinese",
    version: 1,
    title: "Chinese name in GB18030",
    why: "GB18030 has no escape sequences, and its second bytes look like Latin letters and carets to a tool that reads bytes.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Patient Clinical Trial Participation Sequence (0038,0502), which is not listed, whose Specific Character Set is `GB18030` (PS3.3 §C.12.1.1.2); PS3.5 Annex J",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Chinese name in GB18030.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.scripts.chinese.as_str();
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::PATIENT_CLINICAL_TRIAL_PARTICIPATION_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Chinese, name, &[name]);
}
