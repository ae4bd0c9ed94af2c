//! Split files: a CSV with a column `split` and one that says whose, or another form that people keep splits in.

use crate::splits::Assignment;
use crate::splits::other_forms;
use std::fs;
use std::io;
use std::io::BufRead;
use std::io::Read;
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
    /// Either: nothing says which.
    Either,
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
    /// A folder or a file of another form can't be read.
    #[error("could not read the split `{path}`; is the path right, and may it be read?")]
    Open {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It has another form than the ones that are known.
    #[error("the split file `{path}` can't be used: {why}")]
    Form {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
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
pub(super) const PATIENT: [&str; 6] =
    ["patient", "patient_id", "patientid", "subject", "subject_id", "deid_patient_id"];
/// Names of a column of files.
pub(super) const FILE: [&str; 8] =
    ["file", "file_name", "filename", "filepath", "file_path", "path", "image", "output_dicom_relpath"];
/// Names of the column of splits.
pub(super) const SPLIT: [&str; 4] = ["split", "set", "subset", "partition"];

/// Reads a split that somebody made: a table, JSON, a folder with a list for each split, or one with a folder for each. Names of
/// columns are compared without regard to case.
pub fn read(path: &Path) -> Result<(SubjectColumn, Vec<SplitRow>), SplitFileError> {
    let open = |source| SplitFileError::Open { path: path.to_owned(), source };
    if path.is_dir() {
        return other_forms::folder(path).map_err(open);
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        let text = fs::read_to_string(path).map_err(open)?;
        return other_forms::json(&text).map_err(|why| SplitFileError::Form { path: path.to_owned(), why });
    }
    table(path)
}

/// What stands between the cells of a table, by its header line: a comma where nothing says otherwise.
fn delimiter(path: &Path) -> u8 {
    let mut line = String::new();
    let _ = fs::File::open(path).and_then(|file| io::BufReader::new(file.take(1 << 16)).read_line(&mut line));
    [b'\t', b';'].into_iter().find(|mark| !line.contains(',') && line.as_bytes().contains(mark)).unwrap_or(b',')
}

fn table(path: &Path) -> Result<(SubjectColumn, Vec<SplitRow>), SplitFileError> {
    let fail = |source| SplitFileError::Read { path: path.to_owned(), source };
    let mut table = csv::ReaderBuilder::new();
    let mut reader = table.trim(csv::Trim::All).delimiter(delimiter(path)).from_path(path).map_err(fail)?;
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
        std::fs::write(&path, "path;subset\nb.png;val\n").expect("written");
        assert_eq!(read(&path).expect("read").1[0], SplitRow { subject: "b.png".to_owned(), split: "val".to_owned() });
        for (text, word) in [("file\na\n", "`split`"), ("split\ntrain\n", "`patient` or `file`")] {
            std::fs::write(&path, text).expect("written");
            assert!(read(&path).expect_err("refused").to_string().contains(word));
        }
    }
}
