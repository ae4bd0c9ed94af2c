//! What the header of a file says.

use crate::collection::Item;
use crate::dicom::Tag;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::value;
use crate::picture::Picture;
use crate::text::words;

words! {
    /// What a file is.
    pub enum FileKind {
        /// A DICOM file with pixels.
        Image = "image",
        /// A DICOM file without pixels: a report, a directory.
        Other = "without pixels",
        /// A picture file.
        Picture = "picture",
    }
}

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Path below the folder.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// PatientID, or the first folder level of a picture; empty where neither is there.
    pub subject: String,
    /// Study Instance UID, or the folder of a picture.
    pub study: String,
    /// Series Instance UID, or the folder of a picture.
    pub series: String,
    /// SOP Instance UID, empty for pictures.
    pub instance: String,
    /// Modality, empty for pictures.
    pub modality: String,
    /// SOP Class UID, empty for pictures.
    pub class: String,
    /// Transfer Syntax UID, empty for pictures.
    pub transfer_syntax: String,
    /// Photometric interpretation.
    pub photometric: String,
    /// Bits stored, 0 without pixels.
    pub bits: u32,
    /// Rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Frames, as the header claims; 0 without pixels.
    pub frames: u32,
    /// Manufacturer.
    pub manufacturer: String,
    /// Whether the file says of itself that it is synthetic.
    pub says_synthetic: bool,
}

/// Most frames that a header is believed to have.
const MOST_FRAMES: u32 = 1_000_000;

/// The facts of a DICOM file, of which the header is enough.
pub fn header_facts(item: &Item, scan: &Scan) -> Facts {
    let characters = value::character_set(scan);
    let text = |tag: Tag| {
        let element = scan.top(tag)?;
        value::text(scan, element, &characters).map(|text| text.trim_matches([' ', '\0']).to_owned())
    };
    let text_or_empty = |tag| text(tag).unwrap_or_default();
    let has_pixels = scan.pixels.is_some();
    let number = |tag| if has_pixels { scan.number(tag).unwrap_or(0) } else { 0 };
    let frames = scan.number(tags::NUMBER_OF_FRAMES).unwrap_or(1).clamp(1, MOST_FRAMES);
    let manufacturer = text_or_empty(tags::MANUFACTURER);
    let marks = [text_or_empty(tags::IMAGE_TYPE), manufacturer.clone(), text_or_empty(tags::DERIVATION_DESCRIPTION)];
    let subject = text(tags::PATIENT_ID).filter(|id| !id.is_empty()).unwrap_or_else(|| folder_subject(&item.relative));
    Facts {
        path: item.relative.clone(),
        kind: if has_pixels { FileKind::Image } else { FileKind::Other },
        subject,
        study: text_or_empty(tags::STUDY_INSTANCE_UID),
        series: text_or_empty(tags::SERIES_INSTANCE_UID),
        instance: text(tags::SOP_INSTANCE_UID)
            .or_else(|| scan.meta_text(tags::MEDIA_STORAGE_SOP_INSTANCE_UID))
            .unwrap_or_default(),
        modality: text_or_empty(tags::MODALITY),
        class: text(tags::SOP_CLASS_UID)
            .or_else(|| scan.meta_text(tags::MEDIA_STORAGE_SOP_CLASS_UID))
            .unwrap_or_default(),
        transfer_syntax: scan.transfer_syntax.clone(),
        photometric: if has_pixels { text_or_empty(tags::PHOTOMETRIC_INTERPRETATION) } else { String::new() },
        bits: number(tags::BITS_STORED),
        rows: number(tags::ROWS),
        columns: number(tags::COLUMNS),
        frames: if has_pixels { frames } else { 0 },
        says_synthetic: marks.iter().any(|mark| mark.to_lowercase().contains("synthetic")),
        manufacturer,
    }
}

/// The facts of a decoded picture.
pub fn picture_facts(item: &Item, picture: &Picture) -> Facts {
    let folder = item.relative.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    Facts {
        path: item.relative.clone(),
        kind: FileKind::Picture,
        subject: folder_subject(&item.relative),
        study: folder.clone(),
        series: folder,
        instance: String::new(),
        modality: String::new(),
        class: String::new(),
        transfer_syntax: String::new(),
        photometric: picture.format.photometric.name().to_owned(),
        bits: u32::from(picture.format.bits_stored),
        rows: picture.format.rows,
        columns: picture.format.columns,
        frames: 1,
        manufacturer: String::new(),
        says_synthetic: false,
    }
}

/// The first folder level of a path; empty for a loose file, of which nobody knows whom it shows.
fn folder_subject(relative: &str) -> String {
    relative.split_once('/').map_or(String::new(), |(first, _)| first.to_owned())
}
