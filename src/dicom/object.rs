//! A data set under construction, edited by attribute path.

use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_core::dictionary::DataDictionaryEntry;
use dicom_core::value::DataSetSequence;
use dicom_core::value::Value;
use dicom_dictionary_std::StandardDataDictionary;
use dicom_object::InMemDicomObject;
use std::collections::BTreeMap;
use std::ops::Range;

/// A data set without pixels.
#[derive(Clone, Debug)]
pub struct Object {
    inner: InMemDicomObject,
    verbatim: BTreeMap<Tag, Vec<u8>>,
}

impl Default for Object {
    fn default() -> Self {
        Self::new()
    }
}

impl Object {
    /// An empty data set.
    pub fn new() -> Self {
        Self::from_inner(InMemDicomObject::new_empty())
    }

    pub(crate) fn from_inner(inner: InMemDicomObject) -> Self {
        Self { inner, verbatim: BTreeMap::new() }
    }

    #[cfg(test)]
    pub(crate) fn inner(&self) -> &InMemDicomObject {
        &self.inner
    }

    /// Writes text; several values are joined by a backslash. Sequences and items on the way are made as needed.
    pub fn set_text(&mut self, path: impl Into<AttributePath>, vr: VR, text: &str) {
        let value = match vr {
            VR::LT | VR::ST | VR::UT | VR::UR => PrimitiveValue::from(text),
            _ => PrimitiveValue::Strs(text.split('\\').map(str::to_owned).collect()),
        };
        self.set(path.into(), vr, value);
    }

    /// Writes text with the VR that the dictionary gives the tag; LO where it knows none.
    pub fn set_str(&mut self, tag: Tag, text: &str) {
        self.set_text(tag, dictionary_vr(tag), text);
    }

    /// Writes bytes, padded to even length on writing.
    pub fn set_bytes(&mut self, path: impl Into<AttributePath>, vr: VR, bytes: &[u8]) {
        self.set(path.into(), vr, PrimitiveValue::U8(bytes.iter().copied().collect()));
    }

    /// Writes unsigned 16-bit numbers (US).
    pub fn set_u16(&mut self, path: impl Into<AttributePath>, values: &[u16]) {
        self.set(path.into(), VR::US, PrimitiveValue::U16(values.iter().copied().collect()));
    }

    /// Writes signed 16-bit numbers (SS).
    pub fn set_i16(&mut self, path: impl Into<AttributePath>, values: &[i16]) {
        self.set(path.into(), VR::SS, PrimitiveValue::I16(values.iter().copied().collect()));
    }

    /// Writes unsigned 32-bit numbers (UL).
    pub fn set_u32(&mut self, path: impl Into<AttributePath>, values: &[u32]) {
        self.set(path.into(), VR::UL, PrimitiveValue::U32(values.iter().copied().collect()));
    }

    /// Writes 64-bit floating point numbers (FD).
    pub fn set_f64(&mut self, path: impl Into<AttributePath>, values: &[f64]) {
        self.set(path.into(), VR::FD, PrimitiveValue::F64(values.iter().copied().collect()));
    }

    /// Writes 32-bit floating point numbers (FL).
    pub fn set_f32(&mut self, path: impl Into<AttributePath>, values: &[f32]) {
        self.set(path.into(), VR::FL, PrimitiveValue::F32(values.iter().copied().collect()));
    }

    /// Writes signed 16-bit numbers as words (OW), for example samples of a waveform.
    pub fn set_words(&mut self, path: impl Into<AttributePath>, values: &[i16]) {
        self.set(path.into(), VR::OW, PrimitiveValue::I16(values.iter().copied().collect()));
    }

    /// Writes signed 32-bit numbers (SL).
    pub fn set_i32(&mut self, path: impl Into<AttributePath>, values: &[i32]) {
        self.set(path.into(), VR::SL, PrimitiveValue::I32(values.iter().copied().collect()));
    }

