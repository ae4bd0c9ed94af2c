//! Reports that are written to files: `NAME=PATH`.

use crate::report::ALL;
use crate::report::Exporter;
use crate::report::Report;
use crate::report::find;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;
use thiserror::Error;

/// A report and the file that it goes to, on the command line `NAME=PATH`.
#[derive(Clone)]
pub struct Target {
    /// The form.
    pub exporter: &'static dyn Exporter,
    /// The file.
    pub path: PathBuf,
}

/// A report could not be written.
#[derive(Debug, Error)]
#[error("could not write the report `{name}` to `{path}`; does the folder exist, and is there room?")]
pub struct WriteReportError {
    /// Name of the exporter.
    pub name: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || ALL.iter().map(|exporter| exporter.name()).collect::<Vec<_>>().join(", ");
        let (name, path) =
            text.split_once('=').ok_or_else(|| format!("expected NAME=PATH, with NAME one of {}", names()))?;
        let exporter = find(name).ok_or_else(|| format!("no report `{name}`; try {}", names()))?;
        if path.is_empty() {
            return Err(format!("expected a path after `{name}=`, for example {name}=report.{}", exporter.extension()));
        }
        Ok(Self { exporter, path: path.into() })
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}={}", self.exporter.name(), self.path.display())
    }
}

/// Writes a report to each target, one after another, without colours. Folders must exist.
pub fn write_all(report: &Report<'_>, targets: &[Target]) -> Result<(), WriteReportError> {
    let report = Report { colour: false, ..*report };
    for target in targets {
        write_file(&report, target).map_err(|source| WriteReportError {
            name: target.exporter.name(),
            path: target.path.clone(),
            source,
        })?;
    }
    Ok(())
}

/// Writes beside the file and renames: a report may be drawn from the very file it replaces.
fn write_file(report: &Report<'_>, target: &Target) -> io::Result<()> {
    let write = |path: &Path| -> io::Result<()> {
        let mut out = BufWriter::new(fs::File::create(path)?);
        target.exporter.write(report, &mut out)?;
        out.flush()
    };
    // A pipe or a terminal can't be replaced by a file.
    if fs::metadata(&target.path).is_ok_and(|found| !found.is_file()) {
        return write(&target.path);
    }
    let mut beside = OsString::from(&target.path);
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = write(&beside).and_then(|()| fs::rename(&beside, &target.path));
    if written.is_err() {
        // The first error is the one that matters.
        let _ = fs::remove_file(&beside);
    }
    written
}
