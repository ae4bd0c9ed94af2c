//! What the lines of the fan meet: layers of the abdominal wall, an organ with vessels, cysts, kidney and diaphragm.

use super::fan::Fan;
use super::speckle;
use super::speckle::Grain;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::ease;
use std::f32::consts::TAU;

/// Samples more on every side, for the tissue to move in.
pub(super) const MARGIN: usize = 16;

/// Echoes at rest, line by line of depth, [`MARGIN`] wider on every side than the fan.
pub(super) struct Tissue {
    pub(super) width: usize,
    pub(super) echoes: Vec<u8>,
}

/// Levels of one sample of depth and line before speckle is added.
struct Levels<'fan> {
    fan: &'fan Fan,
    width: usize,
    height: usize,
    levels: Vec<f32>,
    /// Sine and cosine of each line.
    directions: Vec<(f32, f32)>,
}

impl Tissue {
    pub(super) fn new(chance: &mut Chance, fan: &Fan) -> Self {
        let mut levels = Levels::new(fan);
        levels.add_layers(chance);
        levels.add_organ(chance);
        let Levels { width, height, levels, .. } = levels;
        let mut echoes = Vec::with_capacity(width * height);
        let grain = Grain { lines: (fan.lines / 72).max(1), depth: (fan.depth / 120).max(1) };
        speckle::fill(chance.key(), grain, width, height, |row, grains| {
            let levels = &levels[row * width..(row + 1) * width];
            echoes.extend(
                levels.iter().zip(grains).map(|(level, grain)| (*level as i32 + i32::from(*grain)).clamp(0, 255) as u8),
            );
        });
        Self { width, echoes }
    }
}

impl<'fan> Levels<'fan> {
    fn new(fan: &'fan Fan) -> Self {
        let (width, height) = (fan.lines + 2 * MARGIN, fan.depth + 2 * MARGIN);
        let step = 2.0 * fan.half_angle / fan.lines as f32;
        let directions = (0..width)
            .map(|line| (line as f32 + 0.5 - MARGIN as f32) * step - fan.half_angle)
            .map(|angle| (libm::sinf(angle), libm::cosf(angle)))
            .collect();
        Self { fan, width, height, levels: vec![0.0; width * height], directions }
    }

    /// Position of a sample in pixels: across from the axis, and down from the probe's centre line.
    fn place(&self, line: usize, row: usize) -> (f32, f32) {
        let radius = row as f32 - MARGIN as f32 + self.fan.inner;
        let (sine, cosine) = self.directions[line];
        (radius * sine, radius * cosine - self.fan.inner)
    }

    /// Rows of samples between two depths, as parts of the whole depth.
    fn row(&self, part: f32) -> usize {
        ((part * self.fan.depth as f32) as usize + MARGIN).min(self.height)
    }

    fn add_layers(&mut self, chance: &mut Chance) {
        let depth = self.fan.depth as f32;
        let (fat, muscle) = (chance.range(0.05, 0.09), chance.range(0.13, 0.18));
        let (coarse, fine, streaks) =
            (Clouds::new(chance.key(), 5, 5), Clouds::new(chance.key(), 14, 16), Clouds::new(chance.key(), 9, 150));
        let organ = chance.range(86.0, 102.0);
        let waves = [(); 2].map(|()| (chance.range(4.0, 9.0), chance.range(0.0, TAU)));
        let wave: Vec<f32> = (0..self.width)
            .map(|line| line as f32 / self.width as f32)
            .map(|at| waves.iter().map(|(rate, phase)| libm::sinf(rate * at + phase)).sum::<f32>() * 0.006 * depth)
            .collect();
        let profile: Vec<f32> = (0..self.height + 64)
            .map(|row| (row as f32 - 32.0 - MARGIN as f32) / depth)
            .map(|at| wall_level(at, fat, muscle, organ))
            .collect();
        let wall = self.row(muscle);
        for (row, levels) in self.levels.chunks_exact_mut(self.width).enumerate() {
            let near = if row < wall { 18.0 } else { 4.0 };
            coarse.add_row(row, self.height, 9.0, levels);
            fine.add_row(row, self.height, 7.0, levels);
            streaks.add_row(row, self.height, near, levels);
            for (level, wave) in levels.iter_mut().zip(&wave) {
                *level += profile[(row as f32 + 32.0 + wave) as usize];
            }
        }
    }

