//! A mammogram: the outline of a breast with gland, vessels and, from the side, the chest muscle; 12 bits.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::bell;
use crate::phantom::chance::ease;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::plate::Tube;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::io;

/// From where the breast is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreastView {
    /// From above (CC).
    CranioCaudal,
    /// From the side (MLO), with the chest muscle.
    MedioLateralOblique,
}

/// Whose breast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left one: the chest wall stands at the left edge of the picture.
    Left,
    /// The right one.
    Right,
}

/// Size and content of a mammogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MammogramOptions {
    /// Height in pixels, at least 128.
    pub rows: u32,
    /// Width in pixels, at least 128.
    pub columns: u32,
    /// The view.
    pub view: BreastView,
    /// The side.
    pub side: Side,
    /// Low values are shown white (MONOCHROME1).
    pub inverted: bool,
}

/// A mammogram, one frame, 12 bits in 16.
pub struct Mammogram {
    options: MammogramOptions,
    plate: Plate,
    /// How far the breast reaches from the chest wall in each row, in pixels.
    reach: Vec<f32>,
    stamps: Stamps,
    key: u32,
}

/// Largest value of 12 bits.
const WHITE: u16 = 4095;

/// Proportions of one breast, in halves of the picture's width from its middle; the chest wall stands at -1.
struct Breast {
    middle: f32,
    half: f32,
    reach: f32,
    droop: f32,
    density: f32,
}

impl Breast {
    /// How far it reaches from the chest wall at a height.
    fn reach(&self, y: f32, view: BreastView) -> f32 {
        let off = (y - self.middle) / self.half;
        let round = self.reach * (1.0 - off * off).max(0.0).sqrt();
        if view == BreastView::MedioLateralOblique && off < 0.0 {
            // Above it goes on into the armpit.
            let armpit = self.reach * (0.82 - 0.36 * ease(-off)) * ease(1.9 + off);
            let (apart, soft) = (round - armpit, 0.16 * ease(-off * 3.0));
            return (round + armpit + (apart * apart + soft * soft).sqrt()) / 2.0 * ease(off + 1.9);
        }
        round * (1.0 + self.droop * off)
    }
}

impl Mammogram {
    /// A mammogram of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: MammogramOptions) -> Self {
        let mut chance = Chance::new(stream);
        let (rows, columns) = (options.rows.clamp(128, 8192), options.columns.clamp(128, 8192));
        let options = MammogramOptions { rows, columns, ..options };
        let mut plate = Plate::new(columns as usize, rows as usize);
        let tall = rows as f32 / columns as f32;
        let oblique = options.view == BreastView::MedioLateralOblique;
        let breast = Breast {
            middle: if oblique { chance.range(0.1, 0.2) } else { chance.range(-0.05, 0.05) } * tall,
            half: chance.range(0.62, 0.74) * tall,
            reach: chance.range(1.0, 1.2),
            droop: chance.range(-0.05, 0.1),
            density: chance.range(0.2, 1.0),
        };
        draw(&mut chance, &mut plate, &breast, options.view);
        let unit = columns as f32 / 2.0;
        let reach =
            (0..rows).map(|y| breast.reach((y as f32 + 0.5 - rows as f32 / 2.0) / unit, options.view) * unit).collect();
        let stamps = markers(&mut chance, &options);
        Self { options, plate, reach, stamps, key: chance.key() }
    }

    /// How far the breast reaches from the chest wall in a row, in whole pixels.
    fn reach_of(&self, y: u32) -> u32 {
        self.reach.get(y as usize).map_or(0, |reach| *reach as u32)
    }
}

