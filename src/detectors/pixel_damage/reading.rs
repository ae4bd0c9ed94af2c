//! How an output must be read so that it shows what its input shows: turned, in another layout, in another colour model.

use super::Judged;
use super::colour::Model;
use super::turned::Turn;
use crate::dicom::frame::PixelFormat;
use std::borrow::Cow;

/// Every so many pixels are looked at when readings are tried.
const STEP: usize = 7;
/// A mean difference up to this asks for no other reading, in parts of the range that the input uses.
const SMALL: f64 = 0.004;
/// Another reading must leave less than this share of the difference.
const BETTER: f64 = 0.25;

/// A share of the difference that is nothing.
const NOTHING: f64 = 0.02;
/// Share of telling pixels that must differ before a picture is taken for quite another.
pub const ANOTHER: f64 = 0.3;

/// How the bytes of a frame lie, against what the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As it says.
    Told,
    /// Colour by plane, and it says by pixel.
    Planes,
    /// Colour by pixel, and it says by plane.
    Pixels,
    /// The bytes of each word are exchanged.
    Swapped,
    /// Red and blue are exchanged.
    BlueFirst,
}

impl Layout {
    /// The bytes in the order in which they were meant.
    pub fn restored<'b>(self, native: Cow<'b, [u8]>, format: &PixelFormat) -> Cow<'b, [u8]> {
        let bytes = usize::from(format.bits_allocated.div_ceil(8)).max(1);
        let samples = usize::from(format.samples).max(1);
        let pixels = native.len() / (bytes * samples);
        let moved = |from: &dyn Fn(usize, usize) -> usize| {
            let mut out = Vec::with_capacity(native.len());
            for pixel in 0..pixels {
                for channel in 0..samples {
                    let first = from(pixel, channel) * bytes;
                    out.extend_from_slice(native.get(first..first + bytes).unwrap_or_default());
                }
            }
            out
        };
        match self {
            Self::Told => native,
            Self::Planes => Cow::Owned(moved(&|pixel, channel| channel * pixels + pixel)),
            // Sample `s` of the stored frame went to pixel `s % pixels`, channel `s / pixels`.
            Self::Pixels => Cow::Owned(moved(&|pixel, channel| {
                let stored = pixel * samples + channel;
                (stored % pixels.max(1)) * samples + stored / pixels.max(1)
            })),
            Self::Swapped => Cow::Owned(native.chunks(2).flat_map(|pair| pair.iter().rev().copied()).collect()),
            Self::BlueFirst => Cow::Owned(moved(&|pixel, channel| pixel * samples + samples - 1 - channel)),
        }
    }
}

/// One way to read an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How its bytes lie.
    pub layout: Layout,
    /// Read as the input is: with or without sign.
    pub sign_of_input: bool,
    /// Bits by which samples are moved up, or down where negative.
    pub shift: i32,
    /// What both are brought to.
    pub model: Model,
    /// How the picture was turned.
    pub turn: Turn,
}

impl Reading {
    /// As the header says, in the first model that both pictures have.
    pub fn plain(model: Model) -> Self {
        Self { layout: Layout::Told, sign_of_input: false, shift: 0, model, turn: Turn::default() }
    }

    /// Whether stored bytes can be compared as they are.
    pub fn is_stored(&self) -> bool {
        *self == Self { sign_of_input: self.sign_of_input, ..Self::plain(Model::Stored) }
    }

    /// Readings that the headers suggest, the plain one first.
    pub fn told(before: &PixelFormat, after: &PixelFormat, models: &[Model]) -> Vec<Self> {
        let drop = i32::from(before.bits_stored) - i32::from(after.bits_stored);
        let mut readings = Vec::new();
        for model in models {
            let plain = Self::plain(*model);
            readings.push(plain);
            if before.signed != after.signed {
                readings.push(Self { sign_of_input: true, ..plain });
            }
            if drop != 0 && matches!(model, Model::Stored | Model::Inverted) {
                readings.push(Self { shift: drop, ..plain });
            }
        }
        readings
    }

