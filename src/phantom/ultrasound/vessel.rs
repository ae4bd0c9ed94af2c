//! An artery of the neck along its length, with the vein above it and muscle around.

use super::beating::Beating;
use super::beating::Cycle;
use super::shape::Shape;
use super::speckle::Grain;
use super::window::Window;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::ease;

/// A tube across the window, in parts of its depth: its middle line and its half width.
struct Tube {
    height: f32,
    slope: f32,
    bend: f32,
    half: f32,
    /// How much wider it becomes at one end: the bulb of the carotid.
    bulb: f32,
}

impl Tube {
    /// How far a place lies inside; `x` runs from -1 to 1 across the window.
    fn inside(&self, x: f32, y: f32) -> f32 {
        let middle = self.height + self.slope * x + self.bend * x * x;
        self.half * (1.0 + self.bulb * ease((x - 0.1) / 0.6)) - (y - middle).abs()
    }
}

/// A pulsating artery and a vein.
pub(super) fn artery(chance: &mut Chance, window: &Window, rate: u32) -> Beating {
    let side = if chance.chance(0.5) { 1.0 } else { -1.0 };
    let artery = Tube {
        height: chance.range(0.5, 0.58),
        slope: side * chance.range(0.03, 0.09),
        bend: chance.range(-0.03, 0.03),
        half: chance.range(0.085, 0.11),
        bulb: chance.range(0.1, 0.45),
    };
    let vein = Tube {
        height: artery.height - chance.range(0.26, 0.3),
        slope: artery.slope * 0.7,
        bend: 0.02,
        half: chance.range(0.055, 0.08),
        bulb: -0.2,
    };
    let (muscle, depth) = (chance.range(0.1, 0.14), window.depth as f32);
    let clouds = [(6, 8, 10.0), (12, 60, 16.0), (40, 30, 6.0)]
        .map(|(columns, rows, strength)| (Clouds::new(chance.key(), columns, rows), strength));
    let shape = Shape::Window(window.clone());
    let cycle = Cycle::new(chance, rate);
    let plaque = (chance.range(-0.3, 0.7), chance.range(0.015, 0.035));
    let mut texture = vec![0.0; window.lines];
    let mut textured = usize::MAX;
    let grain = Grain { lines: (window.lines / 88).max(1), depth: (window.depth / 144).max(1) };
    let mut beating = Beating::new(chance, &shape, grain, cycle, |line, row| {
        if textured != row {
            textured = row;
            texture.fill(0.0);
            clouds.iter().for_each(|(clouds, strength)| clouds.add_row(row, window.depth, *strength, &mut texture));
        }
        let (x, y) = ((line as f32 + 0.5) / window.lines as f32 * 2.0 - 1.0, (row as f32 + 0.5) / depth);
        let fascia = |at: f32| ease(1.0 - (y - at - 0.012 * libm::sinf(3.0 * x + at * 30.0)).abs() / 0.009);
        let skin = 80.0 * ease(1.0 - y / 0.03);
        let below = ease((y - artery.height - 0.1) / 0.2);
        let solid =
            88.0 - 26.0 * ease((y - muscle) / 0.03) + 22.0 * ease((y - 0.3) / 0.1) - 46.0 * ease((y - 0.75) / 0.25);
        // What lies behind fluid is brighter.
        let behind = 16.0 * below * ease(1.0 - (y - artery.height - 0.2) / 0.2);
        // Two lines at the far wall: intima and media.
        let wall = artery.inside(x, y);
        let media = if y > artery.height { 46.0 * ease(1.0 - (wall + 0.026).abs() / 0.008) } else { 0.0 };
        let hump = plaque.1 * ease(1.0 - (x - plaque.0).abs() / 0.35) * if y > artery.height { 1.0 } else { 0.0 };
        let level =
            solid + skin + 55.0 * fascia(muscle) + 40.0 * fascia(muscle + 0.05) + behind + media + texture[line];
        ([(wall - hump) * depth, vein.inside(x, y) * depth], level)
    });
    beating.reach = [depth * 0.022, -depth * 0.008];
    beating.wall = [64.0, 30.0];
    beating
}
