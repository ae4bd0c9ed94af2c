//! Frames that were decoded before, on this thread.
//!
//! A frame is looked at by several detectors, and an output often holds the very stream of its input. Decoding is most of
//! the work for a compressed object, so what a stream decodes to is kept while there is room. A stream is known by all its
//! bytes: a tool that finds two streams with one hash gains nothing.

use crate::dicom::frame::PixelFormat;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::rc::Rc;

/// Bytes of decoded frames and their streams that one thread keeps.
const MOST_KEPT: usize = 160 << 20;

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// A stream and what it decodes to.
struct Entry {
    transfer_syntax: String,
    format: PixelFormat,
    stream: Vec<u8>,
    native: Rc<Vec<u8>>,
}

impl Entry {
    fn bytes(&self) -> usize {
        self.stream.len() + self.native.len()
    }
}

#[derive(Default)]
struct Kept {
    hasher: RandomState,
    entries: HashMap<u64, Entry>,
    /// Hashes in no order, so that one of them can be drawn.
    hashes: Vec<u64>,
    bytes: usize,
}

impl Kept {
    /// Makes room by dropping entries drawn by chance: a cine that does not fit is gone through several times in one order,
    /// and dropping the oldest would then drop each frame just before it is asked for.
    fn insert(&mut self, hash: u64, entry: Entry) {
        if entry.bytes() > MOST_KEPT || self.entries.contains_key(&hash) {
            return;
        }
        while self.bytes + entry.bytes() > MOST_KEPT && !self.hashes.is_empty() {
            let drawn = self.hasher.hash_one(self.bytes) as usize % self.hashes.len();
            let dropped = self.hashes.swap_remove(drawn);
            self.bytes -= self.entries.remove(&dropped).map_or(0, |gone| gone.bytes());
        }
        self.bytes += entry.bytes();
        self.hashes.push(hash);
        self.entries.insert(hash, entry);
    }
}

/// What a stream decodes to: as known from before, or by decoding it now. Failures are not kept.
pub(super) fn decoded(
    transfer_syntax: &str,
    format: &PixelFormat,
    stream: &[u8],
    decode: impl FnOnce() -> Result<Vec<u8>, String>,
) -> Result<Rc<Vec<u8>>, String> {
    let (hash, known) = KEPT.with_borrow(|kept| {
        let hash = kept.hasher.hash_one(stream);
        let same = |entry: &&Entry| {
            entry.format == *format && entry.transfer_syntax == transfer_syntax && entry.stream == stream
        };
        (hash, kept.entries.get(&hash).filter(same).map(|entry| Rc::clone(&entry.native)))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let native = Rc::new(decode()?);
    let (transfer_syntax, stream) = (transfer_syntax.to_owned(), stream.to_vec());
    let entry = Entry { transfer_syntax, format: *format, stream, native: Rc::clone(&native) };
    KEPT.with_borrow_mut(|kept| kept.insert(hash, entry));
    Ok(native)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;

    const FORMAT: PixelFormat = PixelFormat {
        rows: 1,
        columns: 1,
        samples: 1,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::Monochrome2,
    };

    #[test]
    fn a_stream_is_decoded_once_and_another_reading_of_it_again() {
        let ask = |syntax: &str, format: PixelFormat, answer: u8| {
            decoded(syntax, &format, b"stream", || Ok(vec![answer])).map(|native| native.to_vec())
        };
        assert_eq!(ask("1", FORMAT, 1), Ok(vec![1]));
        assert_eq!(ask("1", FORMAT, 2), Ok(vec![1]));
        assert_eq!(ask("2", FORMAT, 3), Ok(vec![3]));
        assert_eq!(ask("1", PixelFormat { signed: true, ..FORMAT }, 4), Ok(vec![4]));
    }

    #[test]
    fn a_failure_is_asked_again() {
        assert_eq!(decoded("1", &FORMAT, b"broken", || Err("no".to_owned())), Err("no".to_owned()));
        assert_eq!(decoded("1", &FORMAT, b"broken", || Ok(vec![5])), Ok(Rc::new(vec![5])));
    }

    #[test]
    fn room_is_made_for_what_comes() {
        let mut kept = Kept::default();
        for hash in 0..20 {
            let native = Rc::new(vec![0; MOST_KEPT / 8]);
            kept.insert(hash, Entry { transfer_syntax: String::new(), format: FORMAT, stream: Vec::new(), native });
            assert!(kept.bytes <= MOST_KEPT && kept.entries.contains_key(&hash));
        }
        assert_eq!((kept.entries.len(), kept.hashes.len()), (8, 8));
    }
}
