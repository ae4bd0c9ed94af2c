//! Taking a base's own identity out of its data set.

use crate::dicom::VR;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_core::value::DataSetSequence;
use dicom_core::value::Value;
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

/// What becomes of an attribute of a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays; a sequence is gone through.
    Keep,
    /// It goes.
    Remove,
    /// It stays without a value.
    Empty,
    /// It takes a value that means nothing.
    Dummy,
    /// It takes a new UID, the same for the same old one.
    NewUid,
}

/// What decides over attributes, and over UIDs.
pub struct Cleaning<'a> {
    /// The fate of each attribute, by group and element.
    pub fate: &'a dyn Fn(u16, u16) -> Fate,
    /// The new UID in the place of an old one.
    pub new_uid: &'a dyn Fn(&str) -> String,
}

pub(super) fn clean(object: InMemDicomObject, rules: &Cleaning<'_>) -> InMemDicomObject {
    InMemDicomObject::from_element_iter(object.into_iter().filter_map(|element| cleaned(element, rules)))
}

fn cleaned(element: InMemElement, rules: &Cleaning<'_>) -> Option<InMemElement> {
    let (tag, vr) = (element.header().tag, element.header().vr);
    // Private attributes may hold anything, and group lengths are wrong as soon as one attribute goes.
    if tag.0 % 2 == 1 || tag.1 == 0 || tag.0 < 0x0008 || tag == Tag(0xfffc, 0xfffc) {
        return None;
    }
    let put = |value: PrimitiveValue| Some(DataElement::new(tag, vr, value));
    // A sequence whose UIDs are to be replaced stays, and its items are gone through.
    let fate = match (rules.fate)(tag.0, tag.1) {
        Fate::NewUid if vr == VR::SQ => Fate::Keep,
        fate => fate,
    };
    match fate {
        Fate::Remove => None,
        Fate::Empty | Fate::Dummy if vr == VR::SQ => None,
        Fate::Empty => put(PrimitiveValue::Empty),
        Fate::Dummy => put(dummy(vr)),
        Fate::NewUid => put(new_uids(&element, rules)),
        Fate::Keep => match element.into_value() {
            Value::Sequence(sequence) => {
                let items: Vec<_> = sequence.into_items().into_iter().map(|item| clean(item, rules)).collect();
                Some(DataElement::new(tag, VR::SQ, DataSetSequence::new(items, Length::UNDEFINED)))
            }
            Value::Primitive(value) => put(value),
            // Encapsulated data outside the pixel data has no use here.
            Value::PixelSequence(_) => None,
        },
    }
}

fn new_uids(element: &InMemElement, rules: &Cleaning<'_>) -> PrimitiveValue {
    let old = element.to_str().unwrap_or_default();
    let new = |uid: &str| (rules.new_uid)(uid.trim_matches([' ', '\0']));
    PrimitiveValue::Strs(old.split('\\').filter(|uid| !uid.is_empty()).map(new).collect())
}

fn dummy(vr: VR) -> PrimitiveValue {
    match vr {
        VR::DA => PrimitiveValue::from("20000101"),
        VR::DT => PrimitiveValue::from("20000101000000"),
        VR::TM => PrimitiveValue::from("000000"),
        VR::AS => PrimitiveValue::from("000D"),
        VR::DS | VR::IS => PrimitiveValue::from("0"),
        VR::AE | VR::CS | VR::LO | VR::LT | VR::PN | VR::SH | VR::ST | VR::UC | VR::UT => PrimitiveValue::from("NONE"),
        _ => PrimitiveValue::Empty,
    }
}
