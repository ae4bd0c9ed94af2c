//! Addresses and telephone numbers beside the patient's own.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Phone;
use crate::traps::content::Content::Place;
use crate::traps::content::Content::Street;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-contacts",
    version: 1,
    title: "Addresses and telephone numbers beside the patient's own",
    why: "Tools remove the patient's telephone number and keep the numbers to call back, which lead to the ward and to the patient.",
    standard: "PS3.15 Table E.1-1: addresses and telephone numbers, action X",
    seen: "",
    passes: "Each is gone.",
};

/// Addresses and telephone numbers beside the patient's own.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::REFERRING_PHYSICIAN_ADDRESS, Street(Kind::Institution)),
    Entry(tags::REFERRING_PHYSICIAN_TELEPHONE_NUMBERS, Phone(Kind::Institution)),
    Entry(tags::COUNTRY_OF_RESIDENCE, Place),
    Entry(tags::REGION_OF_RESIDENCE, Place),
    Entry(tags::ADDRESS_TRIAL, Street(Kind::Institution)),
    Entry(tags::TELEPHONE_NUMBER_TRIAL, Phone(Kind::Institution)),
    Entry(tags::DISTRIBUTION_ADDRESS, Street(Kind::Institution)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
