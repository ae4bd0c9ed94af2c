//! Counts of a gamma camera: a bone scan of the whole body from both sides, and a static picture of a thyroid.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::bell;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::plate::Tube;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::io;

/// What the camera looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GammaView {
    /// The skeleton in front and from behind: two frames of 256 x 1024.
    WholeBody,
    /// The neck from the front: one frame of 256 x 256.
    Thyroid,
}

/// Counts, 16 bits, MONOCHROME2.
pub struct GammaCamera {
    view: GammaView,
    /// Expected counts of each frame.
    frames: Vec<Vec<f32>>,
    region: PixelBox,
    stamps: Stamps,
    key: u32,
}

/// Columns of every picture.
const COLUMNS: u32 = 256;

impl GammaView {
    /// Height of the picture in pixels.
    pub fn rows(self) -> u32 {
        match self {
            Self::WholeBody => 1024,
            Self::Thyroid => 256,
        }
    }

    /// Rows above the patient.
    fn above(self) -> u32 {
        84
    }
}

impl GammaCamera {
    /// A patient from `stream`.
    pub fn new(stream: Stream, view: GammaView) -> Self {
        let mut chance = Chance::new(stream);
        let (rows, above) = (view.rows(), view.above());
        let mut stamps = Stamps::new(COLUMNS, rows);
        let plates = match view {
            GammaView::WholeBody => skeleton(&mut chance, rows),
            GammaView::Thyroid => vec![thyroid(&mut chance, rows)],
        };
        let pen = Pen::plain(12, if view == GammaView::WholeBody { 220 } else { 420 });
        let bottom = rows - pen.line_height() - 3;
        match view {
            GammaView::WholeBody => {
                // One marker for both frames: where the patient's right is, the other frame has the left.
                stamps.text((4, bottom), "CTS 1 842 310", pen);
                stamps.text_to((COLUMNS - 4, bottom), "12 345", pen);
            }
            GammaView::Thyroid => {
                stamps.text((4, bottom), "R", pen);
                stamps.text_to((COLUMNS - 4, bottom), "HASHIMOTO PROTOCOL", pen);
            }
        }
        let margin = if view == GammaView::WholeBody { 34 } else { 40 };
        let end = rows - pen.line_height() - 8;
        let region = PixelBox::new(margin, above + 4, COLUMNS - 2 * margin, end - above - 4);
        let (width, height) = (COLUMNS as usize, rows as usize);
        let frames = plates
            .into_iter()
            .map(|plate| {
                let (mut mixed, mut values) = (vec![0.0; plate.width + 2], vec![0.0; width]);
                let mut expected = Vec::with_capacity(width * height);
                for y in 0..height {
                    plate.stretch_row(y, &mut mixed, &mut values);
                    expected.extend(
                        (0..).zip(&values).map(|(x, value)| if region.contains(x, y as u32) { *value } else { 0.0 }),
                    );
                }
                expected
            })
            .collect();
        Self { view, frames, region, stamps, key: chance.key() }
    }
}

