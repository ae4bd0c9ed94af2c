//! Mirrored, rotated and transposed frames.

use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::registration::register;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use std::fmt;

/// One of the eight ways to lay a picture on its grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Columns run the other way.
    across: bool,
    /// Rows run the other way.
    down: bool,
    /// Rows and columns are exchanged, after the above.
    over: bool,
}

impl Turn {
    /// Those that change the picture.
    pub fn others() -> impl Iterator<Item = Self> {
        (1..8u8).map(|bits| Self { across: bits & 1 != 0, down: bits & 2 != 0, over: bits & 4 != 0 })
    }

    /// How a picture was turned, seen by its fine structure, which outlasts recompression. `lines` are boxes that do not count.
    pub fn seen(before: &Raster, after: &Raster, lines: &[PixelBox]) -> Option<Self> {
        let alignment = register(before, lines, after).ok()?;
        alignment.certain.then(|| Self::from(alignment.orientation))
    }

    /// Whether rows and columns are exchanged.
    pub fn exchanges_sides(self) -> bool {
        self.over
    }

    /// Where the pixel at `x`, `y` of a picture of `width` x `height` stands after the turn.
    pub fn place(self, x: usize, y: usize, width: usize, height: usize) -> usize {
        let x = if self.across { width.saturating_sub(x + 1) } else { x };
        let y = if self.down { height.saturating_sub(y + 1) } else { y };
        if self.over { x * height + y } else { y * width + x }
    }

    /// The picture as it was before it was turned.
    pub fn undone(self, raster: &Raster) -> Raster {
        if self == Self::default() {
            return raster.clone();
        }
        let (width, height) = if self.over { (raster.height, raster.width) } else { (raster.width, raster.height) };
        let channels = raster.channels as usize;
        let mut samples = Vec::with_capacity(raster.samples.len());
        for y in 0..height as usize {
            for x in 0..width as usize {
                let first = self.place(x, y, width as usize, height as usize) * channels;
                samples.extend_from_slice(raster.samples.get(first..first + channels).unwrap_or_default());
            }
        }
        Raster { width, height, channels: raster.channels, samples }
    }
}

impl From<Orientation> for Turn {
    fn from(orientation: Orientation) -> Self {
        let (across, down, over) = match orientation {
            Orientation::Upright => (false, false, false),
            Orientation::MirroredAcross => (true, false, false),
            Orientation::MirroredDown => (false, true, false),
            Orientation::HalfTurn => (true, true, false),
            Orientation::Transposed => (false, false, true),
            Orientation::QuarterTurn => (false, true, true),
            Orientation::QuarterTurnBack => (true, false, true),
            Orientation::TransposedHalfTurn => (true, true, true),
        };
        Self { across, down, over }
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match (self.over, self.across, self.down) {
            (false, false, false) => "as it was",
            (false, true, false) => "mirrored left to right",
            (false, false, true) => "mirrored top to bottom",
            (false, true, true) => "rotated by 180 degrees",
            (true, false, false) => "transposed",
            (true, false, true) => "rotated by 90 degrees clockwise",
            (true, true, false) => "rotated by 90 degrees counterclockwise",
            (true, true, true) => "transposed along the other diagonal",
        })
    }
}
