//! Text in retired curves.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-curves",
    version: 1,
    title: "Text in retired curves",
    why: "Groups 5000 to 501E were retired in 2004; old ultrasound systems wrote labels and names there, and lists of single tags miss repeating groups.",
    standard: "PS3.15 Table E.1-1: Curve Data (50xx,xxxx), action X",
    seen: "",
    passes: "Every attribute of the groups 50xx is gone.",
};

/// Text in retired curves.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    for group in [0x5000, 0x5004] {
        if let Some(target) = planting.study.instances.first_mut() {
            target.object.set_u16(Tag(group, 0x0005), &[2]);
            target.object.set_u16(Tag(group, 0x0010), &[8]);
            target.object.set_text(Tag(group, 0x0020), VR::CS, "ECG");
            target.object.set_u16(Tag(group, 0x0103), &[0]);
        }
        // Curve Description, Curve Label and Curve Data.
        for (element, vr, content) in [
            (0x0022, VR::LO, Content::Patient),
            (0x2500, VR::LO, Content::Description),
            (0x3000, VR::OB, Content::Bytes),
        ] {
            plant_one(planting, &mut others, AttributePath::top(Tag(group, element)), vr, content);
        }
    }
}
