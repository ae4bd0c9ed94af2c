//! Segment of an HL7 message in the comments on the request.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "hl7-fragment",
    version: 1,
    title: "Segment of an HL7 message in the comments on the request",
    why: "An interface that failed wrote its message into the comments: everything that identifies is there, without any label.",
    standard: "PS3.15 Table E.1-1: Imaging Service Request Comments (0040,2400), action X; HL7 v2.5.1 §3.4.2: the segment PID",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Segment of an HL7 message in the comments on the request.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (name, born) = (identity.name.dicom(), identity.birth_date.da());
    let street = &identity.address.street;
    let text = format!(
        "PID|1||{mrn}^^^MPI^MR||{name}||{born}|{sex}|||{street}^^^{state}||{phone}",
        mrn = identity.mrn,
        sex = identity.sex,
        state = identity.address.state,
        phone = identity.phone,
    );
    let secrets = [
        Secret::plain(Kind::Mrn, &identity.mrn),
        Secret::plain(Kind::PersonName, &name),
        Secret::plain(Kind::BirthDate, &born),
        Secret::plain(Kind::Address, street),
        Secret::plain(Kind::Phone, &identity.phone),
    ];
    planting.write_everywhere(tags::IMAGING_SERVICE_REQUEST_COMMENTS, VR::LT, &text, &secrets, "");
}
