//! Name inside mark-up in the text of a report.

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
    id: "sr-html",
    version: 1,
    title: "Name inside mark-up in the text of a report",
    why: "Report systems export HTML in Text Value: a name between tags is no word of its own for a search by words.",
    standard: "PS3.15 Table E.1-1: Content Sequence (0040,A730) D",
    seen: "SmiServices PR #1611",
    passes: "The text is gone, or its identifiers are.",
};

/// Name inside mark-up in the text of a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::ComprehensiveSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::ComprehensiveSr) else { return };
    let name = planting.identity.name.dicom();
    let mrn = planting.identity.mrn.clone();
    let person = &planting.identity.name;
    let (family, given) = (person.family.clone(), person.given.clone());
    let text = format!(
        "<html><body><p>Patient:<b>{family}</b>,&nbsp;<i>{given}</i><br/>ID:{mrn}</p><p>No finding.</p></body></html>"
    );
    let Some(target) = planting.study.at_mut(number) else { return };
    let concept = ("121111", "DCM", "Summary");
    let item = add_item(&mut target.object, &[], "CONTAINS", "TEXT", Some(concept));
    let secrets = [Secret { kind: Kind::PersonName, value: &name, written: &family }, Secret::plain(Kind::Mrn, &mrn)];
    let path = AttributePath::below(&item, tags::TEXT_VALUE);
    planting.write(number, path, VR::UT, &text, &secrets, "No finding");
}
