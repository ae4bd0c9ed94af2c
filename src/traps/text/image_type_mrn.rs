//! Record number as a value of Image Type.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "image-type-mrn",
    version: 1,
    title: "Record number as a value of Image Type",
    why: "Image Type is required, so it is copied as it is; a capital letter and digits make a valid code.",
    standard: "not in PS3.15 Table E.1-1: Image Type (0008,0008); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "",
    passes: "The value is gone or another one; the first two stay.",
};

/// Record number as a value of Image Type.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let written = format!("MRN_{}", identity.mrn);
    let secret = Secret { kind: Kind::Mrn, value: &identity.mrn, written: &written };
    for instance in planting.instances() {
        let known = planting.text(instance, tags::IMAGE_TYPE);
        // The third value has a meaning of its own in each kind of image (PS3.3 §C.7.6.1.1.2).
        let missing = 3usize.saturating_sub(known.split('\\').count());
        let text = format!("{known}{}\\{written}", "\\".repeat(missing));
        planting.write(instance, tags::IMAGE_TYPE, VR::CS, &text, &[secret], &known.replace('\\', " "));
    }
}
