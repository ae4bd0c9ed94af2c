//! The validator `dicom-validator` (its command is `validate_iods`), which needs a local copy of the standard.
//!
//! Left alone, it fetches the list of editions, and parts that are missing, from the network. So the parts must be there, and it
//! gets a folder of its own in which the list of editions names the one that is used.

mod answer;
mod standard;

use crate::validators::Stream;
use crate::validators::run;
use answer::Answer;
use standard::Standard;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

const PROGRAM: &str = "validate_iods";
/// Time for one file; reading the tables of the standard takes most of it.
const LIMIT: Duration = Duration::from_secs(120);
/// Time for the tables of an edition, which are made from its DocBook once.
const LIMIT_OF_TABLES: Duration = Duration::from_secs(900);

/// What the validator says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DicomValidatorAnswer {
    /// It was checked; these are its errors, without the values that they quote.
    Checked(BTreeSet<String>),
    /// This copy of the standard does not know its SOP class, so nothing was checked.
    UnknownClass,
}

/// The validator with its copy of the standard.
#[derive(Clone, Debug)]
pub struct DicomValidator {
    standard: Arc<Standard>,
    /// Its option for the edition: `--edition`, or `--revision` before release 0.8.
    option: &'static str,
}

/// The validator can't be used.
#[derive(Debug, Error)]
pub enum DicomValidatorError {
    /// It is not installed.
    #[error("`validate_iods` is not on the PATH; `pip install dicom-validator` brings it")]
    NotInstalled,
    /// There is no standard.
    #[error(
        "`{0}` holds no local copy of the standard; dicom-validator needs one: a folder for each edition with its DocBook, for \
         example 2026b/docbook/part03.xml, part04.xml and part06.xml"
    )]
    NoStandard(PathBuf),
    /// The folder of the validator could not be made.
    #[error("could not make a folder for dicom-validator; is the temporary folder writable?")]
    Folder(#[source] io::Error),
    /// Its tables could not be made.
    #[error(
        "dicom-validator made no tables of edition {edition} in `{folder}`; is its DocBook whole? \
         `validate_iods --standard-path {folder} {option} {edition} FILE` says more"
    )]
    NoTables {
        /// The folder that was named.
        folder: PathBuf,
        /// The edition.
        edition: String,
        /// The option for it.
        option: &'static str,
    },
}

impl DicomValidator {
    /// The validator, where it is installed and `standard` holds an edition. Makes the tables of that edition, once.
    pub fn new(standard: &Path) -> Result<Self, DicomValidatorError> {
        let edition = standard::newest(standard).ok_or_else(|| DicomValidatorError::NoStandard(standard.to_owned()))?;
        let help = run(Command::new(PROGRAM).arg("--help").stdin(Stdio::null()), Stream::Output, LIMIT)
            .map_err(|_| DicomValidatorError::NotInstalled)?;
        let option = if help.contains("--edition") { "--edition" } else { "--revision" };
        let no_tables =
            || DicomValidatorError::NoTables { folder: standard.to_owned(), edition: edition.clone(), option };
        let prepared = Standard::prepare(standard, &edition).map_err(DicomValidatorError::Folder)?;
        let made = Self { standard: Arc::new(prepared), option };
        // A file that is not there makes it read its tables and nothing else.
        let nothing = made.standard.folder().join("no such file");
        made.said(&nothing, LIMIT_OF_TABLES).map_err(|_| no_tables())?;
        if made.standard.has_tables() { Ok(made) } else { Err(no_tables()) }
    }

    /// The edition that is used.
    pub fn edition(&self) -> &str {
        self.standard.edition()
    }

    /// What it says of a file. The path is made absolute, so that no name of a stranger is read as an option.
    pub fn errors(&self, file: &Path) -> io::Result<DicomValidatorAnswer> {
        let said = self.said(&std::path::absolute(file)?, LIMIT)?;
        match answer::read(&said) {
            Answer::Errors(errors) => Ok(DicomValidatorAnswer::Checked(errors)),
            Answer::UnknownClass => Ok(DicomValidatorAnswer::UnknownClass),
            Answer::None => Err(io::Error::other("it printed no result")),
        }
    }

    fn said(&self, file: &Path, limit: Duration) -> io::Result<String> {
        let mut command = Command::new(PROGRAM);
        command.arg("--standard-path").arg(self.standard.folder()).args([self.option, self.edition()]);
        run(command.arg(file).stdin(Stdio::null()), Stream::Output, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_an_edition_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = DicomValidator::new(folder.path()).expect_err("refused").to_string();
        assert!(refused.contains("local copy of the standard"), "{refused}");
        // One part alone would make it fetch the others.
        std::fs::create_dir_all(folder.path().join("2026b/docbook")).expect("made");
        std::fs::write(folder.path().join("2026b/docbook/part03.xml"), "<book/>").expect("written");
        let refused = DicomValidator::new(folder.path()).expect_err("refused").to_string();
        assert!(refused.contains("part06.xml"), "{refused}");
    }
}
