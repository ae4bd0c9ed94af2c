//! The patient of a CT series: proportions that hold for all slices, and what each level of the trunk shows.

use super::painter::Ellipse;
use super::painter::Painter;
use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;
use std::f32::consts::TAU;

const FAT: i16 = -105;
const MUSCLE: i16 = 52;
const LUNG: i16 = -865;
const GAS: i16 = -995;
const MARROW: i16 = 210;
const CORTEX: i16 = 720;

/// Proportions of one patient. Levels run from 0, above the aortic arch, to 1, at the kidneys.
#[derive(Clone, Debug)]
pub(super) struct Anatomy {
    /// Half axes of the trunk.
    trunk: (f32, f32),
    /// Where the trunk's middle lies, from the middle of the picture.
    shift: f32,
    waves: [(f32, f32); 4],
    fat: f32,
    /// Contrast medium in the blood, in Hounsfield units over plain blood.
    contrast: i16,
    /// Level of the top of the liver.
    dome: f32,
    heart: (f32, f32),
    ribs: f32,
    scale: f32,
    bronchi: Vec<Branch>,
}

/// A vessel of the lung: from the hilum to a point at another level.
#[derive(Clone, Debug)]
struct Branch {
    hilum: (f32, f32, f32),
    end: (f32, f32, f32),
    radius: f32,
}

impl Anatomy {
    pub(super) fn new(chance: &mut Chance) -> Self {
        let trunk = (chance.range(0.8, 0.87), chance.range(0.57, 0.63));
        let bronchi = (0..170)
            .map(|number| {
                let side = if number % 2 == 0 { -1.0 } else { 1.0 };
                let hilum = (side * 0.2, 0.02, chance.range(0.3, 0.5));
                let end = (side * chance.range(0.2, 0.62), chance.range(-0.36, 0.38), chance.range(-0.25, 1.0));
                Branch { hilum, end, radius: chance.range(0.008, 0.02) }
            })
            .collect();
        Self {
            trunk,
            shift: chance.range(-0.02, 0.02),
            waves: std::array::from_fn(|_| (chance.range(-0.012, 0.012), chance.range(0.0, TAU))),
            fat: chance.range(0.045, 0.085),
            contrast: chance.range(60.0, 190.0) as i16,
            dome: chance.range(0.5, 0.56),
            heart: (chance.range(0.29, 0.34), chance.range(0.2, 0.24)),
            ribs: chance.range(0.0, 1.0),
            scale: chance.range(0.96, 1.02),
            bronchi,
        }
    }

    /// Outline of the trunk at a level, `inset` further in.
    pub(super) fn outline(&self, level: f32, inset: f32) -> impl Iterator<Item = (f32, f32)> {
        const CORNERS: usize = 96;
        let wide = 1.0 + 0.05 * libm::sinf(2.2 * level + 0.4);
        (0..CORNERS).map(move |corner| {
            let angle = corner as f32 * TAU / CORNERS as f32;
            let (sine, cosine) = (libm::sinf(angle), libm::cosf(angle));
            let wave: f32 = (2..)
                .zip(&self.waves)
                .map(|(rate, (size, phase))| size * libm::cosf(rate as f32 * angle + phase + level))
                .sum();
            let square = |part: f32| if part < 0.0 { -libm::powf(-part, 0.82) } else { libm::powf(part, 0.82) };
            let furrow = if sine > 0.0 { 0.035 * ease(1.0 - cosine.abs() * 5.0) } else { 0.0 };
            let stretch = 1.0 + wave;
            (
                square(cosine) * (self.trunk.0 * wide * stretch - inset),
                square(sine) * (self.trunk.1 * stretch - inset) - furrow + self.shift,
            )
        })
    }

    /// Paints one level.
    pub(super) fn paint(&self, level: f32, painter: &mut Painter) {
        self.paint_table(painter);
        painter.shape(self.outline(level, 0.0), 10);
        painter.shape(self.outline(level, 0.012), FAT);
        self.paint_wall(level, painter);
        if level < self.dome + 0.3 {
            self.paint_lungs(level, painter);
            self.paint_mediastinum(level, painter);
        } else {
            painter.ellipse(self.cage(level).inset(0.05), FAT + 10);
        }
        self.paint_abdomen(level, painter);
        self.paint_spine(level, painter);
        self.paint_ribs(level, painter);
    }

    /// Plain or enhanced blood.
    fn blood(&self, share: f32) -> i16 {
        42 + (f32::from(self.contrast) * share) as i16
    }

