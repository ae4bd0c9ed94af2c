//! Numbers of specimens and their containers.

use crate::card::Card;
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
    id: "table-specimens",
    version: 1,
    title: "Numbers of specimens and their containers",
    why: "Images of slides bring the numbers of pathology, which lead to the patient in its own system.",
    standard: "PS3.15 Table E.1-1: specimen and container attributes of group 0040, X, Z, D or U",
    seen: "bgilbert/anonymize-slide#7",
    passes: "Each is gone, empty or replaced.",
};

/// Numbers of specimens and their containers.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let specimen = |tag| AttributePath::top(tag).inside(tags::SPECIMEN_DESCRIPTION_SEQUENCE, 0);
    let issuer = tags::LOCAL_NAMESPACE_ENTITY_ID;
    let container_issuer = AttributePath::top(issuer).inside(tags::ISSUER_OF_THE_CONTAINER_IDENTIFIER_SEQUENCE, 0);
    let specimen_issuer = AttributePath::top(issuer)
        .inside(tags::ISSUER_OF_THE_SPECIMEN_IDENTIFIER_SEQUENCE, 0)
        .inside(tags::SPECIMEN_DESCRIPTION_SEQUENCE, 0);
    let preparation = AttributePath::top(tags::TEXT_VALUE)
        .inside(tags::SPECIMEN_PREPARATION_STEP_CONTENT_ITEM_SEQUENCE, 0)
        .inside(tags::SPECIMEN_PREPARATION_SEQUENCE, 0)
        .inside(tags::SPECIMEN_DESCRIPTION_SEQUENCE, 0);
    if let Some(target) = planting.study.instances.first_mut() {
        target.object.set_empty_sequence(tags::CONTAINER_TYPE_CODE_SEQUENCE);
        let step = |tag| {
            let mut path = preparation.clone();
            path.leaf = AttributePath::top(tag).leaf;
            path
        };
        target.object.set_text(step(tags::VALUE_TYPE), VR::CS, "TEXT");
        let concept = |tag| {
            let mut path = step(tag);
            path.steps.extend(AttributePath::top(tag).inside(tags::CONCEPT_NAME_CODE_SEQUENCE, 0).steps);
            path
        };
        write_code(&mut target.object, &concept, ("111703", "DCM", "Specimen processing description"));
    }
    for (path, vr, content) in [
        (tags::CONTAINER_IDENTIFIER.into(), VR::LO, Content::Code(Kind::Description)),
        (container_issuer, VR::UT, Content::Place),
        (tags::CONTAINER_DESCRIPTION.into(), VR::LO, Content::Description),
        (specimen(tags::SPECIMEN_IDENTIFIER), VR::LO, Content::Number(Kind::OtherPatientId)),
        (specimen(tags::SPECIMEN_UID), VR::UI, Content::Uid),
        (specimen_issuer, VR::UT, Content::Place),
        (specimen(tags::SPECIMEN_SHORT_DESCRIPTION), VR::LO, Content::Description),
        (specimen(tags::SPECIMEN_DETAILED_DESCRIPTION), VR::UT, Content::Comment),
        (preparation, VR::UT, Content::Comment),
    ] {
        plant_one(planting, &mut others, path, vr, content);
    }
}
