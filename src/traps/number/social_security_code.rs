//! Social security number as a code of the insurance plan.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "social-security-code",
    version: 1,
    title: "Social security number as a code of the insurance plan",
    why: "It stands where a code is expected, and tools leave coded values as they are.",
    standard: "PS3.15 Table E.1-1: Patient's Insurance Plan Code Sequence (0010,0050), action X; not in PS3.15 Table E.1-1: Code Value (0008,0100)",
    seen: "",
    passes: "The sequence is gone, or the number in it is.",
};

/// Social security number as a code of the insurance plan.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let inside = |tag| AttributePath::top(tag).inside(tags::PATIENT_INSURANCE_PLAN_CODE_SEQUENCE, 0);
    planting.set_everywhere(inside(tags::CODE_VALUE), VR::SH, Kind::SocialSecurity, &identity.social_security);
    planting.accompany_everywhere(inside(tags::CODING_SCHEME_DESIGNATOR), VR::SH, "99PLAN");
    planting.accompany_everywhere(inside(tags::CODE_MEANING), VR::LO, "Statutory health insurance");
}
