//! One picture as it is shown.

use crate::collection::LARGEST_FILE;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::shown::Shown;
use crate::dicom::shown::ShownFrame;
use crate::picture;
use crate::picture::MOST_PIXELS;
use std::path::Path;

/// Bytes of decoded frames that are kept while one is shown.
const KEPT_FRAMES: usize = 64 << 20;

/// A frame of a DICOM file as it is shown; the last one where there are fewer. An error says why in words.
pub fn load(file: &Path, frame: u32) -> Result<ShownFrame, String> {
    let mut scan = Scan::open(file, LARGEST_FILE).map_err(|error| error.to_string())?;
    // The first frame may be needed to find the window, and is not decoded again.
    scan.keep_frames(KEPT_FRAMES);
    let reader = PixelReader::new(&scan).map_err(|error| error.to_string())?;
    let shown = Shown::new(&scan, &reader, None).map_err(|error| error.to_string())?;
    let native = reader.native(frame.min(reader.frames().saturating_sub(1))).map_err(|error| error.to_string())?;
    Ok(shown.frame(&native))
}

/// A picture, or the middle frame of a DICOM file.
pub fn load_any(file: &Path) -> Result<ShownFrame, String> {
    match picture::decode(file, MOST_PIXELS) {
        Ok(found) => Ok(Shown::of_picture(found.format).frame(&found.native)),
        Err(picture::PictureError::Unknown) => {
            let scan = Scan::open(file, LARGEST_FILE).map_err(|error| error.to_string())?;
            let frames = PixelReader::new(&scan).map_err(|error| error.to_string())?.frames();
            load(file, frames / 2)
        }
        Err(error) => Err(error.to_string()),
    }
}
