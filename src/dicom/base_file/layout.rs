//! How the attributes of a base say that its frames are stored.

use crate::dicom::base_file::BaseFileError;
use crate::dicom::base_file::codestream::Codestream;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_object::InMemDicomObject;

/// The image pixel module (PS3.3 §C.7.6.3), checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) rows: u16,
    pub(super) columns: u16,
    pub(super) samples: u16,
    pub(super) bits_allocated: u16,
    pub(super) bits_stored: u16,
    pub(super) signed: bool,
    /// Planar configuration 1.
    pub(super) by_plane: bool,
    /// (0028,0004) as it stands.
    pub(super) photometric: String,
    /// At least 1.
    pub(super) frames: u32,
}

/// What (0028,0004) may be, with the samples per pixel that it asks for.
const PHOTOMETRICS: [(&str, u16); 8] = [
    ("MONOCHROME1", 1),
    ("MONOCHROME2", 1),
    ("PALETTE COLOR", 1),
    ("RGB", 3),
    ("YBR_FULL", 3),
    ("YBR_FULL_422", 3),
    ("YBR_ICT", 3),
    ("YBR_RCT", 3),
];

impl Stored {
    pub(super) fn read(object: &InMemDicomObject, most_pixels: u64) -> Result<Self, BaseFileError> {
        let number = |tag: Tag| object.get(tag).and_then(|element| element.to_int::<u16>().ok());
        let needed = |tag: Tag, name: &'static str| number(tag).ok_or(BaseFileError::Attribute { name });
        let photometric = object.get(tags::PHOTOMETRIC_INTERPRETATION).and_then(|element| element.to_str().ok());
        let photometric = photometric.ok_or(BaseFileError::Attribute { name: "Photometric Interpretation" })?;
        let photometric = photometric.trim_matches([' ', '\0']).to_owned();
        let frames = object.get(tags::NUMBER_OF_FRAMES).and_then(|element| element.to_int::<i64>().ok()).unwrap_or(1);
        let bits_allocated = needed(tags::BITS_ALLOCATED, "Bits Allocated")?;
        let bits_stored = number(tags::BITS_STORED).unwrap_or(bits_allocated);
        let high_bit = number(tags::HIGH_BIT).unwrap_or(bits_stored.saturating_sub(1));
        let stored = Self {
            rows: needed(tags::ROWS, "Rows")?,
            columns: needed(tags::COLUMNS, "Columns")?,
            samples: number(tags::SAMPLES_PER_PIXEL).unwrap_or(1),
            bits_allocated,
            bits_stored,
            signed: number(tags::PIXEL_REPRESENTATION) == Some(1),
            by_plane: number(tags::PLANAR_CONFIGURATION) == Some(1),
            frames: u32::try_from(frames.max(1)).map_err(|_| BaseFileError::Attribute { name: "Number of Frames" })?,
            photometric,
        };
        stored.usable(high_bit, most_pixels).map(|()| stored)
    }

    fn usable(&self, high_bit: u16, most: u64) -> Result<(), BaseFileError> {
        let refuse = |reason: String| Err(BaseFileError::Layout { reason });
        let pixels = u64::from(self.rows) * u64::from(self.columns);
        if pixels == 0 {
            return refuse("it has no rows or no columns".to_owned());
        }
        if pixels > most {
            return Err(BaseFileError::TooLarge { columns: self.columns, rows: self.rows, most });
        }
        if !matches!(self.bits_allocated, 8 | 16) {
            return refuse(format!("{} bits allocated; 8 and 16 can be used", self.bits_allocated));
        }
        if self.bits_stored == 0 || self.bits_stored > self.bits_allocated || high_bit != self.bits_stored - 1 {
            return refuse(format!("{} bits stored below high bit {high_bit}", self.bits_stored));
        }
        let asked = PHOTOMETRICS.iter().find(|(name, _)| *name == self.photometric).map(|(_, samples)| *samples);
        if asked != Some(self.samples) {
            return refuse(format!("photometric interpretation {} with {} samples", self.photometric, self.samples));
        }
        let is_ybr_16 = self.photometric.starts_with("YBR_FULL") && self.bits_allocated != 8;
        if is_ybr_16 || (self.photometric == "YBR_FULL_422" && self.columns % 2 == 1) {
            return refuse(format!(
                "{} with {} bits and {} columns",
                self.photometric, self.bits_allocated, self.columns
            ));
        }
        Ok(())
    }

    pub(super) fn pixels(&self) -> usize {
        usize::from(self.rows) * usize::from(self.columns)
    }

    pub(super) fn bytes_per_sample(&self) -> usize {
        usize::from(self.bits_allocated) / 8
    }

    /// Bytes of one native frame as it is stored.
    pub(super) fn frame_bytes(&self) -> usize {
        if self.photometric == "YBR_FULL_422" {
            return self.pixels() * 2;
        }
        self.pixels() * usize::from(self.samples) * self.bytes_per_sample()
    }

    /// Whether a codestream holds what the attributes promise; the decoders trust them.
    pub(super) fn agrees(&self, header: &Codestream) -> Result<(), String> {
        let same_size = header.rows == u32::from(self.rows) && header.columns == u32::from(self.columns);
        let same_depth = header.precision.div_ceil(8) == u32::from(self.bits_allocated) / 8
            || (header.precision <= 8 && self.bits_allocated == 8);
        if same_size && same_depth && header.components == u32::from(self.samples) {
            return Ok(());
        }
        Err(format!(
            "its codestream has {}x{} pixels, {} components and {} bits, and the attributes say {}x{}, {} and {}",
            header.columns,
            header.rows,
            header.components,
            header.precision,
            self.columns,
            self.rows,
            self.samples,
            self.bits_allocated
        ))
    }

    /// A JPEG frame of RGB samples without a marker that says so: the decoder would take them for luma and chroma. An
    /// Adobe marker with transform 0 (ITU-T T.872 §6.5.3) tells it.
    pub(super) fn named_colours(&self, frame: &[u8]) -> Option<Vec<u8>> {
        const ADOBE: [u8; 16] = [0xff, 0xee, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, 0];
        let is_jpeg = frame.starts_with(&[0xff, 0xd8]);
        if self.photometric != "RGB" || !is_jpeg {
            return None;
        }
        Some([frame.get(..2)?, &ADOBE, frame.get(2..)?].concat())
    }

    pub(super) fn is_jpeg_ls(&self, syntax: &str) -> bool {
        matches!(syntax, "1.2.840.10008.1.2.4.80" | "1.2.840.10008.1.2.4.81")
    }

    /// Whether what the decoder gives is already RGB, or grey.
    pub(super) fn decoder_gives_rgb(&self, syntax: &str, header: &Codestream) -> bool {
        let lossy_jpeg = matches!(syntax, "1.2.840.10008.1.2.4.50" | "1.2.840.10008.1.2.4.51");
        lossy_jpeg || header.turns_to_rgb
    }
}
