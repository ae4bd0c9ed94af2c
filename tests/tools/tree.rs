//! A data set as a tree of bytes: what is not touched comes back as it was, whatever its character set.

use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_core::dictionary::DataDictionaryEntry;
use dicom_dictionary_std::StandardDataDictionary;

/// An element.
#[derive(Clone)]
pub struct Node {
    pub tag: Tag,
    pub vr: VR,
    pub value: Value,
}

/// Its value.
#[derive(Clone)]
pub enum Value {
    /// As it stands in the file, padding and all.
    Bytes(Vec<u8>),
    /// The items of a sequence.
    Items(Vec<Vec<Node>>),
    /// The whole element, header and all: encapsulated pixels, and UN of undefined length.
    Verbatim(Vec<u8>),
}

const UNDEFINED: u32 = u32::MAX;
const ITEM: Tag = Tag(0xfffe, 0xe000);
const ITEM_END: Tag = Tag(0xfffe, 0xe00d);
const SEQUENCE_END: Tag = Tag(0xfffe, 0xe0dd);

impl Node {
    /// An element with text or bytes, padded.
    pub fn new(tag: Tag, vr: VR, value: impl AsRef<[u8]>) -> Self {
        let mut bytes = value.as_ref().to_vec();
        if bytes.len() % 2 == 1 {
            bytes.push(if matches!(vr, VR::UI | VR::OB | VR::UN) { 0 } else { b' ' });
        }
        Self { tag, vr, value: Value::Bytes(bytes) }
    }

    /// A sequence.
    pub fn sequence(tag: Tag, items: Vec<Vec<Self>>) -> Self {
        Self { tag, vr: VR::SQ, value: Value::Items(items) }
    }

    /// The value as text without padding.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Bytes(bytes) => String::from_utf8_lossy(bytes).trim_matches([' ', '\0']).to_owned(),
            _ => String::new(),
        }
    }
}

/// The element of that tag.
pub fn get(nodes: &[Node], tag: Tag) -> Option<&Node> {
    nodes.iter().find(|node| node.tag == tag)
}

/// Puts an element in its place, instead of another of that tag.
pub fn put(nodes: &mut Vec<Node>, node: Node) {
    nodes.retain(|other| other.tag != node.tag);
    let at = nodes.partition_point(|other| other.tag < node.tag);
    nodes.insert(at, node);
}

/// How the elements of a file are written.
#[derive(Clone, Copy)]
pub struct Coding {
    pub implicit: bool,
    pub big_endian: bool,
}

/// Explicit VR little endian.
const EXPLICIT: Coding = Coding { implicit: false, big_endian: false };
/// The items of UN of undefined length (PS3.5 §6.2.2).
const IMPLICIT: Coding = Coding { implicit: true, big_endian: false };

/// Reads explicit VR little endian.
pub fn read(data: &[u8]) -> Vec<Node> {
    read_as(data, EXPLICIT)
}

/// Reads elements; numbers come out in little endian.
pub fn read_as(data: &[u8], coding: Coding) -> Vec<Node> {
    elements(data, &mut 0, data.len(), coding)
}

fn elements(data: &[u8], at: &mut usize, end: usize, coding: Coding) -> Vec<Node> {
    let mut nodes = Vec::new();
    while *at < end {
        let start = *at;
        let (tag, mut vr, length) = header(data, at, coding);
        if tag == ITEM_END {
            break;
        }
        if coding.implicit && length == UNDEFINED {
            // Nothing else has it there.
            vr = VR::SQ;
        }
        let value = match (vr, length) {
            (VR::SQ, length) => Value::Items(items(data, at, length, coding)),
            (_, UNDEFINED) => {
                let inside = if tag == Tag(0x7fe0, 0x0010) { coding } else { IMPLICIT };
                skip_items(data, at, inside);
                Value::Verbatim(data[start..*at].to_vec())
            }
            (_, length) => {
                *at += length as usize;
                Value::Bytes(little_endian(vr, &data[*at - length as usize..*at], coding))
            }
        };
        nodes.push(Node { tag, vr, value });
    }
    nodes
}

fn items(data: &[u8], at: &mut usize, length: u32, coding: Coding) -> Vec<Vec<Node>> {
    let end = if length == UNDEFINED { data.len() } else { *at + length as usize };
    let mut items = Vec::new();
    while *at < end {
        let (tag, _, length) = header(data, at, coding);
        if tag == SEQUENCE_END {
            break;
        }
        assert_eq!(tag, ITEM);
        let end = if length == UNDEFINED { data.len() } else { *at + length as usize };
        items.push(elements(data, at, end, coding));
    }
    items
}

