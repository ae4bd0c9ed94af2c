//! A file as the storage service sees it: class, instance, transfer syntax, and the bytes of its data set.

use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::ops::Range;
use std::path::Path;

/// What is needed to send a file. Preamble, file meta information and bytes behind the last element stay at home, as
/// with every sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// SOP Class UID.
    pub class: String,
    /// SOP Instance UID.
    pub instance: String,
    /// Transfer Syntax UID.
    pub syntax: String,
    /// Study Instance UID (0020,000D).
    pub study: String,
    /// The data set within the file.
    pub data: Range<u64>,
}

impl Parcel {
    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// Why it can't be sent, in words without any value of the file.
    pub fn of(file: &Path, limit: u64) -> Result<Self, String> {
        let scan = match Scan::open(file, limit) {
            Ok(scan) if scan.is_dicom() => scan,
            Ok(_) => return Err("the file is no DICOM".to_owned()),
            Err(_) => return Err("the file could not be read".to_owned()),
        };
        let start = scan.meta.iter().map(|element| element.range.end).max();
        let start = start.ok_or("the file has no file meta information")?;
        let either = |meta, own| scan.meta_text(meta).filter(|text| !text.is_empty()).or_else(|| scan.text(own));
        let class = either(tags::MEDIA_STORAGE_SOP_CLASS_UID, tags::SOP_CLASS_UID).unwrap_or_default();
        let instance = either(tags::MEDIA_STORAGE_SOP_INSTANCE_UID, tags::SOP_INSTANCE_UID).unwrap_or_default();
        if class.is_empty() || instance.is_empty() {
            return Err("the file names no SOP class or instance".to_owned());
        }
        let end = match &scan.problem {
            None if !scan.is_deflated() => scan.rest.start,
            _ => scan.file().len(),
        };
        Ok(Self {
            class,
            instance,
            syntax: scan.transfer_syntax.clone(),
            study: scan.text(tags::STUDY_INSTANCE_UID).unwrap_or_default(),
            data: start as u64..end.max(start) as u64,
        })
    }
}
