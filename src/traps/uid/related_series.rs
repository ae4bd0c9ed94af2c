//! Study and series UID of a related series.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "related-series",
    version: 1,
    title: "Study and series UID of a related series",
    why: "Study and series UIDs are replaced at the top level, and stay in references.",
    standard: "PS3.15 Table E.1-1: Study Instance UID (0020,000D), Series Instance UID (0020,000E), action U; Related Series Sequence (0008,1250) is not listed",
    seen: "OHIF/Viewers#1782",
    passes: "Both UIDs are replaced or gone.",
};

/// Study and series UID of a related series.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let (study, series) = (uid::new(&mut planting.stream), uid::new(&mut planting.stream));
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::RELATED_SERIES_SEQUENCE, 0);
        let purpose = |tag| {
            AttributePath::top(tag)
                .inside(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, 0)
                .inside(tags::RELATED_SERIES_SEQUENCE, 0)
        };
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &purpose, ("122403", "DCM", "For Attenuation Correction"));
        }
        planting.set(instance, at(tags::STUDY_INSTANCE_UID), VR::UI, Kind::Uid, &study);
        planting.set(instance, at(tags::SERIES_INSTANCE_UID), VR::UI, Kind::Uid, &series);
    }
}
