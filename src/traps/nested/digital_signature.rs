//! Signer's name in a certificate.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "digital-signature",
    version: 1,
    title: "Signer's name in a certificate",
    why: "Whoever signed is named in the bytes of the certificate, behind the pixels, where tools have stopped reading.",
    standard: "PS3.15 Table E.1-1: Digital Signatures Sequence (FFFA,FFFA), action X; Certificate of Signer (0400,0115) D",
    seen: "",
    passes: "The sequence is gone.",
};

/// Signer's name in a certificate.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    // A short name could not be told from chance in bytes.
    let mut long_name = || loop {
        let name = others.staff(&mut planting.stream);
        if name.family.len() >= 7 {
            return name;
        }
    };
    let (signer, stamp) = (long_name(), long_name());
    let sequence = tags::DIGITAL_SIGNATURES_SEQUENCE;
    let at = |tag| AttributePath::top(tag).inside(sequence, 0);
    let parameters = |tag| AttributePath::top(tag).inside(tags::MAC_PARAMETERS_SEQUENCE, 0);
    if let Some(target) = planting.study.instances.first_mut() {
        let object = &mut target.object;
        object.set_u16(parameters(tags::MACID_NUMBER), &[1]);
        object.set_text(parameters(tags::MAC_CALCULATION_TRANSFER_SYNTAX_UID), VR::UI, uids::EXPLICIT_VR_LITTLE_ENDIAN);
        object.set_text(parameters(tags::MAC_ALGORITHM), VR::CS, "SHA256");
        object.set_tags(parameters(tags::DATA_ELEMENTS_SIGNED), &[tags::SOP_INSTANCE_UID]);
        object.set_u16(at(tags::MACID_NUMBER), &[1]);
        object.set_text(at(tags::CERTIFICATE_TYPE), VR::CS, "X509_1993_SIG");
        object.set_bytes(at(tags::SIGNATURE), VR::OB, &[0x5a; 64]);
        object.set_text(at(tags::CERTIFIED_TIMESTAMP_TYPE), VR::CS, "CMS_TSP");
    }
    plant_one(planting, &mut others, at(tags::DIGITAL_SIGNATURE_UID), VR::UI, Content::Uid);
    plant_one(planting, &mut others, at(tags::DIGITAL_SIGNATURE_DATE_TIME), VR::DT, Content::Date);
    for (tag, name) in [(tags::CERTIFICATE_OF_SIGNER, signer), (tags::CERTIFIED_TIMESTAMP, stamp)] {
        let (value, written) = (name.dicom(), name.readable());
        let secret = Secret { kind: Kind::Staff, value: &value, written: &written };
        planting.write_bytes(0, at(tag), VR::OB, &certificate(&written), &[secret], "");
    }
}

/// A distinguished name as X.509 encodes it: SEQUENCE, SET, SEQUENCE of the object identifier of common names and a
/// printable string.
fn certificate(name: &str) -> Vec<u8> {
    let text = name.as_bytes();
    let length = |extra: usize| u8::try_from(text.len() + extra).unwrap_or(u8::MAX);
    let mut bytes =
        vec![0x30, length(11), 0x31, length(9), 0x30, length(7), 0x06, 0x03, 0x55, 0x04, 0x03, 0x13, length(0)];
    bytes.extend(text);
    bytes
}