fn draw(chance: &mut Chance, plate: &mut Plate, breast: &Breast, view: BreastView) {
    let gland = (breast.reach * chance.range(0.5, 0.58), breast.half * chance.range(0.45, 0.6));
    let lean = chance.range(-0.08, 0.08);
    // Skin, and fat that thins out under it.
    plate.each_row(
        |y| (breast.reach(y, view), y),
        |&(reach, _), x, value| {
            let inside = reach - (x + 1.0);
            if inside > 0.0 {
                let skin = 0.2 * ease(1.0 - (inside - 0.012).abs() / 0.014);
                *value += 0.3 * ease(inside / 0.3).sqrt() + 0.08 * ease(inside / 0.05) + skin;
            }
        },
    );
    plate.add_clouds(chance.key(), 7, 0.12);
    // The gland: clouds of several sizes inside a cone towards the nipple.
    let clouds = [(9, 1.0), (24, 0.8), (60, 0.5)].map(|(columns, part)| {
        let height = columns * plate.height / plate.width;
        (Clouds::new(chance.key(), columns, height), part)
    });
    let (width, height) = (plate.width, plate.height);
    let mut noise = vec![0.0; width];
    for (row, values) in plate.values.chunks_exact_mut(width).enumerate() {
        let y = (row as f32 + 0.5 - height as f32 / 2.0) / (width as f32 / 2.0);
        noise.fill(0.0);
        clouds.iter().for_each(|(clouds, part)| clouds.add_row(row, height, *part, &mut noise));
        for (column, (value, noise)) in values.iter_mut().zip(&noise).enumerate() {
            let x = (column as f32 + 0.5) / (width as f32 / 2.0) - 1.0;
            let (across, down) = ((x + 1.0 - breast.reach * 0.48) / gland.0, (y - breast.middle - lean * x) / gland.1);
            let cone = 1.1 - (across * across + down * down * (1.0 + 0.5 * across)).sqrt();
            let dense = ease(cone * 2.4) * ease(0.32 + breast.density * 0.35 + noise * 0.5);
            *value += dense * (0.22 + 0.42 * breast.density) * ease(value.min(0.4) * 2.5);
        }
    }
    for _ in 0..chance.whole(5, 9) {
        let mut at = (chance.range(-0.95, -0.5), breast.middle + chance.range(-0.7, 0.7) * breast.half);
        let mut angle = chance.range(-0.5, 0.5);
        let radius = chance.range(0.004, 0.008);
        let points: Vec<Tube> = (0..9)
            .map(|_| {
                angle += chance.range(-0.35, 0.35);
                at = (at.0 + 0.07 * libm::cosf(angle), at.1 + 0.07 * libm::sinf(angle));
                Tube { x: at.0, y: at.1, radius, strength: 0.06 }
            })
            .filter(|point| point.x + 1.0 < breast.reach(point.y, view) - 0.05)
            .collect();
        if points.len() > 1 {
            plate.add_tube(&points, 0.5, 1.0);
        }
    }
    for _ in 0..chance.whole(0, 3) {
        let at = (chance.range(-0.8, -0.3), breast.middle + chance.range(-0.3, 0.3));
        plate.add_ball(at, (0.009, 0.009), 0.0, 0.5);
    }
    if chance.chance(0.4) {
        let size = chance.range(0.06, 0.1);
        plate.add_organ(
            (chance.range(-0.7, -0.4), breast.middle + chance.range(-0.25, 0.25)),
            (size, size * 0.8),
            0.4,
            0.22,
        );
    }
    if view == BreastView::MedioLateralOblique {
        let (top, foot) = (chance.range(0.5, 0.68), breast.middle + chance.range(0.0, 0.25));
        plate.each_row(
            |y| {
                let upper = -(height as f32) / width as f32;
                (top * ((foot - y) / (foot - upper)).max(0.0), y)
            },
            |&(edge, y), x, value| {
                let inside = edge * (1.0 - 0.08 * libm::sinf(4.0 * y)) - (x + 1.0);
                *value += 0.55 * ease(inside / 0.06) * ease(*value * 4.0);
            },
        );
    }
    plate.add_clouds(chance.key(), 120, 0.06);
}

