//! Which pixels of an instance show which organ.

use crate::dicom::locus::PixelBox;
use std::sync::Arc;

/// Organs of the frames of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganMasks {
    /// The organs; number `i` has the value `i + 1` in frames.
    pub organs: Vec<String>,
    /// Columns of every frame.
    pub columns: u32,
    /// Rows of every frame.
    pub rows: u32,
    /// One for each frame; `None` where nobody says what it shows.
    pub frames: Vec<Option<OrganFrame>>,
}

/// Organs of one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganFrame {
    /// 0 for background, or the number of the organ from 1, row by row.
    pub values: Arc<Vec<u8>>,
    /// Pixels whose colour was far off every one of the palette.
    pub far: u64,
}

impl OrganFrame {
    /// The value at a place; 0 outside.
    pub fn at(&self, columns: u32, x: u32, y: u32) -> u8 {
        self.values.get(y as usize * columns as usize + x as usize).copied().unwrap_or(0)
    }
}

impl OrganMasks {
    /// Frames `first..first + count` alone.
    #[must_use]
    pub fn part(&self, first: u32, count: u32) -> Self {
        let frames = self.frames.iter().skip(first as usize).take(count as usize).cloned().collect();
        Self { frames, organs: self.organs.clone(), ..*self }
    }

    /// Lets the first frame hold for so many.
    pub fn repeat(&mut self, count: u32) {
        if let Some(first) = self.frames.first().cloned() {
            self.frames = vec![first; count as usize];
        }
    }

    /// The smallest box around all organs of all frames.
    pub fn extent(&self) -> Option<PixelBox> {
        let mut ends: Option<(u32, u32, u32, u32)> = None;
        for frame in self.frames.iter().flatten() {
            for (place, _) in frame.values.iter().enumerate().filter(|(_, value)| **value > 0) {
                let (x, y) = (place as u32 % self.columns.max(1), place as u32 / self.columns.max(1));
                let (left, top, right, bottom) = ends.unwrap_or((x, y, x, y));
                ends = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
            }
        }
        ends.map(|(left, top, right, bottom)| PixelBox::new(left, top, right - left + 1, bottom - top + 1))
    }

    /// The first organ that a box touches in one of the frames that `shows` takes.
    pub fn touched(&self, area: PixelBox, shows: impl Fn(u32) -> bool) -> Option<&str> {
        let area = area.dilated(0, self.columns, self.rows);
        for (_, frame) in (0u32..).zip(&self.frames).filter(|(number, _)| shows(*number)) {
            let Some(frame) = frame else { continue };
            for y in area.y..area.y + area.height {
                for x in area.x..area.x + area.width {
                    let value = usize::from(frame.at(self.columns, x, y));
                    if let Some(organ) = value.checked_sub(1).and_then(|place| self.organs.get(place)) {
                        return Some(organ);
                    }
                }
            }
        }
        None
    }
}
