//! Names in UN of undefined length.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::locus::Step;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-unknown-sequence",
    version: 1,
    title: "Names in UN of undefined length",
    why: "The items are in implicit VR whatever the file says; readers that miss this break off, or skip the rest.",
    standard: "PS3.5 §6.2.2: UN of undefined length holds implicit VR little endian",
    seen: "dicom-rs#169",
    passes: "The attribute is gone, and the rest of the file is there.",
};

/// Names in UN of undefined length.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

const CREATOR: &str = "RELAY 7";

fn plant(planting: &mut Planting<'_>) {
    let (mrn, number) = (planting.identity.mrn.clone(), planting.identity.other_patient_id.clone());
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        target.object.set_creator(0x0039, 0x10, CREATOR);
        target.object.set_verbatim(Tag(0x0039, 0x1007), unknown_sequence(&mrn, &number));
        let step = Step { sequence: Attribute::Private(0x0039, CREATOR.to_owned(), 0x07), item: 0 };
        for (tag, kind, value) in
            [(tags::PATIENT_ID, Kind::Mrn, &mrn), (tags::OTHER_PATIENT_I_DS, Kind::OtherPatientId, &number)]
        {
            let path = AttributePath { steps: vec![step.clone()], ..AttributePath::top(tag) };
            planting.record(instance, Locus::Attribute(path), &[Secret::plain(kind, value)], "");
        }
    }
}

/// (0039,1007) with one item of undefined length.
fn unknown_sequence(mrn: &str, number: &str) -> Vec<u8> {
    let mut bytes = vec![0x39, 0x00, 0x07, 0x10, b'U', b'N', 0, 0, 0xff, 0xff, 0xff, 0xff];
    bytes.extend([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]);
    for (tag, value) in [([0x10, 0x00, 0x20, 0x00], mrn), ([0x10, 0x00, 0x00, 0x10], number)] {
        let padded = format!("{value}{}", if value.len() % 2 == 1 { " " } else { "" });
        bytes.extend(tag);
        bytes.extend(u32::try_from(padded.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(padded.as_bytes());
    }
    bytes.extend([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    bytes
}
