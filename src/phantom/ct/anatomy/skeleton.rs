//! Bones of the trunk: spine, ribs and sternum at each level.

use super::Anatomy;
use super::CORTEX;
use super::MARROW;
use crate::phantom::chance::ease;
use crate::phantom::ct::painter::Ellipse;
use crate::phantom::ct::painter::Painter;

impl Anatomy {
    pub(super) fn paint_spine(&self, level: f32, painter: &mut Painter) {
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

    pub(super) fn paint_ribs(&self, level: f32, painter: &mut Painter) {
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
}
