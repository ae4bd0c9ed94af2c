//! UID in a text.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "uid-in-comment",
    version: 1,
    title: "UID in a text",
    why: "Reports of quality control quote the UID of the original, and a text is no UI.",
    standard: "PS3.3 §8.3: Code Meaning (0008,0104), which the table does not list",
    seen: "",
    passes: "The text is gone, or the UID in it is.",
};

/// UID in a text.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    let text = format!("copy of {uid}");
    let words = "copy of";
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::DERIVATION_CODE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &at, ("113040", "DCM", ""));
        }
        planting.write(instance, at(tags::CODE_MEANING), VR::LO, &text, &[Secret::plain(Kind::Uid, &uid)], words);
    }
}