    /// Writes tags (AT), for example of the frame increment pointer.
    pub fn set_tags(&mut self, path: impl Into<AttributePath>, values: &[Tag]) {
        self.set(path.into(), VR::AT, PrimitiveValue::Tags(values.iter().copied().collect()));
    }

    /// Makes an attribute with no value (type 2).
    pub fn set_empty(&mut self, path: impl Into<AttributePath>, vr: VR) {
        self.set(path.into(), vr, PrimitiveValue::Empty);
    }

    /// Writes an element of the top level as the very bytes of explicit VR little endian, header and all: for what the
    /// library can't encode, as UN of undefined length (PS3.5 §6.2.2). It replaces any other element of that tag.
    pub fn set_verbatim(&mut self, tag: Tag, bytes: Vec<u8>) {
        self.inner.remove_element(tag);
        self.verbatim.insert(tag, bytes);
    }

    /// Writes a private creator into a block of the top level; its attributes go there from then on (PS3.5 §7.8.1).
    /// `block` is from 0x10 to 0xFF.
    pub fn set_creator(&mut self, group: u16, block: u8, creator: &str) {
        self.inner.put(DataElement::new(Tag(group, u16::from(block)), VR::LO, PrimitiveValue::from(creator)));
    }

    /// Makes a sequence without items (type 2).
    pub fn set_empty_sequence(&mut self, path: impl Into<AttributePath>) {
        let path = path.into();
        put(&mut self.inner, &path.steps, &path.leaf, Put::Sequence);
    }

    /// Number of items of a sequence; 0 where it is absent.
    pub fn items(&self, path: impl Into<AttributePath>) -> u32 {
        let path = path.into();
        let items = || self.level(&path.steps)?.get(existing_tag(self.level(&path.steps)?, &path.leaf)?)?.items();
        items().map_or(0, |items| u32::try_from(items.len()).unwrap_or(u32::MAX))
    }

    /// The value as text, values joined by a backslash and without padding; `None` where it is absent or a sequence.
    pub fn text(&self, path: impl Into<AttributePath>) -> Option<String> {
        let path = path.into();
        let level = self.level(&path.steps)?;
        let element = level.get(existing_tag(level, &path.leaf)?)?;
        match element.value() {
            Value::Primitive(value) => Some(value.to_str().trim_end_matches([' ', '\0']).to_owned()),
            _ => None,
        }
    }

    /// Whether the attribute stands in the data set, with or without a value.
    pub fn contains(&self, tag: Tag) -> bool {
        self.inner.get(tag).is_some()
    }

    /// Removes an attribute of the top level.
    pub fn remove(&mut self, tag: Tag) {
        self.inner.remove_element(tag);
    }

    /// Every attribute of the top level that holds a plain value, as text, in the order of tags.
    pub fn top_level(&self) -> Vec<(Tag, VR, String)> {
        let text = |element: &DataElement<InMemDicomObject, _>| match element.value() {
            Value::Primitive(value) => {
                let text = value.to_str().trim_end_matches([' ', '\0']).to_owned();
                Some((element.header().tag, element.header().vr, text))
            }
            _ => None,
        };
        self.inner.iter().filter_map(text).collect()
    }

    /// Every UID (VR UI) at any depth with its place, in the order of the data set.
    pub fn uids(&self) -> Vec<(AttributePath, String)> {
        let mut found = Vec::new();
        uids_of(&self.inner, &[], &mut found);
        found
    }

