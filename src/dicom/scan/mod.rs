//! Reads a stranger's file: every element at every depth as a range of bytes, without recursion and without copies.
//!
//! The tree-building reader of the library recurses with the depth of the file and copies pixel data; this one
//! does neither, keeps the bytes that belong to no element, and gives what it has when a file breaks off.

mod header;
mod open;
mod walk;

use crate::dicom::locus::AttributePath;
use crate::dicom::pixels::store::FrameStore;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_dictionary_std::uids;
use dicom_encoding::TransferSyntaxIndex;
use dicom_encoding::transfer_syntax::Codec;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use header::Header;
use std::fs::File;
use std::io;
use std::io::Cursor;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use thiserror::Error;
use walk::Walk;

/// Explicit VR Big Endian, retired but still met in archives.
pub const BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

/// Bytes of a file that are read first, where only its header is wanted; most headers are shorter.
const FIRST_STEP: u64 = 16 << 10;

/// One element, at any depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Where it stands, private blocks named by their creator.
    pub path: AttributePath,
    /// The tag as it stands in the file.
    pub tag: Tag,
    /// Its value representation; UN where the file does not say and the dictionary does not know.
    pub vr: VR,
    /// Its value within [`Scan::data`].
    pub range: Range<usize>,
}

/// Pixel data of the top level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PixelSpan {
    /// Native samples.
    Native(Range<usize>),
    /// Encapsulated: the basic offset table, then the fragments.
    Encapsulated {
        /// The basic offset table.
        offsets: Range<usize>,
        /// The fragments in their order.
        fragments: Vec<Range<usize>>,
    },
}

/// A file taken apart.
#[derive(Clone, Debug)]
pub struct Scan {
    file: Vec<u8>,
    inflated: Option<Vec<u8>>,
    /// The 128 bytes before `DICM`, where there are any.
    pub preamble: Option<Range<usize>>,
    /// File meta information; ranges within [`Scan::file`].
    pub meta: Vec<Element>,
    /// The data set in file order, but for its pixel data; ranges within [`Scan::data`].
    pub elements: Vec<Element>,
    /// Pixel data of the top level.
    pub pixels: Option<PixelSpan>,
    /// Value representation of the pixel data.
    pub pixel_vr: Option<VR>,
    /// Bytes of the file that belong to no element: behind the last one, or from where the file breaks.
    pub rest: Range<usize>,
    /// Transfer Syntax UID in force.
    pub transfer_syntax: String,
    /// Where and why reading stopped before the end.
    pub problem: Option<String>,
    /// Frames that were decoded.
    pub(in crate::dicom) kept_frames: FrameStore,
}

/// A file could not be read at all.
#[derive(Debug, Error)]
pub enum ScanError {
    /// The file system refused.
    #[error("could not read `{path}`")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Larger than the limit.
    #[error("`{path}` has {bytes} bytes, and at most {limit} are read")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
}

impl Scan {
    /// Reads a file of at most `limit` bytes; an inflated data set may be as long as that too. A file in which nothing
    /// looks like DICOM is given as bytes, with the reason as its problem.
    pub fn open(file: &Path, limit: u64) -> Result<Self, ScanError> {
        let bytes = read_capped(file, limit)?;
        Ok(Self::parse(bytes, limit).unwrap_or_else(|(bytes, why)| Self::raw(bytes, why)))
    }

