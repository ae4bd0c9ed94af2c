//! Number in a CSA header.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-csa-header",
    version: 1,
    title: "Number in a CSA header",
    why: "The header is kept for its diffusion tables, as one block of bytes with named fields in it.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "mmiv-center/DICOMAnonymizer#7",
    passes: "The header is gone, or the fields that name the patient are cleaned and the rest can be read.",
};

/// Number in a CSA header.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let (mrn, accession) = (planting.identity.mrn.clone(), planting.identity.accession.clone());
    let fields =
        [("PatientID", "LO", mrn.as_str()), ("EchoTime", "DS", "3.1"), ("AccessionNo", "SH", accession.as_str())];
    let header = csa_header(&fields);
    let secrets = [Secret::plain(Kind::Mrn, &mrn), Secret::plain(Kind::Accession, &accession)];
    for instance in planting.instances() {
        let at = |element| AttributePath::private(0x0029, "SIEMENS CSA HEADER", element);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at(0x08), VR::CS, "IMAGE NUM 4");
        }
        planting.write_bytes(instance, at(0x10), VR::OB, &header, &secrets, "");
    }
}

/// The second form of the header: `SV10`, the number of fields, and for each its name in 64 bytes, multiplicity, VR, type
/// and items of whole words.
fn csa_header(fields: &[(&str, &str, &str)]) -> Vec<u8> {
    let word = |value: usize| u32::try_from(value).unwrap_or(0).to_le_bytes();
    let fixed = |text: &str, size: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(size, 0);
        bytes
    };
    let mut bytes = b"SV10\x04\x03\x02\x01".to_vec();
    bytes.extend([word(fields.len()), word(77)].concat());
    for (name, vr, value) in fields {
        bytes.extend(fixed(name, 64));
        bytes.extend(word(1));
        bytes.extend(fixed(vr, 4));
        bytes.extend([word(0), word(1), word(77)].concat());
        let length = value.len() + 1;
        bytes.extend([word(length), word(length), word(77), word(length)].concat());
        bytes.extend(fixed(value, length.next_multiple_of(4)));
    }
    bytes
}
