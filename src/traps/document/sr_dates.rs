//! Day of birth and time of the examination as content items.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sr-dates",
    version: 1,
    title: "Day of birth and time of the examination as content items",
    why: "Dates in the content have tags of their own, which lists of dates leave out.",
    standard: "PS3.15 Table E.1-1: Date (0040,A121) D, DateTime (0040,A120) D",
    seen: "",
    passes: "Each is gone or replaced.",
};

/// Day of birth and time of the examination as content items.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    let birth_date = planting.identity.birth_date.da();
    let date = planting.identity.study_date.da();
    let moment = format!("{date}{}", planting.identity.study_time);
    let Some(target) = planting.study.at_mut(number) else { return };
    let born =
        add_item(&mut target.object, &[], "HAS OBS CONTEXT", "DATE", Some(("121031", "DCM", "Subject Birth Date")));
    let seen = ("121125", "DCM", "DateTime of Recording");
    let recorded = add_item(&mut target.object, &[], "HAS OBS CONTEXT", "DATETIME", Some(seen));
    planting.set(number, AttributePath::below(&born, tags::DATE), VR::DA, Kind::BirthDate, &birth_date);
    let secret = Secret { kind: Kind::Date, value: &date, written: &moment };
    planting.write(number, AttributePath::below(&recorded, tags::DATE_TIME), VR::DT, &moment, &[secret], "");
}
