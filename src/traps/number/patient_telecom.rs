//! Telephone and e-mail of the patient in one text.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-telecom",
    version: 1,
    title: "Telephone and e-mail of the patient in one text",
    why: "It replaced the telephone numbers in 2018, and tools with older tables know only those.",
    standard: "PS3.15 Table E.1-1: Patient's Telecom Information (0010,2155), action X",
    seen: "dcm4che#1313",
    passes: "The value is gone.",
};

/// Telephone and e-mail of the patient in one text.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let secrets = [Secret::plain(Kind::Phone, &identity.phone), Secret::plain(Kind::Email, &identity.email)];
    let text = format!("{} (home)\r\n{}", identity.phone, identity.email);
    planting.write_everywhere(tags::PATIENT_TELECOM_INFORMATION, VR::LT, &text, &secrets, "");
}
