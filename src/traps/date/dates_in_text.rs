//! Dates of three kinds among words.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::date::drawn::days_before_study;
use crate::traps::date::drawn::long_ago;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "dates-in-text",
    version: 1,
    title: "Dates of three kinds among words",
    why: "A day of birth with dots, a biopsy in ISO 8601 and a relative's date before 1900, which some libraries cannot even format.",
    standard: "PS3.15 Table E.1-1: Reason for Visit (0032,1066), action X",
    seen: "SmiServices#1561, fo-dicom#576",
    passes: "The dates are gone or others; the words may stay.",
};

/// Dates of three kinds among words.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (born, biopsy) = (identity.birth_date, days_before_study(planting, 100..190));
    let ancestor = long_ago(planting);
    let written = [born.0.strftime("%d.%m.%Y").to_string(), biopsy.iso(), ancestor.0.strftime("%d.%m.%Y").to_string()];
    let [born_written, biopsy_written, ancestor_written] = &written;
    let text = format!(
        "Born {born_written}. Biopsy on {biopsy_written} benign. Great-grandmother b. {ancestor_written} same finding"
    );
    let (born, biopsy, ancestor) = (born.da(), biopsy.da(), ancestor.da());
    let secrets = [
        Secret { kind: Kind::BirthDate, value: &born, written: born_written },
        Secret { kind: Kind::Date, value: &biopsy, written: biopsy_written },
        Secret { kind: Kind::Date, value: &ancestor, written: ancestor_written },
    ];
    let context = "Born Biopsy on benign Great-grandmother b. same finding";
    planting.write_everywhere(tags::REASON_FOR_VISIT, VR::UT, &text, &secrets, context);
}