    /// Reads a file up to its pixel data: as much of it as the header takes, in steps. The pixel data are cut short, and
    /// the problem that follows from it is left out; what else is wrong before them is told.
    pub fn open_header(file: &Path, limit: u64) -> Result<Self, ScanError> {
        let path = file.display().to_string();
        let io_error = |source| ScanError::Io { path: path.clone(), source };
        let mut handle = File::open(file).map_err(io_error)?;
        let size = handle.metadata().map_err(io_error)?.len().min(limit);
        let mut bytes = Vec::new();
        let mut step = FIRST_STEP;
        loop {
            handle.by_ref().take(step).read_to_end(&mut bytes).map_err(io_error)?;
            let is_whole = bytes.len() as u64 >= size;
            match Self::parse(bytes, limit) {
                Ok(mut scan) if scan.pixels.is_some() && !scan.is_deflated() => {
                    if !is_whole {
                        scan.problem = None;
                    }
                    return Ok(scan);
                }
                Ok(scan) if is_whole => return Ok(scan),
                Err((bytes, why)) if is_whole => return Ok(Self::raw(bytes, why)),
                Ok(scan) => bytes = scan.file,
                Err((read, _)) => bytes = read,
            }
            step = step.saturating_mul(8);
        }
    }

    /// Keeps frames that are decoded from now on, up to so many bytes of them: several readers of one file decode each but once.
    pub fn keep_frames(&mut self, bytes: usize) {
        self.kept_frames.allow(bytes);
    }

    /// Takes bytes apart. An error gives them back and says why nothing in them looks like DICOM.
    pub fn parse(file: Vec<u8>, limit: u64) -> Result<Self, (Vec<u8>, String)> {
        let mut scan = Self::raw(Vec::new(), String::new());
        scan.problem = None;
        let start = match scan.read_meta(&file) {
            Ok(start) => start,
            Err(why) => return Err((file, why)),
        };
        let syntax = scan.syntax(&file, start);
        match &syntax {
            Some(syntax) => {
                if let Codec::Dataset(Some(adapter)) = syntax.codec() {
                    let packed: &[u8] = file.get(start..).unwrap_or_default();
                    let mut plain = Vec::new();
                    let read = adapter
                        .adapt_reader(Box::new(Cursor::new(packed.to_vec())))
                        .take(limit)
                        .read_to_end(&mut plain);
                    if let Err(error) = read {
                        scan.problem = Some(format!("the deflated data set breaks off: {error}"));
                    } else if plain.len() as u64 >= limit {
                        scan.problem = Some(format!("the deflated data set is larger than {limit} bytes"));
                    }
                    scan.read_data_set(&plain, 0, syntax);
                    scan.inflated = Some(plain);
                } else {
                    scan.read_data_set(&file, start, syntax);
                }
            }
            None => {
                scan.problem = Some(format!("transfer syntax `{}` is unknown", scan.transfer_syntax));
                scan.rest = start..file.len();
            }
        }
        scan.file = file;
        if !scan.is_dicom() {
            return Err((scan.file, scan.problem.unwrap_or_else(|| "it holds no element".to_owned())));
        }
        Ok(scan)
    }

    /// Bytes in which nothing could be read, kept so that they can be searched.
    pub fn raw(file: Vec<u8>, problem: String) -> Self {
        Self {
            rest: 0..file.len(),
            file,
            inflated: None,
            preamble: None,
            meta: Vec::new(),
            elements: Vec::new(),
            pixels: None,
            pixel_vr: None,
            transfer_syntax: String::new(),
            problem: Some(problem),
            kept_frames: FrameStore::default(),
        }
    }

    /// Whether anything in the bytes could be read as DICOM.
    pub fn is_dicom(&self) -> bool {
        !(self.meta.is_empty() && self.elements.is_empty() && self.pixels.is_none())
    }

    /// The bytes of the file as they are on disk.
    pub fn file(&self) -> &[u8] {
        &self.file
    }

    /// The bytes that the ranges of elements, pixels and rest refer to: the file, or the inflated data set.
    pub fn data(&self) -> &[u8] {
        self.inflated.as_deref().unwrap_or(&self.file)
    }

    /// Whether elements stand without their representation, so that only a dictionary tells it.
    pub fn is_implicit(&self) -> bool {
        self.transfer_syntax == uids::IMPLICIT_VR_LITTLE_ENDIAN
    }

