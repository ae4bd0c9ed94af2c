//! Hospital and station.

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
    id: "burned-institution",
    version: 1,
    title: "Hospital and station",
    why: "Device templates keep the header line of the hospital, because it is the same in every picture.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Hospital and station.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [
        Caption::plain("", Kind::Institution, &identity.institution.name),
        Caption::plain("Station", Kind::Device, &identity.station),
    ];
    let look = Look::new(Face::LiberationSans, 15, 9, Tint::Contrast(85));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
