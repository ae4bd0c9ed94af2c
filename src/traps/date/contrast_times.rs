//! Start and end of the injection, with parts of a second.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;
use rand::RngExt;

static CARD: Card = Card {
    id: "contrast-times",
    version: 1,
    title: "Start and end of the injection, with parts of a second",
    why: "Times with a fraction are another length than those of the tests; start and end must stay as far apart as they were.",
    standard: "PS3.15 Table E.1-1: Contrast/Bolus Start Time (0018,1042) X, Contrast/Bolus Stop Time (0018,1043) X",
    seen: "mmiv-center/DICOMAnonymizer#20",
    passes: "Both are gone, or both are other times as far apart.",
};

/// Start and end of the injection, with parts of a second.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let clock: u32 = identity.study_time.parse().unwrap_or(100_000);
    let study = clock / 10_000 * 3600 + clock / 100 % 100 * 60 + clock % 100;
    // Before the first slice, which follows 320 seconds after the beginning of the study.
    let start = study + planting.stream.random_range(250..290);
    let length = planting.stream.random_range(12..28);
    for (tag, seconds) in [(tags::CONTRAST_BOLUS_START_TIME, start), (tags::CONTRAST_BOLUS_STOP_TIME, start + length)] {
        let time = format!("{:02}{:02}{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let written = format!("{time}.500000");
        let secret = Secret { kind: Kind::Time, value: &time, written: &written };
        planting.write_everywhere(tag, VR::TM, &written, &[secret], "");
    }
}
