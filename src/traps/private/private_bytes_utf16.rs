//! Name as UTF-16 in private bytes.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-bytes-utf16",
    version: 1,
    title: "Name as UTF-16 in private bytes",
    why: "Consoles under Windows write UTF-16, in which a search for letters finds nothing.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "",
    passes: "The attribute is gone.",
};

/// Name as UTF-16 in private bytes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    let marked = format!("\u{feff}{name}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let secret = Secret::plain(Kind::PersonName, &name);
    for instance in planting.instances() {
        let path = AttributePath::private(0x003f, "CONSOLE 10", 0x01);
        planting.write_bytes(instance, path, VR::OB, &wide, &[secret], "");
    }
}
