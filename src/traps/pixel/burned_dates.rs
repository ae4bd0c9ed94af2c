//! Dates and a time in several written forms.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::any;
use super::drawing::burn_somewhere;
use super::drawing::every;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::truth::Kind;

static CARD: Card = Card {
    id: "burned-dates",
    version: 1,
    title: "Dates and a time in several written forms",
    why: "Patterns look for one order of day and month; names of months and dots are forgotten.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "Every date is gone, or shifted where that is claimed.",
};

/// Dates and a time in several written forms.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (birth, study) = (identity.birth_date, identity.study_date);
    let time: Vec<&str> = [0..2, 2..4, 4..6].into_iter().filter_map(|part| identity.study_time.get(part)).collect();
    let captions = [
        Caption::day("DOB", Kind::BirthDate, birth, "%d-%b-%Y"),
        Caption::day("geb.", Kind::BirthDate, birth, "%d.%m.%Y"),
        Caption::day("Exam", Kind::Date, study, "%m/%d/%Y"),
        Caption::day("", Kind::Date, study, "%B %-d, %Y"),
        Caption::new("at", Kind::Time, &identity.study_time, &time.join(":")),
    ];
    let look = Look::new(Face::LiberationSans, 15, 10, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
