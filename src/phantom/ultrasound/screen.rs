//! What the console draws around the echoes: gray bar, depth scale, settings, the maker's sign, calipers.

use super::Display;
use super::Probe;
use super::UltrasoundOptions;
use super::flow;
use super::shape::Shape;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;
use crate::phantom::Mark;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;

/// How the console was set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Depth of the picture in centimetres.
    pub centimetres: u32,
    /// Centimetres for each pixel, both ways.
    pub per_pixel: f64,
    /// Mechanical index in tenths.
    pub mechanical_index: u32,
    /// Thermal index of soft tissue in tenths.
    pub thermal_index: u32,
}

/// The frame without echoes.
pub(super) struct Screen {
    pub(super) background: Vec<u8>,
    pub(super) marks: Vec<Mark>,
    /// Black boxes, without regard to marks.
    pub(super) free: Vec<PixelBox>,
    pub(super) settings: Settings,
}

/// Layout of the frames of a cine.
pub(super) fn format(options: &UltrasoundOptions) -> PixelFormat {
    let (samples, photometric) = match options.display {
        Display::Gray => (1, Photometric::Monochrome2),
        Display::Tinted => (1, Photometric::PaletteColor),
        Display::Doppler => (3, Photometric::Rgb),
    };
    let UltrasoundOptions { rows, columns, .. } = *options;
    PixelFormat { rows, columns, samples, bits_allocated: 8, bits_stored: 8, signed: false, photometric }
}

impl Screen {
    pub(super) fn new(chance: &mut Chance, shape: &Shape, options: &UltrasoundOptions, coloured: bool) -> Self {
        let (least, most) = match options.probe {
            Probe::Curved => (8, 18),
            Probe::Linear => (3, 5),
            Probe::Phased => (12, 18),
        };
        let centimetres = chance.whole(least, most);
        let (first, last) = shape.rows_of_scale();
        let settings = Settings {
            centimetres,
            per_pixel: f64::from(centimetres) / f64::from(last - 1.0 - first),
            mechanical_index: chance.whole(8, 14),
            thermal_index: chance.whole(2, 9),
        };
        let format = format(options);
        let mut stamps = Stamps::new(options.columns, options.rows);
        let pen = Pen { levels: [250, 250, 235], ..Pen::plain((options.rows / 33).clamp(9, 24), 250) };
        let left = gray_bar(shape, options, &mut stamps);
        let right = depth_scale(shape, options, centimetres, &mut stamps, pen);
        header(options, &settings, &mut stamps, pen);
        if coloured {
            colour_bar(chance, shape, options, right, &mut stamps, pen);
        }
        console(chance, shape, options, &settings, &mut stamps, pen);
        body_mark(chance, shape, options, right, &mut stamps);
        let mut background = vec![0; format.frame_bytes().unwrap_or(0)];
        stamps.draw(&format, &mut background);
        let mut free: Vec<PixelBox> =
            box_between(4, 3, options.columns - 4, (shape.top() as u32).saturating_sub(2)).into_iter().collect();
        free.extend(shape.corners((left + 6) as f32, right.saturating_sub(6) as f32));
        Self { background, marks: stamps.marks().to_vec(), free, settings }
    }

    /// A distance or two, measured in the frozen picture.
    pub(super) fn calipers(&self, chance: &mut Chance, shape: &Shape, options: &UltrasoundOptions) -> Stamps {
        let mut stamps = Stamps::new(options.columns, options.rows);
        let pen = Pen::plain((options.rows / 42).clamp(11, 20), 235).colour([255, 236, 90]);
        let area = shape.bounds();
        for number in 0..chance.whole(1, 2) {
            let at = |part: f32, from: u32, size: u32| from + (part * size as f32) as u32;
            let height = 0.36 + 0.3 * number as f32 + chance.range(-0.06, 0.06);
            let from = (at(chance.range(0.34, 0.42), area.x, area.width), at(height, area.y, area.height));
            let to = (
                at(chance.range(0.46, 0.58), area.x, area.width),
                at(height + chance.range(-0.08, 0.1), area.y, area.height),
            );
            let (across, down) = (f64::from(to.0.abs_diff(from.0)), f64::from(to.1.abs_diff(from.1)));
            let length = (across * across + down * down).sqrt() * self.settings.per_pixel;
            stamps.caliper(from, to, &format!("D{} {length:.2} cm", number + 1), pen);
        }
        stamps
    }
}

/// Height of the bar of grays.
fn bar_height(options: &UltrasoundOptions) -> u32 {
    options.rows / 3
}

/// The bar of grays at the left edge; gives the column behind it.
fn gray_bar(shape: &Shape, options: &UltrasoundOptions, stamps: &mut Stamps) -> u32 {
    let unit = (options.rows / 240).max(1);
    let (width, height) = (9 * unit, bar_height(options));
    let row = |y: u32| std::iter::repeat_n((255 - y * 255 / height) as u8, width as usize);
    let mask = Mask { width, height, alpha: (0..height).flat_map(row).collect() };
    stamps.sign((4, shape.top() as u32 + 4), "gray bar", mask, [255; 3]);
    4 + width
}

