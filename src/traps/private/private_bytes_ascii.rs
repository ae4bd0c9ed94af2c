//! Number as ASCII in private bytes.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-bytes-ascii",
    version: 1,
    title: "Number as ASCII in private bytes",
    why: "OB is taken for pixels or calibration and copied unread.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "dicognito#175",
    passes: "The attribute is gone.",
};

/// Number as ASCII in private bytes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    let text = format!("\u{1}\u{2}ID={mrn}\u{0}");
    let secret = Secret::plain(Kind::Mrn, &mrn);
    for instance in planting.instances() {
        let path = AttributePath::private(0x003d, "CAL DATA", 0x01);
        planting.write_bytes(instance, path, VR::OB, text.as_bytes(), &[secret], "ID");
    }
}
