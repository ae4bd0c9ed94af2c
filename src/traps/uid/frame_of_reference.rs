//! Frame of reference UID.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "frame-of-reference",
    version: 1,
    title: "Frame of reference UID",
    why: "It ties series of one examination together, and tools tie it to the series instead or forget it.",
    standard: "PS3.15 Table E.1-1: Frame of Reference UID (0020,0052), action U",
    seen: "slicebox#290",
    passes: "The UID is replaced, the same in every file that shared it.",
};

/// Frame of reference UID.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let drawn = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        // Images with a geometry have one, which their series shares.
        let uid =
            target.object.text(tags::FRAME_OF_REFERENCE_UID).filter(|text| !text.is_empty()).unwrap_or(drawn.clone());
        write_missing(&mut target.object, tags::POSITION_REFERENCE_INDICATOR.into(), VR::LO, "");
        planting.set(instance, tags::FRAME_OF_REFERENCE_UID, VR::UI, Kind::Uid, &uid);
    }
}