    /// Readings that nothing suggests but a picture that is quite another.
    pub fn untold(self, before: &PixelFormat, after: &PixelFormat) -> Vec<Self> {
        let same = (before.rows, before.columns) == (after.rows, after.columns);
        let swapped = (before.rows, before.columns) == (after.columns, after.rows);
        let fits = |turn: &Turn| if turn.exchanges_sides() { swapped } else { same };
        let mut readings: Vec<Self> = Turn::others().filter(fits).map(|turn| Self { turn, ..self }).collect();
        if !same {
            return readings;
        }
        let mut layouts = Vec::new();
        if after.samples == 3 {
            layouts.extend([Layout::Planes, Layout::Pixels, Layout::BlueFirst]);
        }
        if after.samples == 1 || after.bits_allocated == 16 {
            layouts.push(Layout::Swapped);
        }
        readings.extend(layouts.into_iter().map(|layout| Self { layout, ..self }));
        readings
    }
}

/// The first of several readings that is clearly better than those before it. `difference` gives the mean difference of a reading
/// from the input, and `span` is the range that the input uses.
pub fn best(
    first: Reading,
    others: &[Reading],
    span: f64,
    difference: &mut dyn FnMut(Reading) -> Option<f64>,
) -> Reading {
    let mut best = (first, difference(first).unwrap_or(f64::INFINITY));
    for reading in others {
        if best.1 <= SMALL * span {
            break;
        }
        if let Some(found) = difference(*reading)
            && found <= BETTER * best.1
        {
            best = (*reading, found);
        }
    }
    best.0
}

/// The reading of `others` that leaves next to nothing of the difference, or the chosen one. Pictures that are alike for the most part,
/// such as tables, are told from turned ones by that alone; `difference` must take every pixel then.
pub fn exact(chosen: Reading, others: &[Reading], difference: &mut dyn FnMut(Reading) -> Option<f64>) -> Reading {
    let Some(found) = difference(chosen).filter(|found| *found > 0.0) else { return chosen };
    let explains = |reading: &&Reading| difference(**reading).is_some_and(|other| other <= NOTHING * found);
    others.iter().find(explains).copied().unwrap_or(chosen)
}

/// Whether one of `others` is turned otherwise than the chosen reading and nearer to the input: too little to be clear, and too
/// much to be passed over. Recompression and other levels leave a difference in every reading.
pub fn is_turn_in_doubt(
    chosen: Reading,
    others: &[Reading],
    span: f64,
    difference: &mut dyn FnMut(Reading) -> Option<f64>,
) -> bool {
    let found = difference(chosen).unwrap_or(f64::INFINITY);
    let mut turned = others.iter().filter(|reading| reading.turn != chosen.turn);
    found > SMALL * span && turned.any(|reading| difference(*reading).is_some_and(|other| other < found))
}

/// Mean difference of every few pixels that count, channel by channel.
pub fn mean_difference(before: &[i32], after: &[i32], channels: usize, judged: &Judged) -> Option<f64> {
    difference_at_every(STEP, before, after, channels, judged)
}

/// The same of all of them.
pub fn whole_difference(before: &[i32], after: &[i32], channels: usize, judged: &Judged) -> Option<f64> {
    difference_at_every(1, before, after, channels, judged)
}

fn difference_at_every(step: usize, before: &[i32], after: &[i32], channels: usize, judged: &Judged) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0u64);
    for run in judged.runs() {
        for at in run.clone().filter(|at| at % step == 0) {
            let pixel = at * channels..(at + 1) * channels;
            let pairs = before.get(pixel.clone())?.iter().zip(after.get(pixel)?);
            sum += pairs.map(|(one, other)| f64::from(one.abs_diff(*other))).sum::<f64>();
            count += channels as u64;
        }
    }
    (count > 0).then(|| sum / count as f64)
}

/// Share of the telling pixels that differ: of those that are not of the commonest value, because an even ground is the same however it
/// lies.
pub fn differing_share(before: &[i32], after: &[i32], channels: usize, judged: &Judged) -> f64 {
    let places = || judged.runs().iter().flat_map(|run| run.clone().filter(|at| at % STEP == 0));
    let part = |samples: &'_ [i32], at: usize| samples.get(at * channels).copied().unwrap_or(0);
    let mut firsts: Vec<i32> = places().map(|at| part(before, at)).collect();
    firsts.sort_unstable();
    let common = firsts.chunk_by(|one, other| one == other).max_by_key(|same| same.len()).and_then(|same| same.first());
    let (mut telling, mut differing) = (0u64, 0u64);
    for at in places() {
        let pixel = at * channels..(at + 1) * channels;
        if common.is_some_and(|common| part(before, at) != *common || part(after, at) != *common) {
            telling += 1;
            differing += u64::from(before.get(pixel.clone()) != after.get(pixel));
        }
    }
    if telling == 0 { 0.0 } else { differing as f64 / telling as f64 }
}
