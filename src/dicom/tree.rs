//! A data set as a tree of bytes: what is not touched comes back as it was, whatever its character set.

use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_core::dictionary::DataDictionaryEntry;
use dicom_core::dictionary::VirtualVr;
use dicom_dictionary_std::StandardDataDictionary;

/// An element.
#[derive(Clone)]
pub struct Node {
    /// Its tag.
    pub tag: Tag,
    /// Its value representation.
    pub vr: VR,
    /// Its value.
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
    /// Without value representations.
    pub implicit: bool,
    /// Numbers with their most significant byte first.
    pub big_endian: bool,
}

/// Explicit VR little endian.
const EXPLICIT: Coding = Coding { implicit: false, big_endian: false };
/// The items of UN of undefined length (PS3.5 §6.2.2).
const IMPLICIT: Coding = Coding { implicit: true, big_endian: false };

/// Reads explicit VR little endian; nothing where the bytes are no data set.
pub fn read(data: &[u8]) -> Option<Vec<Node>> {
    read_as(data, EXPLICIT)
}

/// Reads elements; numbers come out in little endian. Nothing where the bytes are no data set of that coding.
pub fn read_as(data: &[u8], coding: Coding) -> Option<Vec<Node>> {
    Reader { data, at: 0, depth: 0 }.elements(data.len(), coding)
}

/// Whether the dictionary says `US or SS` of a number: it follows Pixel Representation.
pub fn follows_sign(tag: Tag) -> bool {
    StandardDataDictionary.by_tag(tag).is_some_and(|entry| entry.vr() == VirtualVr::Xs)
}

/// Sequences inside of sequences that are followed.
const DEEPEST: u32 = 100;

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn elements(&mut self, end: usize, coding: Coding) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        while self.at < end {
            let start = self.at;
            let (tag, mut vr, length) = self.header(coding)?;
            if tag == ITEM_END {
                break;
            }
            if coding.implicit && length == UNDEFINED {
                // Nothing else has it there.
                vr = VR::SQ;
            }
            let value = match (vr, length) {
                (VR::SQ, length) => Value::Items(self.items(length, coding)?),
                (_, UNDEFINED) => {
                    let inside = if tag == Tag(0x7fe0, 0x0010) { coding } else { IMPLICIT };
                    self.skip_items(inside)?;
                    Value::Verbatim(self.data.get(start..self.at)?.to_vec())
                }
                (_, length) => {
                    let start = self.at;
                    self.skip(length)?;
                    Value::Bytes(little_endian(vr, self.data.get(start..self.at)?, coding))
                }
            };
            nodes.push(Node { tag, vr, value });
        }
        Some(nodes)
    }

    fn skip(&mut self, length: u32) -> Option<()> {
        self.at = self.end_of(length)?;
        Some(())
    }

    /// Where a value of that length ends; the end of the data where it is undefined.
    fn end_of(&self, length: u32) -> Option<usize> {
        if length == UNDEFINED {
            return Some(self.data.len());
        }
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        (end <= self.data.len()).then_some(end)
    }

    fn items(&mut self, length: u32, coding: Coding) -> Option<Vec<Vec<Node>>> {
        let end = self.end_of(length)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut items = Vec::new();
        while self.at < end {
            let (tag, _, length) = self.header(coding)?;
            if tag == SEQUENCE_END {
                break;
            }
            if tag != ITEM {
                return None;
            }
            let end = self.end_of(length)?;
            items.push(self.elements(end, coding)?);
        }
        self.depth -= 1;
        Some(items)
    }

    /// Steps over items up to the delimiter of their sequence.
    fn skip_items(&mut self, coding: Coding) -> Option<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        loop {
            match self.header(coding)? {
                (SEQUENCE_END, ..) => break,
                (_, _, UNDEFINED) => loop {
                    match self.header(coding)? {
                        (ITEM_END, ..) => break,
                        (_, _, UNDEFINED) => self.skip_items(coding)?,
                        (_, _, length) => self.skip(length)?,
                    }
                },
                (_, _, length) => self.skip(length)?,
            }
        }
        self.depth -= 1;
        Some(())
    }

    fn header(&mut self, coding: Coding) -> Option<(Tag, VR, u32)> {
        let big = coding.big_endian;
        let rest = self.data.get(self.at..)?;
        let short = |at: usize| {
            let bytes = [*rest.get(at)?, *rest.get(at + 1)?];
            Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
        };
        let long = |at: usize| {
            let bytes = *rest.get(at..)?.first_chunk::<4>()?;
            Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
        };
        let tag = Tag(short(0)?, short(2)?);
        if coding.implicit || tag.group() == 0xfffe {
            self.at += 8;
            let vr = StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed());
            return Some((tag, vr, long(4)?));
        }
        let vr = VR::from_binary([*rest.get(4)?, *rest.get(5)?])?;
        self.at += if is_long(vr) { 12 } else { 8 };
        Some((tag, vr, if is_long(vr) { long(8)? } else { u32::from(short(6)?) }))
    }
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
                out.extend(bytes.get(12..).unwrap_or_default());
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
