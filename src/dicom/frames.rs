//! A set of frames of one instance, written as `0-29` or `3,7-9`.

use crate::text::serde_as_text;
use std::fmt;
use std::str::FromStr;

/// Frame numbers from 0, as ascending ranges that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameSet {
    ranges: Vec<(u32, u32)>,
}

impl FrameSet {
    /// Frames `0..count`.
    pub fn all(count: u32) -> Self {
        Self::from_frames(0..count)
    }

    /// The given frames, in any order.
    pub fn from_frames(frames: impl IntoIterator<Item = u32>) -> Self {
        let mut frames: Vec<u32> = frames.into_iter().collect();
        frames.sort_unstable();
        frames.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for frame in frames {
            match ranges.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(frame) => *last = frame,
                _ => ranges.push((frame, frame)),
            }
        }
        Self { ranges }
    }

    /// Whether the frame is in the set.
    pub fn contains(&self, frame: u32) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&frame))
    }

    /// The frames in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// Number of frames.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(|(first, last)| (last - first) as usize + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

impl fmt::Display for FrameSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (first, last)) in self.ranges.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            if first == last { write!(out, "{comma}{first}")? } else { write!(out, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}

impl FromStr for FrameSet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || format!("`{text}` is no set of frames; expected for example 0-29 or 3,7-9");
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (first.parse().map_err(|_| fail())?, last.parse().map_err(|_| fail())?);
            let follows = ranges.last().is_none_or(|(_, before)| first > *before);
            if first > last || !follows {
                return Err(fail());
            }
            ranges.push((first, last));
        }
        Ok(Self { ranges })
    }
}

serde_as_text!(FrameSet);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_written_short_and_read_back() {
        let set = FrameSet::from_frames([9, 3, 7, 8, 3]);
        assert_eq!(set.to_string(), "3,7-9");
        assert_eq!("3,7-9".parse(), Ok(set.clone()));
        assert_eq!((set.len(), set.contains(8), set.contains(4)), (4, true, false));
        assert!("9-3".parse::<FrameSet>().is_err() && "x".parse::<FrameSet>().is_err());
        assert!("".parse::<FrameSet>().is_ok_and(|set| set.is_empty()));
    }
}
