//! What is kept of a frame to know it again.

use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::plain::plain;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::pairing::fingerprint::Fingerprint;
use sha2::Digest;
use sha2::Sha256;
use std::path::Path;

/// Equal samples; nearly equal ones count less, by how many are equal and how near the others are.
const EQUAL: u32 = 1000;

/// One frame.
pub(super) struct Key {
    digest: [u8; 32],
    print: Fingerprint,
    /// Instance Number (0020,0013) of a file with this frame alone; 0 elsewhere.
    pub(super) instance_number: u32,
}

impl Key {
    /// Rows and columns.
    pub(super) fn size(&self) -> (u32, u32) {
        let (rows, columns, _) = self.print.size();
        (rows, columns)
    }

    /// Whether every sample is the same.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// How much a frame of an output is alike, away from planted lines; none where it is another picture.
    pub(super) fn likeness(&self, output: &Self, lines: &[PixelBox]) -> Option<u32> {
        if self.is_equal(output) {
            return Some(EQUAL);
        }
        let found = self.print.agreement(&output.print, lines)?;
        if !found.is_near() {
            return None;
        }
        let share = f64::from(found.telling_equal) / f64::from(found.telling.max(1));
        let near = 1.0 - (found.gap / 0.03).min(1.0);
        Some(1 + (250.0 * share + 250.0 * near) as u32)
    }
}

/// A file out of which frames can be taken, byte by byte.
pub(super) fn open(file: &Path, limit: u64) -> Option<Scan> {
    let scan = Scan::open(file, limit).ok()?;
    match plain(&scan) {
        Some(bytes) => Scan::parse(bytes, u64::MAX).ok(),
        None => Some(scan),
    }
}

/// Frames that a file says it has; 0 without pixels that can be read.
pub(super) fn number(scan: &Scan) -> u32 {
    PixelReader::new(scan).map_or(0, |reader| reader.frames())
}

/// Every frame of a file; none of them where one can't be decoded, or there are too many.
pub(super) fn keys(scan: &Scan, most: usize) -> Vec<Key> {
    let Ok(reader) = PixelReader::new(scan) else { return Vec::new() };
    let number = reader.frames();
    if number as usize > most {
        return Vec::new();
    }
    let place = scan.number(tags::INSTANCE_NUMBER).filter(|_| number == 1).unwrap_or(0);
    let key = |frame| {
        let native = reader.native(frame).ok()?;
        let digest = Sha256::digest(&native).into();
        Some(Key { digest, print: Fingerprint::of_frame(&reader, &native), instance_number: place })
    };
    (0..number).map(key).collect::<Option<Vec<Key>>>().unwrap_or_default()
}
