//! Marks that identify nobody, and what is left of a box beside them.

use crate::dicom::locus::PixelBox;
use crate::phantom::box_between;

/// Text or a sign in the picture that identifies nobody and must survive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it says or is: `L`, `MI 1.2`, `depth scale`.
    pub text: String,
    /// Its box, in every frame.
    pub area: PixelBox,
}

/// Pixels between a mark and text that is burned beside it.
const GAP: u32 = 5;

/// The largest part of each box in which no mark lies, nor a box before it; none where it is too small for a line of text.
pub(super) fn clear_of(boxes: impl IntoIterator<Item = PixelBox>, marks: &[Mark]) -> Vec<PixelBox> {
    let mut clear: Vec<PixelBox> = Vec::new();
    for area in boxes {
        let beside_marks = marks.iter().try_fold(area, |area, mark| beside(area, mark.area, GAP));
        clear.extend(beside_marks.and_then(|area| clear.iter().try_fold(area, |area, other| beside(area, *other, 0))));
    }
    clear
}

/// The largest part of `area` above, below, left or right of a mark, or of another box.
fn beside(area: PixelBox, mark: PixelBox, gap: u32) -> Option<PixelBox> {
    let (right, bottom) = (area.x + area.width, area.y + area.height);
    let (x, y) = (mark.x.saturating_sub(gap), mark.y.saturating_sub(gap));
    let mark = PixelBox::new(x, y, mark.x - x + mark.width + gap, mark.y - y + mark.height + gap);
    let (mark_right, mark_bottom) = (mark.x + mark.width, mark.y + mark.height);
    if mark.x >= right || mark_right <= area.x || mark.y >= bottom || mark_bottom <= area.y {
        return Some(area);
    }
    [
        box_between(area.x, area.y, mark.x.min(right), bottom),
        box_between(mark_right.max(area.x), area.y, right, bottom),
        box_between(area.x, area.y, right, mark.y.min(bottom)),
        box_between(area.x, mark_bottom.max(area.y), right, bottom),
    ]
    .into_iter()
    .flatten()
    .filter(|part| part.width >= 24 && part.height >= 10)
    .max_by_key(|part| part.area())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_part_beside_a_mark_is_left() {
        let mark = |x, y, width, height| Mark { text: "L".to_owned(), area: PixelBox::new(x, y, width, height) };
        let area = PixelBox::new(10, 10, 100, 40);
        assert_eq!(clear_of([area], &[mark(200, 0, 9, 9)]), [area]);
        assert_eq!(clear_of([area], &[mark(12, 12, 10, 10)]), [PixelBox::new(27, 10, 83, 40)]);
        assert_eq!(clear_of([area], &[mark(0, 0, 120, 20)]), [PixelBox::new(10, 25, 100, 25)]);
        assert_eq!(clear_of([area], &[mark(0, 0, 120, 60)]), []);
        assert_eq!(clear_of([area], &[mark(12, 12, 10, 10), mark(90, 12, 9, 9)]), [PixelBox::new(27, 10, 58, 40)]);
        let second = PixelBox::new(10, 10, 200, 40);
        assert_eq!(clear_of([area, second], &[]), [area, PixelBox::new(110, 10, 100, 40)]);
    }
}