/// The skeleton from the front and from behind, in counts.
fn skeleton(chance: &mut Chance, rows: u32) -> Vec<Plate> {
    let (stretch, wide) = (chance.range(1.1, 1.18), chance.range(1.05, 1.2));
    let spots: Vec<(f32, f32, f32)> = (0..chance.whole(0, 3))
        .map(|_| (chance.range(-0.3, 0.3), chance.range(-2.2, -0.6), chance.range(60.0, 140.0)))
        .collect();
    let (kidneys, bladder, key) = (chance.range(60.0, 130.0), chance.range(150.0, 420.0), chance.key());
    [false, true]
        .into_iter()
        .map(|behind| {
            let mut plate = Plate::new(COLUMNS as usize, rows as usize);
            let side = if behind { -1.0 } else { 1.0 };
            // Heights run from -3.2 at the crown to 2.5 at the feet, before they are stretched.
            let y = |at: f32| (at + 3.2) * stretch - 3.2;
            let x = |at: f32| side * at * wide;
            let bone = |plate: &mut Plate, points: &[(f32, f32)], radius: f32, counts: f32| {
                let tube: Vec<Tube> =
                    points.iter().map(|(px, py)| Tube { x: x(*px), y: y(*py), radius, strength: counts }).collect();
                plate.add_tube(&tube, 0.9, 0.9);
            };
            // Soft tissue: trunk, limbs.
            for (px, py, a, b, counts) in [
                (0.0, -1.55, 0.4, 0.95, 13.0),
                (0.0, -2.9, 0.2, 0.28, 12.0),
                (0.2, 1.0, 0.17, 1.3, 9.0),
                (-0.2, 1.0, 0.17, 1.3, 9.0),
            ] {
                plate.add_organ((x(px), y(py)), (a, b), 0.0, counts);
            }
            plate.add_organ((0.0, y(-2.93)), (0.17, 0.23), 0.0, 34.0);
            bone(&mut plate, &[(0.0, -2.6), (0.0, -0.75)], 0.055, if behind { 110.0 } else { 55.0 });
            for vertebra in 0..17 {
                plate.add_ball(
                    (0.0, y(-2.45 + 0.105 * vertebra as f32)),
                    (0.06, 0.035),
                    0.0,
                    if behind { 50.0 } else { 18.0 },
                );
            }
            for limb in [-1.0, 1.0] {
                bone(&mut plate, &[(limb * 0.07, -2.42), (limb * 0.4, -2.34)], 0.028, 60.0);
                bone(&mut plate, &[(limb * 0.43, -2.3), (limb * 0.52, -1.55), (limb * 0.58, -0.75)], 0.034, 30.0);
                plate.add_ball((x(limb * 0.43), y(-2.32)), (0.07, 0.07), 0.0, 80.0);
                for rib in 0..9 {
                    let at = -2.28 + 0.11 * rib as f32;
                    let out = 0.3 + 0.05 * (rib as f32 / 4.0).min(1.0);
                    bone(
                        &mut plate,
                        &[(limb * 0.05, at), (limb * out * 0.7, at - 0.02), (limb * out, at + 0.1)],
                        0.018,
                        42.0,
                    );
                }
                plate.add_organ((x(limb * 0.2), y(-0.62)), (0.17, 0.12), limb * side * 0.5, 60.0);
                plate.add_ball((x(limb * 0.13), y(-0.55)), (0.05, 0.12), 0.0, if behind { 90.0 } else { 40.0 });
                plate.add_ball((x(limb * 0.3), y(-0.42)), (0.075, 0.075), 0.0, 70.0);
                bone(&mut plate, &[(limb * 0.3, -0.42), (limb * 0.22, 0.95)], 0.045, 34.0);
                plate.add_ball((x(limb * 0.21), y(1.0)), (0.09, 0.08), 0.0, 62.0);
                bone(&mut plate, &[(limb * 0.21, 1.05), (limb * 0.17, 2.3)], 0.036, 32.0);
                plate.add_ball((x(limb * 0.17), y(2.36)), (0.06, 0.09), 0.0, 55.0);
                if behind {
                    plate.add_organ((x(limb * 0.17), y(-1.28)), (0.075, 0.13), limb * 0.3, kidneys);
                }
            }
            plate.add_ball((0.0, y(-1.95)), (0.05, 0.35), 0.0, if behind { 0.0 } else { 60.0 });
            plate.add_organ((0.0, y(-0.4)), (0.1, 0.08), 0.0, if behind { bladder / 3.0 } else { bladder });
            for (px, py, counts) in &spots {
                plate.add_ball((x(*px), y(*py)), (0.05, 0.045), 0.0, *counts);
            }
            plate.add_clouds(key, 40, 0.2);
            plate
        })
        .collect()
}

/// Two lobes with nodules, in counts.
fn thyroid(chance: &mut Chance, rows: u32) -> Plate {
    let mut plate = Plate::new(COLUMNS as usize, rows as usize);
    plate.add_organ((0.0, 0.32), (0.66, 0.6), 0.0, 26.0);
    for side in [-1.0, 1.0] {
        let (long, wide) = (chance.range(0.24, 0.3), chance.range(0.1, 0.14));
        let middle = (side * chance.range(0.15, 0.19), chance.range(0.1, 0.18));
        plate.add_organ(middle, (wide, long), side * -0.18, chance.range(260.0, 420.0));
        if chance.chance(0.6) {
            let size = chance.range(0.05, 0.08);
            let at = (middle.0 + chance.range(-0.03, 0.03), middle.1 + chance.range(-0.1, 0.12));
            let counts = if chance.chance(0.5) { 330.0 } else { -190.0 };
            plate.add_ball(at, (size, size), 0.0, counts);
        }
    }
    plate.add_organ((0.0, 0.3), (0.13, 0.06), 0.0, 190.0);
    plate.add_clouds(chance.key(), 14, 0.12);
    plate
}

impl FrameSource for GammaCamera {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.view.rows(),
            columns: COLUMNS,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 16,
            signed: false,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        self.frames.len() as u32
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        let expected = self.frames.get(index as usize).or(self.frames.last());
        let (Some(expected), true) = (expected, Some(out.len()) == self.format().frame_bytes()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for counts has another size"));
        };
        let key = hash(self.key ^ index);
        for (at, (pair, expected)) in (0u32..).zip(out.chunks_exact_mut(2).zip(expected)) {
            let bits = hash(key ^ at);
            // Few counts come from beside the patient; the others scatter as their square root.
            let counts = if *expected > 0.5 {
                (expected + expected.sqrt() * bell(bits)).max(0.0) as u16
            } else {
                (bits >> 30 == 3) as u16
            };
            pair.copy_from_slice(&counts.to_le_bytes());
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for GammaCamera {
    fn clinical_region(&self) -> PixelBox {
        self.region
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.region.contains(x, y)
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let (rows, bottom) = (self.view.rows(), self.region.y + self.region.height);
        let strips = [
            box_between(2, 2, COLUMNS - 2, self.region.y.saturating_sub(2)),
            box_between(2, bottom + 2, COLUMNS - 2, rows - 2),
        ];
        clear_of(strips.into_iter().flatten(), self.stamps.marks())
    }
}
