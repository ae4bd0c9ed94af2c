//! Name in capitals in the series description.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "series-description-name",
    version: 1,
    title: "Name in capitals in the series description",
    why: "Descriptions sort a series in research data, so tools keep them, and the name with them.",
    standard: "PS3.15 Table E.1-1: Series Description (0008,103E), action X",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// Name in capitals in the series description.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = identity.name.family.to_uppercase();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    planting.append_everywhere(tags::SERIES_DESCRIPTION, VR::LO, &written, &[secret]);
}
