//! One side of a pair: a file with its frames.

use crate::dicom::colour::Palette;
use crate::dicom::colour::ToRgb;
use crate::dicom::frame::PixelFormat;
use crate::dicom::pixels::Native;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Decoded bytes that a side keeps. Frames are looked at up to three times: for a difference, for their order, for damage.
const MOST_KEPT: usize = 128 << 20;

/// One side of a pair.
pub struct Side<'a> {
    /// The file.
    pub scan: &'a Scan,
    /// Its frames.
    pub reader: PixelReader<'a>,
    /// What brings its frames to red, green and blue, where they have colours.
    pub to_rgb: Option<ToRgb>,
    kept: RefCell<Kept>,
}

/// Frames that were decoded before.
#[derive(Default)]
struct Kept {
    frames: BTreeMap<u32, Rc<Vec<u8>>>,
    bytes: usize,
}

impl<'a> Side<'a> {
    /// Reads the layout. An error says why no frame can be had.
    pub fn new(scan: &'a Scan) -> Result<Self, String> {
        let reader = PixelReader::new(scan).map_err(|error| error.to_string())?;
        let to_rgb = ToRgb::new(scan, reader.format());
        Ok(Self { scan, reader, to_rgb, kept: RefCell::default() })
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

    /// Native bytes of a frame, decoded once while there is room for them.
    pub fn native(&self, frame: u32) -> Result<Native<'a>, String> {
        if let Some(known) = self.kept.borrow().frames.get(&frame) {
            return Ok(Native::Decoded(Rc::clone(known)));
        }
        let native = self.reader.shared(frame).map_err(|error| error.to_string())?;
        if let Native::Decoded(bytes) = &native {
            let mut kept = self.kept.borrow_mut();
            if kept.bytes.saturating_add(bytes.len()) <= MOST_KEPT {
                kept.bytes += bytes.len();
                kept.frames.insert(frame, Rc::clone(bytes));
            }
        }
        Ok(native)
    }
}
