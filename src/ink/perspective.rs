//! A flat page seen from the side: a plane map from a rectangle onto four corners.

use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;

/// Samples of the page for each pixel of the picture, along each side.
const FINE: u32 = 3;

/// The view of a page. Only the four basic operations are used, so the same page gives the same pixels everywhere.
#[derive(Clone, Debug)]
pub struct Perspective {
    /// From pixels of the picture to the page, by rows.
    inverse: [f64; 9],
    corners: [(f64, f64); 4],
}

impl Perspective {
    /// A page of `width` x `height` whose corners, clockwise from its upper left, lie at `corners` of the picture.
    /// `None` where they span no convex figure.
    pub fn new(width: u32, height: u32, corners: [(f64, f64); 4]) -> Option<Self> {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = corners;
        // From the unit square to four corners (Heckbert, Fundamentals of Texture Mapping, 1989, section 2.2.3).
        let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let area = dx1 * dy2 - dx2 * dy1;
        if area == 0.0 || width == 0 || height == 0 {
            return None;
        }
        let g = (dx3 * dy2 - dx2 * dy3) / area;
        let h = (dx1 * dy3 - dx3 * dy1) / area;
        let square = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0];
        let (across, down) = (f64::from(width), f64::from(height));
        let mut inverse = inverted(&square)?;
        // The unit square is stretched to the page.
        inverse.iter_mut().take(3).for_each(|value| *value *= across);
        inverse.iter_mut().skip(3).take(3).for_each(|value| *value *= down);
        Some(Self { inverse, corners })
    }

    /// The ink of `mask`, whose upper left corner lies at `place` of the page, as it is seen in `area` of the picture.
    pub fn seen(&self, mask: &Mask, place: (u32, u32), area: PixelBox) -> Mask {
        let pixels = (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
        let alpha = pixels.map(|(x, y)| self.coverage(mask, place, x, y)).collect();
        Mask { width: area.width, height: area.height, alpha }
    }

    /// The smallest box of the picture in which a part of the page is seen: `width` x `height` at `place`.
    pub fn area_of(&self, width: u32, height: u32, place: (u32, u32)) -> PixelBox {
        let frame = self.frame();
        let ink = self.seen(&Mask::full(width, height), place, frame).ink_box().unwrap_or(PixelBox::new(0, 0, 0, 0));
        PixelBox::new(frame.x + ink.x, frame.y + ink.y, ink.width, ink.height)
    }

    /// The box of the picture that holds the page.
    fn frame(&self) -> PixelBox {
        let least = |values: [f64; 4]| values.into_iter().fold(f64::MAX, f64::min).max(0.0) as u32;
        let most = |values: [f64; 4]| values.into_iter().fold(0.0, f64::max) as u32 + 1;
        let (xs, ys) = (self.corners.map(|corner| corner.0), self.corners.map(|corner| corner.1));
        let (left, top) = (least(xs), least(ys));
        PixelBox::new(left, top, most(xs).saturating_sub(left), most(ys).saturating_sub(top))
    }

    fn coverage(&self, mask: &Mask, (left, top): (u32, u32), x: u32, y: u32) -> u8 {
        let mut sum = 0;
        for (fine_y, fine_x) in (0..FINE).flat_map(|fine_y| (0..FINE).map(move |fine_x| (fine_y, fine_x))) {
            let part = |whole: u32, fine: u32| f64::from(whole) + (f64::from(fine) + 0.5) / f64::from(FINE);
            let (across, down) = (part(x, fine_x), part(y, fine_y));
            let row = |first: usize| {
                let value = |at: usize| self.inverse.get(first + at).copied().unwrap_or(0.0);
                value(0) * across + value(1) * down + value(2)
            };
            let depth = row(6);
            let (column, line) = (row(0) / depth - f64::from(left), row(3) / depth - f64::from(top));
            if column >= 0.0 && line >= 0.0 && column < f64::from(mask.width) && line < f64::from(mask.height) {
                sum += u32::from(mask.at(column as u32, line as u32));
            }
        }
        (sum / (FINE * FINE)) as u8
    }
}

/// The inverse of a 3 x 3 matrix, by rows; `None` where there is none.
fn inverted(matrix: &[f64; 9]) -> Option<[f64; 9]> {
    let [a, b, c, d, e, f, g, h, i] = *matrix;
    let determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
    if determinant == 0.0 {
        return None;
    }
    let adjugate = [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ];
    Some(adjugate.map(|value| value / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_seen_straight_is_itself() {
        let mask = Mask { width: 3, height: 2, alpha: vec![9, 20, 30, 40, 50, 60] };
        let corners = [(10.0, 5.0), (20.0, 5.0), (20.0, 12.0), (10.0, 12.0)];
        let page = Perspective::new(10, 7, corners).expect("a rectangle");
        let area = page.area_of(3, 2, (4, 1));
        assert_eq!(area, PixelBox::new(14, 6, 3, 2));
        assert_eq!(page.seen(&mask, (4, 1), area), mask);
    }

    #[test]
    fn the_corners_of_a_page_lie_where_they_are_wanted() {
        let corners = [(4.0, 9.0), (90.0, 3.0), (80.0, 55.0), (12.0, 40.0)];
        let page = Perspective::new(200, 100, corners).expect("convex");
        let whole = page.area_of(200, 100, (0, 0));
        assert!((4..=6).contains(&whole.x) && (3..=5).contains(&whole.y), "{whole}");
        assert!((80..=87).contains(&whole.width) && (48..=53).contains(&whole.height), "{whole}");
        // The lower right quarter of the page lies nearer to the third corner than to any other.
        let quarter = page.area_of(100, 50, (100, 50));
        assert!(quarter.x > 30 && quarter.x + quarter.width <= 91 && quarter.y > 15, "{quarter}");
        assert!(quarter.y + quarter.height <= 56, "{quarter}");
    }

    #[test]
    fn corners_on_one_line_are_no_page() {
        assert!(Perspective::new(10, 10, [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]).is_none());
        assert!(Perspective::new(0, 10, [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]).is_none());
    }
}
