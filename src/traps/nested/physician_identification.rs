//! Code, address and telephone number of physicians.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "physician-identification",
    version: 1,
    title: "Code, address and telephone number of physicians",
    why: "Emptying a physician's name leaves the sequence beside it, which says where to find that physician.",
    standard: "PS3.15 Table E.1-1: the Identification Sequences of physicians and operators, action X; Person Address (0040,1102), Person's Telephone Numbers (0040,1103), action X",
    seen: "",
    passes: "The sequences are gone, or nothing in them leads to a person.",
};

/// Code, address and telephone number of physicians.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

const SEQUENCES: [Tag; 6] = [
    tags::REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
    tags::CONSULTING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
    tags::PHYSICIANS_OF_RECORD_IDENTIFICATION_SEQUENCE,
    tags::PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
    tags::PHYSICIANS_READING_STUDY_IDENTIFICATION_SEQUENCE,
    tags::OPERATOR_IDENTIFICATION_SEQUENCE,
];

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    for sequence in SEQUENCES {
        let at = |tag| AttributePath::top(tag).inside(sequence, 0);
        let code =
            |tag| AttributePath::top(tag).inside(tags::PERSON_IDENTIFICATION_CODE_SEQUENCE, 0).inside(sequence, 0);
        if let Some(target) = planting.study.instances.first_mut() {
            write_code(&mut target.object, &code, ("P-1", "99LOCAL", ""));
        }
        for (path, vr, content) in [
            (code(tags::CODE_MEANING), VR::LO, Content::Staff),
            (at(tags::PERSON_ADDRESS), VR::ST, Content::Street(Kind::Institution)),
            (at(tags::PERSON_TELEPHONE_NUMBERS), VR::LO, Content::Phone(Kind::Institution)),
            (at(tags::PERSON_TELECOM_INFORMATION), VR::LT, Content::Url(Kind::Institution)),
            (at(tags::INSTITUTION_NAME), VR::LO, Content::Place),
        ] {
            plant_one(planting, &mut others, path, vr, content);
        }
    }
}
