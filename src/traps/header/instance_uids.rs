//! Study, series and instance UIDs.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "instance-uids",
    version: 1,
    title: "Study, series and instance UIDs",
    why: "UIDs are kept in archives and logs: one that stays leads back to the original.",
    standard: "PS3.15 Table E.1-1: Study (0020,000D), Series (0020,000E) and SOP Instance UID (0008,0018), action U",
    seen: "",
    passes: "Each is replaced by another UID.",
};

/// Study, series and instance UIDs.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    for instance in planting.every_instance() {
        for tag in [tags::SOP_INSTANCE_UID, tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID] {
            let uid = planting.study.at(instance).and_then(|target| target.object.text(tag));
            let Some(uid) = uid else { continue };
            let secret = Secret::plain(Kind::Uid, &uid);
            planting.record(instance, Locus::Attribute(tag.into()), &[secret], "");
            if tag == tags::SOP_INSTANCE_UID {
                // The file meta information repeats it, and tools that forget that leave it there.
                planting.record(instance, Locus::Meta(0x0002, 0x0003), &[secret], "");
            }
        }
    }
}
