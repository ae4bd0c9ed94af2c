//! A chest from behind (PA), as seen from the front: the patient's left is on the right.

use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;
use crate::phantom::chance::power;
use crate::phantom::plate::Plate;
use crate::phantom::plate::Tube;
use std::f32::consts::PI;

/// Proportions of one patient.
struct Chest {
    /// Half width of the thorax.
    wide: f32,
    /// Height of the two domes of the diaphragm, right and left.
    domes: [f32; 2],
    apex: f32,
    heart: f32,
    slope: f32,
}

pub(super) fn draw(chance: &mut Chance, plate: &mut Plate) {
    let base = chance.range(0.5, 0.62);
    let chest = Chest {
        wide: chance.range(0.78, 0.84),
        domes: [base, base + chance.range(0.03, 0.07)],
        apex: chance.range(-0.86, -0.8),
        heart: chance.range(0.92, 1.08),
        slope: chance.range(0.26, 0.36),
    };
    chest.add_trunk(plate);
    chest.take_lungs(plate);
    plate.add_clouds(chance.key(), 6, 0.05);
    plate.add_clouds(chance.key(), 40, 0.035);
    plate.add_clouds(chance.key(), 130, 0.03);
    chest.add_vessels(chance, plate);
    chest.add_middle(plate);
    chest.add_ribs(plate);
    chest.add_shoulders(plate);
}

impl Chest {
    /// Soft tissue without the lungs: neck, shoulders and trunk.
    fn add_trunk(&self, plate: &mut Plate) {
        let wide = self.wide;
        plate.each_row(
            |y| {
                let shoulders = ease((y + 1.28) / 0.5);
                let armpit = ease((y + 0.55) / 0.45);
                let half = 0.26 + (1.3 - 0.26) * shoulders.sqrt() - (1.3 - wide - 0.12) * armpit;
                (half, 0.62 + 0.22 * ease((y + 0.9) / 1.6))
            },
            |(half, thick), x, value| {
                let off = x / half;
                *value += thick * (1.0 - off * off * off * off).max(0.0).sqrt();
            },
        );
    }

    /// Height of the diaphragm under a point, and whether it is the left one.
    fn dome(&self, x: f32) -> f32 {
        let side = usize::from(x > 0.0);
        let across = (x.abs() - 0.34) / 0.46;
        self.domes[side] + 0.15 * across * across + 0.12 * ease((x.abs() - 0.62) / 0.22)
    }

    fn take_lungs(&self, plate: &mut Plate) {
        plate.each_row(
            |y| {
                let part = ((y - self.apex) / (0.3 - self.apex)).clamp(0.0, 1.0);
                // The apex is a vault over a point between spine and chest wall.
                let vault = |rate: f32| (1.0 - power(1.0 - (part * rate).min(1.0), 2)).sqrt();
                let middle = 0.27;
                let outer = middle + (self.wide - 0.03 - middle) * vault(1.0);
                (y, outer, middle - (middle - 0.115) * vault(2.6))
            },
            |&(y, outer, inner), x, value| {
                let across = ((x.abs() - inner) / (outer - inner).max(0.01)).clamp(0.0, 1.0);
                let lens = if outer > inner { (4.0 * across * (1.0 - across)).sqrt().sqrt() } else { 0.0 };
                let above = self.dome(x) - y;
                // Behind the dome the lung reaches further down, and shows through faintly.
                let down = 0.82 * ease(above / 0.018 + 0.5) + 0.18 * ease((above + 0.13) / 0.16);
                *value -= 0.58 * lens * down;
            },
        );
    }

    /// Mediastinum, heart, great vessels, spine and airways.
    fn add_middle(&self, plate: &mut Plate) {
        let heart = self.heart;
        plate.each_row(
            |y| (y, 0.13 + 0.06 * ease((y + 0.5) / 0.5)),
            |&(y, half), x, value| {
                let middle = ease((half - x.abs()) / 0.035);
                let spine = ease((0.088 - x.abs()) / 0.022);
                let level = libm::fmodf(y + 2.0, 0.155) / 0.155;
                let disc = ease((0.12 - (level - 0.5).abs()) / 0.07);
                let rim = ease(1.0 - ((x.abs() - 0.082) / 0.012).abs());
                let pedicle = (x.abs() - 0.06) * (x.abs() - 0.06) + (level - 0.2) * (level - 0.2) * 0.024;
                let eye = ease((0.000_35 - pedicle) / 0.000_3);
                *value += 0.2 * middle + spine * (0.19 - 0.1 * disc) + 0.06 * rim * (1.0 - disc) + 0.06 * eye * spine;
                let windpipe = ease((0.04 - (x + 0.008).abs()) / 0.014) * ease((-0.22 - y) / 0.05);
                *value -= 0.12 * windpipe;
            },
        );
        let base = self.domes[1];
        plate.add_organ((0.15, base - 0.2), (0.37 * heart, 0.27 * heart), 0.6, 0.24);
        plate.add_organ((-0.05, base - 0.25), (0.2 * heart, 0.3), 0.0, 0.1);
        plate.add_organ((0.13, -0.3), (0.115, 0.11), 0.0, 0.13);
        plate.add_ball((0.13, -0.1), (0.13, 0.12), 0.3, 0.12);
        plate.add_ball((-0.1, -0.36), (0.09, 0.3), 0.0, 0.1);
        plate.add_ball((0.4, self.domes[1] + 0.14), (0.15, 0.07), 0.1, -0.16);
        plate.add_ball((-0.42, self.domes[0] + 0.5), (0.62, 0.52), 0.0, 0.14);
        for side in [-1.0, 1.0] {
            let main = [(0.0, -0.25), (0.09, -0.14), (0.15, -0.06)];
            let tube = main.map(|(x, y)| Tube { x: side * x - 0.008, y, radius: 0.027, strength: -0.09 });
            plate.add_tube(&tube, 0.0, 1.0);
        }
    }

