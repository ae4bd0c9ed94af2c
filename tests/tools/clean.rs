//! The basic profile of PS3.15, applied to everything that the table lists.

use crate::known::File;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::AttributePath;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::locus::Step;
use deidbench::dicom::scan::Scan;
use deidbench::policy;
use deidbench::truth::Plant;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::value::DataSetSequence;
use dicom_core::value::Value;
use dicom_dictionary_std::tags;
use dicom_dictionary_std::uids;
use dicom_object::FileMetaTableBuilder;
use dicom_object::InMemDicomObject;
use dicom_object::OpenFileOptions;
use dicom_object::file::ReadPreamble;
use dicom_object::mem::InMemElement;
use sha2::Digest;
use sha2::Sha256;

/// Bytes in front of `DICM`.
const PREAMBLE: usize = 128;

/// Cleans a file, and carries what is spared over from the original.
pub fn clean(bytes: &[u8], file: &File<'_>, spared: &[&Plant]) -> Vec<u8> {
    let original = OpenFileOptions::new().read_preamble(ReadPreamble::Always).from_reader(bytes).unwrap();
    let mut data = level(&original);
    data.put(DataElement::new(tags::PATIENT_NAME, VR::PN, PrimitiveValue::from(file.subject())));
    data.put(DataElement::new(tags::PATIENT_ID, VR::LO, PrimitiveValue::from(file.subject())));
    data.put(DataElement::new(tags::PATIENT_IDENTITY_REMOVED, VR::CS, PrimitiveValue::from("YES")));
    data.put(DataElement::new(tags::DEIDENTIFICATION_METHOD, VR::LO, PrimitiveValue::from("Removed what was planted")));
    data.put(methods());
    let removed = PrimitiveValue::from("REMOVED");
    data.put(DataElement::new(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, removed));
    if file.row.frames > 0 {
        data.put(DataElement::new(tags::BURNED_IN_ANNOTATION, VR::CS, PrimitiveValue::from("NO")));
    }
    let mut meta = FileMetaTableBuilder::new()
        .transfer_syntax(uids::EXPLICIT_VR_LITTLE_ENDIAN)
        .implementation_class_uid(replaced("the perfect tool"))
        .implementation_version_name("PERFECT");
    let (mut preamble, mut trailing): (&[u8], &[u8]) = (&[0; PREAMBLE], &[]);
    let scan = Scan::parse(bytes.to_vec(), u64::MAX).unwrap();
    for plant in spared {
        match &plant.locus {
            Locus::Attribute(path) => carry(&mut data, &original, path),
            Locus::Meta(0x0002, 0x0016) => {
                meta = meta.source_application_entity_title(original.meta().source_application_entity_title().unwrap());
            }
            Locus::Preamble => preamble = &bytes[..PREAMBLE],
            Locus::Trailing => trailing = &bytes[scan.rest.clone()],
            // Paths, pixels and the UID in the file meta information follow from what is kept elsewhere.
            Locus::Meta(..) | Locus::Path | Locus::Pixel => {}
        }
    }
    let mut out = Vec::new();
    data.with_meta(meta).unwrap().write_all(&mut out).unwrap();
    out[..PREAMBLE].copy_from_slice(preamble);
    out.extend_from_slice(trailing);
    out
}

/// A new UID for an old one, the same wherever it stands.
pub fn replaced(uid: &str) -> String {
    let hash = Sha256::digest(format!("fake tool {uid}"));
    let number = hash.iter().take(16).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
    format!("2.25.{}", number >> 2)
}

fn level(from: &InMemDicomObject) -> InMemDicomObject {
    InMemDicomObject::from_element_iter(from.iter().filter_map(cleaned))
}

