//! Painting on rasters, as tools do it.

use crate::detectors::ink_verdict::trial::Planted;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::glyph::Line;

pub(super) fn index(raster: &Raster, x: u32, y: u32, channel: u32) -> usize {
    ((y * raster.width + x) * raster.channels + channel) as usize
}

pub(super) fn at(raster: &Raster, x: u32, y: u32, channel: u32) -> f64 {
    f64::from(raster.samples[index(raster, x, y, channel)])
}

pub(super) fn near(raster: &Raster, x: i64, y: i64, channel: u32) -> f64 {
    let (x, y) = (x.clamp(0, i64::from(raster.width) - 1), y.clamp(0, i64::from(raster.height) - 1));
    at(raster, x as u32, y as u32, channel)
}

pub(super) fn each(raster: &mut Raster, mut change: impl FnMut(f64) -> f64, high: i32) {
    raster.samples.iter_mut().for_each(|sample| *sample = (change(f64::from(*sample)).round() as i32).clamp(0, high));
}

pub(super) fn paint(raster: &mut Raster, area: PixelBox, mut value: impl FnMut(u32, u32, u32) -> f64) {
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            for channel in 0..raster.channels {
                let index = index(raster, x, y, channel);
                raster.samples[index] = value(x, y, channel).round() as i32;
            }
        }
    }
}

pub(super) fn write(raster: &mut Raster, line: &Planted, text: &Line, levels: i32) {
    for y in 0..text.mask.height {
        for x in 0..text.mask.width {
            for channel in 0..raster.channels {
                let index = index(raster, line.value_box.x + x, line.value_box.y + y, channel);
                raster.samples[index] += (f64::from(text.mask.at(x, y)) / 255.0 * f64::from(levels)).round() as i32;
            }
        }
    }
}

pub(super) fn overwrite(raster: &mut Raster, line: &Planted, text: &Line) {
    overwrite_at(raster, line, line.value_box, text);
}

/// Draws `text` in the ink of the line with its corner at that of `area`.
pub(super) fn overwrite_at(raster: &mut Raster, line: &Planted, area: PixelBox, text: &Line) {
    for y in 0..text.mask.height {
        for x in 0..text.mask.width {
            for channel in 0..raster.channels {
                let index = index(raster, area.x + x, area.y + y, channel);
                let change = line.ink.levels[channel as usize] - raster.samples[index];
                raster.samples[index] += (f64::from(text.mask.at(x, y)) / 255.0 * f64::from(change)).round() as i32;
            }
        }
    }
}

pub(super) fn shift(raster: &Raster, dx: i32, dy: i32) -> Raster {
    let mut out = raster.clone();
    let whole = PixelBox::new(0, 0, raster.width, raster.height);
    paint(&mut out, whole, |x, y, c| near(raster, i64::from(x) - i64::from(dx), i64::from(y) - i64::from(dy), c));
    out
}

pub(super) fn grey(raster: &Raster) -> Raster {
    if raster.channels == 1 {
        return raster.clone();
    }
    let luma = |p: &[i32]| (0.299 * f64::from(p[0]) + 0.587 * f64::from(p[1]) + 0.114 * f64::from(p[2])).round() as i32;
    Raster { channels: 1, samples: raster.samples.chunks_exact(3).map(luma).collect(), ..*raster }
}

/// Every second pixel in both directions, as the mean of four.
pub(super) fn halve(raster: &Raster) -> Raster {
    let (width, height) = (raster.width / 2, raster.height / 2);
    let mut out = Raster {
        width,
        height,
        channels: raster.channels,
        samples: vec![0; (width * height * raster.channels) as usize],
    };
    let whole = PixelBox::new(0, 0, width, height);
    paint(&mut out, whole, |x, y, c| {
        [(0, 0), (1, 0), (0, 1), (1, 1)].iter().map(|(i, j)| at(raster, 2 * x + i, 2 * y + j, c)).sum::<f64>() / 4.0
    });
    out
}

pub(super) fn jpeg(raster: &Raster, quality: u8, high: i32) -> Raster {
    let scale = f64::from(high) / 255.0;
    let bytes: Vec<u8> = raster.samples.iter().map(|sample| (f64::from(*sample) / scale).round() as u8).collect();
    let colour = if raster.channels == 3 { image::ExtendedColorType::Rgb8 } else { image::ExtendedColorType::L8 };
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, quality)
        .encode(&bytes, raster.width, raster.height, colour)
        .expect("in memory");
    let picture = image::load_from_memory(&file).expect("just written");
    let decoded = if raster.channels == 3 { picture.into_rgb8().into_raw() } else { picture.into_luma8().into_raw() };
    Raster { samples: decoded.iter().map(|v| (f64::from(*v) * scale).round() as i32).collect(), ..raster.clone() }
}

