//! Who signed a report, and for whom.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sr-verifying-observer",
    version: 1,
    title: "Who signed a report, and for whom",
    why: "The signature stands beside the content, in a sequence that images never have.",
    standard: "PS3.15 Table E.1-1: Verifying Observer Name (0040,A075) D, Verifying Organization (0040,A027) D",
    seen: "",
    passes: "Each is gone or replaced.",
};

/// Who signed a report, and for whom.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    let signer = planting.identity.reading.dicom();
    let organization = planting.identity.institution.name.clone();
    let date = planting.identity.study_date.da();
    let moment = format!("{date}235000");
    let Some(target) = planting.study.at_mut(number) else { return };
    let observer = [(tags::VERIFYING_OBSERVER_SEQUENCE, 0)];
    target.object.set_str(tags::VERIFICATION_FLAG, "VERIFIED");
    target
        .object
        .set_empty_sequence(AttributePath::below(&observer, tags::VERIFYING_OBSERVER_IDENTIFICATION_CODE_SEQUENCE));
    let at = |tag| AttributePath::below(&observer, tag);
    planting.set(number, at(tags::VERIFYING_OBSERVER_NAME), VR::PN, Kind::Staff, &signer);
    planting.set(number, at(tags::VERIFYING_ORGANIZATION), VR::LO, Kind::Institution, &organization);
    let secret = Secret { kind: Kind::Date, value: &date, written: &moment };
    planting.write(number, at(tags::VERIFICATION_DATE_TIME), VR::DT, &moment, &[secret], "");
}
