//! JSON with name and number in the protocol description.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "json-fragment",
    version: 1,
    title: "JSON with name and number in the protocol description",
    why: "Software stores its settings as JSON, patient and all; a finder of names that wants sentences sees code.",
    standard: "PS3.15 Table E.1-1: Acquisition Protocol Description (0018,9424), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// JSON with name and number in the protocol description.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let (family, mrn) = (&identity.name.family, &identity.mrn);
    let text = format!("{{\"kV\":120,\"patient\":{{\"family\":\"{family}\",\"id\":\"{mrn}\"}},\"kernel\":\"soft\"}}");
    let secrets = [Secret { kind: Kind::PersonName, value: &name, written: family }, Secret::plain(Kind::Mrn, mrn)];
    let context = "kV 120 kernel soft";
    planting.write_everywhere(tags::ACQUISITION_PROTOCOL_DESCRIPTION, VR::LT, &text, &secrets, context);
}
