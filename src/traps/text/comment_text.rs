//! Name, number and telephone in image comments.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "comment-text",
    version: 1,
    title: "Name, number and telephone in image comments",
    why: "A tool that edits only the name attributes leaves typed notes readable.",
    standard: "PS3.15 Table E.1-1: Image Comments (0020,4000), action X",
    seen: "mmiv-center/DICOMAnonymizer#17",
    passes: "The comment is gone, or its identifiers are.",
};

/// Name, number and telephone in image comments.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (name, mrn, phone) = (identity.name.dicom(), identity.mrn.clone(), identity.phone.clone());
    let readable = identity.name.readable();
    let text = format!("Repeat view of {readable}, MRN {mrn}, call back {phone} before discharge");
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &readable },
        Secret::plain(Kind::Mrn, &mrn),
        Secret::plain(Kind::Phone, &phone),
    ];
    for instance in planting.instances() {
        let words = "Repeat view of call back before discharge";
        planting.write(instance, tags::IMAGE_COMMENTS, VR::LT, &text, &secrets, words);
    }
}
