//! Decoded frames that a file keeps, so that each detector need not decode them again.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// Files of more frames keep none.
const MOST_FRAMES: usize = 1 << 16;

/// Frames of one file, up to a number of bytes; none until somebody allows some.
#[derive(Debug, Default)]
pub struct FrameStore {
    slots: OnceLock<Vec<OnceLock<Vec<u8>>>>,
    /// Bytes that may still be kept.
    left: AtomicUsize,
}

impl FrameStore {
    /// Allows so many bytes.
    pub fn allow(&mut self, bytes: usize) {
        self.left = AtomicUsize::new(bytes);
    }

    /// Frame `index` of `count`: the one that is kept, or what `decode` gives, which is kept where there is room. Errors are not.
    pub fn frame<E>(
        &self,
        index: u32,
        count: u32,
        decode: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Cow<'_, [u8]>, E> {
        if self.left.load(Ordering::Relaxed) == 0 && self.slots.get().is_none() || count as usize > MOST_FRAMES {
            return decode().map(Cow::Owned);
        }
        let slots = self.slots.get_or_init(|| (0..count).map(|_| OnceLock::new()).collect());
        let Some(slot) = slots.get(index as usize) else { return decode().map(Cow::Owned) };
        if let Some(known) = slot.get() {
            return Ok(Cow::Borrowed(known));
        }
        let bytes = decode()?;
        let take = |left: usize| left.checked_sub(bytes.len());
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
            return Ok(Cow::Owned(bytes));
        }
        Ok(Cow::Borrowed(slot.get_or_init(|| bytes)))
    }
}

/// A copy of a file keeps its own frames.
impl Clone for FrameStore {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_decoded_once_while_there_is_room() {
        let mut store = FrameStore::default();
        let times = AtomicUsize::new(0);
        let decode = || -> Result<Vec<u8>, ()> {
            times.fetch_add(1, Ordering::Relaxed);
            Ok(vec![7; 10])
        };
        for _ in 0..2 {
            assert!(matches!(store.frame(0, 3, decode), Ok(Cow::Owned(_))));
        }
        store.allow(20);
        for index in [0, 1, 0, 1] {
            assert!(matches!(store.frame(index, 3, decode), Ok(Cow::Borrowed([7, ..]))));
        }
        for _ in 0..2 {
            assert!(matches!(store.frame(2, 3, decode), Ok(Cow::Owned(_))));
        }
        assert_eq!(times.into_inner(), 2 + 2 + 2);
        assert_eq!(store.frame(1, 3, || Err::<Vec<u8>, u8>(4)).map(|frame| frame.len()), Ok(10));
    }
}