    /// Outer border of the ribs.
    fn cage(&self, level: f32) -> Ellipse {
        let grown = 0.82 + 0.18 * ease(level / 0.45);
        let (across, down) = (self.trunk.0 - self.fat * 1.6 - 0.05, self.trunk.1 - self.fat - 0.065);
        Ellipse::new(0.0, self.shift - 0.005, across * grown, down * (0.9 + 0.1 * grown))
    }

    fn paint_table(&self, painter: &mut Painter) {
        let top = self.shift + self.trunk.1 + 0.045;
        for (depth, value) in [(0.0, 30), (0.075, -120)] {
            let arc = |step: i32, drop: f32| {
                let x = step as f32 * 0.068;
                (x * (1.0 - 2.0 * depth), top + depth + drop - 0.1 * x * x)
            };
            painter.shape(
                (-10..=10).map(|step| arc(step, 0.0)).chain((-10..=10).rev().map(|step| arc(step, 0.017))),
                value,
            );
        }
    }

    /// Muscles between skin and ribs, and the ring of the ribs.
    fn paint_wall(&self, level: f32, painter: &mut Painter) {
        let cage = self.cage(level);
        let chest = 1.0 - ease((level - 0.25) / 0.4);
        for side in [-1.0, 1.0] {
            let front =
                Ellipse::new(side * cage.axes.0 * 0.52, cage.centre.1 - cage.axes.1 * 0.9, 0.27, 0.03 + 0.05 * chest);
            painter.ellipse(front.turned(side * 0.3), MUSCLE);
            let flank = Ellipse::new(side * cage.axes.0 * 0.99, cage.centre.1 + 0.1, 0.04 + 0.04 * chest, 0.24);
            painter.ellipse(flank.turned(side * 0.12), MUSCLE);
            let blade = Ellipse::new(side * 0.42, cage.centre.1 + cage.axes.1 * 0.93, 0.24, 0.03 + 0.045 * chest);
            painter.ellipse(blade.turned(side * -0.32), MUSCLE + 3);
            let back = Ellipse::new(side * 0.115, cage.centre.1 + cage.axes.1 + 0.005, 0.12, 0.075);
            painter.ellipse(back, MUSCLE);
            if level < 0.4 {
                let scapula = Ellipse::new(
                    side * (0.5 - 0.1 * level),
                    cage.centre.1 + cage.axes.1 * 0.93,
                    0.13 - 0.15 * level,
                    0.014,
                );
                painter.ellipse(scapula.turned(side * -0.45), CORTEX - 150);
            }
        }
        painter.ellipse(cage, FAT + 20);
        painter.ellipse(cage.inset(0.012), MUSCLE);
    }

    fn paint_lungs(&self, level: f32, painter: &mut Painter) {
        painter.ellipse(self.cage(level).inset(0.05), LUNG);
        for branch in &self.bronchi {
            let part = (level - branch.hilum.2) / (branch.end.2 - branch.hilum.2);
            if !(0.02..1.0).contains(&part) {
                continue;
            }
            let slide = (branch.end.0 - branch.hilum.0, branch.end.1 - branch.hilum.1);
            // A vessel bends outwards on its way, and is cut the more lengthwise the flatter it runs.
            let bend = part * libm::sqrtf(part);
            let (x, y) = (branch.hilum.0 + slide.0 * part, branch.hilum.1 + slide.1 * bend);
            let radius = branch.radius * (1.0 - 0.75 * part);
            let run =
                libm::sqrtf(slide.0 * slide.0 + slide.1 * slide.1) / (branch.end.2 - branch.hilum.2).abs().max(0.05);
            let ellipse = Ellipse::new(x, y + self.shift, radius * (1.0 + 0.35 * run).min(4.0), radius);
            painter.ellipse_over(ellipse.turned(libm::atan2f(slide.1, slide.0)), 20 - (250.0 * part) as i16, -300);
        }
    }

