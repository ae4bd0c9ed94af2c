//! Signs as masks: rules, frames, calipers, pictograms.

use crate::ink::mask::Mask;
use crate::phantom::canvas::fill_polygon;

/// Draws points into a mask.
fn plot(width: u32, height: u32, points: impl IntoIterator<Item = (i64, i64)>) -> Mask {
    let mut mask = Mask::empty(width, height);
    for (x, y) in points {
        if (0..i64::from(width)).contains(&x)
            && let Some(alpha) = usize::try_from(y * i64::from(width) + x).ok().and_then(|at| mask.alpha.get_mut(at))
        {
            *alpha = 255;
        }
    }
    mask
}

/// A full rectangle.
pub(super) fn block(width: u32, height: u32) -> Mask {
    Mask { width, height, alpha: vec![255; width as usize * height as usize] }
}

/// A rectangle's border of some pixels.
pub(super) fn frame(width: u32, height: u32, border: u32) -> Mask {
    let edge = |at: u32, size: u32| at < border || at + border >= size;
    let alpha = (0..height)
        .flat_map(|y| (0..width).map(move |x| if edge(x, width) || edge(y, height) { 255 } else { 0 }))
        .collect();
    Mask { width, height, alpha }
}

/// A polygon whose corners are given in parts of the mask's size.
pub(super) fn polygon(width: u32, height: u32, corners: &[(f32, f32)]) -> Mask {
    let mut mask = Mask::empty(width, height);
    let points: Vec<(f32, f32)> = corners.iter().map(|(x, y)| (x * width as f32, y * height as f32)).collect();
    if !points.is_empty() {
        fill_polygon(&points, width as usize, height as usize, |y, first, last| {
            if let Some(row) = mask.alpha.get_mut(y * width as usize + first..y * width as usize + last) {
                row.fill(255);
            }
        });
    }
    mask
}

/// Two crosses with arms of `arm` pixels and a dotted line between them; with the corner at which the mask stands.
pub(super) fn caliper(from: (u32, u32), to: (u32, u32), arm: u32) -> ((u32, u32), Mask) {
    let low = (from.0.min(to.0).saturating_sub(arm), from.1.min(to.1).saturating_sub(arm));
    let size = (from.0.max(to.0) + arm + 1 - low.0, from.1.max(to.1) + arm + 1 - low.1);
    let inside = |point: (u32, u32)| (i64::from(point.0) - i64::from(low.0), i64::from(point.1) - i64::from(low.1));
    let (from, to, arm) = (inside(from), inside(to), i64::from(arm));
    let crosses = [from, to]
        .into_iter()
        .flat_map(|(x, y)| (-arm..=arm).flat_map(move |step| [(x + step, y), (x, y + step), (x + step, y + 1)]));
    let (run, fall) = (to.0 - from.0, to.1 - from.1);
    let length = run.abs().max(fall.abs()).max(1);
    let dots = (0..length).step_by(6).map(|step| (from.0 + run * step / length, from.1 + fall * step / length));
    let dots = dots.flat_map(|(x, y)| [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)]);
    (low, plot(size.0, size.1, crosses.chain(dots)))
}

/// The sign of a maker that does not exist: three bars that rise inside a frame.
pub(super) fn vendor(size: u32) -> Mask {
    let mut mask = frame(size * 2, size, (size / 10).max(1));
    for bar in 0..3 {
        let (width, height) = ((size / 4).max(1), (size * (2 + 2 * bar) / 10).max(1));
        mask.lay(&block(width, height), (size * (3 + 5 * bar) / 10) as i32, (size * 8 / 10) as i32 - height as i32);
    }
    mask
}

/// A trunk from the front in outline, with the line of a probe on it at a part of its height.
pub(super) fn body_mark(size: u32, probe: (f32, f32), turned: bool) -> Mask {
    let outline = [
        (0.36, 0.0),
        (0.64, 0.0),
        (0.66, 0.16),
        (0.98, 0.24),
        (0.94, 0.46),
        (0.82, 0.44),
        (0.8, 1.0),
        (0.2, 1.0),
        (0.18, 0.44),
        (0.06, 0.46),
        (0.02, 0.24),
        (0.34, 0.16),
    ];
    let whole = polygon(size, size, &outline);
    let mut mask = Mask::empty(size, size);
    // The outline is what has a neighbour outside.
    for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))) {
        let open = x == 0
            || y == 0
            || [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)].iter().any(|p| whole.at(p.0, p.1) == 0);
        if whole.at(x, y) > 0 && open {
            mask.lay(&block(1, 1), x as i32, y as i32);
        }
    }
    let (long, thick) = ((size / 4).max(3), (size / 16).max(2));
    let bar = if turned { block(thick, long) } else { block(long, thick) };
    let corner = |part: f32, length: u32| (part * size as f32) as i32 - length as i32 / 2;
    mask.lay(&bar, corner(probe.0, bar.width), corner(probe.1, bar.height));
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caliper_reaches_from_cross_to_cross() {
        let ((x, y), mask) = caliper((40, 30), (20, 60), 5);
        assert_eq!((x, y, mask.width, mask.height), (15, 25, 31, 41));
        assert_eq!((mask.at(25, 5), mask.at(5, 35), mask.at(0, 0)), (255, 255, 0));
    }

    #[test]
    fn signs_have_ink_and_space() {
        for mask in [
            vendor(20),
            body_mark(32, (0.4, 0.7), true),
            frame(9, 7, 1),
            polygon(9, 9, &[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]),
        ] {
            let ink = mask.alpha.iter().filter(|alpha| **alpha > 0).count();
            assert!(ink > 20 && ink < mask.alpha.len(), "{ink} of {}", mask.alpha.len());
        }
    }
}