    /// Whether the data set was deflated, so that [`Scan::data`] is not the file.
    pub fn is_deflated(&self) -> bool {
        self.inflated.is_some()
    }

    /// Value of an element of the data set.
    pub fn value(&self, element: &Element) -> &[u8] {
        self.data().get(element.range.clone()).unwrap_or_default()
    }

    /// Value of an element of the file meta information.
    pub fn meta_value(&self, element: &Element) -> &[u8] {
        self.file.get(element.range.clone()).unwrap_or_default()
    }

    /// The element at a path.
    pub fn find(&self, path: &AttributePath) -> Option<&Element> {
        self.elements.iter().find(|element| element.path == *path)
    }

    /// The element of the top level with this tag.
    pub fn top(&self, tag: Tag) -> Option<&Element> {
        self.elements.iter().find(|element| element.tag == tag && element.path.steps.is_empty())
    }

    /// Trimmed text of an element of the top level; bytes beyond ASCII are replaced.
    pub fn text(&self, tag: Tag) -> Option<String> {
        let value = self.value(self.top(tag)?);
        Some(String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned())
    }

    /// Trimmed text of an element of the file meta information.
    pub fn meta_text(&self, tag: Tag) -> Option<String> {
        let element = self.meta.iter().find(|element| element.tag == tag)?;
        Some(String::from_utf8_lossy(self.meta_value(element)).trim_matches([' ', '\0']).to_owned())
    }

    /// An unsigned number of the top level, from a US or IS element.
    pub fn number(&self, tag: Tag) -> Option<u32> {
        let element = self.top(tag)?;
        let value = self.value(element);
        if element.vr == VR::IS || element.vr == VR::DS {
            return String::from_utf8_lossy(value).trim_matches([' ', '\0']).parse().ok();
        }
        let big = self.transfer_syntax == BIG_ENDIAN;
        match value {
            [one, two] if big => Some(u32::from(u16::from_be_bytes([*one, *two]))),
            [one, two] => Some(u32::from(u16::from_le_bytes([*one, *two]))),
            _ => None,
        }
    }

    /// Decimal numbers of a DS or IS element of the top level, those that can be read.
    pub fn decimals(&self, tag: Tag) -> Vec<f64> {
        let text = self.text(tag).unwrap_or_default();
        text.split('\\').filter_map(|part| part.trim().parse::<f64>().ok()).filter(|value| value.is_finite()).collect()
    }

    /// Reads preamble and file meta; gives the start of the data set.
    fn read_meta(&mut self, file: &[u8]) -> Result<usize, String> {
        let start = if file.get(128..132) == Some(b"DICM") {
            self.preamble = Some(0..128);
            132
        } else if file.get(..4) == Some(b"DICM") {
            4
        } else if looks_like_data_set(file) {
            0
        } else {
            return Err(format!("no `DICM` at byte 128 of {} bytes", file.len()));
        };
        if file.get(start..start + 2) != Some(&[2, 0]) {
            return Ok(start);
        }
        let syntax = dicom_transfer_syntax_registry::entries::EXPLICIT_VR_LITTLE_ENDIAN.erased();
        let mut walk = Walk::default();
        let stop = walk.run(file, start, &syntax, |tag| tag.group() != 2);
        self.meta = walk.elements;
        // Reading past the last element of group 2 may fail, because the data set may be encoded in another way.
        if let Some(problem) = walk.problem
            && (stop == start || file.get(stop..stop + 2) == Some(&[2, 0]))
        {
            self.problem = Some(format!("file meta information: {problem}"));
        }
        let text = self.meta.iter().find(|element| element.tag == tags::TRANSFER_SYNTAX_UID);
        self.transfer_syntax = text
            .and_then(|element| file.get(element.range.clone()))
            .map(|value| String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned())
            .unwrap_or_default();
        Ok(stop)
    }

