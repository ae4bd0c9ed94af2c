//! Files taken apart and put together again: what a tool doesn't touch comes back byte by byte.

use crate::call::Call;
use crate::known::File;
use crate::known::Known;
use crate::native::native;
use crate::treatment::PERFECT;
use crate::tree;
use crate::tree::Node;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::value;
use deidbench::dicom::value::SpecificCharacterSet;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_dictionary_std::tags;

/// Bytes in front of `DICM`.
pub const PREAMBLE: usize = 128;

/// A file in explicit VR little endian.
pub struct Parts {
    /// The bytes in front of `DICM`.
    pub preamble: Vec<u8>,
    /// File meta information.
    pub meta: Vec<Node>,
    /// The data set.
    pub data: Vec<Node>,
    /// What follows the last element.
    pub trailing: Vec<u8>,
}

impl Parts {
    /// Takes a file apart, whatever its encoding.
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = &native(bytes.to_vec());
        let scan = Scan::parse(bytes.to_vec(), u64::MAX).unwrap();
        let meta_end = scan.meta.last().unwrap().range.end;
        Self {
            preamble: bytes[..PREAMBLE].to_vec(),
            meta: tree::read(&bytes[PREAMBLE + 4..meta_end]),
            data: tree::read(&bytes[meta_end..scan.rest.start]),
            trailing: bytes[scan.rest.clone()].to_vec(),
        }
    }

    /// Puts the file together.
    pub fn write(&self) -> Vec<u8> {
        let mut data = Vec::new();
        tree::write(&self.data, &mut data);
        self.write_around(&data)
    }

    /// Puts the file together with a data set that is encoded already.
    pub fn write_around(&self, data: &[u8]) -> Vec<u8> {
        let length_tag = tags::FILE_META_INFORMATION_GROUP_LENGTH;
        let mut meta = Vec::new();
        let rest: Vec<Node> = self.meta.iter().filter(|node| node.tag != length_tag).cloned().collect();
        tree::write(&rest, &mut meta);
        let mut out = self.preamble.clone();
        out.extend(b"DICM");
        tree::write(&[Node::new(length_tag, VR::UL, (meta.len() as u32).to_le_bytes())], &mut out);
        out.extend(meta);
        out.extend(data);
        out.extend(&self.trailing);
        out
    }

    /// Puts text into the data set, in its character set where that has the letters.
    pub fn put_text(&mut self, tag: Tag, vr: VR, text: &str) {
        let named = tree::get(&self.data, tags::SPECIFIC_CHARACTER_SET).map(Node::text).unwrap_or_default();
        let characters = SpecificCharacterSet::from_values(&named);
        let ways = value::encoded(text).into_iter().map(|(bytes, _)| bytes);
        let fitting = ways.into_iter().find(|bytes| value::decode(bytes, &characters) == text);
        tree::put(&mut self.data, Node::new(tag, vr, fitting.unwrap_or_else(|| text.as_bytes().to_vec())));
    }

    /// Takes an element out of the data set.
    pub fn remove(&mut self, tag: Tag) {
        self.data.retain(|node| node.tag != tag);
    }
}

/// The oracle, but each file that it writes is changed; `change` gets the output, the input and what is known of it.
pub fn edit(call: &Call, change: impl Fn(&mut Parts, &Parts, &File<'_>)) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        if file.is_directory() {
            // As the oracle: it lists files that are no longer there.
            continue;
        }
        let (name, bytes) = PERFECT.treated(call, &file);
        let mut parts = Parts::read(&bytes);
        change(&mut parts, &Parts::read(&call.read(&path)), &file);
        call.write(&name, &parts.write());
    }
    0
}
