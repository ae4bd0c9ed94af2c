//! Which output answers which input, and why.
//!
//! Tools rename, regroup, recode and drop files. Every reason for a pair is collected, from the path that the
//! harness named down to the position in a series, and the assignment is the one with most evidence in total.
//! Pixels are hashed only where names and UIDs do not settle it; 64 samples of every file show whether they do.

pub mod archives;
mod assign;
mod candidates;
mod evidence;
mod fingerprint;
mod folders;
mod inputs;
mod look;
mod mapping;
mod names;
mod outputs;
mod pictures;
pub mod regroup;
mod siblings;
mod table;

pub use evidence::Evidence;
pub use table::PairRow;
pub use table::Role;
pub use table::TableError;

use crate::truth::Dataset;
use crate::truth::TruthError;
use assign::Edge;
use assign::assign;
use candidates::Candidates;
use inputs::InputKey;
use inputs::read_inputs;
use mapping::Mapping;
use names::Names;
use outputs::OutputKey;
use outputs::Sorted;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Largest output that is opened, unless the caller says otherwise.
pub const FILE_LIMIT: u64 = 4 << 30;

/// Where outputs are and how they came to be.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// The tool's own mapping file, where it gives one.
    pub mapping: Option<&'a Path>,
    /// Whether the harness named the path of each output: `per-file`, `in-place`, `stdio`.
    pub named: bool,
    /// Largest file that is opened, bytes.
    pub limit: u64,
    /// Told how many more outputs were read, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl<'a> Request<'a> {
    /// An output folder alone.
    pub fn new(output: &'a Path) -> Self {
        Self { output, mapping: None, named: false, limit: FILE_LIMIT, progress: &|_| {} }
    }
}

/// One file that a tool left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, as the file system has it.
    pub path: PathBuf,
    /// Bytes of the file.
    pub bytes: u64,
    /// Whether it opens as DICOM.
    pub readable: bool,
    /// What is wrong with it, empty where nothing is.
    pub problem: String,
}

impl OutputFile {
    /// The path as text, with `/` between folders; bytes that are no UTF-8 are replaced.
    pub fn lossy(&self) -> String {
        self.path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// One input with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The patient, as its folder under `truth/` is called.
    pub patient: String,
    /// The instance, as in `instances.csv`.
    pub instance: String,
    /// Path of the input below `input/`.
    pub input: String,
    /// The output, where there is one. It may be unreadable.
    pub output: Option<OutputFile>,
    /// Every reason, strongest first.
    pub evidence: Vec<Evidence>,
    /// Sum of the reasons' weights; small where pixels speak against the pair.
    pub score: u32,
    /// The reasons in words, with what speaks against them.
    pub note: String,
}

/// An output that answers an input which another output answers better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// The patient of that input.
    pub patient: String,
    /// That input.
    pub instance: String,
    /// The output.
    pub output: OutputFile,
    /// Its reasons.
    pub evidence: Vec<Evidence>,
    /// Sum of the reasons' weights.
    pub score: u32,
}

/// Which output answers which input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// One for each input, by patient and instance.
    pub pairs: Vec<Pair>,
    /// DICOM outputs that answer nothing.
    pub unpaired_outputs: Vec<OutputFile>,
    /// Outputs that are no DICOM, and copies (`.bak`) of what was overwritten.
    pub side_files: Vec<OutputFile>,
    /// Links, sockets and what else is no regular file. Links are not followed.
    pub odd_files: Vec<OutputFile>,
    /// Second answers.
    pub doubled: Vec<Doubled>,
    /// What a reader should know of the mapping file. Not in the table.
    pub remarks: Vec<String>,
}

