//! Chinese name in GB18030.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const DISTRIBUTION_NAME: Tag = Tag(0x4008, 0x0119);

/// Retired, and still written by older systems.
const RESULTS_DISTRIBUTION_LIST_SEQUENCE: Tag = Tag(0x4008, 0x0118);

static CARD: Card = Card {
    id: "name-chinese",
    version: 1,
    title: "Chinese name in GB18030",
    why: "GB18030 has no escape sequences, and its second bytes look like Latin letters and carets to a tool that reads bytes.",
    standard: "PS3.15 Table E.1-1: Results Distribution List Sequence (4008,0118) X, Distribution Name (4008,0119) X; PS3.5 Annex J: `GB18030`",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Chinese name in GB18030.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let written = identity.scripts.chinese.as_str();
    let values = [written];

    let path = AttributePath::top(DISTRIBUTION_NAME).inside(RESULTS_DISTRIBUTION_LIST_SEQUENCE, 0);
    plant_name(planting, path, VR::PN, CharacterSet::Chinese, &written, &values);
}
