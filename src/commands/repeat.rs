//! `deidbench run --repeat N`: whether a tool gives the same each time.

use crate::commands::terminal::Terminal;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::tool;
use crate::tool::RunOptions;
use crate::tool::Tool;
use crate::tool::Unwatched;
use crate::truth::Dataset;
use anyhow::Context;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use walkdir::WalkDir;

/// Largest output that is taken apart.
const LARGEST: u64 = 1 << 30;
/// Files that are listed; the count beside the list is of all.
const LISTED: usize = 1000;

/// Content of `repeats.json`.
#[derive(Debug, Serialize)]
struct Repeats {
    /// Format of this file.
    format: u32,
    /// Runs, with the first.
    runs: u32,
    /// Files of the first run.
    files: u64,
    /// Whether every run gave the same bytes at the same paths.
    deterministic: bool,
    /// Files with other bytes in another run, or at a path that another run did not write.
    differing_count: u64,
    /// The first thousand of them.
    differing: Vec<Differing>,
}

/// A file that is not the same in every run.
#[derive(Debug, Serialize)]
struct Differing {
    /// Below the output folder.
    path: PathBuf,
    /// `missing` in one of the runs, `pixels` that decode otherwise, `values` that differ, or only `bytes`: the same values and
    /// pixels, written in another way.
    what: &'static str,
}

/// Runs the tool again and compares; writes `repeats.json`.
pub fn execute(
    tool: &Tool,
    dataset: &Dataset,
    folder: &Path,
    options: &RunOptions,
    runs: u32,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<()> {
    let first = folder.join("output");
    let files = digests(&first)?;
    let mut differing: BTreeMap<PathBuf, &'static str> = BTreeMap::new();
    for number in 2..=runs {
        terminal.note(&format!("running {} again, {number} of {runs}", tool.name));
        // Beside the run, because it needs as much room.
        let again =
            tempfile::tempdir_in(folder).context("could not make a folder for another run; is the disk full?")?;
        tool::run(tool, &dataset.input(), again.path(), options, &Unwatched, cancel)?;
        let other = again.path().join("output");
        let others = digests(&other)?;
        let paths: BTreeSet<&PathBuf> = files.keys().chain(others.keys()).collect();
        for path in paths.into_iter().filter(|path| files.get(*path) != others.get(*path)) {
            let what = difference(&first.join(path), &other.join(path));
            differing.entry(path.clone()).or_insert(what);
        }
    }
    let count = differing.len() as u64;
    let repeats = Repeats {
        format: 1,
        runs,
        files: files.len() as u64,
        deterministic: differing.is_empty(),
        differing_count: count,
        differing: differing.iter().take(LISTED).map(|(path, what)| Differing { path: path.clone(), what }).collect(),
    };
    let place = folder.join("repeats.json");
    fs::write(&place, serde_json::to_string_pretty(&repeats)? + "\n")
        .with_context(|| format!("could not write `{}`; is the disk full?", place.display()))?;
    let of = |kind: &str| differing.values().filter(|what| **what == kind).count();
    terminal.note(&if repeats.deterministic {
        format!("{runs} runs gave the same {} files, byte by byte", files.len())
    } else {
        format!(
            "{runs} runs differ: {} files in values, {} in pixels, {} only in how they are written, {} not in every run",
            of("values"),
            of("pixels"),
            of("bytes"),
            of("missing")
        )
    });
    Ok(())
}

fn digests(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let entries = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let digest = |entry: walkdir::DirEntry| {
        let bytes = fs::read(entry.path()).with_context(|| format!("could not read `{}`", entry.path().display()))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
        Ok((relative, format!("{:x?}", Sha256::digest(bytes))))
    };
    entries.map(digest).collect()
}

/// How two files differ that are not the same bytes.
fn difference(one: &Path, other: &Path) -> &'static str {
    let (Ok(one), Ok(other)) = (Scan::open(one, LARGEST), Scan::open(other, LARGEST)) else { return "missing" };
    if !values(&one).eq(&values(&other)) {
        return "values";
    }
    if frames(&one) == frames(&other) { "bytes" } else { "pixels" }
}

fn values(scan: &Scan) -> BTreeMap<String, &[u8]> {
    scan.elements.iter().map(|element| (element.path.to_string(), scan.value(element))).collect()
}

/// Digests of the decoded frames; of the bytes where they do not decode.
fn frames(scan: &Scan) -> Vec<Vec<u8>> {
    let Ok(reader) = PixelReader::new(scan) else { return Vec::new() };
    let digest = |frame| match reader.native(frame) {
        Ok(samples) => Sha256::digest(samples).to_vec(),
        Err(_) => Sha256::digest(scan.file()).to_vec(),
    };
    (0..reader.frames()).map(digest).collect()
}
