//! Where echoes lie in the frame: in a fan, or in a window.

use super::fan::Fan;
use super::window::Window;
use crate::dicom::locus::PixelBox;

/// A run of neighbouring pixels that show echoes: position of the first in the frame, and how many.
pub(super) type Run = (usize, usize);

/// The field of view.
pub(super) enum Shape {
    /// Of a curved or phased array.
    Fan(Fan),
    /// Of a linear array.
    Window(Window),
}

impl Shape {
    /// Samples along a line.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Fan(fan) => fan.depth,
            Self::Window(window) => window.depth,
        }
    }

    /// Lines.
    pub(super) fn lines(&self) -> usize {
        match self {
            Self::Fan(fan) => fan.lines,
            Self::Window(window) => window.lines,
        }
    }

    /// First row below the header strip.
    pub(super) fn top(&self) -> usize {
        match self {
            Self::Fan(fan) => fan.top,
            Self::Window(window) => window.top,
        }
    }

    /// Line and depth of a pixel; `None` outside.
    pub(super) fn polar(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        match self {
            Self::Fan(fan) => fan.polar(x, y),
            Self::Window(window) => window.polar(x, y),
        }
    }

    /// Index of the sample at a place in pixels from the middle of the probe's surface; `None` outside.
    pub(super) fn sample(&self, across: f32, down: f32) -> Option<usize> {
        let (line, depth) = match self {
            Self::Fan(fan) => fan.sample(across, down)?,
            Self::Window(window) => window.sample(across, down)?,
        };
        Some(depth * self.lines() + line)
    }

    /// The runs of pixels that show echoes, and for each pixel the index of its echo.
    pub(super) fn scan(&self) -> (Vec<Run>, Vec<u32>) {
        match self {
            Self::Fan(fan) => fan.scan(),
            Self::Window(window) => window.scan(),
        }
    }

    /// The smallest box around it, to within a pixel.
    pub(super) fn bounds(&self) -> PixelBox {
        match self {
            Self::Fan(fan) => fan.bounds(),
            Self::Window(window) => window.bounds(),
        }
    }

    /// First and last row of the depth axis.
    pub(super) fn rows_of_scale(&self) -> (f32, f32) {
        match self {
            Self::Fan(fan) => fan.rows_of_scale(),
            Self::Window(window) => window.rows_of_scale(),
        }
    }

    /// Black boxes beside it, between the columns `left` and `right`.
    pub(super) fn corners(&self, left: f32, right: f32) -> Vec<PixelBox> {
        match self {
            Self::Fan(fan) => fan.corners(left, right),
            Self::Window(window) => window.corners(left, right),
        }
    }

    /// Whether no pixel of the box, nor any beside it, shows echoes.
    pub(super) fn leaves_free(&self, area: PixelBox) -> bool {
        let (left, top) = (area.x.saturating_sub(3) as usize, area.y.saturating_sub(3) as usize);
        let (right, bottom) = ((area.x + area.width + 3) as usize, (area.y + area.height + 3) as usize);
        (top..bottom).step_by(2).all(|y| (left..right).step_by(2).all(|x| self.polar(x, y).is_none()))
    }
}
