//! Cines that came back as single frames, and single frames that came back as a cine.
//!
//! An output answers one input. Where a tool split or merged them, files are put together in a folder of the run that
//! do: a split input gets one file with all its frames and the header of the first, and every frame of a merged output
//! becomes a file with the header of the whole. What was measured on them was measured on bytes of the tool alone; only
//! Number of Frames (0028,0008) and the extent of the pixel data are ours.

mod frames;

#[cfg(test)]
mod tests;

use super::FILE_LIMIT;
use super::Pairing;
use super::PairingError;
use super::Request;
use super::archives;
use super::assign::Edge;
use super::assign::assign;
use super::inputs::InputKey;
use super::inputs::read_inputs;
use super::outputs::PART;
use crate::dicom::reframe::Host;
use crate::dicom::scan::Scan;
use crate::truth::Dataset;
use frames::Key;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Frames of one file that are looked at.
const MOST_FRAMES: usize = 2000;

/// What was put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regrouped {
    /// Inputs whose frames came back in several files.
    pub joined: u64,
    /// Outputs that hold the frames of several inputs.
    pub split: u64,
    /// How each file came to be that was put together, by its path.
    pub made: BTreeMap<PathBuf, String>,
}

impl Regrouped {
    /// Whether nothing was put together.
    pub fn is_empty(&self) -> bool {
        self.joined + self.split == 0
    }

    /// Adds to the words of each pair how its output came to be.
    pub fn explain(&self, pairing: &mut Pairing) {
        for pair in &mut pairing.pairs {
            if let Some(words) = pair.output.as_ref().and_then(|output| self.made.get(&output.path)) {
                pair.note = format!("{}; {words}", pair.note);
            }
        }
    }
}

/// Pairs of frames up to which nearly equal ones are looked for.
const MOST_COMPARED: usize = 20_000_000;

/// An output that may be a part or a whole.
struct Candidate {
    /// Below the output folder.
    path: PathBuf,
    keys: Vec<Key>,
}

/// Frames of inputs that belong to outputs: input, frame, candidate and its frame.
type Matches = BTreeMap<u32, BTreeMap<u32, (usize, u32)>>;

/// Looks for inputs that were split or merged, and lays the outputs, put together anew, into `into`. Where there are none,
/// `into` is left as it is.
///
/// # Errors
/// The truth can't be read, or files can't be laid.
pub fn regroup(
    dataset: &Dataset,
    request: &Request<'_>,
    pairing: &Pairing,
    into: &Path,
) -> Result<Regrouped, PairingError> {
    let open = Open::of(dataset, request, pairing)?;
    let (joined, split) = (open.joined(), open.split());
    let mut found = Regrouped { joined: joined.len() as u64, split: split.len() as u64, made: BTreeMap::new() };
    if found.is_empty() {
        return Ok(found);
    }
    let laid = archives::lay_all(request.output, into)
        .and_then(|()| open.write_joined(&joined, into, &mut found.made))
        .and_then(|()| open.write_split(&split, into, &mut found.made));
    laid.map_err(|source| PairingError::Output { path: into.to_owned(), source })?;
    Ok(found)
}

/// What is not settled.
struct Open {
    inputs: Vec<InputKey>,
    /// Keys of the frames of inputs that are open, by their number.
    wanted: BTreeMap<u32, Vec<Key>>,
    candidates: Vec<Candidate>,
}