    /// Pulmonary vessels branch from the hila and thin out towards the chest wall.
    fn add_vessels(&self, chance: &mut Chance, plate: &mut Plate) {
        for side in [-1.0, 1.0] {
            for trunk in 0..7 {
                let angle = -1.35 + 0.47 * trunk as f32 + chance.range(-0.14, 0.14);
                let from = (side * 0.16, -0.04 + 0.02 * trunk as f32);
                let radius = chance.range(0.017, 0.025);
                branch(chance, plate, from, (side, angle), radius, 0.2);
            }
            plate.add_ball((side * 0.19, -0.02 + 0.02 * side), (0.075, 0.13), side * 0.3, 0.14);
        }
    }

    fn add_ribs(&self, plate: &mut Plate) {
        const STEPS: usize = 26;
        for number in 0..10 {
            let top = -0.92 + 0.158 * number as f32;
            let reach = self.wide * (0.5 + 0.5 * ease((number as f32 + 1.2) / 4.5)) + 0.015;
            let drop = self.slope * (0.7 + 0.06 * number as f32);
            for side in [-1.0, 1.0] {
                let back = |step: usize| {
                    let turn = step as f32 / STEPS as f32 * PI * 0.5;
                    let (sine, cosine) = (libm::sinf(turn), libm::cosf(turn));
                    let x = 0.07 + (reach - 0.07) * sine;
                    (
                        x,
                        top - 0.07 * libm::sinf(2.0 * turn)
                            + drop * (1.0 - cosine) * (1.0 - cosine)
                            + 0.06 * sine * sine,
                    )
                };
                let posterior: Vec<Tube> = (0..=STEPS)
                    .map(|step| (back(step), 0.125 - 0.04 * step as f32 / STEPS as f32))
                    .map(|((x, y), strength)| Tube { x: side * x, y, radius: 0.03, strength })
                    .collect();
                plate.add_tube(&posterior, 0.28, 0.57);
                let (end_x, end_y) = back(STEPS);
                let anterior: Vec<Tube> = (0..=STEPS)
                    .map(|step| step as f32 / STEPS as f32)
                    .map(|part| {
                        let sine = libm::sinf(part * PI * 0.5);
                        let x = end_x - (end_x - 0.3) * (1.0 - libm::cosf(part * PI * 0.5));
                        let fade = 1.0 - ease((part - 0.62) / 0.3);
                        Tube { x: side * x, y: end_y + 0.24 * sine, radius: 0.03, strength: 0.085 * fade }
                    })
                    .collect();
                plate.add_tube(&anterior, 0.28, 0.57);
            }
        }
    }

    /// Collar bones, shoulder blades and the heads of the arm bones.
    fn add_shoulders(&self, plate: &mut Plate) {
        for side in [-1.0, 1.0] {
            let clavicle: Vec<Tube> = (0..=20)
                .map(|step| step as f32 / 20.0)
                .map(|part| Tube {
                    x: side * (0.07 + 0.78 * part),
                    y: -0.69 - 0.11 * part + 0.03 * libm::sinf(part * 2.0 * PI),
                    radius: 0.038 - 0.012 * libm::sinf(part * PI),
                    strength: 0.2,
                })
                .collect();
            plate.add_tube(&clavicle, 0.3, 0.5);
            plate.add_ball((side * 0.83, -0.48), (0.1, 0.4), side * -0.1, 0.09);
            plate.add_ball((side * 0.98, -0.68), (0.14, 0.15), 0.0, 0.32);
        }
    }
}

/// One vessel and those that leave it, in the direction `angle` from straight outwards on its side.
fn branch(
    chance: &mut Chance,
    plate: &mut Plate,
    from: (f32, f32),
    (side, angle): (f32, f32),
    radius: f32,
    length: f32,
) {
    if radius < 0.0035 {
        return;
    }
    let (mut at, mut heading, turn) = (from, angle, chance.range(-0.16, 0.16));
    let tubes = [1.0, 0.9, 0.8, 0.72].map(|thin| {
        let tube = Tube { x: at.0, y: at.1, radius: radius * thin, strength: 3.6 * radius * thin };
        heading += turn;
        at.0 += side * libm::cosf(heading) * length / 3.0;
        at.1 += libm::sinf(heading) * length / 3.0;
        tube
    });
    plate.add_tube(&tubes, 0.0, 1.0);
    let (to, angle) = ((tubes[3].x, tubes[3].y), heading);
    let spread = chance.range(0.22, 0.5);
    branch(chance, plate, to, (side, angle + spread), radius * 0.66, length * 0.72);
    branch(chance, plate, to, (side, angle - spread * 0.8), radius * 0.7, length * 0.78);
}