/// Steps over items up to the delimiter of their sequence.
fn skip_items(data: &[u8], at: &mut usize, coding: Coding) {
    loop {
        match header(data, at, coding) {
            (SEQUENCE_END, ..) => return,
            (_, _, UNDEFINED) => loop {
                match header(data, at, coding) {
                    (ITEM_END, ..) => break,
                    (_, _, UNDEFINED) => skip_items(data, at, coding),
                    (_, _, length) => *at += length as usize,
                }
            },
            (_, _, length) => *at += length as usize,
        }
    }
}

fn header(data: &[u8], at: &mut usize, coding: Coding) -> (Tag, VR, u32) {
    let big = coding.big_endian;
    let short = |at: usize| {
        let bytes = [data[at], data[at + 1]];
        if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    };
    let long = |at: usize| {
        let bytes = [data[at], data[at + 1], data[at + 2], data[at + 3]];
        if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    };
    let (start, tag) = (*at, Tag(short(*at), short(*at + 2)));
    if coding.implicit || tag.group() == 0xfffe {
        *at += 8;
        let vr = StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed());
        return (tag, vr, long(start + 4));
    }
    let vr = VR::from_binary([data[start + 4], data[start + 5]]).unwrap();
    *at += if is_long(vr) { 12 } else { 8 };
    (tag, vr, if is_long(vr) { long(start + 8) } else { u32::from(short(start + 6)) })
}

fn little_endian(vr: VR, bytes: &[u8], coding: Coding) -> Vec<u8> {
    use VR::*;
    let width = match vr {
        US | SS | OW | AT => 2,
        UL | SL | FL | OF | OL => 4,
        FD | OD | SV | UV | OV => 8,
        _ => 1,
    };
    if !coding.big_endian {
        return bytes.to_vec();
    }
    bytes.chunks(width).flat_map(|number| number.iter().rev()).copied().collect()
}

fn is_long(vr: VR) -> bool {
    use VR::*;
    matches!(vr, OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV)
}

/// Writes explicit VR little endian, sequences of undefined length.
pub fn write(nodes: &[Node], out: &mut Vec<u8>) {
    for node in nodes {
        match &node.value {
            Value::Verbatim(bytes) => out.extend(bytes),
            Value::Bytes(bytes) => {
                write_header(out, node, bytes.len() as u32);
                out.extend(bytes);
            }
            Value::Items(items) => {
                write_header(out, node, UNDEFINED);
                for item in items {
                    delimiter(out, ITEM, UNDEFINED);
                    write(item, out);
                    delimiter(out, ITEM_END, 0);
                }
                delimiter(out, SEQUENCE_END, 0);
            }
        }
    }
}

/// Writes implicit VR little endian, sequences of undefined length.
pub fn write_implicit(nodes: &[Node], out: &mut Vec<u8>) {
    for node in nodes {
        match &node.value {
            // The items of UN are implicit already (PS3.5 §6.2.2); the header is longer by VR and reserved bytes.
            Value::Verbatim(bytes) => {
                delimiter(out, node.tag, UNDEFINED);
                out.extend(&bytes[12..]);
            }
            Value::Bytes(bytes) => {
                delimiter(out, node.tag, bytes.len() as u32);
                out.extend(bytes);
            }
            Value::Items(items) => {
                delimiter(out, node.tag, UNDEFINED);
                for item in items {
                    delimiter(out, ITEM, UNDEFINED);
                    write_implicit(item, out);
                    delimiter(out, ITEM_END, 0);
                }
                delimiter(out, SEQUENCE_END, 0);
            }
        }
    }
}

fn write_header(out: &mut Vec<u8>, node: &Node, length: u32) {
    out.extend(node.tag.group().to_le_bytes());
    out.extend(node.tag.element().to_le_bytes());
    out.extend(node.vr.to_bytes());
    if is_long(node.vr) {
        out.extend([0, 0]);
        out.extend(length.to_le_bytes());
    } else {
        out.extend((length as u16).to_le_bytes());
    }
}

/// A header without representation, as delimiters and everything implicit have it.
fn delimiter(out: &mut Vec<u8>, tag: Tag, length: u32) {
    out.extend(tag.group().to_le_bytes());
    out.extend(tag.element().to_le_bytes());
    out.extend(length.to_le_bytes());
}
