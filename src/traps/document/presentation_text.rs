//! Name drawn on the image by a presentation state.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "presentation-text",
    version: 1,
    title: "Name drawn on the image by a presentation state",
    why: "Viewers draw the text over clean pixels: nothing is burned in, and everybody sees it.",
    standard: "PS3.15 Table E.1-1: Graphic Annotation Sequence (0070,0001) D, Unformatted Text Value (0070,0006) D",
    seen: "",
    passes: "The annotation is gone, or its identifiers are.",
};

/// Name drawn on the image by a presentation state.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::PresentationState);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::PresentationState) else { return };
    let name = planting.identity.name.dicom();
    let birth_date = planting.identity.birth_date.da();
    let readable = planting.identity.name.readable();
    let text = format!("{readable} born {birth_date}");
    let Some(target) = planting.study.at_mut(number) else { return };
    let object = [(tags::GRAPHIC_ANNOTATION_SEQUENCE, 0), (tags::TEXT_OBJECT_SEQUENCE, 0)];
    let at = |tag| AttributePath::below(&object, tag);
    target.object.set_text(at(tags::BOUNDING_BOX_ANNOTATION_UNITS), VR::CS, "PIXEL");
    target.object.set_f32(at(tags::BOUNDING_BOX_TOP_LEFT_HAND_CORNER), &[10.0, 10.0]);
    target.object.set_f32(at(tags::BOUNDING_BOX_BOTTOM_RIGHT_HAND_CORNER), &[310.0, 40.0]);
    target.object.set_text(at(tags::BOUNDING_BOX_TEXT_HORIZONTAL_JUSTIFICATION), VR::CS, "LEFT");
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &readable },
        Secret::plain(Kind::BirthDate, &birth_date),
    ];
    planting.write(number, at(tags::UNFORMATTED_TEXT_VALUE), VR::ST, &text, &secrets, "born");
}
