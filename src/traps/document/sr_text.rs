//! Name, number and telephone in the words of a report.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sr-text",
    version: 1,
    title: "Name, number and telephone in the words of a report",
    why: "A report is dictated, and people dictate names. No list of tags finds them, and Text Value itself is in no list.",
    standard: "PS3.15 Table E.1-1: Content Sequence (0040,A730) D",
    seen: "SmiServices PR #1524",
    passes: "The text is gone, or its identifiers are.",
};

/// Name, number and telephone in the words of a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    let identity = planting.identity;
    let (name, mrn, phone) = (identity.name.dicom(), identity.mrn.clone(), identity.phone.clone());
    let readable = identity.name.readable();
    let text = format!("Findings discussed with {readable}, MRN {mrn}, by telephone {phone} after the scan.");
    let Some(target) = planting.study.at_mut(number) else { return };
    let concept = ("121111", "DCM", "Summary");
    let item = add_item(&mut target.object, &[], "CONTAINS", "TEXT", Some(concept));
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &readable },
        Secret::plain(Kind::Mrn, &mrn),
        Secret::plain(Kind::Phone, &phone),
    ];
    let words = "Findings discussed with by telephone after the scan";
    planting.write(number, AttributePath::below(&item, tags::TEXT_VALUE), VR::UT, &text, &secrets, words);
}
