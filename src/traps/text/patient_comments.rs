//! Name, number, telephone and day of birth in patient comments.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-comments",
    version: 1,
    title: "Name, number, telephone and day of birth in patient comments",
    why: "The registration desk writes down what has no field; a tool that edits known fields leaves the note.",
    standard: "PS3.15 Table E.1-1: Patient Comments (0010,4000), action X",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// Name, number, telephone and day of birth in patient comments.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (name, born) = (identity.name.dicom(), identity.birth_date.da());
    let (readable, born_iso) = (identity.name.readable(), identity.birth_date.iso());
    let text = format!(
        "Registered as {readable}, MRN {}, born {born_iso}, reachable under {} after 5 pm",
        identity.mrn, identity.phone
    );
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &readable },
        Secret::plain(Kind::Mrn, &identity.mrn),
        Secret { kind: Kind::BirthDate, value: &born, written: &born_iso },
        Secret::plain(Kind::Phone, &identity.phone),
    ];
    let context = "Registered as born reachable under after 5 pm";
    planting.write_everywhere(tags::PATIENT_COMMENTS, VR::LT, &text, &secrets, context);
}
