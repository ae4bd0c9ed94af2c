//! Accession number in its own attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "accession-number",
    version: 1,
    title: "Accession number in its own attribute",
    why: "It leads to the order and the report of this very examination.",
    standard: "PS3.15 Table E.1-1: Accession Number (0008,0050), action Z",
    passes: "The value is empty or another number.",
};

/// Accession number in its own attribute.
pub struct AccessionNumber;

impl Trap for AccessionNumber {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Header
    }

    fn is_core(&self) -> bool {
        true
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let accession = planting.identity.accession.clone();
        for instance in planting.instances() {
            planting.set(instance, tags::ACCESSION_NUMBER, VR::SH, Kind::Accession, &accession);
        }
    }
}