impl Open {
    fn of(dataset: &Dataset, request: &Request<'_>, pairing: &Pairing) -> Result<Self, PairingError> {
        let mut open = Self { inputs: read_inputs(dataset)?, wanted: BTreeMap::new(), candidates: Vec::new() };
        let spare: Vec<PathBuf> = pairing
            .unpaired_outputs
            .iter()
            .chain(pairing.doubled.iter().map(|doubled| &doubled.output))
            .filter(|file| file.readable)
            .map(|file| file.path.clone())
            .collect();
        let is_missing = |index: &u32| pairing.pairs.get(*index as usize).is_some_and(|pair| pair.output.is_none());
        // A split leaves outputs over, a merge leaves inputs without one.
        let may_be_split = !spare.is_empty() && open.inputs.iter().any(|input| input.geometry.frames > 1);
        let may_be_merged =
            (0..).zip(&open.inputs).any(|(index, input)| is_missing(&index) && input.geometry.frames == 1);
        if !may_be_split && !may_be_merged {
            return Ok(open);
        }
        let mut paths: BTreeSet<PathBuf> = spare.into_iter().collect();
        let lacking: BTreeSet<u32> = (0..)
            .zip(&open.inputs)
            .filter(|(index, input)| is_missing(index) && input.geometry.frames == 1)
            .map(|(_, input)| input.patient)
            .collect();
        let mut wanted: Vec<u32> = Vec::new();
        let mut answered: Vec<(u32, u32, &Path)> = Vec::new();
        for (index, input) in (0..).zip(&open.inputs) {
            let number = input.geometry.frames;
            let output = pairing.pairs.get(index as usize).and_then(|pair| pair.output.as_ref());
            match output.filter(|output| output.readable) {
                None => wanted.extend((number > 0).then_some(index)),
                Some(output) if (number > 1 && may_be_split) || (number == 1 && lacking.contains(&input.patient)) => {
                    answered.push((index, number, &output.path));
                }
                Some(_) => {}
            }
        }
        // An answer with as many frames as its input is one.
        let others: Vec<(u32, &Path)> = answered
            .into_par_iter()
            .filter_map(|(index, number, path)| {
                let found = frames::number(&Scan::open(&request.output.join(path), request.limit).ok()?);
                ((number > 1 && found == 1) || (number == 1 && found > 1)).then_some((index, path))
            })
            .collect();
        for (index, path) in others {
            wanted.push(index);
            paths.insert(path.to_owned());
        }
        open.candidates = paths
            .into_par_iter()
            .filter_map(|path| {
                let scan = Scan::open(&request.output.join(&path), request.limit).ok()?;
                Some(Candidate { keys: frames::keys(&scan, MOST_FRAMES), path })
            })
            .filter(|candidate| !candidate.keys.is_empty())
            .collect();
        let sizes: BTreeSet<(u32, u32)> =
            open.candidates.iter().filter_map(|candidate| candidate.keys.first()).map(Key::size).collect();
        let wanted: Vec<(u32, &InputKey)> = wanted
            .into_iter()
            .filter_map(|index| Some((index, open.inputs.get(index as usize)?)))
            .filter(|(_, input)| sizes.contains(&(input.geometry.rows, input.geometry.columns)))
            .collect();
        open.wanted = wanted
            .into_par_iter()
            .map(|(index, input)| {
                let scan = Scan::open(&dataset.input().join(&input.path), request.limit);
                (index, scan.map(|scan| frames::keys(&scan, MOST_FRAMES)).unwrap_or_default())
            })
            .collect();
        Ok(open)
    }

    /// Inputs of several frames whose frames are single outputs.
    fn joined(&self) -> Matches {
        let single = |candidate: &Candidate| candidate.keys.len() == 1;
        let matches = self.matches(&|keys| keys.len() > 1, &single);
        matches.into_iter().filter(|(_, frames)| frames.len() > 1).collect()
    }

    /// Single inputs by the outputs of several frames that hold two of them or more.
    fn split(&self) -> BTreeSet<usize> {
        let several = |candidate: &Candidate| candidate.keys.len() > 1;
        let matches = self.matches(&|keys| keys.len() == 1, &several);
        let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
        for (candidate, _) in matches.values().flat_map(BTreeMap::values) {
            *numbers.entry(*candidate).or_default() += 1;
        }
        numbers.into_iter().filter(|(_, number)| *number > 1).map(|(candidate, _)| candidate).collect()
    }