/// Side and view in lead letters, and the technique beside them.
fn markers(chance: &mut Chance, options: &MammogramOptions) -> Stamps {
    let level = |gray: u16| i32::from(if options.inverted { WHITE - gray } else { gray });
    let size = (options.columns / 22).max(10);
    let lead = Pen::plain(size, level(3900)).bold();
    let side = if options.side == Side::Left { "L" } else { "R" };
    let view = if options.view == BreastView::CranioCaudal { "CC" } else { "MLO" };
    let text = format!("{side} {view}");
    let small = Pen::plain((size / 2).max(9), level(3000));
    let lines = [format!("{} kV {} mAs", chance.whole(26, 31), chance.whole(50, 120)), "COOPER PRESET".to_owned()];
    let mut stamps = Stamps::new(options.columns, options.rows);
    let (margin, top) = (size / 2, size / 2);
    // Beside the breast, away from the chest wall.
    match options.side {
        Side::Left => {
            stamps.text_to((options.columns - margin, top), &text, lead);
            for (line, text) in (0..).zip(&lines) {
                stamps.text_to(
                    (options.columns - margin, top + lead.line_height() + line * small.line_height()),
                    text,
                    small,
                );
            }
        }
        Side::Right => {
            stamps.text((margin, top), &text, lead);
            stamps.lines((margin, top + lead.line_height()), &lines, small);
        }
    }
    stamps
}

impl FrameSource for Mammogram {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.options.rows,
            columns: self.options.columns,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 12,
            signed: false,
            photometric: if self.options.inverted { Photometric::Monochrome1 } else { Photometric::Monochrome2 },
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a mammogram has another size"));
        }
        let columns = self.options.columns as usize;
        let inverted = if self.options.inverted { WHITE } else { 0 };
        let (mut mixed, mut values) = (vec![0.0f32; self.plate.width + 2], vec![0.0f32; columns]);
        for (y, row) in out.chunks_exact_mut(2 * columns).enumerate() {
            self.plate.stretch_row(y, &mut mixed, &mut values);
            if self.options.side == Side::Right {
                values.reverse();
            }
            let key = hash(self.key ^ y as u32);
            for (column, (pair, value)) in row.chunks_exact_mut(2).zip(&values).enumerate() {
                // Beside the breast the detector is saturated, and what is saturated is even.
                let gray = if *value > 0.02 {
                    300.0 + 4100.0 * value / (value + 0.75) + bell(hash(key.wrapping_add(column as u32))) * 22.0
                } else {
                    8.0
                };
                pair.copy_from_slice(&((gray.clamp(8.0, 4094.0) as u16) ^ inverted).to_le_bytes());
            }
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for Mammogram {
    fn clinical_region(&self) -> PixelBox {
        let reach = || (0..self.options.rows).map(|y| (y, self.reach_of(y))).filter(|(_, reach)| *reach > 0);
        let top = reach().map(|(y, _)| y).next().unwrap_or(0);
        let bottom = reach().map(|(y, _)| y + 1).next_back().unwrap_or(1);
        let wide = reach().map(|(_, reach)| reach).max().unwrap_or(1).min(self.options.columns);
        let left = if self.options.side == Side::Left { 0 } else { self.options.columns - wide };
        PixelBox::new(left, top, wide, bottom - top)
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        let from_wall = if self.options.side == Side::Left { x } else { self.options.columns.saturating_sub(x + 1) };
        from_wall < self.reach_of(y)
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let MammogramOptions { rows, columns, side, .. } = self.options;
        let gap = 12;
        // Rows above and below the widest part, and the strip beside it.
        let beside = |top: u32, bottom: u32| {
            let wide = (top..bottom).map(|y| self.reach_of(y)).max().unwrap_or(0) + gap;
            match side {
                Side::Left => box_between(wide, top, columns - 4, bottom),
                Side::Right => box_between(4, top, columns.saturating_sub(wide), bottom),
            }
        };
        let parts = [beside(4, rows / 4), beside(rows - rows / 4, rows - 4), beside(rows / 4, rows - rows / 4)];
        let wide_enough = |area: &PixelBox| area.width >= 40;
        clear_of(parts.into_iter().flatten().filter(wide_enough), self.stamps.marks())
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }
}
