//! Lines on overlay planes that a tool burned into the frames below.

use crate::detectors::pixel_leak::crops::Crops;
use crate::detectors::pixel_leak::exact;
use crate::detectors::pixel_leak::frames::Look;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::line::Place;
use crate::detectors::pixel_leak::seen::Seen;
use crate::dicom::frame::Raster;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::mask::Mask;

/// Part of the range of levels by which ink must differ from the background: one in this many.
const STANDS_OUT: u64 = 4;
/// How findings say that a line of a plane now stands in the picture.
pub(in crate::detectors) const BURNED_IN: &str = "burned into the picture";

/// A line of a plane that was burned into the frames of the output.
pub(super) fn in_frames(look: &mut Look<'_, '_>, line: &mut Line<'_>) {
    let there = look.input.frames().min(look.output.frames());
    for index in 0..line.places.len() {
        let frames: Vec<u32> = line.places.get(index).into_iter().flat_map(|place| place.patch.frames.iter()).collect();
        for frame in frames.into_iter().filter(|frame| *frame < there) {
            let Some(place) = line.places.get(index).filter(|_| !line.is_done()) else { return };
            if let Some(seen) = burned_in(look, line, place, frame) {
                line.note(seen, frame);
            }
        }
    }
}

/// What a frame of the output shows of a line that the input has on a plane above it; `None` where it shows what the input
/// shows, or cannot be compared.
fn burned_in(look: &mut Look<'_, '_>, line: &Line<'_>, place: &Place<'_>, frame: u32) -> Option<Seen> {
    let shot = look.again(frame)?;
    let format = look.input.format();
    let same_format = format == look.output.format();
    if same_format && exact::is_equal(&format, &shot.found, &shot.burned, place.value_box) {
        return None;
    }
    let alignment = look.alignment(&shot).filter(|alignment| alignment.certain)?;
    let mask = place.whole_mask(look.evidence.patches).ok()?;
    let solid = Mask { alpha: mask.alpha.iter().map(|alpha| if *alpha > 127 { 255 } else { 0 }).collect(), ..mask };
    let area = place.patch.area;
    let crop = |native: &[u8]| look.readings.0.raster(Raster::from_native(&format, native, area));
    let (found, clean) = (look.cut(&shot, &alignment, area), crop(&shot.burned));
    let (lowest, highest) = format.range();
    // What burning would have made of it, in the brightest level and in the darkest: which of them is white is not sure.
    let judged = [highest, lowest].into_iter().filter_map(|level| {
        let ink = Ink { levels: [level; 3], opacity: 255 };
        let mut native = shot.burned.to_vec();
        burn(&format, &mut native, place.patch.x, place.patch.y, &solid, ink);
        let burned = crop(&native);
        // Nobody could read ink of the background's own level.
        let range = highest.saturating_sub(lowest);
        if !stands_out(&burned, &clean, &solid, range) || !is_apart(&found, &solid, place, range) {
            return None;
        }
        let pictures = [burned, clean.clone(), found.clone()];
        let crops = Crops::new(place, line.plant.rotation, pictures, look.readings.0.ink(ink));
        crops.judge(line, place, &alignment.map, true, look.evidence.patches).ok()
    });
    let mut seen = judged.max_by_key(|seen| seen.verdict)?;
    seen.fact = format!("{BURNED_IN}, {}", seen.fact);
    Some(seen).filter(|seen| seen.verdict >= Verdict::Recoverable)
}

/// Whether burning a mask changed its pixels by a quarter of the range of levels or more, on the whole.
fn stands_out(burned: &Raster, clean: &Raster, mask: &Mask, range: i32) -> bool {
    let inked = mask.alpha.iter().filter(|alpha| **alpha > 0).count() as u64 * u64::from(clean.channels.max(1));
    let pairs = burned.samples.iter().zip(&clean.samples);
    let changed: u64 = pairs.map(|(burned, clean)| u64::from(burned.abs_diff(*clean))).sum();
    inked > 0 && changed >= inked * u64::from(range.unsigned_abs()) / STANDS_OUT
}

/// Whether the pixels of the output under a mask have another level than those around them: a dark field is no dark ink.
fn is_apart(found: &Raster, mask: &Mask, place: &Place<'_>, range: i32) -> bool {
    let (left, top) =
        (place.patch.x.saturating_sub(place.patch.area.x), place.patch.y.saturating_sub(place.patch.area.y));
    let (mut sums, mut counts) = ([0_i64; 2], [0_i64; 2]);
    let pixels = found.samples.chunks_exact(found.channels.max(1) as usize);
    for (at, pixel) in pixels.enumerate() {
        let (x, y) = (at as u32 % found.width.max(1), at as u32 / found.width.max(1));
        let (Some(x), Some(y)) = (x.checked_sub(left), y.checked_sub(top)) else { continue };
        if x >= mask.width || y >= mask.height {
            continue;
        }
        let inked = mask.alpha.get((y * mask.width + x) as usize).is_some_and(|alpha| *alpha > 0);
        sums[usize::from(inked)] += i64::from(pixel.iter().sum::<i32>()) / pixel.len().max(1) as i64;
        counts[usize::from(inked)] += 1;
    }
    let mean = |inked: usize| sums[inked] / counts[inked].max(1);
    counts[0] > 0
        && counts[1] > 0
        && (mean(0) - mean(1)).unsigned_abs() >= u64::from(range.unsigned_abs()) / (2 * STANDS_OUT)
}
