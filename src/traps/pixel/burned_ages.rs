//! Ages, one of them over 89.

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
use rand::RngExt;

static CARD: Card = Card {
    id: "burned-ages",
    version: 1,
    title: "Ages, one of them over 89",
    why: "Safe Harbor lets ages stay up to 89 alone; tools that look for dates pass over ages.",
    standard: "45 CFR 164.514(b)(2)(i)(C); PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The age over 89 is gone, and the other one where the profile asks for it.",
};

/// Ages, one of them over 89.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let oldest = planting.stream.random_range(91..100u32);
    let captions = [
        Caption::plain("Age", Kind::Age, &identity.age_at(identity.study_date)),
        Caption::new("Relative aged", Kind::Age, &format!("0{oldest}Y"), &format!("{oldest} y")),
    ];
    let look = Look::new(Face::DejaVuSans, 15, 10, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
