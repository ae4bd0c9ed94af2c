//! Mirrors and quarter turns.

use crate::detectors::ink_verdict::plane::Plane;
use crate::dicom::frame::Raster;

/// What was done to a frame so that it no longer stands upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Nothing.
    Upright,
    /// Left and right exchanged.
    MirroredAcross,
    /// Top and bottom exchanged.
    MirroredDown,
    /// Turned by half.
    HalfTurn,
    /// Rows and columns exchanged.
    Transposed,
    /// Turned by a quarter, clockwise.
    QuarterTurn,
    /// Turned by a quarter, counterclockwise.
    QuarterTurnBack,
    /// Rows and columns exchanged, and turned by half.
    TransposedHalfTurn,
}

impl Orientation {
    /// Those that keep width and height, the upright one left out.
    pub(super) const KEEPING: [Self; 3] = [Self::MirroredAcross, Self::MirroredDown, Self::HalfTurn];
    /// Those that exchange width and height.
    pub(super) const EXCHANGING: [Self; 4] =
        [Self::Transposed, Self::QuarterTurn, Self::QuarterTurnBack, Self::TransposedHalfTurn];

    /// Size of the upright frame for one turned like this.
    pub fn upright_size(self, (width, height): (u32, u32)) -> (u32, u32) {
        if Self::EXCHANGING.contains(&self) { (height, width) } else { (width, height) }
    }

    /// Where the upright pixel (`x`, `y`) stands in a turned frame of this width and height.
    pub fn place(self, x: i64, y: i64, (width, height): (u32, u32)) -> (i64, i64) {
        let (right, bottom) = (i64::from(width) - 1, i64::from(height) - 1);
        match self {
            Self::Upright => (x, y),
            Self::MirroredAcross => (right - x, y),
            Self::MirroredDown => (x, bottom - y),
            Self::HalfTurn => (right - x, bottom - y),
            Self::Transposed => (y, x),
            Self::QuarterTurn => (right - y, x),
            Self::QuarterTurnBack => (y, bottom - x),
            Self::TransposedHalfTurn => (right - y, bottom - x),
        }
    }

    /// A turned raster, upright again: crops of text that was burned sideways are judged like this.
    #[must_use]
    pub fn upright_raster(self, raster: &Raster) -> Raster {
        let size = (raster.width, raster.height);
        let (width, height) = self.upright_size(size);
        let channels = raster.channels as usize;
        let mut samples = Vec::with_capacity(raster.samples.len());
        for (x, y) in (0..i64::from(height)).flat_map(|y| (0..i64::from(width)).map(move |x| (x, y))) {
            let (column, row) = self.place(x, y, size);
            let pixel = usize::try_from(row * i64::from(raster.width) + column).unwrap_or(usize::MAX / 8);
            samples.extend(raster.samples.get(pixel * channels..(pixel + 1) * channels).unwrap_or_default());
        }
        Raster { width, height, channels: raster.channels, samples }
    }

    /// A turned plane, upright again.
    pub(super) fn upright(self, plane: &Plane) -> Plane {
        let size = (plane.width as u32, plane.height as u32);
        let (width, height) = self.upright_size(size);
        let rows = (0..i64::from(height)).flat_map(|y| (0..i64::from(width)).map(move |x| (x, y)));
        let values = rows.map(|(x, y)| self.place(x, y, size)).map(|(x, y)| plane.near(x, y)).collect();
        Plane { width: width as usize, height: height as usize, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::mask::Mask;

    #[test]
    fn a_mask_turned_clockwise_stands_upright_again() {
        let mask = Mask { width: 3, height: 2, alpha: vec![1, 2, 3, 4, 5, 6] };
        let turned = mask.turned();
        let samples = turned.alpha.iter().map(|alpha| i32::from(*alpha)).collect();
        let raster = Raster { width: turned.width, height: turned.height, channels: 1, samples };
        let upright = Orientation::QuarterTurn.upright_raster(&raster);
        assert_eq!((upright.width, upright.height, upright.samples), (3, 2, vec![1, 2, 3, 4, 5, 6]));
    }
}
