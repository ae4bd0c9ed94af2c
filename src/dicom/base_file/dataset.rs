//! From the bytes of a file to its data set, refusing what would exhaust stack or memory.

use crate::dicom::base_file::BaseFileError;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_dictionary_std::StandardDataDictionary;
use dicom_encoding::Codec;
use dicom_encoding::TransferSyntaxIndex;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_object::FileMetaTable;
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;
use dicom_parser::StatefulDecode;
use dicom_parser::dataset::LazyDataToken;
use dicom_parser::dataset::lazy_read::LazyDataSetReader;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use std::io::Cursor;
use std::io::Read;

/// Sequences within sequences that are read. The reader calls itself for each, and its stack is finite.
const DEEPEST: usize = 64;
/// Most bytes that a deflated data set may inflate to.
const LARGEST: u64 = 1 << 30;

const EXPLICIT: &str = "1.2.840.10008.1.2.1";
const IMPLICIT: &str = "1.2.840.10008.1.2";

/// A data set with its transfer syntax.
pub(super) struct Parsed {
    pub(super) object: InMemDicomObject,
    pub(super) syntax: &'static TransferSyntax,
}

pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, BaseFileError> {
    let (uid, body) = split_meta(bytes)?;
    let syntax = TransferSyntaxRegistry.get(&uid).ok_or_else(|| BaseFileError::Syntax { uid: uid.clone() })?;
    let explicit = TransferSyntaxRegistry.get(EXPLICIT).ok_or_else(|| BaseFileError::Syntax { uid: uid.clone() })?;
    let (inflated, reading);
    let body = match syntax.codec() {
        Codec::Dataset(Some(adapter)) => {
            inflated = inflate(adapter.adapt_reader(Box::new(body)))?;
            reading = explicit;
            inflated.as_slice()
        }
        Codec::Dataset(None) => return Err(BaseFileError::Syntax { uid }),
        _ => {
            reading = syntax;
            body
        }
    };
    look_through(body, reading)?;
    let object = InMemDicomObject::read_dataset_with_ts(Cursor::new(body), reading)
        .map_err(|error| BaseFileError::Damaged { reason: error.to_string() })?;
    Ok(Parsed { object: known(object), syntax })
}

/// The transfer syntax and the bytes behind the file meta information.
fn split_meta(bytes: &[u8]) -> Result<(String, &[u8]), BaseFileError> {
    let damaged = |reason: &str| BaseFileError::Damaged { reason: reason.to_owned() };
    if bytes.starts_with(&[0x02, 0, 0, 0]) {
        // File meta information without anything before it.
        let (uid, end) = read_meta(&[b"DICM", bytes].concat())?;
        return Ok((uid, bytes.get(end.saturating_sub(4)..).unwrap_or_default()));
    }
    let start = if bytes.get(128..132) == Some(b"DICM") { 128 } else { 0 };
    if bytes.get(start..start + 4) == Some(b"DICM") {
        let (uid, end) = read_meta(bytes.get(start..).unwrap_or_default())?;
        return Ok((uid, bytes.get(start + end..).unwrap_or_default()));
    }
    // Old files are a bare data set: implicit, or explicit where two letters of a VR follow the first tag.
    let first = bytes.get(..8).ok_or_else(|| damaged("it is shorter than one element"))?;
    if !matches!(first, [0x08, 0x00, ..]) {
        return Err(damaged("there is no `DICM`, and it does not begin with group 0008 either"));
    }
    let has_vr = first.get(4..6).is_some_and(|letters| letters.iter().all(u8::is_ascii_uppercase));
    Ok((if has_vr { EXPLICIT } else { IMPLICIT }.to_owned(), bytes))
}

/// The transfer syntax, and where the file meta information ends.
fn read_meta(bytes: &[u8]) -> Result<(String, usize), BaseFileError> {
    let mut cursor = Cursor::new(bytes);
    let meta = FileMetaTable::from_reader(&mut cursor)
        .map_err(|error| BaseFileError::Damaged { reason: error.to_string() })?;
    Ok((meta.transfer_syntax().to_owned(), usize::try_from(cursor.position()).unwrap_or(usize::MAX)))
}

fn inflate(reader: Box<dyn Read + '_>) -> Result<Vec<u8>, BaseFileError> {
    let mut inflated = Vec::new();
    reader
        .take(LARGEST + 1)
        .read_to_end(&mut inflated)
        .map_err(|error| BaseFileError::Damaged { reason: error.to_string() })?;
    if inflated.len() as u64 > LARGEST {
        return Err(BaseFileError::Damaged { reason: "it inflates to more than 1 GiB".to_owned() });
    }
    Ok(inflated)
}

/// Walks over all headers without reading values: how deep sequences go, and whether every value is there.
fn look_through(body: &[u8], syntax: &TransferSyntax) -> Result<(), BaseFileError> {
    let damaged = |error: &dyn std::error::Error| BaseFileError::Damaged { reason: error.to_string() };
    let mut reader = LazyDataSetReader::new_with_ts(Cursor::new(body), syntax).map_err(|error| damaged(&error))?;
    let mut depth = 0usize;
    while let Some(token) = reader.advance() {
        let token = token.map_err(|error| damaged(&error))?;
        let (length, position) = match &token {
            LazyDataToken::SequenceStart { .. } => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(BaseFileError::TooDeep { deepest: DEEPEST });
                }
                (0, 0)
            }
            LazyDataToken::SequenceEnd => {
                depth = depth.saturating_sub(1);
                (0, 0)
            }
            LazyDataToken::LazyValue { header, decoder } => (header.len.get().unwrap_or(0), decoder.position()),
            LazyDataToken::LazyItemValue { len, decoder } => (*len, decoder.position()),
            _ => (0, 0),
        };
        if position.saturating_add(u64::from(length)) > body.len() as u64 {
            return Err(BaseFileError::Truncated { missing: position + u64::from(length) - body.len() as u64 });
        }
        token.skip().map_err(|error| damaged(&error))?;
    }
    Ok(())
}

/// Standard attributes of the top level that stand as UN get their VR from the dictionary: UN holds implicit VR little
/// endian (PS3.5 §6.2.2). What can't be read as such stays as it is.
fn known(object: InMemDicomObject) -> InMemDicomObject {
    InMemDicomObject::from_element_iter(object.into_iter().map(|element| with_vr(&element).unwrap_or(element)))
}

fn with_vr(element: &InMemElement) -> Option<InMemElement> {
    let (tag, vr) = (element.header().tag, element.header().vr);
    if vr != VR::UN || tag.0 % 2 == 1 || StandardDataDictionary.by_tag(tag).is_none() {
        return None;
    }
    let value = element.value().primitive()?.to_bytes();
    let mut bytes = [tag.0.to_le_bytes(), tag.1.to_le_bytes()].concat();
    bytes.extend_from_slice(&u32::try_from(value.len()).ok()?.to_le_bytes());
    bytes.extend_from_slice(&value);
    let implicit = TransferSyntaxRegistry.get(IMPLICIT)?;
    look_through(&bytes, implicit).ok()?;
    InMemDicomObject::read_dataset_with_ts(Cursor::new(bytes), implicit).ok()?.take(tag)
}
