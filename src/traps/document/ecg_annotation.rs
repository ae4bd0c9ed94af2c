//! Name in the annotation of a waveform.

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
    id: "ecg-annotation",
    version: 1,
    title: "Name in the annotation of a waveform",
    why: "Carts print the name among the measurements; tools made for images never look into waveforms.",
    standard: "PS3.15 Table E.1-1: Waveform Annotation Sequence (0040,B020) X/D, Unformatted Text Value (0070,0006) D",
    seen: "",
    passes: "The annotation is gone, or its identifiers are.",
};

/// Name in the annotation of a waveform.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant).needs(Companion::EcgWaveform);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EcgWaveform) else { return };
    let identity = planting.identity;
    let (name, readable) = (identity.name.dicom(), identity.name.readable());
    let Some(target) = planting.study.at_mut(number) else { return };
    let annotation = [(tags::WAVEFORM_ANNOTATION_SEQUENCE, 0)];
    let at = |tag| AttributePath::below(&annotation, tag);
    target.object.set_u16(at(tags::REFERENCED_WAVEFORM_CHANNELS), &[1, 0]);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    let text = format!("Sinus rhythm, normal axis. {readable}");
    planting.write(number, at(tags::UNFORMATTED_TEXT_VALUE), VR::ST, &text, &[secret], "Sinus rhythm, normal axis.");
}
