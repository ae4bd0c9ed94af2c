//! Telephone and e-mail for questions about the order.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "order-callback",
    version: 1,
    title: "Telephone and e-mail for questions about the order",
    why: "For a patient who ordered it the number to call is the patient's own.",
    standard: "PS3.15 Table E.1-1: Order Callback Phone Number (0040,2010) X, Order Callback Telecom Information (0040,2011) X",
    seen: "",
    passes: "Both are gone.",
};

/// Telephone and e-mail for questions about the order.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::ORDER_CALLBACK_PHONE_NUMBER, VR::SH, Kind::Phone, &identity.phone);
    planting.set_everywhere(tags::ORDER_CALLBACK_TELECOM_INFORMATION, VR::LT, Kind::Email, &identity.email);
}