/// The depth scale at the right edge, with a figure for some of its centimetres; gives the column where the figures start.
fn depth_scale(shape: &Shape, options: &UltrasoundOptions, centimetres: u32, stamps: &mut Stamps, pen: Pen) -> u32 {
    let unit = (options.rows / 240).max(1);
    let (first, last) = shape.rows_of_scale();
    let right = options.columns - 4;
    let height = ((last - first) as u32 + unit + 1).min(options.rows.saturating_sub(first as u32));
    let mut mask = Mask::empty(5 * unit, height);
    let step = if centimetres < 6 { 1 } else { 5 };
    let mut start = right - 5 * unit;
    for tick in 0..=centimetres {
        let y = (last - 1.0 - first) * tick as f32 / centimetres as f32;
        let long = if tick % step == 0 { 5 * unit } else { 3 * unit };
        mask.lay(&shapes::block(long, unit), (5 * unit - long) as i32, y as i32);
        if tick % step == 0 && tick > 0 {
            let figures = tick.to_string();
            let at = (first + y) as u32;
            let line = pen.line_height();
            let top = at.saturating_sub(line / 2).min(options.rows - line);
            start = start.min(stamps.text_to((right - 6 * unit, top), &figures, pen).x);
        }
    }
    stamps.sign((right - 5 * unit, first as u32), "depth scale", mask, [200; 3]);
    start
}

/// The maker's sign on the left of the header strip, the output indices on its right.
fn header(options: &UltrasoundOptions, settings: &Settings, stamps: &mut Stamps, pen: Pen) {
    let size = options.rows / 24;
    stamps.sign((6, 5), "maker's sign", shapes::vendor(size), [150, 190, 230]);
    let indices = [("MI", settings.mechanical_index), ("TIS", settings.thermal_index)];
    for (line, (name, tenths)) in (0..).zip(indices) {
        let text = format!("{name} {}.{}", tenths / 10, tenths % 10);
        stamps.text_to((options.columns - 6, 3 + line * pen.line_height()), &text, pen);
    }
}

/// The scale of velocities between its figures, beside the upper right of the echoes.
fn colour_bar(
    chance: &mut Chance,
    shape: &Shape,
    options: &UltrasoundOptions,
    right: u32,
    stamps: &mut Stamps,
    pen: Pen,
) {
    let (width, half) = (options.columns / 50, options.rows / 12);
    let figure = chance.whole(30, 80);
    let text = format!("+{figure}.{} cm/s", chance.whole(0, 9));
    let x = right.saturating_sub(pen.width(&text) + 16);
    let top = shape.top() as u32 + 8;
    let down = stamps.text((x, top), &text, pen);
    let bar = top + pen.line_height() + 3;
    for y in 0..2 * half {
        let velocity = 1.0 - (y as f32 + 0.5) / half as f32;
        let levels = flow::colour(velocity).unwrap_or([0; 3]).map(i32::from);
        stamps.shape((x, bar + y), shapes::block(width, 1), levels);
    }
    stamps.note("velocity scale", PixelBox::new(x, bar, width, 2 * half));
    stamps.text((down.x.min(x), bar + 2 * half + 3), &text.replace('+', "-"), pen);
}

/// What the settings say in the lower left corner, as far as there is room.
fn console(
    chance: &mut Chance,
    shape: &Shape,
    options: &UltrasoundOptions,
    settings: &Settings,
    stamps: &mut Stamps,
    pen: Pen,
) {
    let words: &[&str] = match options.probe {
        Probe::Curved => &["MORISON POUCH", "MURPHY PROTOCOL", "WILSON PRESET", "GENERAL"],
        Probe::Linear => &["DOPPLER ANGLE 60", "BAKER PRESET", "CAROTID RT", "CAROTID LT"],
        Probe::Phased => &["SIMPSON EF 61 %", "ADULT ECHO", "TEICHHOLZ 58 %", "PARKINSON PROTOCOL"],
    };
    let word = words[chance.whole(0, words.len() as u32 - 1) as usize].to_owned();
    let lines = [
        format!("FR {} Hz", options.rate),
        format!("{} cm", settings.centimetres),
        format!("Gn {}", chance.whole(40, 78)),
        format!("SEQ {} {}", chance.whole(10, 99), chance.whole(100, 999)),
        word,
    ];
    let height = pen.line_height();
    // From below, because the shape of the echoes narrows at its foot.
    for (line, text) in (1..).zip(lines.iter().rev()) {
        let at = (6, (options.rows - 6).saturating_sub(line * height));
        let area = PixelBox::new(at.0, at.1, pen.width(text), height);
        if shape.leaves_free(area) && area.y > shape.top() as u32 + bar_height(options) + 8 {
            stamps.text(at, text, pen);
        }
    }
}

/// The pictogram of the patient with the probe on it, in the first corner that has room.
fn body_mark(chance: &mut Chance, shape: &Shape, options: &UltrasoundOptions, right: u32, stamps: &mut Stamps) {
    let size = options.rows / 11;
    let probe = match options.probe {
        Probe::Curved => (chance.range(0.36, 0.64), chance.range(0.5, 0.8)),
        Probe::Linear => (chance.range(0.4, 0.6), 0.08),
        Probe::Phased => (0.64, 0.42),
    };
    let turned = chance.chance(0.5);
    let x = right.saturating_sub(size + 10);
    let places = [options.rows.saturating_sub(size + 8), shape.top() as u32 + 6];
    let place = places.into_iter().map(|y| PixelBox::new(x, y, size, size)).find(|area| {
        let apart = |mark: &Mark| {
            mark.area.x >= area.x + area.width
                || mark.area.x + mark.area.width <= area.x
                || mark.area.y >= area.y + area.height
                || mark.area.y + mark.area.height <= area.y
        };
        shape.leaves_free(*area) && stamps.marks().iter().all(apart)
    });
    if let Some(area) = place {
        stamps.sign((area.x, area.y), "body mark", shapes::body_mark(size, probe, turned), [170, 200, 170]);
    }
}