    fn paint_mediastinum(&self, level: f32, painter: &mut Painter) {
        let down = self.shift;
        let widths =
            [(-0.46, 0.1), (-0.36, 0.07), (-0.22, 0.12), (-0.05, 0.17), (0.12, 0.15), (0.3, 0.13), (0.48, 0.1)];
        let right = widths.iter().map(|(y, half)| (half * self.scale, y + down));
        let left = widths.iter().rev().map(|(y, half)| (-half * self.scale, y + down));
        painter.shape(right.chain(left), -70);
        painter.ellipse(Ellipse::new(0.0, 0.02 + down, 0.13, 0.1), 5);
        let descending = Ellipse::new(0.115, 0.165 + down, 0.052, 0.054);
        painter.ellipse(descending, self.blood(0.9));
        painter.ellipse(Ellipse::new(-0.015, 0.14 + down, 0.022, 0.018), 40);
        let heart = ease((level - 0.36) / 0.1) * (1.0 - ease((level - self.dome - 0.17) / 0.12));
        let arch = 1.0 - ease((level - 0.08) / 0.08);
        let vessels = 1.0 - ease((level - 0.38) / 0.08);
        if arch > 0.1 {
            painter.ellipse(Ellipse::new(0.035, 0.03 + down, 0.06 + 0.06 * arch, 0.052).turned(0.95), self.blood(0.9));
        }
        if vessels > 0.1 {
            painter.ellipse(Ellipse::new(-0.05, -0.13 + down, 0.068, 0.066), self.blood(0.95));
            painter.ellipse(Ellipse::new(-0.135, -0.07 + down, 0.034, 0.04), self.blood(1.25));
        }
        let trunk = ease((level - 0.2) / 0.06) * vessels;
        if trunk > 0.1 {
            painter.ellipse(Ellipse::new(0.075, -0.13 + down, 0.06, 0.085).turned(0.3), self.blood(1.1));
            painter.ellipse(Ellipse::new(-0.04, 0.0 + down, 0.19 * trunk, 0.04).turned(-0.18), self.blood(1.1));
            painter.ellipse(Ellipse::new(0.15, 0.03 + down, 0.08 * trunk, 0.045).turned(0.6), self.blood(1.1));
        }
        if heart > 0.05 {
            self.paint_heart(heart, painter);
        }
        let split = ease((level - 0.2) / 0.15) * 0.13;
        let bore = 0.042 * (1.0 - ease((level - 0.3) / 0.15));
        for side in [-1.0, 1.0] {
            painter.ellipse(Ellipse::new(side * split, 0.075 + down, bore, bore * 0.95), GAS);
        }
    }

    fn paint_heart(&self, grown: f32, painter: &mut Painter) {
        let down = self.shift;
        let muscle = Ellipse::new(0.1, -0.1 + down, self.heart.0, self.heart.1).turned(0.42).scaled(0.5 + 0.5 * grown);
        painter.ellipse(muscle.scaled(1.07), -60);
        painter.ellipse(muscle, self.blood(0.35));
        painter.ellipse(Ellipse::new(0.2, -0.03 + down, 0.145 * grown, 0.08 * grown).turned(0.5), self.blood(1.0));
        painter.ellipse(Ellipse::new(0.06, -0.2 + down, 0.16 * grown, 0.07 * grown).turned(0.4), self.blood(0.9));
        painter.ellipse(Ellipse::new(-0.1, -0.1 + down, 0.085 * grown, 0.11 * grown), self.blood(0.85));
        painter.ellipse(Ellipse::new(0.02, 0.05 + down, 0.13 * grown, 0.065 * grown).turned(0.1), self.blood(1.0));
    }

    fn paint_abdomen(&self, level: f32, painter: &mut Painter) {
        let grown = libm::sqrtf(ease((level - self.dome) / 0.34));
        if grown <= 0.02 {
            return;
        }
        let (down, cage) = (self.shift, self.cage(level).inset(0.055));
        let tissue = self.blood(0.35) + 22;
        let spleen = libm::sqrtf(ease((level - self.dome - 0.08) / 0.3));
        painter.ellipse(
            Ellipse::new(cage.axes.0 * 0.64, 0.12 + down, 0.17 * spleen, 0.23 * spleen).turned(0.35),
            tissue + 12,
        );
        let stomach = Ellipse::new(0.27, -0.14 + down, 0.23 * spleen, 0.17 * spleen).turned(0.3);
        painter.ellipse(stomach, 60);
        painter.ellipse(stomach.inset(0.018), 18);
        if spleen > 0.4 {
            painter.ellipse(Ellipse::new(0.26, -0.21 + down, 0.15 * spleen, 0.07 * spleen), GAS);
        }
        let lobe =
            Ellipse::new(-cage.axes.0 * 0.46, -0.01 + down, cage.axes.0 * 0.53 * grown, cage.axes.1 * 0.86 * grown);
        painter.ellipse(lobe.turned(-0.12), tissue);
        painter.ellipse(Ellipse::new(-0.05, -0.22 + down, 0.26 * grown, 0.13 * grown).turned(-0.12), tissue);
        for (x, y, long, turn) in
            [(-0.3, -0.05, 0.13, 0.5), (-0.4, 0.08, 0.1, -0.4), (-0.22, -0.16, 0.1, 1.2), (-0.46, -0.14, 0.08, 0.1)]
        {
            let slide = (level - 0.8) * 0.3;
            painter.ellipse(
                Ellipse::new(x + slide, y - slide * 0.5 + down, long * grown, 0.016 * grown).turned(turn + level),
                self.blood(0.65),
            );
        }
        let kidney = libm::sqrtf(ease((level - 0.84) / 0.14));
        for side in [-1.0, 1.0] {
            let outer = Ellipse::new(side * 0.29, 0.22 + down, 0.115 * kidney, 0.09 * kidney).turned(side * 0.5);
            painter.ellipse(outer.scaled(1.3), FAT);
            painter.ellipse(outer, self.blood(0.9));
            painter.ellipse(Ellipse::new(side * 0.25, 0.21 + down, 0.05 * kidney, 0.03 * kidney), FAT + 30);
        }
        painter.ellipse(Ellipse::new(0.06, 0.125 + down, 0.046, 0.048), self.blood(0.9));
        painter.ellipse(Ellipse::new(-0.08, 0.115 + down, 0.058, 0.045), self.blood(0.7));
    }

