//! How the file of an instance is encoded: its transfer syntax, and how its pixels are laid out in it.

mod coder;
mod jpeg;
mod jpeg_2000;
mod jpeg_ls;
mod rle;
mod samples;
#[cfg(test)]
mod speed;
mod spool;
#[cfg(test)]
mod tests;

pub use coder::FrameCoder;
pub use spool::Spooled;

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::text::words;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_transfer_syntax_registry::entries;

words! {
    /// A transfer syntax that files are written in.
    pub enum Syntax {
        /// Explicit VR Little Endian.
        ExplicitLittleEndian = "explicit-little-endian",
        /// Implicit VR Little Endian.
        ImplicitLittleEndian = "implicit-little-endian",
        /// Explicit VR Big Endian, retired but still met in archives.
        ExplicitBigEndian = "explicit-big-endian",
        /// Deflated Explicit VR Little Endian.
        Deflated = "deflated",
        /// Encapsulated Uncompressed Explicit VR Little Endian.
        EncapsulatedUncompressed = "encapsulated-uncompressed",
        /// RLE Lossless.
        Rle = "rle",
        /// JPEG Baseline, 8 bits, lossy.
        JpegBaseline = "jpeg-baseline",
        /// JPEG-LS Lossless.
        JpegLs = "jpeg-ls",
        /// JPEG 2000, lossless only.
        Jpeg2000 = "jpeg-2000",
    }
}

words! {
    /// How colour is laid out in the file.
    pub enum Layout {
        /// As the frames were drawn, colour by pixel. JPEG has transforms of its own.
        AsDrawn = "as-drawn",
        /// RGB by plane (planar configuration 1).
        Planar = "planar",
        /// Luma and chroma by pixel.
        YbrFull = "ybr-full",
        /// The same with chroma once for two pixels.
        YbrFull422 = "ybr-full-422",
    }
}

words! {
    /// What the basic offset table of encapsulated pixels holds (PS3.5 §A.4).
    pub enum OffsetTable {
        /// Nothing.
        Empty = "empty",
        /// Where each frame begins.
        Filled = "filled",
    }
}

/// How the file of one instance is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The transfer syntax.
    pub syntax: Syntax,
    /// The layout of its pixels.
    pub layout: Layout,
    /// The basic offset table, where pixels are encapsulated.
    pub offset_table: OffsetTable,
    /// Quality of JPEG, from 1 to 100.
    pub quality: u8,
}

impl Default for Encoding {
    /// Explicit VR Little Endian with native pixels as they were drawn.
    fn default() -> Self {
        Self {
            syntax: Syntax::ExplicitLittleEndian,
            layout: Layout::AsDrawn,
            offset_table: OffsetTable::Empty,
            quality: 90,
        }
    }
}

impl Syntax {
    /// Its UID.
    pub fn uid(self) -> &'static str {
        match self {
            Self::ExplicitLittleEndian => uids::EXPLICIT_VR_LITTLE_ENDIAN,
            Self::ImplicitLittleEndian => uids::IMPLICIT_VR_LITTLE_ENDIAN,
            Self::ExplicitBigEndian => crate::dicom::scan::BIG_ENDIAN,
            Self::Deflated => uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            Self::EncapsulatedUncompressed => uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN,
            Self::Rle => uids::RLE_LOSSLESS,
            Self::JpegBaseline => uids::JPEG_BASELINE8_BIT,
            Self::JpegLs => uids::JPEGLS_LOSSLESS,
            Self::Jpeg2000 => uids::JPEG2000_LOSSLESS,
        }
    }

    /// Whether pixels stand in fragments.
    pub fn is_encapsulated(self) -> bool {
        use Syntax::*;
        matches!(self, EncapsulatedUncompressed | Rle | JpegBaseline | JpegLs | Jpeg2000)
    }

    /// Whether the data set around the pixels is in Explicit VR Little Endian and stands in the file as it is.
    pub fn has_plain_data_set(self) -> bool {
        self.is_encapsulated() || self == Self::ExplicitLittleEndian
    }

    /// How the data set is encoded, before it is deflated.
    pub(crate) fn data_set(self) -> TransferSyntax {
        match self {
            Self::ImplicitLittleEndian => entries::IMPLICIT_VR_LITTLE_ENDIAN.erased(),
            Self::ExplicitBigEndian => entries::EXPLICIT_VR_BIG_ENDIAN.erased(),
            _ => entries::EXPLICIT_VR_LITTLE_ENDIAN.erased(),
        }
    }

    /// Whether it holds samples in such a layout. JPEG has colour transforms of its own, and run lengths go by planes.
    fn holds(self, layout: Layout) -> bool {
        match layout {
            Layout::AsDrawn => true,
            Layout::YbrFull if self == Self::Rle => true,
            _ => !self.is_encapsulated() || self == Self::EncapsulatedUncompressed,
        }
    }
}

