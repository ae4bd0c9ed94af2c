//! Reasons from pixels: a cheap look at every file, and a close one at files that names do not settle.

use super::candidates::Candidates;
use super::evidence::Evidence;
use super::fingerprint::Agreement;
use super::fingerprint::Fingerprint;
use super::inputs::Geometry;
use super::inputs::InputKey;
use super::outputs::OutputKey;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use rayon::prelude::*;
use sha2::Digest;
use sha2::Sha256;
use std::collections::HashMap;
use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

/// Share of the telling samples of a frame that must be equal for a picture to be the same.
const EQUAL_SHARE: f64 = 0.5;
/// A lossy copy is nearer to its own picture than to the next one by this factor.
const CLEARLY: f64 = 3.0;

/// Where the files are.
pub(super) struct Folders<'a> {
    pub(super) input: PathBuf,
    pub(super) output: &'a Path,
    pub(super) limit: u64,
}

/// Takes what tells the pictures of files: of encapsulated frames that came back as they were a digest of their bytes, of all
/// others samples. A file that can't be read has neither.
pub(super) fn take_fingerprints(folders: &Folders<'_>, inputs: &mut [InputKey], outputs: &mut [OutputKey]) {
    let with_pixels = |output: &&OutputKey| output.has_pixels;
    let sizes: HashSet<(u32, u32)> = outputs.iter().filter(with_pixels).map(|output| size(&output.geometry)).collect();
    let file = |input: &InputKey| folders.input.join(&input.path);
    inputs.par_iter_mut().filter(|input| sizes.contains(&size(&input.geometry))).for_each(|input| {
        (input.stored, input.fingerprint) = told(&file(input), folders.limit, |reader| !reader.is_encapsulated());
    });
    let known: HashSet<u128> = inputs.iter().filter_map(|input| input.stored).collect();
    let is_known = |stored: Option<u128>| stored.is_some_and(|stored| known.contains(&stored));
    outputs.par_iter_mut().filter(|output| output.stored.is_some() && !is_known(output.stored)).for_each(|output| {
        (_, output.fingerprint) = told(&folders.output.join(&output.file.path), folders.limit, |_| true);
    });
    // Samples are compared with those of every input of the size.
    let compared = outputs.iter().filter(|output| output.fingerprint.is_some());
    let sizes: HashSet<(u32, u32)> = compared.map(|output| size(&output.geometry)).collect();
    let lacks = |input: &&mut InputKey| input.stored.is_some() && sizes.contains(&size(&input.geometry));
    inputs.par_iter_mut().filter(lacks).for_each(|input| {
        (_, input.fingerprint) = told(&file(input), folders.limit, |_| true);
    });
}

fn size(geometry: &Geometry) -> (u32, u32) {
    (geometry.rows, geometry.columns)
}

