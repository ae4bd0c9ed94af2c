//! A table full of identifiers, as in dose reports.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::every;
use super::drawing::is_capture;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::truth::Kind;

static CARD: Card = Card {
    id: "dose-table",
    version: 1,
    title: "A table full of identifiers, as in dose reports",
    why: "Dose reports are pictures of a page; tools pass them because they are no anatomy, or redact a strip at the top.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "CTP#16, pydicom#375",
    passes: "The values are gone.",
};

/// A table full of identifiers, as in dose reports.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [
        Caption::name("Patient name     ", identity),
        Caption::mrn("Patient ID       ", identity),
        Caption::birth("Birth date       ", identity),
        Caption::plain("Other ID         ", Kind::OtherPatientId, &identity.other_patient_id),
        Caption::accession("Accession no.    ", identity),
        Caption::study_date("Exam date        ", identity),
        Caption::plain("Insurance no.    ", Kind::Insurance, &identity.insurance),
        Caption::person("Physician        ", Kind::Staff, &identity.referring),
        Caption::person("Operator         ", Kind::Staff, &identity.operator),
        Caption::plain("Station          ", Kind::Device, &identity.station),
        Caption::plain("Serial no.       ", Kind::Device, &identity.device_serial),
    ];
    let look = Look::new(Face::DejaVuSansMono, 14, 8, Tint::Contrast(90));
    burn_somewhere(planting, is_capture, &captions, look, Place::Free);
}
