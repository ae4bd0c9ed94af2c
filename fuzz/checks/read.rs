//! Any bytes, taken apart as an output: elements, texts, frames.

use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::shown::Shown;
use deidbench::dicom::value;

/// Bytes that a file, an inflated data set or a frame may have.
const LIMIT: usize = 1 << 22;
/// Frames that are decoded of one file.
const FRAMES: u32 = 4;

/// Panics where the reader breaks a promise.
pub fn check(bytes: &[u8]) {
    let Ok(scan) = Scan::parse(bytes.to_vec(), LIMIT as u64) else { return };
    let characters = value::character_set(&scan);
    for element in &scan.elements {
        let text = value::text(&scan, element, &characters).unwrap_or_default();
        assert!(value::same(&text, &text));
        let written = element.path.to_string();
        assert!(scan.find(&element.path).is_some(), "{written}");
    }
    if let Ok(reader) = PixelReader::with_limit(&scan, LIMIT) {
        let shown = Shown::new(&scan, &reader, None);
        for frame in 0..reader.frames().min(FRAMES) {
            let native = reader.native(frame);
            if let (Ok(native), Ok(shown)) = (&native, &shown) {
                let picture = shown.frame(native);
                assert_eq!(picture.luma().len(), picture.width as usize * picture.height as usize);
            }
        }
    }
}
