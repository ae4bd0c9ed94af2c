//! Speckle: the logarithm of the magnitude of a filtered complex random field, as coherent echoes give it.

use crate::phantom::chance::hash;

/// Lines that a resolution cell spans.
const TAPS: usize = 9;
/// The middle of the field's power, as the upper bits of a float: exponent and mantissa are almost its logarithm.
const MEDIAN: i32 = 0x4b00_0000 >> 15;
/// Gray levels for each doubling of power.
const CONTRAST: i32 = 8;

/// How far the random field stays the same, in lines and in depth: the size of the grains.
#[derive(Clone, Copy)]
pub(super) struct Grain {
    pub(super) lines: usize,
    pub(super) depth: usize,
}

/// Hands over `rows` rows of `width` samples around 0, in gray levels.
pub(super) fn fill(key: u32, grain: Grain, width: usize, rows: usize, mut row_done: impl FnMut(usize, &[i16])) {
    let mut history = [(); 3].map(|()| (vec![0i16; width], vec![0i16; width]));
    let mut white = (vec![0i16; width + TAPS - 1], vec![0i16; width + TAPS - 1]);
    let mut speckle = vec![0i16; width];
    // Fewer independent values make a stronger sum.
    let coarse = ((grain.lines * grain.depth) as f32).to_bits() as i32 - 1f32.to_bits() as i32;
    let median = MEDIAN + (coarse >> 15);
    for row in 0..rows + 2 {
        draw_white(hash(key ^ (row / grain.depth) as u32), grain.lines, &mut white);
        history.rotate_left(1);
        let newest = &mut history[2];
        blur(&white.0, &mut newest.0);
        blur(&white.1, &mut newest.1);
        if row < 2 {
            continue;
        }
        let [oldest, middle, newest] = &history;
        magnitude(
            [&oldest.0[..width], &middle.0[..width], &newest.0[..width]],
            [&oldest.1[..width], &middle.1[..width], &newest.1[..width]],
            median,
            &mut speckle,
        );
        row_done(row - 2, &speckle);
    }
}

fn draw_white(key: u32, grain: usize, white: &mut (Vec<i16>, Vec<i16>)) {
    for (index, (real, imaginary)) in white.0.chunks_mut(grain).zip(white.1.chunks_mut(grain)).enumerate() {
        let bits = hash(key.wrapping_add(index as u32));
        real.fill(((bits & 255) + (bits >> 8 & 255)) as i16 - 255);
        imaginary.fill(((bits >> 16 & 255) + (bits >> 24)) as i16 - 255);
    }
}

/// A triangular filter over [`TAPS`] samples.
fn blur(white: &[i16], out: &mut [i16]) {
    let width = out.len();
    let taps: [&[i16]; TAPS] = std::array::from_fn(|tap| &white[tap..tap + width]);
    for (index, sample) in out.iter_mut().enumerate() {
        let outer = taps[0][index] + taps[8][index] + 2 * (taps[1][index] + taps[7][index]);
        let inner = 3 * (taps[2][index] + taps[6][index]) + 4 * (taps[3][index] + taps[5][index]);
        *sample = outer + inner + 5 * taps[4][index];
    }
}

fn magnitude(real: [&[i16]; 3], imaginary: [&[i16]; 3], median: i32, out: &mut [i16]) {
    for (index, sample) in out.iter_mut().enumerate() {
        let sum =
            |rows: [&[i16]; 3]| i32::from(rows[0][index]) + 2 * i32::from(rows[1][index]) + i32::from(rows[2][index]);
        let (re, im) = (sum(real) as f32, sum(imaginary) as f32);
        let doublings = ((re * re + im * im + 1.0).to_bits() >> 15) as i32 - median;
        *sample = ((doublings * CONTRAST) >> 8).clamp(-80, 60) as i16;
    }
}
