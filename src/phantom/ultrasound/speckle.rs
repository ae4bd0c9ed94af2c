//! Speckle: the logarithm of the magnitude of a filtered complex random field, as coherent echoes give it.

use crate::phantom::chance::hash;

/// Lines that a resolution cell spans.
const TAPS: usize = 9;
/// The middle of the field's power, as the upper bits of a float: exponent and mantissa are almost its logarithm.
const MEDIAN: i32 = 0x4b00_0000 >> 15;
/// Gray levels for each doubling of power.
const CONTRAST: i32 = 8;
/// The median power over what consoles add before they take the logarithm: without it every zero of the field would be a black
/// dot, sharper than any that a console shows.
const FLOOR: f32 = 6.0;

/// How far the random field stays the same, in lines and in depth: the size of the grains.
#[derive(Clone, Copy)]
pub(super) struct Grain {
    pub(super) lines: usize,
    pub(super) depth: usize,
}

/// The random field, real and imaginary part of each sample of one row.
type Field = (Vec<i16>, Vec<i16>);

/// Hands over `rows` rows of `width` samples around 0, in gray levels.
///
/// The field is drawn once for each grain of depth and runs evenly from one to the next, as a pulse of that length leaves
/// it: steps between rows would be noise that no console shows.
pub(super) fn fill(key: u32, grain: Grain, width: usize, rows: usize, mut row_done: impl FnMut(usize, &[i16])) {
    let depth = grain.depth.max(1);
    let mut history: [Field; 3] = [(); 3].map(|()| (vec![0i16; width], vec![0i16; width]));
    let mut white = (vec![0i16; width + TAPS - 1], vec![0i16; width + TAPS - 1]);
    let (mut upper, mut lower): (Field, Field) = ((vec![0; width], vec![0; width]), (vec![0; width], vec![0; width]));
    let mut speckle = vec![0i16; width];
    // Fewer independent values make a stronger sum.
    let coarse = (grain.lines as f32).to_bits() as i32 - 1f32.to_bits() as i32;
    let median = MEDIAN + (coarse >> 15);
    let power = Power { median, floor: f32::from_bits((median as u32) << 15) / FLOOR };
    let mut drawn = 0;
    for node in 0..=rows.div_ceil(depth) {
        while drawn < node + 3 {
            draw_white(hash(key ^ drawn as u32), grain.lines, &mut white);
            history.rotate_left(1);
            let newest = &mut history[2];
            blur(&white.0, &mut newest.0);
            blur(&white.1, &mut newest.1);
            drawn += 1;
        }
        std::mem::swap(&mut upper, &mut lower);
        weigh(&history, &mut lower);
        if node == 0 {
            continue;
        }
        let first = (node - 1) * depth;
        for row in first..(first + depth).min(rows) {
            magnitude(&upper, &lower, (row - first) as f32 / depth as f32, &power, &mut speckle);
            row_done(row, &speckle);
        }
    }
}

/// Three rows as 1 : 2 : 1.
fn weigh(history: &[Field; 3], out: &mut Field) {
    let [oldest, middle, newest] = history;
    for (out, rows) in
        [(&mut out.0, [&oldest.0, &middle.0, &newest.0]), (&mut out.1, [&oldest.1, &middle.1, &newest.1])]
    {
        for (((sum, one), two), three) in out.iter_mut().zip(rows[0]).zip(rows[1]).zip(rows[2]) {
            *sum = one + 2 * two + three;
        }
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

/// What the power of a sample is set against.
struct Power {
    /// Upper bits of the median.
    median: i32,
    /// Added to all.
    floor: f32,
}

/// Levels of a row that lies at `part` of the way from one field to the next.
fn magnitude(upper: &Field, lower: &Field, part: f32, power: &Power, out: &mut [i16]) {
    let between = |one: i16, other: i16| f32::from(one) * (1.0 - part) + f32::from(other) * part;
    let fields = upper.0.iter().zip(&lower.0).zip(upper.1.iter().zip(&lower.1));
    for (sample, ((re_upper, re_lower), (im_upper, im_lower))) in out.iter_mut().zip(fields) {
        let (re, im) = (between(*re_upper, *re_lower), between(*im_upper, *im_lower));
        let doublings = ((re * re + im * im + power.floor).to_bits() >> 15) as i32 - power.median;
        *sample = ((doublings * CONTRAST) >> 8).clamp(-80, 60) as i16;
    }
}
