//! Which frame of the input each frame of the output shows.

use super::Judged;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

/// Side of the grid of means by which frames are told apart where none is equal.
const GRID: usize = 16;
/// More frames than this are told apart by equality alone.
const MOST_COMPARED: usize = 2000;
/// Another frame must be nearer than the own one by this factor.
const NEARER: f64 = 4.0;
/// Mean difference of the grids up to which two frames show the same, in parts of the usual difference between frames.
const ALIKE: f64 = 0.5;

/// What is remembered of a frame.
#[derive(Clone, Debug)]
pub struct Sight {
    digest: u64,
    means: Vec<f32>,
}

impl Sight {
    /// Of a frame, where it counts in every frame. Digests are used within one comparison only.
    pub fn new(shown: &Raster, judged: &Judged) -> Self {
        let mut hash = DefaultHasher::new();
        let channels = shown.channels as usize;
        let (columns, rows) = (judged.columns().max(1), judged.rows().max(1));
        let mut sums = vec![(0i64, 0u32); GRID * GRID];
        for run in judged.runs() {
            let samples = shown.samples.get(run.start * channels..run.end * channels).unwrap_or_default();
            samples.hash(&mut hash);
            for (at, pixel) in run.clone().zip(samples.chunks_exact(channels.max(1))) {
                let cell = (at / columns * GRID / rows) * GRID + at % columns * GRID / columns;
                if let Some((sum, count)) = sums.get_mut(cell) {
                    *sum += pixel.iter().map(|sample| i64::from(*sample)).sum::<i64>();
                    *count += 1;
                }
            }
        }
        let means =
            sums.iter().map(|(sum, count)| if *count == 0 { 0.0 } else { *sum as f32 / *count as f32 }).collect();
        Self { digest: hash.finish(), means }
    }

    fn distance(&self, other: &Self) -> f64 {
        self.means.iter().zip(&other.means).map(|(one, other)| f64::from((one - other).abs())).sum()
    }
}

/// Which input frame each output frame shows, and what that says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// The input frame of each output frame; `None` where it shows none of them.
    pub from: Vec<Option<u32>>,
    /// Input frames that no output frame shows.
    pub lost: FrameSet,
    /// Output frames that show again what another shows.
    pub doubled: FrameSet,
    /// Output frames that show nothing of the input.
    pub added: FrameSet,
    /// Output frames that stand before one that they followed.
    pub moved: FrameSet,
}

impl Order {
    /// Every frame in its place.
    pub fn straight(frames: u32) -> Self {
        Self { from: (0..frames).map(Some).collect(), ..Self::default() }
    }

    /// From what was seen of the frames of both.
    pub fn new(before: &[Sight], after: &[Sight]) -> Self {
        let (mut from, mut doubled) = equal(before, after);
        if before.len().max(after.len()) <= MOST_COMPARED {
            alike(before, after, &mut from, &mut doubled);
        }
        if before.len() == after.len() {
            // A frame that resembles none is its own, changed.
            for place in 0..after.len() {
                let is_shown = from.contains(&Some(place as u32));
                if let Some(slot @ None) = from.get_mut(place).filter(|_| !is_shown) {
                    *slot = Some(place as u32);
                }
            }
        }
        let unknown = (0..after.len()).filter(|place| from.get(*place) == Some(&None));
        Self {
            lost: FrameSet::from_frames((0..before.len() as u32).filter(|frame| !from.contains(&Some(*frame)))),
            added: FrameSet::from_frames(unknown.map(|place| place as u32)),
            moved: moved(&from, &doubled),
            doubled: FrameSet::from_frames(doubled.iter().map(|place| *place as u32)),
            from,
        }
    }
}

/// Pairs equal frames: each with its own place first, then in order. What is left over shows again what was shown.
fn equal(before: &[Sight], after: &[Sight]) -> (Vec<Option<u32>>, Vec<usize>) {
    let mut known: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (frame, sight) in before.iter().enumerate() {
        known.entry(sight.digest).or_default().push(frame as u32);
    }
    let mut free = known.clone();
    let mut from = vec![None; after.len()];
    let mut take = |own: bool, from: &mut Vec<Option<u32>>| {
        for (place, (sight, slot)) in after.iter().zip(from.iter_mut()).enumerate() {
            let Some(left) = free.get_mut(&sight.digest).filter(|_| slot.is_none()) else { continue };
            let found = if own { left.iter().position(|frame| *frame as usize == place) } else { Some(0) };
            if let Some(found) = found.filter(|found| *found < left.len()) {
                *slot = Some(left.remove(found));
            }
        }
    };
    // Where frames are missing or added, places have moved, and only their order says anything.
    if before.len() == after.len() {
        take(true, &mut from);
    }
    take(false, &mut from);
    let mut doubled = Vec::new();
    for (place, (sight, slot)) in after.iter().zip(from.iter_mut()).enumerate() {
        if slot.is_none()
            && let Some(first) = known.get(&sight.digest).and_then(|same| same.first())
        {
            *slot = Some(*first);
            doubled.push(place);
        }
    }
    (from, doubled)
}

/// Pairs frames that are equal to none with the nearest ones: where as many came back, only where these are far nearer than
/// the frame of their own place.
fn alike(before: &[Sight], after: &[Sight], from: &mut [Option<u32>], doubled: &mut Vec<usize>) {
    let steps = before.windows(2).filter_map(|two| Some(two.first()?.distance(two.get(1)?)));
    let usual = steps.sum::<f64>() / before.len().saturating_sub(1).max(1) as f64;
    let same_number = before.len() == after.len();
    for (place, sight) in after.iter().enumerate() {
        if from.get(place) != Some(&None) {
            continue;
        }
        let distances = before.iter().enumerate().map(|(frame, other)| (sight.distance(other), frame));
        let Some((distance, frame)) = distances.min_by(|one, other| one.0.total_cmp(&other.0)) else { continue };
        let own = before.get(place).map_or(f64::INFINITY, |own| sight.distance(own));
        let accepted = if same_number { distance * NEARER < own } else { distance <= ALIKE * usual };
        if !accepted {
            continue;
        }
        if from.contains(&Some(frame as u32)) {
            doubled.push(place);
        }
        if let Some(slot) = from.get_mut(place) {
            *slot = Some(frame as u32);
        }
    }
}

/// Output frames that show an earlier frame than one before them; those that are shown again are left out.
fn moved(from: &[Option<u32>], doubled: &[usize]) -> FrameSet {
    let mut last = None;
    let mut moved = Vec::new();
    for (place, frame) in from.iter().enumerate().filter(|(place, _)| !doubled.contains(place)) {
        if frame.is_some() && *frame < last {
            moved.push(place);
        }
        last = last.max(*frame);
    }
    FrameSet::from_frames(moved.iter().map(|place| *place as u32))
}