/// Pairing could not be done. What a tool left is never the reason, unless its folder is gone.
#[derive(Debug, Error)]
pub enum PairingError {
    /// The truth of a patient.
    #[error(transparent)]
    Truth(#[from] TruthError),
    /// The output folder.
    #[error("could not list the output folder `{path}`; did the tool remove it?")]
    Output {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Pairing {
    /// Pairs everything in the output folder with the inputs of a dataset.
    pub fn new(dataset: &Dataset, request: &Request<'_>) -> Result<Self, PairingError> {
        // What is wrong with it is the tool's doing: pairing goes on without it.
        let mapping = request.mapping.map(Mapping::read);
        let mut remarks: Vec<String> = mapping.iter().filter_map(|read| read.as_ref().err().cloned()).collect();
        let mapping = mapping.and_then(Result::ok);
        let mut inputs = read_inputs(dataset)?;
        let (files, odd_files) = outputs::list(request.output)?;
        let names = Names::new(&inputs);
        let sort = |file| {
            let sorted = outputs::sort(request.output, file, &names, request.limit);
            (request.progress)(1);
            sorted
        };
        let sorted: Vec<Sorted> = files.into_par_iter().map(sort).collect();
        drop(names);
        let (mut outputs, mut side_files) = (Vec::new(), Vec::new());
        for one in sorted {
            match one {
                Sorted::Answer(key) => outputs.push(*key),
                Sorted::Side(file) => side_files.push(file),
            }
        }
        let places = pictures::Folders { input: dataset.input(), output: request.output, limit: request.limit };
        pictures::take_fingerprints(&places, &mut inputs, &mut outputs);
        let mut candidates = Candidates::by_name(&inputs, &outputs, mapping.as_ref(), request.named);
        pictures::look(&places, &inputs, &outputs, &mut candidates);
        look::look(&places, &inputs, &outputs, &mut candidates);
        folders::look(&inputs, &outputs, &assign(&candidates.edges()), &mut candidates);
        siblings::look(&inputs, &outputs, &assign(&candidates.edges()), &mut candidates);
        let chosen = assign(&candidates.edges());
        remarks.extend(candidates.check_mapping(&chosen));
        let pairing = Self::gather(dataset, &inputs, outputs, side_files, odd_files, &candidates, &chosen);
        Ok(Self { remarks, ..pairing })
    }

    /// The pairs of one patient.
    pub fn of_patient<'p>(&'p self, patient: &'p str) -> impl Iterator<Item = &'p Pair> {
        self.pairs.iter().filter(move |pair| pair.patient == patient)
    }

    fn gather(
        dataset: &Dataset,
        inputs: &[InputKey],
        outputs: Vec<OutputKey>,
        side_files: Vec<OutputFile>,
        odd_files: Vec<OutputFile>,
        candidates: &Candidates,
        chosen: &[Edge],
    ) -> Self {
        let patient = |input: &InputKey| dataset.patients().get(input.patient as usize).cloned().unwrap_or_default();
        let by_input: BTreeMap<u32, u32> = chosen.iter().map(|edge| (edge.input, edge.output)).collect();
        let by_output: BTreeMap<u32, u32> = chosen.iter().map(|edge| (edge.output, edge.input)).collect();
        let mut pairing = Self { side_files, odd_files, ..Self::default() };
        for (index, input) in inputs.iter().enumerate() {
            let output = by_input.get(&(index as u32)).copied();
            let reasons = output.map(|output| candidates.reasons(index as u32, output)).unwrap_or_default();
            pairing.pairs.push(Pair {
                patient: patient(input),
                instance: input.instance.clone(),
                input: input.path.clone(),
                note: candidates.note(index as u32, output, inputs, &outputs),
                output: output.and_then(|output| outputs.get(output as usize)).map(|output| output.file.clone()),
                evidence: reasons.list(),
                score: reasons.score(),
            });
        }
        for (index, output) in outputs.into_iter().enumerate() {
            if by_output.contains_key(&(index as u32)) {
                continue;
            }
            match candidates
                .best_of(index as u32)
                .and_then(|(input, reasons)| Some((inputs.get(input as usize)?, reasons)))
            {
                Some((input, reasons)) => pairing.doubled.push(Doubled {
                    patient: patient(input),
                    instance: input.instance.clone(),
                    output: output.file,
                    evidence: reasons.list(),
                    score: reasons.score(),
                }),
                None => pairing.unpaired_outputs.push(output.file),
            }
        }
        pairing
    }
}

#[cfg(test)]
mod tests;