impl Encoding {
    /// Whether an instance with such a data set and frames can be written so.
    pub fn fits(&self, object: &Object, format: Option<&PixelFormat>) -> bool {
        let data_set = self.syntax.has_plain_data_set() || !object.has_verbatim();
        // Words that were set as bytes would have to be turned; who hid something in them wants them as they are.
        let words = self.syntax != Syntax::ExplicitBigEndian || !object.has_bytes_as_words();
        // Overlay planes in the high bits of samples are native (PS3.5 §8.1.2).
        let overlays = !self.syntax.is_encapsulated() || !object.has_overlay_in_pixels();
        data_set && words && overlays && self.fits_pixels(format)
    }

    fn fits_pixels(&self, format: Option<&PixelFormat>) -> bool {
        let Some(format) = format else { return self.layout == Layout::AsDrawn && !self.syntax.is_encapsulated() };
        let whole_bytes = matches!(format.bits_allocated, 8 | 16);
        let rgb = format.photometric == Photometric::Rgb && format.samples == 3;
        let bytes = format.bits_allocated == 8 && format.bits_stored == 8 && !format.signed;
        let grey = matches!(format.photometric, Photometric::Monochrome1 | Photometric::Monochrome2);
        let layout = match self.layout {
            Layout::AsDrawn => true,
            Layout::Planar => rgb,
            Layout::YbrFull => rgb && bytes,
            Layout::YbrFull422 => rgb && bytes && format.columns.is_multiple_of(2),
        };
        let syntax = match self.syntax {
            Syntax::JpegBaseline => bytes && (rgb || grey),
            syntax => whole_bytes || !(syntax.is_encapsulated() || syntax == Syntax::ExplicitBigEndian),
        };
        layout && syntax && self.syntax.holds(self.layout)
    }

    /// What takes its place where an encoder refuses the pixels.
    #[must_use]
    pub fn without_loss_of_size(self) -> Self {
        Self { syntax: Syntax::Rle, ..self }
    }

    /// Writes into the data set how its pixels are encoded, where they are not as they were drawn. `ratio` is how many
    /// times smaller lossy compression made them.
    pub fn describe(&self, object: &mut Object, format: &PixelFormat, ratio: f64) {
        let colour = format.samples == 3;
        if self.layout == Layout::AsDrawn && !matches!(self.syntax, Syntax::JpegBaseline | Syntax::Jpeg2000) {
            return;
        }
        let photometric = match (self.syntax, self.layout) {
            (Syntax::JpegBaseline, _) if colour => "YBR_FULL_422",
            (Syntax::Jpeg2000, _) if colour => "YBR_RCT",
            (_, Layout::YbrFull) => Photometric::YbrFull.name(),
            (_, Layout::YbrFull422) => Photometric::YbrFull422.name(),
            _ => format.photometric.name(),
        };
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, photometric);
        if colour {
            object.set_u16(tags::PLANAR_CONFIGURATION, &[u16::from(self.layout == Layout::Planar)]);
        }
        if self.syntax == Syntax::JpegBaseline {
            object.set_str(tags::LOSSY_IMAGE_COMPRESSION, "01");
            // Each loss adds a value to those before (PS3.3 §C.7.6.1.1.5).
            for (tag, value) in [
                (tags::LOSSY_IMAGE_COMPRESSION_RATIO, format!("{ratio:.2}")),
                (tags::LOSSY_IMAGE_COMPRESSION_METHOD, "ISO_10918_1".to_owned()),
            ] {
                let before = object.text(tag).filter(|before| !before.is_empty());
                object.set_str(tag, &before.map_or(value.clone(), |before| format!("{before}\\{value}")));
            }
        }
    }
}
