//! Values that a hanging protocol looks for.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::AeTitle;
use crate::traps::content::Content::Age;
use crate::traps::content::Content::Bytes;
use crate::traps::content::Content::Comment;
use crate::traps::content::Content::Date;
use crate::traps::content::Content::Number;
use crate::traps::content::Content::Patient;
use crate::traps::content::Content::Time;
use crate::traps::content::Content::Url;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-selectors",
    version: 1,
    title: "Values that a hanging protocol looks for",
    why: "A protocol made for one patient holds the very values it selects by.",
    standard: "PS3.15 Table E.1-1: Selector attributes of group 0072, action D",
    seen: "",
    passes: "Each is replaced.",
};

/// Values that a hanging protocol looks for.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::SELECTOR_AE_VALUE, AeTitle),
    Entry(tags::SELECTOR_AS_VALUE, Age),
    Entry(tags::SELECTOR_DA_VALUE, Date),
    Entry(tags::SELECTOR_DT_VALUE, Date),
    Entry(tags::SELECTOR_OB_VALUE, Bytes),
    Entry(tags::SELECTOR_LO_VALUE, Number(Kind::OtherPatientId)),
    Entry(tags::SELECTOR_LT_VALUE, Comment),
    Entry(tags::SELECTOR_PN_VALUE, Patient),
    Entry(tags::SELECTOR_TM_VALUE, Time),
    Entry(tags::SELECTOR_SH_VALUE, Number(Kind::OtherPatientId)),
    Entry(tags::SELECTOR_UN_VALUE, Bytes),
    Entry(tags::SELECTOR_ST_VALUE, Comment),
    Entry(tags::SELECTOR_UT_VALUE, Comment),
    Entry(tags::SELECTOR_UR_VALUE, Url(Kind::Url)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