    fn paint_spine(&self, level: f32, painter: &mut Painter) {
        let (down, middle) = (self.shift, self.cage(level).axes.1 - 0.175);
        let disc = libm::sinf(level * 60.0 + self.ribs * 6.0) > 0.72;
        let (rim, core) = if disc { (110, 85) } else { (CORTEX - 240, MARROW) };
        let body = Ellipse::new(0.0, middle + down, 0.102, 0.08);
        if !disc {
            for side in [-1.0, 1.0] {
                painter.ellipse(
                    Ellipse::new(side * 0.1, middle + 0.105 + down, 0.1, 0.022).turned(side * 0.35),
                    CORTEX - 260,
                );
            }
        }
        painter.ellipse(Ellipse::new(0.0, middle + 0.1 + down, 0.078, 0.068), CORTEX - 200);
        painter.ellipse(Ellipse::new(0.0, middle + 0.195 + down, 0.016, 0.075), CORTEX - 200);
        painter.ellipse(Ellipse::new(0.0, middle + 0.195 + down, 0.007, 0.06), MARROW + 60);
        painter.ellipse(body, rim);
        painter.ellipse(body.inset(0.011), core);
        painter.ellipse(Ellipse::new(0.0, middle + 0.1 + down, 0.052, 0.045), -20);
        painter.ellipse(Ellipse::new(0.0, middle + 0.1 + down, 0.034, 0.028), 38);
    }

    fn paint_ribs(&self, level: f32, painter: &mut Painter) {
        let cage = self.cage(level).inset(0.03);
        for number in 0..7 {
            // Ribs run downwards to the front, so that their cuts wander round the cage from level to level.
            let place = number as f32 + 1.0 - libm::fmodf(level * 6.0 + self.ribs, 1.0);
            let angle = 1.42 - place * 0.37;
            let (sine, cosine) = (libm::sinf(angle), libm::cosf(angle));
            let gone = if angle < -0.55 { ease((-0.55 - angle) / 0.5) } else { 0.0 };
            for side in [-1.0, 1.0] {
                let (x, y) = (side * cage.axes.0 * cosine, cage.centre.1 + cage.axes.1 * sine);
                let turn = libm::atan2f(cage.axes.1 * cosine, -side * cage.axes.0 * sine);
                let rib = Ellipse::new(x, y, 0.075, 0.024).turned(turn);
                painter.ellipse(rib, CORTEX - (gone * 560.0) as i16);
                painter.ellipse(rib.inset(0.0105), MARROW - (gone * 90.0) as i16);
            }
        }
        if level < 0.62 {
            let sternum = Ellipse::new(0.0, cage.centre.1 - cage.axes.1 - 0.005, 0.105 - 0.05 * level, 0.028);
            painter.ellipse(sternum, CORTEX - 260);
            painter.ellipse(sternum.inset(0.011), MARROW - 40);
        }
    }

    /// Rows of air above and below the patient and the table in every slice, as parts of the height.
    pub(super) fn air(&self) -> (f32, f32) {
        let tallest = self.trunk.1 * 1.05;
        ((self.shift - tallest + 1.0) / 2.0, (self.shift + self.trunk.1 + 0.17 + 1.0) / 2.0)
    }
}
