//! The validator `dicom-validator` (its command is `validate_iods`), which needs a local copy of the standard: without one it
//! would fetch the standard from the network.

use crate::validators::Stream;
use crate::validators::run;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use thiserror::Error;

const PROGRAM: &str = "validate_iods";
/// Time for one file; reading the tables of the standard takes most of it.
const LIMIT: Duration = Duration::from_secs(120);
/// How lines begin that tell an error.
const ERRORS: [&str; 4] = ["Tag ", "Missing SOP Class UID", "Unknown or retired SOP Class UID", "Not a DICOM File"];
/// Errors of one file that are kept.
const MOST_ERRORS: usize = 200;

/// The validator with its copy of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DicomValidator {
    standard: PathBuf,
}

/// The validator can't be used.
#[derive(Debug, Error)]
pub enum DicomValidatorError {
    /// It is not installed.
    #[error("`validate_iods` is not on the PATH; `pip install dicom-validator` brings it")]
    NotInstalled,
    /// There is no standard.
    #[error(
        "`{0}` holds no local copy of the standard; dicom-validator needs one: a folder for each edition, as its \
             --standard-path has it (for example 2024e/json or 2024e/docbook)"
    )]
    NoStandard(PathBuf),
}

impl DicomValidator {
    /// The validator, where it is installed and `standard` holds an edition.
    pub fn new(standard: &Path) -> Result<Self, DicomValidatorError> {
        let holds_edition = |entry: std::fs::DirEntry| {
            let folder = entry.path();
            folder.join("json").is_dir() || folder.join("docbook").is_dir()
        };
        let mut entries = standard.read_dir().into_iter().flatten().flatten();
        if !entries.any(holds_edition) {
            return Err(DicomValidatorError::NoStandard(standard.to_owned()));
        }
        run(Command::new(PROGRAM).arg("--help").stdin(Stdio::null()), Stream::Output, LIMIT)
            .map_err(|_| DicomValidatorError::NotInstalled)?;
        Ok(Self { standard: standard.to_owned() })
    }

    /// Errors of a file. The path is made absolute, so that no name of a stranger is read as an option.
    pub fn errors(&self, file: &Path) -> io::Result<BTreeSet<String>> {
        let file = std::path::absolute(file)?;
        let mut command = Command::new(PROGRAM);
        command.arg("--standard-path").arg(&self.standard).args(["--edition", "local"]).arg(file).stdin(Stdio::null());
        let said = run(&mut command, Stream::Output, LIMIT)?;
        // Without its tables it says so and checks nothing.
        match said.lines().find(|line| line.ends_with("aborting")) {
            Some(line) => Err(io::Error::other(line.trim().to_owned())),
            None => Ok(errors_in(&said)),
        }
    }
}

/// The lines that name an error, each with the module that it is about.
fn errors_in(said: &str) -> BTreeSet<String> {
    let mut module = String::new();
    let mut errors = BTreeSet::new();
    for line in said.lines() {
        // A logger may put its level before the message.
        let line = line.trim().trim_start_matches("ERROR:").trim_start_matches("INFO:").trim();
        if let Some(name) = line.strip_prefix("Module ") {
            module = name.trim_matches(['"', ':']).to_owned();
        } else if ERRORS.iter().any(|start| line.starts_with(start)) && errors.len() < MOST_ERRORS {
            let line = without_values(line);
            errors.insert(if module.is_empty() { line } else { format!("{module}: {line}") });
        }
    }
    errors
}

/// A message with every quoted value cut: it may be a planted one.
fn without_values(line: &str) -> String {
    match (line.find('\''), line.rfind('\'')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}'…'{}", line.get(..first).unwrap_or_default(), line.get(last + 1..).unwrap_or_default())
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_read_with_their_module_and_other_lines_are_none() {
        let said = "\nProcessing DICOM file \"x.dcm\"\nErrors\n======\nModule \"SOP Common\":\n\
                    Tag (0008,0018) (SOP Instance UID) is missing\nTag (0010,0040) (Patient's Sex) has invalid value 'Okafor' \
                    for VR CS\n";
        let errors = errors_in(said);
        assert_eq!(errors.len(), 2);
        assert!(!errors.iter().any(|line| line.contains("Okafor")), "{errors:?}");
        assert!(errors.contains("SOP Common: Tag (0008,0018) (SOP Instance UID) is missing"), "{errors:?}");
        assert!(errors_in("No issues found\n").is_empty());
    }

    #[test]
    fn a_folder_without_an_edition_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = DicomValidator::new(folder.path()).expect_err("refused").to_string();
        assert!(refused.contains("local copy of the standard"), "{refused}");
    }
}
