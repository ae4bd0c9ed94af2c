//! Initials of a physician in a remark about the exposure.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "initials-in-text",
    version: 1,
    title: "Initials of a physician in a remark about the exposure",
    why: "Lists of names and recognisers of names know no initials, and the attribute is in no list.",
    standard: "PS3.15 §E.1: the profile asks for all that identifies, also where the table lists nothing",
    seen: "",
    passes: "The remark is gone, or the initials are.",
};

/// Initials of a physician in a remark about the exposure.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let physician = &planting.identity.referring;
    let first = |name: &str| name.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let initials = format!("{}.{}.", first(&physician.given), first(&physician.family));
    let text = format!("manual exposure, agreed with {initials} by telephone");
    for instance in planting.instances() {
        let secrets = [Secret::plain(Kind::Staff, &initials)];
        let words = "manual exposure, agreed with by telephone";
        planting.write(instance, tags::EXPOSURE_CONTROL_MODE_DESCRIPTION, VR::LT, &text, &secrets, words);
    }
}
