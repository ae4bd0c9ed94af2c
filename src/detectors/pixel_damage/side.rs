//! One side of a pair: a file with its frames.

use crate::dicom::colour::Palette;
use crate::dicom::colour::ToRgb;
use crate::dicom::frame::PixelFormat;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::borrow::Cow;

/// One side of a pair.
pub struct Side<'a> {
    /// The file.
    pub scan: &'a Scan,
    /// Its frames.
    pub reader: PixelReader<'a>,
    /// What brings its frames to red, green and blue, where they have colours.
    pub to_rgb: Option<ToRgb>,
}

impl<'a> Side<'a> {
    /// Reads the layout. An error says why no frame can be had.
    pub fn new(scan: &'a Scan) -> Result<Self, String> {
        let reader = PixelReader::new(scan).map_err(|error| error.to_string())?;
        let to_rgb = ToRgb::new(scan, reader.format());
        Ok(Self { scan, reader, to_rgb })
    }

    /// Layout of its frames.
    pub fn format(&self) -> PixelFormat {
        self.reader.format()
    }

    /// Whether the file says that its samples are luma and chroma, whatever a decoder makes of them.
    pub fn says_chroma(&self) -> bool {
        self.scan.text(tags::PHOTOMETRIC_INTERPRETATION).is_some_and(|name| name.starts_with("YBR"))
    }

    /// The colour table, where its samples are indices of one.
    pub fn palette(&self) -> Option<&Palette> {
        self.to_rgb.as_ref()?.palette()
    }

    /// Native bytes of a frame.
    pub fn native(&self, frame: u32) -> Result<Cow<'a, [u8]>, String> {
        self.reader.native(frame).map_err(|error| error.to_string())
    }
}
