//! Japanese name in half-width katakana, kanji and hiragana.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-katakana",
    version: 1,
    title: "Japanese name in half-width katakana, kanji and hiragana",
    why: "The letters of JIS X 0201 stand where Latin ones stand elsewhere, so the first group is a name too.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Performed Series Sequence (0040,0340), which is not listed, whose Specific Character Set is `ISO 2022 IR 13\\ISO 2022 IR 87` (PS3.3 §C.12.1.1.2); PS3.5 Annex H.3.2",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Japanese name in half-width katakana, kanji and hiragana.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (name, first) = (&identity.scripts.japanese, identity.scripts.katakana.as_str());
    let written = format!("{first}={}={}", name.ideographic, name.phonetic);
    let values = [first, &name.ideographic, &name.phonetic];
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::PERFORMED_SERIES_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Katakana, &written, &values);
}