    /// The transfer syntax in force; guessed from the first bytes where the file meta information says none.
    fn syntax(&mut self, file: &[u8], start: usize) -> Option<&'static TransferSyntax> {
        if self.transfer_syntax.is_empty() {
            let explicit = file.get(start + 4..start + 6).is_some_and(|vr| vr.iter().all(u8::is_ascii_uppercase));
            let guess = if explicit { uids::EXPLICIT_VR_LITTLE_ENDIAN } else { uids::IMPLICIT_VR_LITTLE_ENDIAN };
            guess.clone_into(&mut self.transfer_syntax);
        }
        TransferSyntaxRegistry.get(&self.transfer_syntax)
    }

    fn read_data_set(&mut self, data: &[u8], start: usize, syntax: &TransferSyntax) {
        let mut walk = Walk::default();
        let mut stop = walk.run(data, start, syntax, |tag| tag == tags::PIXEL_DATA);
        if let Some((vr, range)) = walk.stopped_at.take() {
            // Native pixel data are stepped over here, because the library would copy them to skip them.
            self.pixel_vr = Some(vr);
            if range.end > data.len() {
                walk.problem = Some(format!(
                    "pixel data promise {} bytes, {} are there",
                    range.len(),
                    data.len().saturating_sub(range.start)
                ));
                stop = data.len();
            } else {
                stop = walk.run(data, range.end, syntax, |_| false);
                // What can't be read behind the pixels are bytes after the end: kept in `rest`, no fault of the object.
                walk.problem = None;
            }
            self.pixels = Some(PixelSpan::Native(range.start..range.end.min(data.len())));
        } else if let Some(span) = walk.encapsulated.take() {
            self.pixel_vr = Some(VR::OB);
            let last = if let PixelSpan::Encapsulated { fragments, .. } = &span { fragments.last() } else { None };
            if last.is_some_and(|last| stop > last.end) {
                // As behind native pixels: the sequence of fragments was read with its end.
                walk.problem = None;
            }
            self.pixels = Some(span);
        }
        self.elements = walk.elements;
        let is_signed = |element: &Element| {
            let value = data.get(element.range.clone());
            element.path.steps.is_empty() && element.tag == tags::PIXEL_REPRESENTATION && value == Some(&[1, 0])
        };
        if syntax.uid() == uids::IMPLICIT_VR_LITTLE_ENDIAN && self.elements.iter().any(is_signed) {
            let of_samples = self.elements.iter_mut().filter(|element| Header::follows_samples(element.tag));
            of_samples.for_each(|element| element.vr = VR::SS);
        }
        self.rest = stop.min(data.len())..data.len();
        self.problem = self.problem.take().or(walk.problem);
    }
}

/// Reads at most `limit` bytes of a regular file.
fn read_capped(file: &Path, limit: u64) -> Result<Vec<u8>, ScanError> {
    let path = file.display().to_string();
    let io_error = |source| ScanError::Io { path: path.clone(), source };
    let handle = File::open(file).map_err(io_error)?;
    let size = handle.metadata().map_err(io_error)?.len();
    if size > limit {
        return Err(ScanError::TooLarge { path, bytes: size, limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // The size may have grown since, so the limit holds while reading too.
    handle.take(limit).read_to_end(&mut bytes).map_err(io_error)?;
    Ok(bytes)
}

/// Whether bytes without `DICM` begin like a data set: a low even group, and an explicit VR or a plausible length.
fn looks_like_data_set(file: &[u8]) -> bool {
    let Some([group_low, 0, _, _, four, five, six, seven]) = file.first_chunk::<8>() else { return false };
    let group_fits = matches!(group_low, 2 | 4 | 8 | 0x10 | 0x18 | 0x20 | 0x28);
    let explicit = four.is_ascii_uppercase() && five.is_ascii_uppercase();
    let length = u32::from_le_bytes([*four, *five, *six, *seven]);
    group_fits && (explicit || (length as usize) < file.len())
}

#[cfg(test)]
mod tests;
