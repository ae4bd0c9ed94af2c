//! Re-reading one file: it opens, and every frame decodes.

use crate::dicom::native_copy::native_copy;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use sha2::Digest;
use sha2::Sha256;

/// What re-reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reread {
    /// Frames that decoded.
    pub frames: u64,
    /// SHA-256 of all frames, hexadecimal, where all of them decoded; empty without pixels.
    pub pixel_digest: String,
    /// What is wrong, as (check, in words).
    pub problems: Vec<(&'static str, String)>,
}

/// Reads a file that was taken apart.
pub fn reread(scan: &Scan) -> Reread {
    let mut found = Reread::default();
    if !scan.is_dicom() {
        found.problems.push(("opens", scan.problem.clone().unwrap_or_else(|| "it holds no element".to_owned())));
        return found;
    }
    if let Some(problem) = &scan.problem {
        found.problems.push(("opens", problem.clone()));
    }
    if scan.meta.is_empty() {
        found.problems.push(("opens", "it has no file meta information".to_owned()));
    }
    if scan.meta_text(tags::MEDIA_STORAGE_SOP_CLASS_UID).is_none() && scan.top(tags::SOP_CLASS_UID).is_none() {
        found.problems.push(("opens", "it has no SOP Class UID".to_owned()));
    }
    let reader = match PixelReader::new(scan) {
        Ok(reader) => reader,
        Err(PixelsError::NoPixels) => return found,
        Err(error) => {
            found.problems.push(("decodes", error.to_string()));
            return found;
        }
    };
    if reader.frames() < reader.claimed_frames() {
        let (there, claimed) = (reader.frames(), reader.claimed_frames());
        found.problems.push(("decodes", format!("{there} of {claimed} frames are there")));
    }
    let mut hash = Sha256::new();
    let mut first = None;
    for index in 0..reader.frames() {
        match reader.native(index) {
            Ok(native) => {
                hash.update(&native);
                found.frames += 1;
                first = first.or_else(|| Some(native.into_owned()));
            }
            // One reason is enough: a file of a thousand broken frames is one broken file.
            Err(error) => {
                found.problems.push(("decodes", error.to_string()));
                break;
            }
        }
    }
    if found.frames == u64::from(reader.claimed_frames()) {
        found.pixel_digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    }
    if let Some(first) = first
        && let Err(why) = comes_back(&reader, &first)
    {
        found.problems.push(("round trip", why));
    }
    found
}

/// Whether the first frame comes back the same from a plain file with the layout that this one claims.
fn comes_back(reader: &PixelReader<'_>, first: &[u8]) -> Result<(), String> {
    if reader.format().bits_allocated == 1 {
        return Ok(());
    }
    let copy = native_copy(&reader.format(), first);
    let limit = copy.len() as u64 + 1;
    let scan = Scan::parse(copy, limit).map_err(|(_, why)| format!("a copy without loss can't be read: {why}"))?;
    let again = PixelReader::new(&scan).and_then(|reader| reader.native(0).map(|native| native.into_owned()));
    match again {
        Ok(again) if again == first => Ok(()),
        Ok(_) => Err("the first frame is another one when it is read from a copy without loss".to_owned()),
        Err(error) => Err(format!("a copy without loss can't be read: {error}")),
    }
}
