//! Application entity title in the file meta information.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "source-ae-title",
    version: 1,
    title: "Application entity title in the file meta information",
    why: "Libraries write group 0002 by themselves, and tools look at the data set alone.",
    standard: "PS3.10 §7.1: Source Application Entity Title (0002,0016); PS3.15 §E.1.1 asks to remove identifying file meta information",
    seen: "",
    passes: "The title is gone or replaced.",
};

/// Application entity title in the file meta information.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FileMeta, plant);

fn plant(planting: &mut Planting<'_>) {
    let title = planting.identity.ae_title.clone();
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.meta.source_ae_title = Some(title.clone());
        let secret = Secret::plain(Kind::Device, &title);
        planting.record(instance, Locus::Meta(0x0002, 0x0016), &[secret], "");
    }
}
