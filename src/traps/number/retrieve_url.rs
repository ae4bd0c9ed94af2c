//! Record number in the query of a web address.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "retrieve-url",
    version: 1,
    title: "Record number in the query of a web address",
    why: "The attribute is not in the table of the standard, and the number is one of several parameters.",
    standard: "not in PS3.15 Table E.1-1: Retrieve URL (0008,1190); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "",
    passes: "The address is gone, or the number in it.",
};

/// Record number in the query of a web address.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let secret = Secret::plain(Kind::Mrn, &identity.mrn);
    let text = format!("https://pacs.example.org/wado?requestType=WADO&patientID={}&frame=1", identity.mrn);
    planting.write_everywhere(tags::RETRIEVE_URL, VR::UR, &text, &[secret], "");
}