    fn add_organ(&mut self, chance: &mut Chance) {
        let size = self.fan.depth as f32;
        for _ in 0..chance.whole(2, 4) {
            let from = (chance.range(-0.4, 0.4) * size, chance.range(0.3, 0.7) * size);
            let turn = chance.range(0.0, TAU);
            self.add_vessel(from, turn, chance.range(-1.2, 1.2), chance.range(0.01, 0.022) * size, chance.chance(0.5));
        }
        for _ in 0..chance.whole(1, 2) {
            let centre = (chance.range(-0.25, 0.25) * size, chance.range(0.3, 0.62) * size);
            let radius = chance.range(0.03, 0.075) * size;
            self.add_cyst(centre, (radius, radius * chance.range(0.75, 1.0)));
        }
        self.add_diaphragm(chance.range(0.84, 0.9), chance.range(-0.3, 0.3));
        if chance.chance(0.6) {
            let side = if chance.chance(0.5) { 1.0 } else { -1.0 };
            let centre = (side * chance.range(0.26, 0.34) * size, chance.range(0.56, 0.64) * size);
            self.add_kidney(centre, chance.range(0.19, 0.22) * size, side * chance.range(0.2, 0.6));
        }
    }

    /// Changes every sample whose place lies within `reach` of `centre`.
    fn around(&mut self, centre: (f32, f32), reach: f32, mut change: impl FnMut((f32, f32), &mut f32)) {
        let down = centre.1 + self.fan.inner;
        let radius = (centre.0 * centre.0 + down * down).sqrt();
        let bottom = (radius - self.fan.inner + reach + MARGIN as f32 + 1.0).max(0.0) as usize;
        let top = (radius - self.fan.inner - reach + MARGIN as f32).max(0.0) as usize;
        for row in top..bottom.min(self.height) {
            let half = 1.1 * reach / (row as f32 - MARGIN as f32 + self.fan.inner).max(1.0);
            let (first, last) = self.lines_around(centre.0 / down.max(1.0), half);
            for line in first..last {
                let place = self.place(line, row);
                change(place, &mut self.levels[row * self.width + line]);
            }
        }
    }

    /// Lines whose slope lies near `slope`, give or take the angle `half`.
    fn lines_around(&self, slope: f32, half: f32) -> (usize, usize) {
        let middle = libm::atanf(slope);
        let line = |angle: f32| {
            let at = (angle / self.fan.half_angle * 0.5 + 0.5) * self.fan.lines as f32 + MARGIN as f32;
            (at.max(0.0) as usize).min(self.width)
        };
        (line(middle - half), (line(middle + half) + 1).min(self.width))
    }

    fn add_cyst(&mut self, centre: (f32, f32), radii: (f32, f32)) {
        let reach = radii.0.max(radii.1);
        // Fluid weakens the sound less than tissue: what lies behind it is brighter, and its sides cast thin shadows.
        let down = centre.1 + self.fan.inner;
        let distance = (centre.0 * centre.0 + down * down).sqrt();
        let half = reach / distance.max(1.0);
        let (first, last) = self.lines_around(centre.0 / down.max(1.0), half * 1.15);
        let below = (distance - self.fan.inner + MARGIN as f32) as usize;
        for row in below..self.height {
            let fade = 1.0 / (1.0 + (row - below) as f32 / (3.0 * reach));
            for line in first..last {
                let across = ((line - first) as f32 / (last - first).max(1) as f32 * 2.0 - 1.0).abs() * 1.15;
                let behind = ease((0.95 - across) * 4.0) * 24.0 - ease(1.0 - (across - 1.02).abs() * 9.0) * 20.0;
                self.levels[row * self.width + line] += behind * fade;
            }
        }
        self.around(centre, reach * 1.25, |place, level| {
            let (x, y) = ((place.0 - centre.0) / radii.0, (place.1 - centre.1) / radii.1);
            let distance = (x * x + y * y).sqrt();
            let wall = ease(1.0 - (distance - 1.05).abs() * 11.0) * y.abs() * 46.0;
            *level += (4.0 - *level) * ease((1.06 - distance) * 9.0) + wall;
        });
    }