    /// Everything from one tag up to another, in the order of writing: runs of elements, and verbatim ones.
    pub(crate) fn pieces(&self, tags: Range<Option<Tag>>) -> Vec<Piece<'_>> {
        let inside = |tag: Tag| tags.start.is_none_or(|start| tag >= start) && tags.end.is_none_or(|end| tag < end);
        let mut pieces = Vec::new();
        let mut run = Vec::new();
        let mut verbatim = self.verbatim.iter().filter(|(tag, _)| inside(**tag)).peekable();
        for element in self.inner.iter().filter(|element| inside(element.header().tag)) {
            while let Some((_, bytes)) = verbatim.next_if(|(tag, _)| **tag < element.header().tag) {
                pieces.push(Piece::Elements(InMemDicomObject::from_element_iter(std::mem::take(&mut run))));
                pieces.push(Piece::Verbatim(bytes));
            }
            run.push(element.clone());
        }
        pieces.push(Piece::Elements(InMemDicomObject::from_element_iter(run)));
        pieces.extend(verbatim.map(|(_, bytes)| Piece::Verbatim(bytes)));
        pieces
    }

    /// Whether it holds elements as the very bytes of explicit VR little endian.
    pub fn has_verbatim(&self) -> bool {
        !self.verbatim.is_empty()
    }

    /// Whether words are held as bytes at any depth: such values have the byte order of little endian.
    pub fn has_bytes_as_words(&self) -> bool {
        has_bytes_as_words(&self.inner)
    }

    /// Whether an overlay plane lies in unused bits of the samples (Overlay Bit Position (60xx,0102)).
    pub fn has_overlay_in_pixels(&self) -> bool {
        let position = |element: &DataElement<InMemDicomObject, _>| element.to_int::<u16>().unwrap_or(0);
        self.inner.iter().any(|element| {
            let tag = element.header().tag;
            tag.group() & 0xff00 == 0x6000 && tag.element() == 0x0102 && position(element) > 0
        })
    }

    fn set(&mut self, path: AttributePath, vr: VR, value: PrimitiveValue) {
        put(&mut self.inner, &path.steps, &path.leaf, Put::Value(vr, value));
    }

    /// The data set or item that some steps lead to.
    fn level(&self, steps: &[Step]) -> Option<&InMemDicomObject> {
        steps.iter().try_fold(&self.inner, |level, step| {
            level.get(existing_tag(level, &step.sequence)?)?.items()?.get(step.item as usize)
        })
    }
}

/// A part of a data set that is written at one go.
pub(crate) enum Piece<'a> {
    /// Elements for the library to encode.
    Elements(InMemDicomObject),
    /// Encoded elements.
    Verbatim(&'a [u8]),
}

/// The VR that the standard's dictionary gives a tag; LO where it knows none.
pub fn dictionary_vr(tag: Tag) -> VR {
    StandardDataDictionary.by_tag(tag).map_or(VR::LO, |entry| entry.vr().relaxed())
}

/// The keyword of a tag, empty where the dictionary has none.
pub fn keyword(tag: Tag) -> &'static str {
    StandardDataDictionary.by_tag(tag).map_or("", |entry| entry.alias())
}

/// Goes as deep as the object was built; strangers' files never come here.
fn has_bytes_as_words(level: &InMemDicomObject) -> bool {
    level.iter().any(|element| match element.value() {
        Value::Sequence(sequence) => sequence.items().iter().any(has_bytes_as_words),
        Value::Primitive(PrimitiveValue::U8(_)) => {
            use VR::*;
            matches!(element.header().vr, AT | FD | FL | OD | OF | OL | OV | OW | SL | SS | SV | UL | US | UV)
        }
        _ => false,
    })
}

/// Goes as deep as the object was built; strangers' files never come here.
fn uids_of(level: &InMemDicomObject, steps: &[Step], found: &mut Vec<(AttributePath, String)>) {
    for element in level {
        let tag = element.header().tag;
        let attribute = Attribute::Tag(tag.group(), tag.element());
        if let Some(items) = element.items() {
            for (item, inner) in (0..).zip(items) {
                let mut steps = steps.to_vec();
                steps.push(Step { sequence: attribute.clone(), item });
                uids_of(inner, &steps, found);
            }
        } else if element.header().vr == VR::UI
            && let Ok(text) = element.to_str()
        {
            let path = AttributePath { steps: steps.to_vec(), leaf: attribute };
            found.push((path, text.trim_end_matches(['\0', ' ']).to_owned()));
        }
    }
}

