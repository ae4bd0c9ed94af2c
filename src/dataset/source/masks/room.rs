//! Room without organs.

use crate::dicom::locus::PixelBox;

/// The largest box inside `region` in which nothing is taken; the uppermost and leftmost among equals. `None` where all is.
///
/// Row by row, with the height of the free columns above each place and a stack of rising heights.
pub fn largest_free(region: PixelBox, is_taken: impl Fn(u32, u32) -> bool) -> Option<PixelBox> {
    let mut heights = vec![0u32; region.width as usize];
    let mut best: Option<PixelBox> = None;
    for row in 0..region.height {
        for (column, height) in (0u32..).zip(heights.iter_mut()) {
            *height = if is_taken(region.x + column, region.y + row) { 0 } else { *height + 1 };
        }
        // (first column, height) of bars that still go on.
        let mut open: Vec<(u32, u32)> = Vec::new();
        for (column, height) in (0u32..).zip(heights.iter().copied().chain([0])) {
            let mut first = column;
            while let Some((from, high)) = open.last().copied().filter(|(_, high)| *high >= height) {
                open.pop();
                first = from;
                let found = PixelBox::new(region.x + from, region.y + row + 1 - high, column - from, high);
                if found.area() > best.map_or(0, PixelBox::area) {
                    best = Some(found);
                }
            }
            open.push((first, height));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_free_box_is_found_and_none_where_all_is_taken() {
        let region = PixelBox::new(10, 20, 8, 6);
        assert_eq!(largest_free(region, |_, _| false), Some(region));
        assert_eq!(largest_free(region, |_, _| true), None);
        // A column is taken: what is right of it is larger.
        assert_eq!(largest_free(region, |x, _| x == 12), Some(PixelBox::new(13, 20, 5, 6)));
        // A corner is taken.
        let corner = |x: u32, y: u32| x < 13 && y >= 24;
        assert_eq!(largest_free(region, corner), Some(PixelBox::new(10, 20, 8, 4)));
    }
}
