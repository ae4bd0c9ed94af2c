//! Record number among numbers that identify nobody.

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
    id: "look-alike-numbers",
    version: 1,
    title: "Record number among numbers that identify nobody",
    why: "A tool that blanks every long number takes lot, dose and the year of a guideline with it.",
    standard: "PS3.15 Table E.1-1: Acquisition Device Processing Description (0018,1400), action X/D",
    seen: "",
    passes: "The record number is gone; lot, dose and year are there.",
};

/// Record number among numbers that identify nobody.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    // No number of a person begins with 1, 2 or 3.
    let lot = planting.stream.random_range(1_000_000..4_000_000u32);
    let dose = planting.stream.random_range(10_000..40_000u32);
    let words = format!("Lot {lot} dose {dose} uGy ACR 2013");
    let text = format!("{words} MRN {}", identity.mrn);
    let secret = Secret::plain(Kind::Mrn, &identity.mrn);
    planting.write_everywhere(tags::ACQUISITION_DEVICE_PROCESSING_DESCRIPTION, VR::LO, &text, &[secret], &words);
    planting.keep_everywhere(tags::ACQUISITION_DEVICE_PROCESSING_DESCRIPTION, &words);
}
