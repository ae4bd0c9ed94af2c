//! Filling a hole from around it, as inpainting does.

use crate::detectors::ink_verdict::trial::paint::at;
use crate::detectors::ink_verdict::trial::paint::index;
use crate::detectors::ink_verdict::trial::paint::near;
use crate::detectors::ink_verdict::trial::paint::paint;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// The pixels of a box.
pub(super) fn hole_of(raster: &Raster, area: PixelBox) -> Vec<bool> {
    let pixels = (0..raster.height).flat_map(|y| (0..raster.width).map(move |x| (x, y)));
    pixels.map(|(x, y)| area.contains(x, y)).collect()
}

/// The hole, one pixel wider on every side.
pub(super) fn widened(raster: &Raster, hole: &[bool]) -> Vec<bool> {
    let (width, height) = (raster.width as i64, raster.height as i64);
    let inside = |x: i64, y: i64| x >= 0 && y >= 0 && x < width && y < height && hole[(y * width + x) as usize];
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    pixels.map(|(x, y)| (-1..=1).any(|dy| (-1..=1).any(|dx| inside(x + dx, y + dy)))).collect()
}

/// Heat that flows in from the border of the hole until it rests.
pub(super) fn diffuse(raster: &mut Raster, hole: &[bool]) {
    let pixels: Vec<(i64, i64)> = places(raster, hole);
    for channel in 0..raster.channels {
        let from: Vec<f64> = (0..raster.height)
            .flat_map(|y| (0..raster.width).map(move |x| (x, y)))
            .map(|(x, y)| at(raster, x, y, channel))
            .collect();
        let mut values = from;
        let (width, height) = (i64::from(raster.width), i64::from(raster.height));
        let place = |x: i64, y: i64| (y.clamp(0, height - 1) * width + x.clamp(0, width - 1)) as usize;
        for _ in 0..150 {
            for (x, y) in &pixels {
                let around = [place(x - 1, *y), place(x + 1, *y), place(*x, y - 1), place(*x, y + 1)];
                let mean = around.iter().map(|at| values[*at]).sum::<f64>() / 4.0;
                // Over-relaxation: the same rest, sooner.
                let here = &mut values[place(*x, *y)];
                *here += 1.8 * (mean - *here);
            }
        }
        for (x, y) in &pixels {
            let index = index(raster, *x as u32, *y as u32, channel);
            raster.samples[index] = values[place(*x, *y)].round() as i32;
        }
    }
}

/// From the border inwards, each pixel the mean of what is known within five pixels, the near ones first
/// (after Telea, "An image inpainting technique based on the fast marching method", 2004, without its gradients).
pub(super) fn march(raster: &mut Raster, hole: &[bool]) {
    const REACH: i64 = 5;
    let (width, height) = (i64::from(raster.width), i64::from(raster.height));
    let place = |x: i64, y: i64| (y * width + x) as usize;
    let mut known: Vec<bool> = hole.iter().map(|hole| !hole).collect();
    let mut left = places(raster, hole);
    while !left.is_empty() {
        let inside = |x: i64, y: i64| x >= 0 && y >= 0 && x < width && y < height;
        let border = |(x, y): &(i64, i64)| {
            [(-1, 0), (1, 0), (0, -1), (0, 1)]
                .iter()
                .any(|(dx, dy)| inside(x + dx, y + dy) && known[place(x + dx, y + dy)])
        };
        let (ring, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(border);
        if ring.is_empty() {
            return;
        }
        for (x, y) in &ring {
            for channel in 0..raster.channels {
                let (mut sum, mut weights) = (0.0, 0.0);
                for (dx, dy) in (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx, dy))) {
                    let (u, v) = (x + dx, y + dy);
                    if inside(u, v) && known[place(u, v)] {
                        let weight = 1.0 / ((dx * dx + dy * dy) as f64).powf(1.5);
                        sum += weight * near(raster, u, v, channel);
                        weights += weight;
                    }
                }
                let index = index(raster, *x as u32, *y as u32, channel);
                raster.samples[index] = (sum / weights).round() as i32;
            }
        }
        for (x, y) in &ring {
            known[place(*x, *y)] = true;
        }
        left = rest;
    }
}

/// The picture beside the box, copied over it: from above where there is room, else from below.
pub(super) fn patch(raster: &mut Raster, area: PixelBox) {
    let from = raster.clone();
    let up = area.y >= area.height;
    paint(raster, area, |x, y, c| {
        let row = if up { y - area.height } else { (y + area.height).min(from.height - 1) };
        at(&from, x, row, c)
    });
}

fn places(raster: &Raster, hole: &[bool]) -> Vec<(i64, i64)> {
    let pixels = (0..i64::from(raster.height)).flat_map(|y| (0..i64::from(raster.width)).map(move |x| (x, y)));
    pixels.zip(hole).filter(|(_, hole)| **hole).map(|(place, _)| place).collect()
}
