//! Split files: a CSV with a column `split` and one that says whose.

use crate::splits::Assignment;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// One row of a split file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitRow {
    /// What the row is about.
    pub subject: String,
    /// Its split.
    pub split: String,
}

/// What the rows of a split file are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectColumn {
    /// Patients.
    Patient,
    /// Files.
    File,
}

/// A split file can't be used.
#[derive(Debug, Error)]
pub enum SplitFileError {
    /// It can't be read or parsed.
    #[error("could not read the split file `{path}`; expected a CSV with a header line")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A column is missing.
    #[error("the split file `{path}` has no column {wanted}; it has: {found}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column, or columns of which one is needed.
        wanted: &'static str,
        /// The columns that are there.
        found: String,
    },
}

/// Names of a column of patients, in the order of preference.
const PATIENT: [&str; 6] = ["patient", "patient_id", "patientid", "subject", "subject_id", "deid_patient_id"];
/// Names of a column of files.
const FILE: [&str; 6] = ["file", "file_name", "filename", "path", "image", "output_dicom_relpath"];
/// Names of the column of splits.
const SPLIT: [&str; 4] = ["split", "set", "subset", "partition"];

/// Reads a split file that somebody made. Names of columns are compared without regard to case.
pub fn read(path: &Path) -> Result<(SubjectColumn, Vec<SplitRow>), SplitFileError> {
    let fail = |source| SplitFileError::Read { path: path.to_owned(), source };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(fail)?;
    let header: Vec<String> = reader.headers().map_err(fail)?.iter().map(str::to_lowercase).collect();
    let column = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|found| found == name));
    let missing = |wanted| SplitFileError::Column { path: path.to_owned(), wanted, found: header.join(", ") };
    let split = column(&SPLIT).ok_or_else(|| missing("`split`"))?;
    let (sort, subject) = match (column(&PATIENT), column(&FILE)) {
        (_, Some(file)) => (SubjectColumn::File, file),
        (Some(patient), None) => (SubjectColumn::Patient, patient),
        (None, None) => return Err(missing("`patient` or `file`")),
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fail)?;
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        rows.push(SplitRow { subject: field(subject), split: field(split) });
    }
    Ok((sort, rows))
}

/// Writes who is where.
pub fn write(path: &Path, assignment: &Assignment) -> io::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["patient", "split"])?;
    for (patient, split) in assignment {
        writer.write_record([patient, split])?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_files_of_others_are_understood_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("splits.csv");
        let assignment: Assignment = [("P1".to_owned(), "train".to_owned())].into();
        write(&path, &assignment).expect("written");
        let row = SplitRow { subject: "P1".to_owned(), split: "train".to_owned() };
        assert_eq!(read(&path).expect("read"), (SubjectColumn::Patient, vec![row]));
        std::fs::write(&path, "Set,File_Name\ntrain, a/b.png\n").expect("written");
        let (sort, rows) = read(&path).expect("read");
        assert_eq!((sort, rows[0].subject.as_str()), (SubjectColumn::File, "a/b.png"));
        for (text, word) in [("file\na\n", "`split`"), ("split\ntrain\n", "`patient` or `file`")] {
            std::fs::write(&path, text).expect("written");
            assert!(read(&path).expect_err("refused").to_string().contains(word));
        }
    }
}