/// The digest of the stored frames of a file, and samples of it where they are wanted.
fn told(file: &Path, limit: u64, wanted: fn(&PixelReader<'_>) -> bool) -> (Option<u128>, Option<Box<Fingerprint>>) {
    let scan = Scan::open(file, limit).ok();
    let Some(reader) = scan.as_ref().and_then(|scan| PixelReader::new(scan).ok()) else { return (None, None) };
    let taken = if wanted(&reader) { Fingerprint::of(&reader).map(Box::new) } else { None };
    (reader.stored_digest(), taken)
}

/// What a close look at one output found.
struct Look {
    output: u32,
    equal: Vec<u32>,
    near: Option<u32>,
    /// Names lead to another input than the near one, and that one is not near.
    near_contradicts: bool,
}

/// Adds the reasons that pixels give.
pub(super) fn look(folders: &Folders<'_>, inputs: &[InputKey], outputs: &[OutputKey], candidates: &mut Candidates) {
    let mut by_digest: HashMap<[u8; 32], Vec<u32>> = HashMap::new();
    let mut by_stored: HashMap<u128, Vec<u32>> = HashMap::new();
    let mut by_size: HashMap<(u32, u32, u16), Vec<u32>> = HashMap::new();
    for (index, input) in inputs.iter().enumerate() {
        if let Some(digest) = input.pixel_sha256 {
            by_digest.entry(digest).or_default().push(index as u32);
        }
        if let Some(stored) = input.stored {
            by_stored.entry(stored).or_default().push(index as u32);
        }
        if let Some(taken) = &input.fingerprint {
            by_size.entry(taken.size()).or_default().push(index as u32);
        }
    }
    let open: Vec<u32> = (0..outputs.len() as u32)
        .filter(|output| outputs.get(*output as usize).is_some_and(|key| key.has_pixels))
        .filter(|output| !settled(*output, inputs, outputs, candidates))
        .collect();
    let looks: Vec<Look> = open
        .into_par_iter()
        .filter_map(|index| {
            let output = outputs.get(index as usize)?;
            if let Some(equal) = output.stored.and_then(|stored| by_stored.get(&stored)) {
                return Some(Look { output: index, equal: equal.clone(), near: None, near_contradicts: false });
            }
            let same_size = output.fingerprint.as_ref().and_then(|taken| by_size.get(&taken.size()));
            let same_size = same_size.map(Vec::as_slice).unwrap_or_default();
            look_at(folders, inputs, output, index, candidates.inputs_of(index), &by_digest, same_size)
        })
        .collect();
    for look in looks {
        for input in &look.equal {
            candidates.add(*input, look.output, Evidence::EqualPixels);
        }
        if let Some(input) = look.equal.first() {
            candidates.contradict_others(*input, look.output);
        } else if let Some(input) = look.near {
            candidates.add(input, look.output, Evidence::NearPixels);
            if look.near_contradicts {
                candidates.contradict_others(input, look.output);
            }
        }
    }
}

/// Names lead to one input, from it to this output alone, and the stored frames or every sample that was looked at agree.
fn settled(output: u32, inputs: &[InputKey], outputs: &[OutputKey], candidates: &Candidates) -> bool {
    let [input] = candidates.inputs_of(output) else { return false };
    let strong =
        candidates.reasons(*input, output).list().first().is_some_and(|evidence| *evidence <= Evidence::SopUid);
    let is_same = || {
        let (input, output) = (inputs.get(*input as usize)?, outputs.get(output as usize)?);
        if output.stored.is_some() && input.stored == output.stored {
            return Some(true);
        }
        let taken = input.fingerprint.as_ref()?.agreement(output.fingerprint.as_ref()?, &input.line_boxes)?;
        Some(taken.is_same())
    };
    strong && candidates.outputs_of(*input).len() == 1 && is_same().unwrap_or(false)
}

fn look_at(
    folders: &Folders<'_>,
    inputs: &[InputKey],
    output: &OutputKey,
    index: u32,
    named: &[u32],
    by_digest: &HashMap<[u8; 32], Vec<u32>>,
    same_size: &[u32],
) -> Option<Look> {
    let scan = Scan::open(&folders.output.join(&output.file.path), folders.limit).ok()?;
    let reader = PixelReader::new(&scan).ok()?;
    let equal = pixel_digest(&reader).and_then(|digest| by_digest.get(&digest)).cloned().unwrap_or_default();
    let mut look = Look { output: index, equal, near: None, near_contradicts: false };
    if !look.equal.is_empty() {
        return Some(look);
    }
    let taken = output.fingerprint.as_ref()?;
    let agreement = |candidate: u32| {
        let input = inputs.get(candidate as usize)?;
        input.fingerprint.as_ref()?.agreement(taken, &input.line_boxes)
    };
    let mut ranked: Vec<(u32, Agreement)> =
        same_size.iter().filter_map(|candidate| Some((*candidate, agreement(*candidate)?))).collect();
    let share = |found: &Agreement| f64::from(found.telling_equal) / f64::from(found.telling.max(1));
    ranked.sort_by(|(left, one), (right, other)| {
        share(other).total_cmp(&share(one)).then(one.gap.total_cmp(&other.gap)).then(left.cmp(right))
    });
    let mut ranked = ranked.into_iter();
    let (best, found) = ranked.next()?;
    let (near, gap) = close_look(folders, inputs.get(best as usize)?, &reader)?;
    let next_gap = ranked.map(|(_, other)| other.gap).fold(f64::INFINITY, f64::min);
    let lossy = found.is_near() && gap < 0.03 && next_gap > CLEARLY * found.gap.max(0.001);
    if near >= EQUAL_SHARE || lossy {
        look.near = Some(best);
        // Slices that lie side by side are near to each other too, so only a clear distance speaks against a name.
        let far = |own: Agreement| {
            (near >= EQUAL_SHARE && 2.0 * share(&own) < share(&found)) || own.gap > CLEARLY * found.gap.max(0.001)
        };
        look.near_contradicts = named.iter().all(|input| *input == best || agreement(*input).is_none_or(far));
    }
    Some(look)
}

/// SHA-256 of the native frames; `None` where one can't be decoded.
fn pixel_digest(reader: &PixelReader<'_>) -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    if let Some(all) = reader.native_all() {
        hash.update(all);
    } else {
        for frame in 0..reader.frames() {
            hash.update(reader.native(frame).ok()?);
        }
    }
    Some(hash.finalize().into())
}

/// Compares the first frame with that of an input, away from its planted lines and from the background.
/// Gives the share of equal samples and the mean difference as a share of the range.
fn close_look(folders: &Folders<'_>, input: &InputKey, output: &PixelReader<'_>) -> Option<(f64, f64)> {
    let scan = Scan::open(&folders.input.join(&input.path), folders.limit).ok()?;
    let reader = PixelReader::new(&scan).ok()?;
    let format = reader.format();
    if (format.rows, format.columns, format.samples)
        != (output.format().rows, output.format().columns, output.format().samples)
    {
        return None;
    }
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let before = Raster::from_native(&format, &reader.native(0).ok()?, whole);
    let after = Raster::from_native(&output.format(), &output.native(0).ok()?, whole);
    let mut counts: HashMap<i32, u32> = HashMap::new();
    for sample in &before.samples {
        *counts.entry(*sample).or_default() += 1;
    }
    let common = counts.into_iter().max_by_key(|(sample, count)| (*count, *sample)).map_or(0, |(sample, _)| sample);
    let (low, high) = format.range();
    let channels = usize::from(format.samples).max(1);
    let (mut telling, mut equal, mut gap) = (0u64, 0u64, 0.0);
    for (at, (one, other)) in before.samples.iter().zip(&after.samples).enumerate() {
        if *one == common && *other == common {
            continue;
        }
        let pixel = (at / channels) as u32;
        let (x, y) = (pixel % format.columns, pixel / format.columns);
        if input.line_boxes.iter().any(|line| line.contains(x, y)) {
            continue;
        }
        telling += 1;
        equal += u64::from(one == other);
        gap += f64::from(one.abs_diff(*other)) / f64::from((high - low).max(1));
    }
    (telling > 0).then(|| (equal as f64 / telling as f64, gap / telling as f64))
}
