//! Who took part in making a report.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sr-participant",
    version: 1,
    title: "Who took part in making a report",
    why: "Participants are named beside the signer, by the same attribute as persons in the content.",
    standard: "PS3.15 Table E.1-1: Participant Sequence (0040,A07A) X",
    seen: "",
    passes: "The sequence is gone, or the name in it is replaced.",
};

/// Who took part in making a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::BasicTextSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::BasicTextSr) else { return };
    let typist = planting.identity.operator.dicom();
    let Some(target) = planting.study.at_mut(number) else { return };
    let participant = [(tags::PARTICIPANT_SEQUENCE, 0)];
    let at = |tag| AttributePath::below(&participant, tag);
    target.object.set_text(at(tags::PARTICIPATION_TYPE), VR::CS, "ENT");
    target.object.set_empty(at(tags::PARTICIPATION_DATE_TIME), VR::DT);
    target.object.set_text(at(tags::OBSERVER_TYPE), VR::CS, "PSN");
    target.object.set_empty_sequence(at(tags::PERSON_IDENTIFICATION_CODE_SEQUENCE));
    target.object.set_empty(at(tags::INSTITUTION_NAME), VR::LO);
    target.object.set_empty_sequence(at(tags::INSTITUTION_CODE_SEQUENCE));
    planting.set(number, at(tags::PERSON_NAME), VR::PN, Kind::Staff, &typist);
}
