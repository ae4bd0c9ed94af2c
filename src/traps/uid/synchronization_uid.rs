//! UID of a shared clock.

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
    id: "synchronization-uid",
    version: 1,
    title: "UID of a shared clock",
    why: "Devices of one room share a clock, whose UID stays where UIDs are replaced by a list.",
    standard: "PS3.15 Table E.1-1: Synchronization Frame of Reference UID (0020,0200), action U",
    seen: "",
    passes: "The UID is replaced or gone.",
};

/// UID of a shared clock.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, tags::SYNCHRONIZATION_TRIGGER.into(), VR::CS, "NO TRIGGER");
            write_missing(&mut target.object, tags::ACQUISITION_TIME_SYNCHRONIZED.into(), VR::CS, "Y");
        }
        planting.set(instance, tags::SYNCHRONIZATION_FRAME_OF_REFERENCE_UID, VR::UI, Kind::Uid, &uid);
    }
}