/// What the profile leaves of an element.
fn cleaned(element: &InMemElement) -> Option<InMemElement> {
    let (tag, vr) = (element.header().tag, element.header().vr);
    let action = policy::row(tag.group(), tag.element()).map_or("", |row| row.basic);
    match (action.chars().next(), element.value()) {
        // Type 2 in some images, so it stays without items.
        (Some('X'), Value::Sequence(_)) if tag == tags::ACQUISITION_CONTEXT_SEQUENCE => {
            Some(DataElement::new(tag, VR::SQ, DataSetSequence::<InMemDicomObject>::empty()))
        }
        (Some('X'), _) => None,
        (Some('Z'), _) => Some(DataElement::new(tag, vr, PrimitiveValue::Empty)),
        (Some('U'), Value::Primitive(value)) => {
            let new: Vec<String> = value.to_multi_str().iter().map(|uid| replaced(uid)).collect();
            Some(DataElement::new(tag, vr, PrimitiveValue::Strs(new.into())))
        }
        (Some('D'), Value::Primitive(_)) => Some(DataElement::new(tag, vr, dummy(vr))),
        (_, Value::Sequence(sequence)) => {
            let items: Vec<InMemDicomObject> = sequence.items().iter().map(level).collect();
            Some(DataElement::new(tag, VR::SQ, DataSetSequence::new(items, Length::UNDEFINED)))
        }
        _ => Some(element.clone()),
    }
}

fn dummy(vr: VR) -> PrimitiveValue {
    match vr {
        VR::DA => PrimitiveValue::from("19000101"),
        VR::TM => PrimitiveValue::from("000000"),
        VR::DT => PrimitiveValue::from("19000101000000"),
        VR::LO | VR::SH | VR::PN | VR::ST | VR::LT | VR::UT | VR::CS => PrimitiveValue::from("REMOVED"),
        _ => PrimitiveValue::Empty,
    }
}

/// De-identification Method Code Sequence (0012,0064).
fn methods() -> InMemElement {
    let codes = [("113100", "Basic Application Confidentiality Profile"), ("113101", "Clean Pixel Data Option")];
    let items: Vec<InMemDicomObject> = codes
        .iter()
        .map(|(code, meaning)| {
            InMemDicomObject::from_element_iter([
                DataElement::new(tags::CODE_VALUE, VR::SH, PrimitiveValue::from(*code)),
                DataElement::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, PrimitiveValue::from("DCM")),
                DataElement::new(tags::CODE_MEANING, VR::LO, PrimitiveValue::from(*meaning)),
            ])
        })
        .collect();
    DataElement::new(
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        VR::SQ,
        DataSetSequence::new(items, Length::UNDEFINED),
    )
}

/// Puts the element at `path` of the original back, with the sequences and the private creator around it.
fn carry(to: &mut InMemDicomObject, from: &InMemDicomObject, path: &AttributePath) {
    carry_level(to, from, &path.steps, &path.leaf);
}

fn carry_level(to: &mut InMemDicomObject, from: &InMemDicomObject, steps: &[Step], leaf: &Attribute) {
    let Some((step, rest)) = steps.split_first() else {
        let tag = tag_of(from, leaf);
        if tag.group() % 2 == 1 && tag.element() > 0xff {
            to.put(from.get(Tag(tag.group(), tag.element() >> 8)).unwrap().clone());
        }
        to.put(from.get(tag).unwrap().clone());
        return;
    };
    let tag = tag_of(from, &step.sequence);
    let sources = from.get(tag).unwrap().items().unwrap();
    // What else the items must hold comes back cleaned.
    let there = to.get(tag).and_then(|element| element.items()).filter(|items| !items.is_empty());
    let mut items: Vec<InMemDicomObject> = match there {
        Some(items) => items.to_vec(),
        None => sources.iter().map(level).collect(),
    };
    let source = &sources[step.item as usize];
    carry_level(&mut items[step.item as usize], source, rest, leaf);
    to.put(DataElement::new(tag, VR::SQ, DataSetSequence::new(items, Length::UNDEFINED)));
}

fn tag_of(level: &InMemDicomObject, attribute: &Attribute) -> Tag {
    match attribute {
        Attribute::Tag(group, element) => Tag(*group, *element),
        Attribute::Private(group, creator, low) => {
            let block = (0x10..=0xffu16)
                .find(|block| {
                    let here = level.get(Tag(*group, *block)).map(|element| element.to_str().unwrap());
                    here.is_some_and(|text| text.trim_end() == creator)
                })
                .unwrap();
            Tag(*group, block << 8 | u16::from(*low))
        }
    }
}
