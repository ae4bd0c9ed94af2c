//! `pairs.csv`: one row for each input, and one for each file that answers none.

use super::Doubled;
use super::Evidence;
use super::OutputFile;
use super::Pair;
use super::Pairing;
use crate::text::words;
use serde::Deserialize;
use serde::Serialize;
use std::io::Read;
use std::io::Write;
use std::path::PathBuf;
use thiserror::Error;

words! {
    /// What a row is about.
    pub enum Role {
        /// An input with its answer.
        Pair = "pair",
        /// An input without one.
        Missing = "missing",
        /// A second answer.
        Doubled = "doubled",
        /// An output that answers nothing.
        Unpaired = "unpaired",
        /// No DICOM.
        Side = "side",
        /// No regular file.
        Odd = "odd",
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRow {
    /// What the row is about.
    pub role: Role,
    /// The patient; empty where the row is about no input.
    pub patient: String,
    /// The instance.
    pub instance: String,
    /// Path below `input/`.
    pub input: String,
    /// Path below the output folder; bytes that are no UTF-8 are written as `%xx`, and `%` as `%25`.
    pub output: String,
    /// Bytes of the output.
    pub bytes: u64,
    /// Whether the output opens as DICOM.
    pub readable: bool,
    /// Reasons joined by `+`, strongest first.
    pub evidence: String,
    /// Sum of their weights.
    pub score: u32,
    /// What is wrong with the output, empty where nothing is.
    pub problem: String,
    /// Why, in words.
    pub why: String,
}

/// The table could not be read or written.
#[derive(Debug, Error)]
pub enum TableError {
    /// By the library or the file system.
    #[error("could not read or write the table of pairs")]
    Csv(#[from] csv::Error),
    /// An evidence that no release wrote.
    #[error("the table of pairs has the evidence `{0}`, which this build does not know; pair again")]
    Evidence(String),
}

impl Pairing {
    /// Writes the table.
    pub fn write(&self, out: impl Write) -> Result<(), TableError> {
        let mut writer = csv::Writer::from_writer(out);
        for row in self.rows() {
            writer.serialize(row)?;
        }
        writer.flush().map_err(csv::Error::from)?;
        Ok(())
    }

    /// Reads the table back.
    pub fn read(input: impl Read) -> Result<Self, TableError> {
        let mut pairing = Self::default();
        for row in csv::Reader::from_reader(input).into_deserialize() {
            pairing.take(row?)?;
        }
        Ok(pairing)
    }

    fn rows(&self) -> impl Iterator<Item = PairRow> + '_ {
        let pairs = self.pairs.iter().map(|pair| {
            let role = if pair.output.is_some() { Role::Pair } else { Role::Missing };
            let mut row = file_row(role, pair.output.as_ref(), &pair.evidence, pair.score);
            (row.patient, row.instance) = (pair.patient.clone(), pair.instance.clone());
            (row.input, row.why) = (pair.input.clone(), pair.note.clone());
            row
        });
        let doubled = self.doubled.iter().map(|second| {
            let mut row = file_row(Role::Doubled, Some(&second.output), &second.evidence, second.score);
            (row.patient, row.instance) = (second.patient.clone(), second.instance.clone());
            row.why = "another output answers this input better".to_owned();
            row
        });
        let others = [
            (Role::Unpaired, &self.unpaired_outputs, "it answers no input"),
            (Role::Side, &self.side_files, "no DICOM, or a copy of what was overwritten"),
            (Role::Odd, &self.odd_files, "no regular file"),
        ];
        pairs.chain(doubled).chain(others.into_iter().flat_map(|(role, files, why)| {
            files.iter().map(move |file| PairRow { why: why.to_owned(), ..file_row(role, Some(file), &[], 0) })
        }))
    }

    fn take(&mut self, row: PairRow) -> Result<(), TableError> {
        let unknown = |text: &str| TableError::Evidence(text.to_owned());
        let evidence: Vec<Evidence> = row
            .evidence
            .split('+')
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().map_err(|_| unknown(word)))
            .collect::<Result<_, _>>()?;
        let file =
            OutputFile { path: decoded(&row.output), bytes: row.bytes, readable: row.readable, problem: row.problem };
        match row.role {
            Role::Pair | Role::Missing => self.pairs.push(Pair {
                patient: row.patient,
                instance: row.instance,
                input: row.input,
                output: (row.role == Role::Pair).then_some(file),
                evidence,
                score: row.score,
                note: row.why,
            }),
            Role::Doubled => self.doubled.push(Doubled {
                patient: row.patient,
                instance: row.instance,
                output: file,
                evidence,
                score: row.score,
            }),
            Role::Unpaired => self.unpaired_outputs.push(file),
            Role::Side => self.side_files.push(file),
            Role::Odd => self.odd_files.push(file),
        }
        Ok(())
    }
}

fn file_row(role: Role, file: Option<&OutputFile>, evidence: &[Evidence], score: u32) -> PairRow {
    PairRow {
        role,
        patient: String::new(),
        instance: String::new(),
        input: String::new(),
        output: file.map(encoded).unwrap_or_default(),
        bytes: file.map_or(0, |file| file.bytes),
        readable: file.is_some_and(|file| file.readable),
        evidence: evidence.iter().map(|one| one.word()).collect::<Vec<_>>().join("+"),
        score,
        problem: file.map(|file| file.problem.clone()).unwrap_or_default(),
        why: String::new(),
    }
}

/// The path as text that leads back to the same file.
fn encoded(file: &OutputFile) -> String {
    let bytes = file.path.as_os_str().as_encoded_bytes();
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02x}"));
        }
    }
    text
}

fn decoded(text: &str) -> PathBuf {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    path_of(bytes)
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}
