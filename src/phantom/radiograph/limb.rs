//! A knee from the front (AP): thigh bone and shin bone with their joint, the calf bone, the knee cap, soft tissue.

use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;
use crate::phantom::chance::power;
use crate::phantom::plate::Plate;

/// Proportions of one patient.
struct Knee {
    /// Half width of the soft tissue at the joint.
    wide: f32,
    joint: f32,
    shaft: f32,
    cortex: f32,
    lean: f32,
    /// 1 where the calf bone lies on the right of the picture.
    side: f32,
}

pub(super) fn draw(chance: &mut Chance, plate: &mut Plate, left: bool) {
    let knee = Knee {
        wide: chance.range(0.46, 0.52),
        joint: chance.range(-0.06, 0.06),
        shaft: chance.range(0.115, 0.135),
        cortex: chance.range(0.034, 0.046),
        lean: chance.range(-0.07, 0.07),
        side: if left { 1.0 } else { -1.0 },
    };
    knee.add_soft_tissue(plate);
    plate.add_clouds(chance.key(), 5, 0.06);
    plate.add_clouds(chance.key(), 34, 0.03);
    knee.add_bones(plate);
    knee.add_small_bones(plate);
    plate.add_clouds(chance.key(), 90, 0.025);
    plate.add_clouds(chance.key(), 190, 0.05);
}

/// What the beam meets in a bone of round section at `off` from its axis: a dense shell, and marrow with trabeculae.
fn bone(off: f32, radius: f32, cortex: f32, marrow: f32) -> f32 {
    let inner = (radius - cortex).max(0.0);
    (radius * radius - off * off).max(0.0).sqrt() - (1.0 - marrow) * (inner * inner - off * off).max(0.0).sqrt()
}

impl Knee {
    fn add_soft_tissue(&self, plate: &mut Plate) {
        plate.each_row(
            |y| {
                let off = y - self.joint;
                let thigh = 0.2 * ease((-off - 0.15) / 1.0);
                let calf = 0.1 * ease((off - 0.1) / 0.5) - 0.12 * ease((off - 0.7) / 0.7);
                (self.wide + thigh + calf, self.lean * y)
            },
            |&(half, middle), x, value| {
                let off = (x - middle).abs();
                let skin = bone(off, half, 0.012, 0.62);
                let muscle = (1.0 - power(off / (half - 0.07), 2)).max(0.0).sqrt();
                *value += 0.36 * skin / half + 0.17 * muscle;
            },
        );
    }

    fn add_bones(&self, plate: &mut Plate) {
        let (joint, shaft, cortex) = (self.joint, self.shaft, self.cortex);
        plate.each_row(
            |y| {
                // Both shafts widen towards the joint, where the shell thins out and spongy bone fills the marrow space.
                let (above, below) = (joint - y, y - joint);
                let condyles = 0.25 * libm::expf(-power((above - 0.11) / 0.21, 2));
                let plateau = 0.26 * libm::expf(-power((below - 0.07) / 0.17, 2)) + 0.02 * ease(0.6 - below);
                let shell = |distance: f32| cortex * ease((distance - 0.12) / 0.5) + 0.009;
                let marrow = |distance: f32| 0.4 - 0.24 * ease((distance - 0.1) / 0.6);
                let femur = (above, shaft + condyles, shell(above), marrow(above));
                let tibia = (below, shaft + plateau, shell(below), marrow(below));
                (femur, tibia, self.lean * y)
            },
            |&(femur, tibia, middle), x, value| {
                let x = x - middle;
                let (above, radius, shell, marrow) = femur;
                let round = power(x.abs() / 0.37, 4) * 0.15;
                let notch = 0.15 * ease((0.085 - x.abs()) / 0.07);
                let end = above - 0.017 - round - notch * 0.75;
                let plate_line = |end: f32, size: f32| ease(1.0 - ((end - 0.009) / 0.011).abs()) * 0.09 * size;
                if radius > x.abs() && end > -0.01 {
                    *value += (2.7 * bone(x, radius, shell, marrow) + plate_line(end, 1.0)) * ease(end / 0.012 + 0.5);
                }
                let (below, radius, shell, marrow) = tibia;
                let spines = 0.045 * ease(1.0 - ((x.abs() - 0.04) / 0.035).abs());
                let end = below - 0.019 + spines - power(x.abs() / 0.37, 6) * 0.08;
                if radius > x.abs() && end > -0.01 {
                    *value += (2.7 * bone(x, radius, shell, marrow) + plate_line(end, 1.2)) * ease(end / 0.012 + 0.5);
                }
            },
        );
    }

    fn add_small_bones(&self, plate: &mut Plate) {
        let (joint, side) = (self.joint, self.side);
        plate.each_row(
            |y| {
                let below = y - joint - 0.17;
                let head = 0.045 * libm::expf(-(below / 0.13) * (below / 0.13));
                let middle = side * (0.335 - 0.06 * ease(below / 0.5)) + self.lean * y;
                (below, 0.047 + head, 0.008 + 0.018 * ease((below - 0.1) / 0.3), middle)
            },
            |&(below, radius, shell, middle), x, value| {
                let off = x - middle;
                let tip = below - (off / 0.09) * (off / 0.09) * 0.06;
                if tip > 0.0 && radius > off.abs() {
                    *value += 3.0 * bone(off, radius, shell, 0.35) * ease(tip / 0.02);
                }
            },
        );
        let cap = (side * -0.02 + self.lean * joint, joint - 0.3);
        plate.add_ball(cap, (0.165, 0.18), 0.0, 0.12);
        plate.add_ball(cap, (0.15, 0.165), 0.0, -0.05);
    }
}
