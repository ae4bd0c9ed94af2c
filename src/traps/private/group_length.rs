//! Name in the place of a group length.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "group-length",
    version: 1,
    title: "Name in the place of a group length",
    why: "Element 0000 of a group is a number to every tool that knows the rule, so nobody reads what stands there; tools \
          that go by private creators pass it over, for no block owns it.",
    standard: "PS3.5 §7.2: group lengths are retired, and may be there; §7.8.1 reserves private elements from 0010 on",
    seen: "",
    passes: "The attribute is gone.",
};

/// Name in the place of a group length.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        planting.set(instance, Tag(0x0035, 0x0000), VR::LO, Kind::PersonName, &name);
    }
}