    fn add_kidney(&mut self, centre: (f32, f32), long: f32, tilt: f32) {
        let (sine, cosine) = (libm::sinf(tilt), libm::cosf(tilt));
        let short = long * 0.5;
        self.around(centre, long * 1.15, |place, level| {
            let (x, y) = (place.0 - centre.0, place.1 - centre.1);
            let (along, across) = ((x * cosine + y * sine) / long, (y * cosine - x * sine) / short);
            let distance = (along * along + across * across).sqrt();
            let sinus = (along * along * 2.6 + across * across * 7.0).sqrt();
            let capsule = ease(1.0 - (distance - 1.03).abs() * 18.0) * 42.0 * across.abs();
            let cortex = (66.0 - *level) * ease((1.04 - distance) * 14.0);
            *level += capsule + cortex + 62.0 * ease((1.05 - sinus) * 2.8);
        });
    }

    /// A curved tube that narrows; portal branches have bright walls, hepatic veins none.
    fn add_vessel(&mut self, from: (f32, f32), turn: f32, bend: f32, radius: f32, portal: bool) {
        let length = self.fan.depth as f32 * 0.36;
        let steps = (length / radius * 1.6) as usize + 2;
        let (mut at, mut angle) = (from, turn);
        let wall = if portal { 40.0 } else { 8.0 };
        let mut discs = Vec::with_capacity(steps);
        for step in 0..steps {
            let part = step as f32 / steps as f32;
            discs.push((at, radius * (1.0 - 0.7 * part) * (0.4 + 0.6 * ease(part * 7.0))));
            angle += bend / steps as f32;
            at.0 += libm::cosf(angle) * length / steps as f32;
            at.1 += libm::sinf(angle) * length / steps as f32;
        }
        for (walls, grow) in [(true, 1.35), (false, 1.0)] {
            for &(centre, radius) in &discs {
                self.around(centre, radius * grow + 1.5, |place, level| {
                    let (x, y) = (place.0 - centre.0, place.1 - centre.1);
                    let inside = ease((radius * grow + 1.0 - (x * x + y * y).sqrt()) / 2.2);
                    let aim = if walls { level.max(96.0 + wall) } else { 20.0 };
                    *level += (aim - *level) * inside * if walls { wall / 60.0 } else { 1.0 };
                });
            }
        }
    }

    fn add_diaphragm(&mut self, depth: f32, lean: f32) {
        let size = self.fan.depth as f32;
        let lines = self.width as f32;
        let thick = 0.008 * size + 2.0;
        for line in 0..self.width {
            let across = line as f32 / lines * 2.0 - 1.0 - lean;
            let middle = (depth + 0.05 - 0.16 * across * across) * size + MARGIN as f32;
            let echo = 88.0 * ease(1.25 - across.abs()) + 24.0 * libm::sinf(line as f32 / lines * 31.0);
            let first = (middle - thick).max(0.0) as usize;
            for row in first.min(self.height)..self.height {
                let beyond = row as f32 - middle;
                let bright = echo * ease(1.0 - beyond.abs() / thick);
                self.levels[row * self.width + line] += bright - 34.0 * ease(beyond / 8.0);
            }
        }
    }
}

/// Level of the abdominal wall at a part of the whole depth: skin, fat with septa, muscle between fasciae, the organ.
fn wall_level(at: f32, fat: f32, muscle: f32, organ: f32) -> f32 {
    let line = |middle: f32, width: f32| ease(1.0 - (at - middle).abs() / width);
    let skin = 95.0 * ease(1.0 - at / 0.022);
    let base = 78.0 + (62.0 - 78.0) * ease((at - fat) * 60.0) + (organ - 62.0) * ease((at - muscle) * 60.0);
    let fasciae = 62.0 * line(fat, 0.007) + 40.0 * line((fat + muscle) / 2.0, 0.005) + 66.0 * line(muscle, 0.008);
    base + skin + fasciae
}
