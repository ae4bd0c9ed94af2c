//! Days in private attributes.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::identity::others::day;
use crate::identity::others::time;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-dates",
    version: 1,
    title: "Days in private attributes",
    why: "Where private values stay, their days are shifted by nobody; a day in text is no date to a tool that goes by VR.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "pydicom/deid#175",
    passes: "The private attributes are gone, or hold other days.",
};

/// Days in private attributes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let [plain, moment, text] = [day(&mut planting.stream), day(&mut planting.stream), day(&mut planting.stream)];
    let written_moment = format!("{}{}+0100", moment.da(), time(&mut planting.stream));
    let written_text = format!("next service {}", text.iso());
    for instance in planting.instances() {
        let at = |element| AttributePath::private(0x0043, "SCHEDULER 4", element);
        planting.set(instance, at(0x01), VR::DA, Kind::Date, &plain.da());
        let (value, written) = (moment.da(), text.iso());
        let moment = Secret { kind: Kind::Date, value: &value, written: &written_moment };
        planting.write(instance, at(0x02), VR::DT, &written_moment, &[moment], "");
        let value = text.da();
        let text = Secret { kind: Kind::Date, value: &value, written: &written };
        planting.write(instance, at(0x03), VR::LO, &written_text, &[text], "next service");
    }
}
