//! The header of one element, and the fragments of encapsulated pixel data.

use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_core::dictionary::DataDictionaryEntry;
use dicom_core::dictionary::VirtualVr;
use dicom_dictionary_std::StandardDataDictionary;
use dicom_dictionary_std::uids;
use dicom_encoding::transfer_syntax::TransferSyntax;
use std::ops::Range;

/// Item (PS3.5 §7.5).
pub(super) const ITEM: Tag = Tag(0xfffe, 0xe000);
/// Item Delimitation Item.
pub(super) const ITEM_END: Tag = Tag(0xfffe, 0xe00d);
/// Sequence Delimitation Item.
pub(super) const SEQUENCE_END: Tag = Tag(0xfffe, 0xe0dd);
/// A length that is not told (PS3.5 §7.1).
const UNDEFINED: u32 = u32::MAX;

/// How elements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Encoding {
    implicit: bool,
    big_endian: bool,
}

impl Encoding {
    /// The encoding inside UN of undefined length, whatever stands around it (PS3.5 §6.2.2).
    pub(super) const IMPLICIT: Self = Self { implicit: true, big_endian: false };

    /// That of a transfer syntax.
    pub(super) fn of(syntax: &TransferSyntax) -> Self {
        Self {
            implicit: syntax.uid() == uids::IMPLICIT_VR_LITTLE_ENDIAN,
            big_endian: syntax.uid() == super::BIG_ENDIAN,
        }
    }

    fn short(self, data: &[u8], at: usize) -> Option<u16> {
        let bytes = data.get(at..)?.first_chunk::<2>()?;
        Some(if self.big_endian { u16::from_be_bytes(*bytes) } else { u16::from_le_bytes(*bytes) })
    }

    fn long(self, data: &[u8], at: usize) -> Option<u32> {
        let bytes = data.get(at..)?.first_chunk::<4>()?;
        Some(if self.big_endian { u32::from_be_bytes(*bytes) } else { u32::from_le_bytes(*bytes) })
    }
}

/// Why there is no header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The data end here, or within a tag, or go on with zeros.
    Data,
    /// The data end within the rest of the header.
    Header,
}

/// The header of an element, item or delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub tag: Tag,
    /// UN for items and delimiters.
    pub vr: VR,
    /// `None` where it is undefined.
    pub length: Option<usize>,
    /// Where the value begins.
    pub value: usize,
}

impl Header {
    /// Reads the header at a place.
    pub(super) fn read(data: &[u8], at: usize, encoding: Encoding) -> Result<Self, End> {
        let group = encoding.short(data, at).ok_or(End::Data)?;
        let element = encoding.short(data, at.saturating_add(2)).ok_or(End::Data)?;
        let tag = Tag(group, element);
        // Zeros behind the end; no file holds a group 0000.
        if tag == Tag(0, 0) {
            return Err(End::Data);
        }
        Self::behind_tag(data, at, tag, encoding).ok_or(End::Header)
    }

    fn behind_tag(data: &[u8], at: usize, tag: Tag, encoding: Encoding) -> Option<Self> {
        let made = |vr, length: u32, bytes| Self {
            tag,
            vr,
            length: (length != UNDEFINED).then_some(length as usize),
            value: at.saturating_add(bytes),
        };
        if tag.group() == 0xfffe {
            return Some(made(VR::UN, encoding.long(data, at + 4)?, 8));
        }
        if encoding.implicit {
            let vr = StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed());
            return Some(made(vr, encoding.long(data, at + 4)?, 8));
        }
        let written = data.get(at + 4..)?.first_chunk::<2>()?;
        let vr = VR::from_binary(*written).unwrap_or(VR::UN);
        use VR::*;
        if matches!(vr, OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV) {
            return Some(made(vr, encoding.long(data, at + 8)?, 12));
        }
        Some(made(vr, u32::from(encoding.short(data, at + 6)?), 8))
    }

    /// Whether the dictionary leaves it to the samples whether numbers have a sign (PS3.6: `US or SS`).
    pub(super) fn follows_samples(tag: Tag) -> bool {
        StandardDataDictionary.by_tag(tag).is_some_and(|entry| entry.vr() == VirtualVr::Xs)
    }

    /// Whether the value is a sequence of items with elements.
    pub(super) fn is_sequence(&self) -> bool {
        self.vr == VR::SQ || self.length.is_none()
    }

    /// Whether the value is a sequence of fragments (PS3.5 §A.4).
    pub(super) fn is_encapsulated(&self) -> bool {
        self.tag == tags::PIXEL_DATA && self.length.is_none() && self.vr != VR::SQ
    }
}

/// The offset table and the fragments behind the header of encapsulated pixel data, and where they end; what could be
/// read with the reason, where they break off.
#[expect(clippy::type_complexity, reason = "both sides are read once, by the walk")]
pub(super) fn fragments(
    data: &[u8],
    start: usize,
    encoding: Encoding,
) -> Result<(Vec<Range<usize>>, usize), (Vec<Range<usize>>, String)> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    loop {
        let Ok(header) = Header::read(data, at, encoding) else {
            return Err((pieces, "pixel data end without a delimiter".to_owned()));
        };
        at = header.value;
        match (header.tag, header.length) {
            (SEQUENCE_END, _) => return Ok((pieces, at)),
            (ITEM, Some(length)) => {
                let last = at.saturating_add(length);
                pieces.push(at.min(data.len())..last.min(data.len()));
                if last > data.len() {
                    let there = data.len().saturating_sub(at);
                    return Err((pieces, format!("a fragment promises {length} bytes, {there} are there")));
                }
                at = last;
            }
            (tag, _) => return Err((pieces, format!("{tag} stands among the fragments at byte {at}"))),
        }
    }
}