    /// Frames of the inputs that fit with frames of the candidates that fit, each once, alike in total as much as can be.
    fn matches(&self, fits: &dyn Fn(&[Key]) -> bool, is_one: &dyn Fn(&Candidate) -> bool) -> Matches {
        let left: Vec<(u32, u32, &Key)> = self
            .wanted
            .iter()
            .filter(|(_, keys)| fits(keys))
            .flat_map(|(index, keys)| (0..).zip(keys).map(|(frame, key)| (*index, frame, key)))
            .collect();
        let mut right: Vec<(usize, u32, &Key)> = self
            .candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| is_one(candidate))
            .flat_map(|(index, candidate)| (0..).zip(&candidate.keys).map(move |(frame, key)| (index, frame, key)))
            .collect();
        // Frames that look the same are taken in their order.
        right.sort_by_key(|(index, frame, key)| (key.instance_number, *index, *frame));
        let all_are_compared = left.len().saturating_mul(right.len()) <= MOST_COMPARED;
        let mut edges = Vec::new();
        for (one, (index, frame, wanted)) in (0..).zip(&left) {
            let lines = self.inputs.get(*index as usize).map(|input| input.line_boxes.as_slice()).unwrap_or_default();
            for (other, (_, at, found)) in (0..).zip(&right) {
                let place = if found.instance_number > 0 { found.instance_number } else { at + 1 };
                if !all_are_compared && !wanted.is_equal(found) {
                    continue;
                }
                if let Some(alike) = wanted.likeness(found, lines) {
                    let score = alike * 2 + u32::from(place == frame + 1);
                    edges.push(Edge { input: one, output: other, score });
                }
            }
        }
        let mut matches = Matches::new();
        for edge in assign(&edges) {
            if let (Some((index, frame, _)), Some((candidate, at, _))) =
                (left.get(edge.input as usize), right.get(edge.output as usize))
            {
                matches.entry(*index).or_default().insert(*frame, (*candidate, *at));
            }
        }
        matches
    }

    /// A file with all frames for each input; the files that they came in are set aside.
    fn write_joined(&self, joined: &Matches, into: &Path, made: &mut BTreeMap<PathBuf, String>) -> io::Result<()> {
        // Where a tool has a folder of that name, its files stay what they are.
        let folder = archives::unused(&into.join("joined"));
        for (number, frames) in (1..).zip(joined.values()) {
            let parts: Vec<&Candidate> =
                frames.values().filter_map(|(candidate, _)| self.candidates.get(*candidate)).collect();
            let scans: Vec<Scan> =
                parts.iter().filter_map(|part| frames::open(&into.join(&part.path), FILE_LIMIT)).collect();
            let Some(host) = scans.first().and_then(Host::of) else { continue };
            let pieces = scans.iter().filter_map(|scan| Host::of(scan)?.frame_like(0, &host));
            let pieces: Vec<Vec<&[u8]>> = pieces.collect();
            if pieces.len() < 2 {
                continue;
            }
            let Some(bytes) = host.with(&pieces) else { continue };
            let file = folder.join(format!("{number:06}.dcm"));
            put(&file, &bytes)?;
            let words = format!("put together from {} files with a frame each", pieces.len());
            made.insert(file.strip_prefix(into).unwrap_or(&file).to_owned(), words);
            for part in parts {
                let mut name = part.path.clone().into_os_string();
                name.push(PART);
                fs::rename(into.join(&part.path), into.join(name))?;
            }
        }
        Ok(())
    }

    /// A file for every frame of these outputs, in their place.
    fn write_split(
        &self,
        split: &BTreeSet<usize>,
        into: &Path,
        made: &mut BTreeMap<PathBuf, String>,
    ) -> io::Result<()> {
        let folder = archives::unused(&into.join("split"));
        for (number, candidate) in (1..).zip(split.iter().filter_map(|index| self.candidates.get(*index))) {
            let Some(scan) = frames::open(&into.join(&candidate.path), FILE_LIMIT) else { continue };
            let Some(host) = Host::of(&scan) else { continue };
            let frames = (0..candidate.keys.len()).map(|frame| host.with(&[host.frame(frame)?]));
            let Some(frames) = frames.collect::<Option<Vec<Vec<u8>>>>() else { continue };
            for (frame, bytes) in (1..).zip(frames) {
                let file = folder.join(format!("{number:06}")).join(format!("{frame:06}.dcm"));
                put(&file, &bytes)?;
                let words = format!("taken as frame {frame} out of `{}`", candidate.path.display());
                made.insert(file.strip_prefix(into).unwrap_or(&file).to_owned(), words);
            }
            fs::remove_file(into.join(&candidate.path))?;
        }
        Ok(())
    }
}

fn put(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, bytes)
}
