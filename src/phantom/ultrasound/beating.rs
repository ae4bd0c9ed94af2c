//! Hollow spaces that widen and narrow with the heart: chambers, vessels.
//!
//! Each sample knows how far it lies from the nearest wall. A beat moves all distances, and one table for each frame turns
//! them into echoes: so walls move at the cost of a lookup.

use super::HISS;
use super::Hiss;
use super::shape::Shape;
use super::speckle;
use super::speckle::Grain;
use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;

/// Number of zones of one of the two groups of spaces.
const ZONES: usize = 128;
/// The zone of the wall at rest.
const WALL: f32 = 64.0;

/// The distance of each sample from the wall of its space, and how the spaces beat.
pub(super) struct Beating {
    /// 0 to 127 for the first group of spaces and 128 to 255 for the second: from far outside to deep inside.
    zones: Vec<u8>,
    /// Echoes of solid tissue.
    base: Vec<u8>,
    speckle: Vec<i8>,
    pub(super) cycle: Cycle,
    /// How far the walls of the groups move outward at full contraction, in zones.
    pub(super) reach: [f32; 2],
    /// How bright the walls are.
    pub(super) wall: [f32; 2],
    leaflets: Vec<Leaflet>,
}

/// The beat of the heart.
#[derive(Clone, Copy)]
pub(super) struct Cycle {
    phase: f32,
    beats_per_frame: f32,
}

/// One leaflet of a valve, in pixels from the middle of the probe's surface.
#[derive(Clone, Copy)]
pub(super) struct Leaflet {
    pub(super) hinge: (f32, f32),
    pub(super) length: f32,
    /// Direction in radians, closed and open; 0 points to the right, and a quarter turn downwards.
    pub(super) closed: f32,
    pub(super) open: f32,
}

impl Cycle {
    pub(super) fn new(chance: &mut Chance, rate: u32) -> Self {
        Self { phase: chance.unit(), beats_per_frame: chance.range(0.95, 1.4) / rate as f32 }
    }

    /// Part of the beat that has passed: it starts with the contraction.
    fn at(&self, index: u32) -> f32 {
        let at = self.phase + index as f32 * self.beats_per_frame;
        at - libm::floorf(at)
    }

    /// How far the ventricles have contracted, from 0 to 1.
    pub(super) fn contraction(&self, index: u32) -> f32 {
        let at = self.at(index);
        ease(at / 0.28) * ease(1.0 - (at - 0.34) / 0.26)
    }

    /// How fast blood leaves the ventricles, from 0 to 1.
    pub(super) fn ejection(&self, index: u32) -> f32 {
        let at = self.at(index);
        ease(at / 0.1) * ease(1.0 - (at - 0.12) / 0.24)
    }

    /// How fast blood enters the ventricles, from 0 to 1: early, and by the atria.
    pub(super) fn filling(&self, index: u32) -> f32 {
        let at = self.at(index);
        let wave = |middle: f32, half: f32| ease(1.0 - (at - middle).abs() / half);
        wave(0.54, 0.13).max(0.7 * wave(0.88, 0.09))
    }
}

impl Beating {
    /// `describe(line, row)` gives the distances inside the first and the second group, in pixels, and the tissue's echo.
    pub(super) fn new(
        chance: &mut Chance,
        shape: &Shape,
        grain: Grain,
        cycle: Cycle,
        mut describe: impl FnMut(usize, usize) -> ([f32; 2], f32),
    ) -> Self {
        let (lines, depth) = (shape.lines(), shape.depth());
        let (mut zones, mut base) = (Vec::with_capacity(lines * depth), Vec::with_capacity(lines * depth));
        for (row, line) in (0..depth).flat_map(|row| (0..lines).map(move |line| (row, line))) {
            let ([first, second], level) = describe(line, row);
            let zone = |distance: f32| (distance * 2.0 + WALL).clamp(0.0, ZONES as f32 - 1.0) as u8;
            zones.push(if first >= second { zone(first) } else { zone(second) + ZONES as u8 });
            base.push(level.clamp(0.0, 255.0) as u8);
        }
        let mut speckle = Vec::with_capacity(lines * depth);
        speckle::fill(chance.key(), grain, lines, depth, |_, grains| {
            speckle.extend(grains.iter().map(|grain| *grain as i8));
        });
        Self { zones, base, speckle, cycle, reach: [0.0; 2], wall: [0.0; 2], leaflets: Vec::new() }
    }

    /// Adds the leaflets of valves.
    pub(super) fn with_leaflets(self, leaflets: Vec<Leaflet>) -> Self {
        Self { leaflets, ..self }
    }

    /// How far each zone lies inside its space at a frame, in zones; negative outside.
    pub(super) fn inside(&self, index: u32, zone: u8) -> f32 {
        let group = usize::from(zone) / ZONES;
        f32::from(zone % ZONES as u8) - WALL + self.reach[group] * self.cycle.contraction(index)
    }

    /// Zone of a sample.
    pub(super) fn zone(&self, sample: u32) -> u8 {
        self.zones[sample as usize]
    }

    /// The echoes of frame `index`.
    pub(super) fn move_to(&self, index: u32, shape: &Shape, hiss: &Hiss, echoes: &mut [u8]) {
        let mut table = [(0i32, 0i32); 2 * ZONES];
        for (zone, entry) in (0..=255).zip(&mut table) {
            let inside = self.inside(index, zone);
            let solid = ease(1.0 - inside / 4.0);
            let wall = ease(1.0 - (inside + 3.0).abs() / 5.0) * self.wall[usize::from(zone) / ZONES];
            *entry = ((256.0 * solid) as i32, (7.0 * (1.0 - solid) + wall) as i32);
        }
        let lines = shape.lines();
        let rows =
            self.zones.chunks_exact(lines).zip(self.base.chunks_exact(lines)).zip(self.speckle.chunks_exact(lines));
        for (row, (out, ((zones, base), speckle))) in echoes.chunks_exact_mut(lines).zip(rows).enumerate() {
            let noise = hiss.row(index, row, lines);
            for ((((out, zone), base), speckle), noise) in out.iter_mut().zip(zones).zip(base).zip(speckle).zip(noise) {
                let (solid, add) = table[usize::from(*zone)];
                let echo = (((i32::from(*base) + i32::from(*speckle)) * solid) >> 8) + add + i32::from(*noise);
                *out = (echo - i32::from(HISS)).clamp(0, 255) as u8;
            }
        }
        let open = ease(1.6 * self.cycle.filling(index) + 0.3 * (1.0 - self.cycle.contraction(index)));
        for leaflet in &self.leaflets {
            leaflet.draw(open, shape, echoes);
        }
    }
}

impl Leaflet {
    fn draw(&self, open: f32, shape: &Shape, echoes: &mut [u8]) {
        let steps = (self.length * 1.5) as usize + 1;
        for step in 0..steps {
            let part = step as f32 / steps as f32;
            // It bends towards its tip.
            let turn = self.closed + (self.open - self.closed) * open * (0.6 + 0.4 * part);
            let along = self.length * part;
            let (x, y) = (self.hinge.0 + along * libm::cosf(turn), self.hinge.1 + along * libm::sinf(turn));
            for (dx, dy) in [(0.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)] {
                if let Some(echo) = shape.sample(x + dx, y + dy).and_then(|at| echoes.get_mut(at)) {
                    *echo = (*echo).max(150 + (40.0 * (1.0 - part)) as u8);
                }
            }
        }
    }
}
