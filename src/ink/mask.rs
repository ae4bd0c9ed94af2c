//! How much ink lies on each pixel.

use crate::dicom::locus::PixelBox;

/// Coverage by ink, row by row: 0 is none, 255 is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height` values.
    pub alpha: Vec<u8>,
}

impl Mask {
    /// A mask without ink.
    pub fn empty(width: u32, height: u32) -> Self {
        Self { width, height, alpha: vec![0; width as usize * height as usize] }
    }

    /// A mask that is full everywhere.
    pub fn full(width: u32, height: u32) -> Self {
        Self { width, height, alpha: vec![255; width as usize * height as usize] }
    }

    /// Coverage of one pixel; 0 outside the mask.
    pub fn at(&self, x: u32, y: u32) -> u8 {
        if x >= self.width {
            return 0;
        }
        self.alpha.get(y as usize * self.width as usize + x as usize).copied().unwrap_or(0)
    }

    /// Lays `other` on top with its corner at (`left`, `top`). What falls outside is cut off, and where both have
    /// ink the stronger holds.
    pub fn lay(&mut self, other: &Self, left: i32, top: i32) {
        for y in 0..other.height {
            for x in 0..other.width {
                let (column, row) = (i64::from(left) + i64::from(x), i64::from(top) + i64::from(y));
                if column < 0 || row < 0 || column >= i64::from(self.width) || row >= i64::from(self.height) {
                    continue;
                }
                let index = row as usize * self.width as usize + column as usize;
                if let Some(alpha) = self.alpha.get_mut(index) {
                    *alpha = (*alpha).max(other.at(x, y));
                }
            }
        }
    }

    /// The mask turned by a quarter, clockwise, for text that runs downwards.
    #[must_use]
    pub fn turned(&self) -> Self {
        let rows = (0..self.width).flat_map(|y| (0..self.height).rev().map(move |x| (x, y)));
        Self { width: self.height, height: self.width, alpha: rows.map(|(x, y)| self.at(y, x)).collect() }
    }

    /// The mask turned by so many quarters, clockwise.
    #[must_use]
    pub fn turned_by(&self, quarters: u8) -> Self {
        (0..quarters % 4).fold(self.clone(), |mask, _| mask.turned())
    }

    /// The part inside `area`; what lies outside the mask has no ink.
    #[must_use]
    pub fn cropped(&self, area: PixelBox) -> Self {
        let pixels = (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
        Self { width: area.width, height: area.height, alpha: pixels.map(|(x, y)| self.at(x, y)).collect() }
    }

    /// Full ink where coverage is at least half, none elsewhere: for samples of one bit, and for indices of a colour table,
    /// between which nothing lies.
    #[must_use]
    pub fn crisp(&self) -> Self {
        Self { alpha: self.alpha.iter().map(|alpha| if *alpha >= 128 { 255 } else { 0 }).collect(), ..*self }
    }

    /// A contour one pixel wide around the ink, in a mask that is larger by one pixel on every side.
    #[must_use]
    pub fn contour(&self) -> Self {
        let inner = |x: i64, y: i64| match (u32::try_from(x - 1), u32::try_from(y - 1)) {
            (Ok(x), Ok(y)) => u32::from(self.at(x, y)),
            _ => 0,
        };
        let (width, height) = (self.width + 2, self.height + 2);
        let around = |x: i64, y: i64| (-1..=1).flat_map(move |dy| (-1..=1).map(move |dx| (x + dx, y + dy)));
        let pixels = (0..i64::from(height)).flat_map(|y| (0..i64::from(width)).map(move |x| (x, y)));
        let alpha = pixels.map(|(x, y)| {
            let most = around(x, y).map(|(x, y)| inner(x, y)).max().unwrap_or(0);
            (most * (255 - inner(x, y)) / 255) as u8
        });
        Self { width, height, alpha: alpha.collect() }
    }

    /// The smallest box that holds all ink; `None` where there is no ink.
    pub fn ink_box(&self) -> Option<PixelBox> {
        let inked = |x: u32, y: u32| self.at(x, y) > 0;
        let top = (0..self.height).find(|y| (0..self.width).any(|x| inked(x, *y)))?;
        let bottom = (0..self.height).rev().find(|y| (0..self.width).any(|x| inked(x, *y)))?;
        let left = (0..self.width).find(|x| (0..self.height).any(|y| inked(*x, y)))?;
        let right = (0..self.width).rev().find(|x| (0..self.height).any(|y| inked(*x, y)))?;
        Some(PixelBox::new(left, top, right - left + 1, bottom - top + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_outside_is_cut_and_the_stronger_ink_holds() {
        let mut mask = Mask { width: 2, height: 1, alpha: vec![9, 0] };
        mask.lay(&Mask { width: 2, height: 2, alpha: vec![5, 7, 1, 1] }, -1, 0);
        assert_eq!(mask.alpha, [9, 0]);
        mask.lay(&Mask { width: 2, height: 2, alpha: vec![5, 7, 1, 1] }, 0, 0);
        assert_eq!(mask.alpha, [9, 7]);
    }

    #[test]
    fn a_quarter_turn_brings_the_left_column_up() {
        let mask = Mask { width: 3, height: 2, alpha: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(mask.turned(), Mask { width: 2, height: 3, alpha: vec![4, 1, 5, 2, 6, 3] });
        assert_eq!(mask.turned().turned().turned().turned(), mask);
    }

    #[test]
    fn a_contour_is_hollow_and_crisp_ink_is_full_or_none() {
        let contour = Mask::full(2, 2).contour();
        assert_eq!((contour.width, contour.height), (4, 4));
        assert_eq!(contour.alpha, [255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 255, 255, 255]);
        let grey = Mask { width: 3, height: 1, alpha: vec![127, 128, 0] };
        assert_eq!(grey.crisp().alpha, [0, 255, 0]);
        assert_eq!(grey.turned_by(4), grey);
        assert_eq!(grey.cropped(PixelBox::new(1, 0, 3, 1)).alpha, [128, 0, 0]);
    }

    #[test]
    fn the_ink_box_leaves_out_empty_borders() {
        let mut mask = Mask::empty(5, 4);
        assert_eq!(mask.ink_box(), None);
        mask.lay(&Mask { width: 2, height: 1, alpha: vec![1, 1] }, 2, 3);
        assert_eq!(mask.ink_box(), Some(PixelBox::new(2, 3, 2, 1)));
    }
}
