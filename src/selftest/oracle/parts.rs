//! Files taken apart and put together again: what a tool doesn't touch comes back byte by byte.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::dicom::value;
use crate::dicom::value::SpecificCharacterSet;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::native::native;
use crate::selftest::oracle::native::parsed;
use crate::selftest::oracle::wrong;

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
    ///
    /// # Errors
    /// The bytes are no DICOM file, or a frame does not decode.
    pub fn read(bytes: &[u8]) -> Result<Self, OracleError> {
        Self::of(&native(bytes.to_vec())?)
    }

    /// Takes a file of explicit VR little endian apart.
    ///
    /// # Errors
    /// The bytes are no DICOM file.
    pub fn of(bytes: &[u8]) -> Result<Self, OracleError> {
        let scan = parsed(bytes.to_vec())?;
        let meta_end = scan.meta.last().ok_or_else(|| wrong("no file meta information"))?.range.end;
        let part = |from, to| bytes.get(from..to).ok_or_else(|| wrong("cut short"));
        let nodes = |from, to| tree::read(part(from, to)?).ok_or_else(|| wrong("no data set"));
        Ok(Self {
            preamble: part(0, PREAMBLE)?.to_vec(),
            meta: nodes(PREAMBLE + 4, meta_end)?,
            data: nodes(meta_end, scan.rest.start)?,
            trailing: part(scan.rest.start, scan.rest.end)?.to_vec(),
        })
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

    /// The native samples of all frames; `None` where there are none.
    pub fn pixels(&self) -> Option<&[u8]> {
        match &tree::get(&self.data, tags::PIXEL_DATA)?.value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}
