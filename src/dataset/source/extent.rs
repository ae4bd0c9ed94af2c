//! Where a picture shows something.

use crate::dicom::frame::PixelFormat;
use crate::dicom::levels::Levels;
use crate::dicom::locus::PixelBox;

/// Share of white from which a pixel counts as shown.
const SHOWN: f64 = 0.08;
/// Pixels of a row or column that must be shown: fewer are noise.
const FEWEST: u32 = 3;

/// Bounding box of everything that is not black, cut so that it leaves `region` out; `None` where nothing is left.
///
/// Of the four ways to cut, the one that keeps most is taken.
pub fn extent(format: &PixelFormat, native: &[u8], levels: &Levels, region: PixelBox) -> Option<PixelBox> {
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let threshold = (SHOWN * f64::from(Levels::WHITE)) as u32;
    let (mut in_columns, mut in_rows) = (vec![0u32; format.columns as usize], vec![0u32; format.rows as usize]);
    let mut index = 0usize;
    levels.visit(format, native, whole, &mut |level| {
        if level > threshold {
            let (column, row) = (index % format.columns as usize, index / format.columns as usize);
            if let (Some(column), Some(row)) = (in_columns.get_mut(column), in_rows.get_mut(row)) {
                *column += 1;
                *row += 1;
            }
        }
        index += 1;
    });
    let (x, width) = span(&in_columns)?;
    let (y, height) = span(&in_rows)?;
    without(PixelBox::new(x, y, width, height), region)
}

/// First entry and length of what holds enough.
fn span(counts: &[u32]) -> Option<(u32, u32)> {
    let first = counts.iter().position(|count| *count >= FEWEST)?;
    let last = counts.iter().rposition(|count| *count >= FEWEST)?;
    Some((u32::try_from(first).ok()?, u32::try_from(last - first + 1).ok()?))
}

fn without(shown: PixelBox, region: PixelBox) -> Option<PixelBox> {
    let (right, bottom) = (shown.x + shown.width, shown.y + shown.height);
    let (region_right, region_bottom) = (region.x + region.width, region.y + region.height);
    let apart = region.x >= right || region.y >= bottom || region_right <= shown.x || region_bottom <= shown.y;
    if apart {
        return Some(shown);
    }
    let cut = |x: u32, y: u32, right: u32, bottom: u32| {
        PixelBox::new(x, y, right.saturating_sub(x), bottom.saturating_sub(y))
    };
    [
        cut(shown.x, region_bottom, right, bottom),
        cut(shown.x, shown.y, right, region.y),
        cut(region_right, shown.y, right, bottom),
        cut(shown.x, shown.y, region.x, bottom),
    ]
    .into_iter()
    .max_by_key(|part| part.area())
    .filter(|part| part.area() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;

    #[test]
    fn the_box_holds_what_is_shown_and_leaves_the_region_out() {
        let photometric = Photometric::Monochrome2;
        let format = PixelFormat {
            rows: 40,
            columns: 50,
            samples: 1,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric,
        };
        let mut native = vec![0u8; 2000];
        for y in 5..35 {
            (10..45).for_each(|x| native[y * 50 + x] = 200);
        }
        native[0] = 255;
        let shown = |region| extent(&format, &native, &Levels::full(&format), region);
        assert_eq!(shown(PixelBox::new(0, 0, 50, 4)), Some(PixelBox::new(10, 5, 35, 30)));
        assert_eq!(shown(PixelBox::new(0, 0, 30, 8)), Some(PixelBox::new(10, 8, 35, 27)));
        assert_eq!(shown(PixelBox::new(0, 0, 50, 40)), None);
        native.fill(0);
        assert_eq!(extent(&format, &native, &Levels::full(&format), PixelBox::new(0, 0, 9, 9)), None);
    }
}
