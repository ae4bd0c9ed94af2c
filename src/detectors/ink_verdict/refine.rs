//! A last shift for one line, where a whole frame was turned or bent a little.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::free::GUARD;
use crate::detectors::ink_verdict::phase::high_pass;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::registration::is_whole;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Width of the ring around the line that is compared, in pixels.
const RING: u32 = 40;
/// How far it may be off, in pixels.
const REACH: i64 = 8;
/// By how much a shift must correlate better to be taken.
const GAIN: f64 = 0.05;
/// Correlation that it must have.
const LEAST: f64 = 0.3;

/// The alignment for one line: shifted by up to 8 pixels where the ring around `line` then agrees better.
///
/// Only needed where the frame does not agree in every detail, say below a correlation of 0.9.
#[must_use]
pub fn refine(
    input: &Raster,
    excluded: &[PixelBox],
    output: &Raster,
    alignment: &Alignment,
    line: PixelBox,
) -> Alignment {
    if !is_whole(input) || !is_whole(output) {
        return alignment.clone();
    }
    let area = line.dilated(RING, input.width, input.height);
    let fixed = high_pass(&Plane::luma(&input.crop(area)));
    let moved = high_pass(&Plane::luma(&resample(output, alignment, area)));
    let outside = |x: i64, y: i64| {
        let (x, y) = (u32::try_from(x).unwrap_or(0) + area.x, u32::try_from(y).unwrap_or(0) + area.y);
        !excluded.iter().any(|boxed| boxed.dilated(GUARD, input.width, input.height).contains(x, y))
    };
    let (width, height) = (area.width as i64, area.height as i64);
    let inner = (REACH..height - REACH).flat_map(|y| (REACH..width - REACH).map(move |x| (x, y)));
    let ring: Vec<(i64, i64)> = inner.filter(|(x, y)| outside(*x, *y)).collect();
    let agreement = |dx: i64, dy: i64| {
        let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
        for (x, y) in &ring {
            let (a, b) = (fixed.near(*x, *y), moved.near(x + dx, y + dy));
            (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
        }
        let scale: f64 = (aa * bb).sqrt();
        if scale > 1e-9 { f64::abs(ab / scale) } else { 0.0 }
    };
    let here = agreement(0, 0);
    let mut best = (here, (0, 0));
    for (dx, dy) in (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx, dy))) {
        let there = agreement(dx, dy);
        if there > best.0 {
            best = (there, (dx, dy));
        }
    }
    let mut refined = alignment.clone();
    if best.0 > here + GAIN && best.0 > LEAST {
        let (dx, dy) = best.1;
        refined.shift.0 += dx as f64 * alignment.scale.0;
        refined.shift.1 += dy as f64 * alignment.scale.1;
    }
    refined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::trial::Planted;

    #[test]
    fn a_line_that_is_off_is_brought_back_and_one_in_place_stays() {
        let line = Planted::new(5);
        let off = Alignment { shift: (3.0, -4.0), ..Alignment::identity() };
        let back = refine(&line.burned, &[line.line_box], &line.burned, &off, line.line_box);
        assert_eq!(back.shift, (0.0, 0.0));
        let stays = refine(&line.burned, &[line.line_box], &line.clean, &Alignment::identity(), line.line_box);
        assert_eq!(stays, Alignment::identity());
    }
}
