//! Names of physicians and operator.

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
    id: "burned-staff",
    version: 1,
    title: "Names of physicians and operator",
    why: "Lists of the patient's own values do not hold them, and they lead to the patient through the roster.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The names are gone.",
};

/// Names of physicians and operator.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [
        Caption::person("Ref:", Kind::Staff, &identity.referring),
        Caption::person("Perf:", Kind::Staff, &identity.performing),
        Caption::person("Op:", Kind::Staff, &identity.operator),
    ];
    let look = Look::new(Face::DejaVuSans, 14, 10, Tint::Contrast(85));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