pub(super) fn blur(from: &Raster, out: &mut Raster, area: PixelBox, sigma: f64) {
    let reach = (sigma * 4.0).ceil() as i64;
    let weights: Vec<f64> = (-reach..=reach).map(|i| (-((i * i) as f64) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f64 = weights.iter().sum();
    let mut rows = vec![0.0; from.samples.len()];
    for (index, value) in rows.iter_mut().enumerate() {
        let (pixel, c) = (index as u32 / from.channels, index as u32 % from.channels);
        let (x, y) = (i64::from(pixel % from.width), i64::from(pixel / from.width));
        *value = weights.iter().zip(-reach..).map(|(w, i)| w * near(from, x + i, y, c)).sum::<f64>() / sum;
    }
    paint(out, area, |x, y, c| {
        let row = |y: i64| rows[index(from, x, y.clamp(0, i64::from(from.height) - 1) as u32, c)];
        weights.iter().zip(-reach..).map(|(w, i)| w * row(i64::from(y) + i)).sum::<f64>() / sum
    });
}

/// The mean over so many columns and rows around each pixel.
pub(super) fn mean_blur(from: &Raster, out: &mut Raster, area: PixelBox, (columns, rows): (u32, u32)) {
    let reach = |side: u32| i64::from(side) / 2;
    paint(out, area, |x, y, c| {
        let all = (-reach(rows)..=reach(rows)).flat_map(|j| (-reach(columns)..=reach(columns)).map(move |i| (i, j)));
        let sum: f64 = all.map(|(i, j)| near(from, i64::from(x) + i, i64::from(y) + j, c)).sum();
        sum / f64::from(columns * rows)
    });
}

/// The box shrunk by a factor, each new pixel a mean, and enlarged again from the four nearest.
pub(super) fn coarse(from: &Raster, out: &mut Raster, area: PixelBox, factor: u32) {
    let (width, height) = (area.width.div_ceil(factor), area.height.div_ceil(factor));
    let mut small =
        Raster { width, height, channels: from.channels, samples: vec![0; (width * height * from.channels) as usize] };
    paint(&mut small, PixelBox::new(0, 0, width, height), |x, y, c| {
        let all = (0..factor).flat_map(|j| (0..factor).map(move |i| (i, j)));
        let value = |(i, j)| near(from, i64::from(area.x + x * factor + i), i64::from(area.y + y * factor + j), c);
        all.map(value).sum::<f64>() / f64::from(factor * factor)
    });
    paint(out, area, |x, y, c| {
        let place = |at: u32| (f64::from(at) + 0.5) / f64::from(factor) - 0.5;
        let (u, v) = (place(x - area.x), place(y - area.y));
        let (left, top) = (u.floor(), v.floor());
        let (a, b) = (u - left, v - top);
        let value = |i: i64, j: i64| near(&small, left as i64 + i, top as i64 + j, c);
        (value(0, 0) * (1.0 - a) + value(1, 0) * a) * (1.0 - b) + (value(0, 1) * (1.0 - a) + value(1, 1) * a) * b
    });
}

pub(super) fn mosaic(from: &Raster, out: &mut Raster, area: PixelBox, period: u32) {
    paint(out, area, |x, y, c| {
        let (left, top) = (area.x + (x - area.x) / period * period, area.y + (y - area.y) / period * period);
        let (right, bottom) = ((left + period).min(area.x + area.width), (top + period).min(area.y + area.height));
        let all = (top..bottom).flat_map(|row| (left..right).map(move |column| (column, row)));
        all.map(|(column, row)| at(from, column, row, c)).sum::<f64>() / f64::from((right - left) * (bottom - top))
    });
}

pub(super) fn median(from: &Raster, out: &mut Raster, area: PixelBox, reach: i32) {
    paint(out, area, |x, y, c| {
        let reach = i64::from(reach);
        let rows = (-reach..=reach).flat_map(|j| (-reach..=reach).map(move |i| (i, j)));
        let mut window: Vec<f64> = rows.map(|(i, j)| near(from, i64::from(x) + i, i64::from(y) + j, c)).collect();
        window.sort_by(f64::total_cmp);
        window[window.len() / 2]
    });
}

/// Straight lines from the upper to the lower border of the box.
pub(super) fn inpaint(raster: &mut Raster, area: PixelBox) {
    let from = raster.clone();
    paint(raster, area, |x, y, c| {
        let share = f64::from(y - area.y + 1) / f64::from(area.height + 1);
        let (top, bottom) = (i64::from(area.y) - 1, i64::from(area.y + area.height));
        near(&from, x.into(), top, c) * (1.0 - share) + near(&from, x.into(), bottom, c) * share
    });
}
