//! Record number as the label of a channel.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "ecg-channel-label",
    version: 1,
    title: "Record number as the label of a channel",
    why: "Carts misuse the label of a channel, two sequences deep, for the number that they were told.",
    standard: "PS3.15 Table E.1-1: Channel Label (003A,0203) X",
    seen: "",
    passes: "The label is gone or replaced.",
};

/// Record number as the label of a channel.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant).needs(Companion::EcgWaveform);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EcgWaveform) else { return };
    let mrn = planting.identity.mrn.clone();
    let channel = [(tags::WAVEFORM_SEQUENCE, 0), (tags::CHANNEL_DEFINITION_SEQUENCE, 1)];
    planting.set(number, AttributePath::below(&channel, tags::CHANNEL_LABEL), VR::SH, Kind::Mrn, &mrn);
}
