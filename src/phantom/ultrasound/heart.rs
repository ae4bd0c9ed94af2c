//! The heart from its apex: ventricles above, atria below, valves between them.

use super::beating::Beating;
use super::beating::Cycle;
use super::beating::Leaflet;
use super::fan::Fan;
use super::shape::Shape;
use super::speckle::Grain;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::ease;
use std::f32::consts::FRAC_PI_2;
use std::f32::consts::PI;

/// A chamber: an egg in parts of the depth.
struct Chamber {
    middle: (f32, f32),
    axes: (f32, f32),
    tilt: f32,
}

impl Chamber {
    /// How far a place lies inside, in parts of the depth.
    fn inside(&self, x: f32, y: f32) -> f32 {
        let (sine, cosine) = (libm::sinf(self.tilt), libm::cosf(self.tilt));
        let (x, y) = (x - self.middle.0, y - self.middle.1);
        let (across, along) = ((x * cosine + y * sine) / self.axes.0, (y * cosine - x * sine) / self.axes.1);
        // Narrow towards the apex.
        let across = across * (1.0 - 0.22 * along);
        (1.0 - (across * across + along * along).sqrt()) * self.axes.0.min(self.axes.1)
    }
}

/// A heart that beats in the fan.
pub(super) fn heart(chance: &mut Chance, fan: &Fan, rate: u32) -> Beating {
    let size = chance.range(0.94, 1.06);
    let lean = chance.range(-0.03, 0.03);
    let chamber = |x: f32, y: f32, wide: f32, long: f32, tilt: f32| Chamber {
        middle: (x * size + lean, 0.05 + (y - 0.05) * size),
        axes: (wide * size, long * size),
        tilt,
    };
    let ventricles =
        [chamber(0.125, 0.39, 0.112, 0.26, -0.1), chamber(-0.125, 0.43, chance.range(0.08, 0.1), 0.21, 0.14)];
    let atria = [chamber(0.14, 0.785, 0.118, 0.115, 0.0), chamber(-0.13, 0.785, 0.105, 0.108, 0.0)];
    let whole = chamber(0.0, 0.5, 0.31, 0.475, 0.0);
    let depth = fan.depth as f32;
    let clouds = [(8, 8, 14.0), (26, 30, 12.0)]
        .map(|(columns, rows, strength)| (Clouds::new(chance.key(), columns, rows), strength));
    let shape = Shape::Fan(fan.clone());
    let cycle = Cycle::new(chance, rate);
    let directions: Vec<(f32, f32)> = (0..fan.lines)
        .map(|line| ((line as f32 + 0.5) / fan.lines as f32 * 2.0 - 1.0) * fan.half_angle)
        .map(|angle| (libm::sinf(angle), libm::cosf(angle)))
        .collect();
    let mut texture = vec![0.0; fan.lines];
    let mut textured = usize::MAX;
    let grain = Grain { lines: (fan.lines / 82).max(1), depth: (fan.depth / 120).max(1) };
    let most = |chambers: &[Chamber; 2], x, y| chambers[0].inside(x, y).max(chambers[1].inside(x, y)) * depth;
    let mut beating = Beating::new(chance, &shape, grain, cycle, |line, row| {
        if textured != row {
            textured = row;
            texture.fill(0.0);
            clouds.iter().for_each(|(clouds, strength)| clouds.add_row(row, fan.depth, *strength, &mut texture));
        }
        let radius = (row as f32 + fan.inner) / depth;
        let (x, y) = (radius * directions[line].0, radius * directions[line].1 - fan.inner / depth);
        let muscle = whole.inside(x, y);
        let pericardium = 80.0 * ease(1.0 - muscle.abs() / 0.016);
        let far = 0.6 + 0.4 * ease((1.1 - radius) / 0.5);
        let level = (26.0 + 62.0 * ease(muscle / 0.03 + 0.5) + pericardium) * far + 40.0 * ease(1.0 - radius / 0.05);
        ([most(&ventricles, x, y), most(&atria, x, y)], level + texture[line])
    });
    // Two zones to a pixel: the walls come inward while the ventricles contract.
    beating.reach = [-depth * 0.07, depth * 0.03];
    beating.wall = [26.0, 40.0];
    let leaflets = [(&ventricles[0], &atria[0]), (&ventricles[1], &atria[1])].into_iter().flat_map(|(above, below)| {
        let (middle, half) = (below.middle.0, below.axes.0 * 0.86);
        let y = (above.middle.1 + above.axes.1 + below.middle.1 - below.axes.1) / 2.0;
        let leaflet = |side: f32| Leaflet {
            hinge: ((middle + side * half) * depth, y * depth),
            length: half * depth * 0.98,
            closed: if side < 0.0 { -0.12 } else { PI + 0.12 },
            open: if side < 0.0 { -FRAC_PI_2 * 0.86 } else { PI + FRAC_PI_2 * 0.86 },
        };
        [leaflet(-1.0), leaflet(1.0)]
    });
    let leaflets = leaflets.collect();
    beating.with_leaflets(leaflets)
}
