//! The abdomen: tissue that moves with the breath and a little with the pulse.

use super::HISS;
use super::Hiss;
use super::fan::Fan;
use super::tissue::MARGIN;
use super::tissue::Tissue;
use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;

/// Tissue and how it moves.
pub(super) struct Abdomen {
    tissue: Tissue,
    motion: Motion,
    lines: usize,
}

/// How the patient moves.
struct Motion {
    breaths_per_frame: f32,
    beats_per_frame: f32,
    phase: f32,
    depth: f32,
    sideways: f32,
    /// Share of the motion at each depth: none at the probe.
    shares: Vec<f32>,
    /// Gain over depth, 256 for none.
    gains: Vec<u16>,
}

impl Abdomen {
    /// A patient, and the key of the receiver's noise.
    pub(super) fn new(chance: &mut Chance, fan: &Fan, rate: u32) -> (Self, u32) {
        let tissue = Tissue::new(chance, fan);
        let (motion, key) = Motion::new(chance, fan, rate);
        (Self { tissue, motion, lines: fan.lines }, key)
    }

    /// The echoes of frame `index`.
    pub(super) fn move_to(&self, index: u32, hiss: &Hiss, echoes: &mut [u8]) {
        let lines = self.lines;
        let (depth, sideways) = self.motion.at(index);
        let first = (MARGIN as f32 + sideways) as usize;
        for (row, out) in echoes.chunks_exact_mut(lines).enumerate() {
            let shifted = ((row + MARGIN) as f32 + depth * self.motion.shares[row]) * 256.0;
            let (source, part) = (shifted as usize >> 8, (shifted as usize & 255) as u16);
            let start = source * self.tissue.width + first;
            let upper = &self.tissue.echoes[start..start + lines];
            let lower = &self.tissue.echoes[start + self.tissue.width..start + self.tissue.width + lines];
            let noise = hiss.row(index, row, lines);
            let gain = self.motion.gains[row];
            for (((out, upper), lower), noise) in out.iter_mut().zip(upper).zip(lower).zip(noise) {
                let echo = (u16::from(*upper) * (256 - part) + u16::from(*lower) * part) >> 8;
                *out = (((echo * gain) >> 8) as u8).saturating_add(*noise).saturating_sub(HISS);
            }
        }
    }
}

impl Motion {
    fn new(chance: &mut Chance, fan: &Fan, rate: u32) -> (Self, u32) {
        let depth = fan.depth as f32;
        let fall = chance.range(0.12, 0.24);
        let focus = chance.range(0.4, 0.65);
        let parts = || (0..fan.depth).map(|row| row as f32 / depth);
        let key = chance.key();
        let motion = Self {
            breaths_per_frame: chance.range(0.2, 0.3) / rate as f32,
            beats_per_frame: chance.range(0.95, 1.4) / rate as f32,
            phase: chance.unit(),
            depth: (depth * 0.014).min(MARGIN as f32 - 4.0),
            sideways: (depth * 0.012).min(MARGIN as f32 - 4.0),
            shares: parts().map(|part| ease((part - 0.05) * 2.5)).collect(),
            gains: parts().map(|part| 256.0 * gain(part, fall, focus)).map(|gain| gain.min(256.0) as u16).collect(),
        };
        (motion, key)
    }

    /// How far the tissue has moved in depth and sideways, in samples.
    fn at(&self, index: u32) -> (f32, f32) {
        let turn = |part: f32| libm::sinf(std::f32::consts::TAU * (part - libm::floorf(part)));
        let breath = turn(self.phase + index as f32 * self.breaths_per_frame);
        let beat = turn(self.phase * 3.0 + index as f32 * self.beats_per_frame);
        let pulse = beat.max(0.0) * beat.max(0.0);
        (self.depth * breath + 2.0 * pulse, self.sideways * breath)
    }
}

/// Depth gain: a little dark at the probe, best at the focus, falling off at the far end.
fn gain(part: f32, fall: f32, focus: f32) -> f32 {
    let far = (part - focus).max(0.0) / (1.0 - focus);
    let near = (focus - part).max(0.0) / focus;
    (1.0 - 0.1 * near * near) * (1.0 - (fall + 0.16) * far * far)
}
