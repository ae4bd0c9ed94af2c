//! Flow in colour: red towards the probe, blue away from it, inside a box.

use super::Probe;
use super::beating::Beating;
use super::shape::Run;
use super::shape::Shape;
use crate::phantom::chance::Chance;
use crate::phantom::chance::hash;

/// The pixels of the colour box.
pub(super) struct Flow {
    probe: Probe,
    /// Position in the frame, and index of the echo.
    pixels: Vec<(u32, u32)>,
    /// Positions of its outline.
    border: Vec<u32>,
    key: u32,
    /// 1 where the artery flows towards the probe, as the box is steered.
    sign: f32,
}

/// Pixels that share a noise value, on each side.
const BLOCK: u32 = 3;

impl Flow {
    pub(super) fn new(chance: &mut Chance, shape: &Shape, probe: Probe, runs: &[Run], lookup: &[u32]) -> Self {
        let (lines, depth) = (shape.lines() as f32, shape.depth() as f32);
        let (slant, (left, right), (upper, lower)) = match probe {
            Probe::Linear => (chance.range(-0.25, 0.25), (0.2, 0.74), (0.16, 0.8)),
            _ => (0.0, (0.47, chance.range(0.84, 0.9)), (0.26, 0.93)),
        };
        // Parts of the box that a sample has behind it, across and down; outside of 0 to 1 it lies beside the box.
        let inside = |echo: u32| {
            let (line, row) =
                ((echo % shape.lines() as u32) as f32 / lines, (echo / shape.lines() as u32) as f32 / depth);
            let line = line - slant * (row - (upper + lower) / 2.0);
            let edge = |at: f32, low: f32, high: f32, size: f32| ((at - low).min(high - at)) * size;
            edge(line, left, right, lines).min(edge(row, upper, lower, depth))
        };
        let (mut pixels, mut border) = (Vec::new(), Vec::new());
        let mut rest = lookup;
        for &(start, count) in runs {
            let (part, tail) = rest.split_at(count);
            rest = tail;
            for (pixel, echo) in (start as u32..).zip(part) {
                let edge = inside(*echo);
                if (0.0..1.5).contains(&edge) {
                    border.push(pixel);
                } else if edge >= 1.5 {
                    pixels.push((pixel, *echo));
                }
            }
        }
        let sign = if chance.chance(0.5) { 1.0 } else { -1.0 };
        Self { probe, pixels, border, key: chance.key(), sign }
    }

    /// Velocity from -1 to 1 in each zone at a frame; 0 where nothing flows.
    fn velocities(&self, index: u32, beating: &Beating) -> [f32; 256] {
        let cycle = beating.cycle;
        let [first, second] = match self.probe {
            Probe::Linear => [self.sign * (0.35 + 0.65 * cycle.ejection(index)), -self.sign * 0.3],
            _ => {
                let (filling, ejection) = (cycle.filling(index), cycle.ejection(index));
                [filling - 0.9 * ejection, 0.5 * filling - 0.25 * ejection]
            }
        };
        let mut velocities = [0.0; 256];
        for (zone, velocity) in (0..=255).zip(&mut velocities) {
            let depth = (beating.inside(index, zone) - 4.0).max(0.0) / 36.0;
            let profile = 1.0 - (1.0 - depth.min(1.0)) * (1.0 - depth.min(1.0));
            *velocity = profile * if zone < 128 { first } else { second };
        }
        velocities
    }

    /// Colours what flows, and draws the outline of the box.
    pub(super) fn draw(&self, index: u32, beating: &Beating, out: &mut [u8]) {
        let velocities = self.velocities(index, beating);
        let key = hash(self.key ^ index);
        for (pixel, echo) in &self.pixels {
            let velocity = velocities[usize::from(beating.zone(*echo))];
            if velocity == 0.0 {
                continue;
            }
            let noise = (hash(key ^ (pixel / BLOCK)) >> 24) as f32 / 255.0 - 0.5;
            let place = 3 * *pixel as usize;
            if let Some(samples) = out.get_mut(place..place + 3)
                && let Some(colour) = colour(velocity + noise * 0.22)
            {
                samples.copy_from_slice(&colour);
            }
        }
        for pixel in &self.border {
            let place = 3 * *pixel as usize;
            if let Some(samples) = out.get_mut(place..place + 3) {
                samples.copy_from_slice(&[210, 210, 210]);
            }
        }
    }
}

/// Colour of a velocity from -1 to 1; `None` below the wall filter.
pub(super) fn colour(velocity: f32) -> Option<[u8; 3]> {
    let speed = velocity.abs().min(1.0);
    let (main, second) = ((90.0 + 165.0 * speed) as u8, (250.0 * (speed - 0.35).max(0.0) / 0.65) as u8);
    let colour = if velocity > 0.0 { [main, second, 10] } else { [10, second, main] };
    (speed > 0.07).then_some(colour)
}