/// What is put at the end of a path.
enum Put {
    Value(VR, PrimitiveValue),
    /// A sequence without items.
    Sequence,
}

/// Puts something at the end of a path, making sequences and items on the way.
fn put(level: &mut InMemDicomObject, steps: &[Step], leaf: &Attribute, value: Put) {
    let Some((step, rest)) = steps.split_first() else {
        let tag = made_tag(level, leaf);
        level.put(match value {
            Put::Value(vr, value) => DataElement::new(tag, vr, value),
            Put::Sequence => DataElement::new(tag, VR::SQ, DataSetSequence::<InMemDicomObject>::empty()),
        });
        return;
    };
    let tag = made_tag(level, &step.sequence);
    let mut items: Vec<InMemDicomObject> = match level.take(tag).map(DataElement::into_value) {
        Some(Value::Sequence(sequence)) => sequence.into_items().into_iter().collect(),
        _ => Vec::new(),
    };
    let index = step.item as usize;
    while items.len() <= index {
        items.push(InMemDicomObject::new_empty());
    }
    if let Some(item) = items.get_mut(index) {
        put(item, rest, leaf, value);
    }
    level.put(DataElement::new(tag, VR::SQ, DataSetSequence::new(items, Length::UNDEFINED)));
}

/// The tag of an attribute in this data set, if its private creator is there.
fn existing_tag(level: &InMemDicomObject, attribute: &Attribute) -> Option<Tag> {
    match attribute {
        Attribute::Tag(group, element) => Some(Tag(*group, *element)),
        Attribute::Private(group, creator, element) => {
            let block = block_of(level, *group, creator)?;
            Some(Tag(*group, block << 8 | u16::from(*element)))
        }
    }
}

/// The tag of an attribute in this data set; a private creator that is not there is put into the first free block.
fn made_tag(level: &mut InMemDicomObject, attribute: &Attribute) -> Tag {
    let (group, creator, element) = match attribute {
        Attribute::Tag(group, element) => return Tag(*group, *element),
        Attribute::Private(group, creator, element) => (*group, creator, *element),
    };
    let block = block_of(level, group, creator).unwrap_or_else(|| {
        // The library would place the creator of an empty group at (gggg,0001); PS3.5 §7.8.1 asks for 0010 to 00FF.
        let free = (0x10..=0xff).find(|block| level.get(Tag(group, *block)).is_none()).unwrap_or(0xff);
        level.put(DataElement::new(Tag(group, free), VR::LO, PrimitiveValue::from(creator.as_str())));
        free
    });
    Tag(group, block << 8 | u16::from(element))
}

fn block_of(level: &InMemDicomObject, group: u16, creator: &str) -> Option<u16> {
    (0x10..=0xff).find(|block| {
        level
            .get(Tag(group, *block))
            .and_then(|element| element.to_str().ok())
            .is_some_and(|text| text.trim_end_matches([' ', '\0']) == creator)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::tags;

    #[test]
    fn nested_and_private_values_are_read_back_from_their_path() {
        let mut object = Object::new();
        let nested = AttributePath::top(tags::PATIENT_NAME).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 1);
        let private = AttributePath::private(0x0019, "ACME 1.0", 0x10);
        object.set_text(nested.clone(), VR::PN, "Doe^Jane");
        object.set_text(private.clone(), VR::LO, "secret");
        object.set_text(AttributePath::private(0x0019, "OTHER", 0x10), VR::LO, "second");
        assert_eq!(object.text(nested).as_deref(), Some("Doe^Jane"));
        assert_eq!(object.text(private).as_deref(), Some("secret"));
        assert_eq!(object.text(AttributePath::top(Tag(0x0019, 0x1110))).as_deref(), Some("second"));
    }
}
