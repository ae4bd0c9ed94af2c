//! UIDs of a predecessor, three sequences deep.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::dicom::uids;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "predecessor",
    version: 1,
    title: "UIDs of a predecessor, three sequences deep",
    why: "A reference by study, series and object is three sequences deep, and each level has its UID.",
    standard: "PS3.15 Table E.1-1: UIDs, action U; Predecessor Documents Sequence (0040,A360) is not listed",
    seen: "deid PR #292",
    passes: "All three UIDs are replaced or gone.",
};

/// UIDs of a predecessor, three sequences deep.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let [study, series, object] = [(); 3].map(|()| uid::new(&mut planting.stream));
    for instance in planting.instances() {
        let outer = |path: AttributePath| path.inside(tags::PREDECESSOR_DOCUMENTS_SEQUENCE, 0);
        let middle = |path: AttributePath| outer(path.inside(tags::REFERENCED_SERIES_SEQUENCE, 0));
        let inner = |tag| middle(AttributePath::top(tag).inside(tags::REFERENCED_SOP_SEQUENCE, 0));
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(inner(tags::REFERENCED_SOP_CLASS_UID), VR::UI, uids::CT_IMAGE_STORAGE);
        }
        planting.set(instance, outer(tags::STUDY_INSTANCE_UID.into()), VR::UI, Kind::Uid, &study);
        planting.set(instance, middle(tags::SERIES_INSTANCE_UID.into()), VR::UI, Kind::Uid, &series);
        planting.set(instance, inner(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &object);
    }
}
