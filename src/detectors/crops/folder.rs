//! `RUN/evidence/`, which is written beside and takes its place whole.

use serde::Deserialize;
use serde::Serialize;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Name of the folder in a run.
const NAME: &str = "evidence";
/// Name of its table.
const INDEX: &str = "index.csv";
/// The first words of its table, by which a folder is known to be ours.
const FIRST_COLUMNS: &str = "crop,topic,verdict";

/// One row of `evidence/index.csv`: a finding, and its pictures. It holds no planted value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRow {
    /// Name of the pictures without ending, as `findings.csv` has it.
    pub crop: String,
    /// `leak` or `pixel-damage`.
    pub topic: String,
    /// The verdict, or the sort of damage.
    pub verdict: String,
    /// The plant; empty for damage.
    pub plant: String,
    /// Its trap.
    pub trap: String,
    /// The patient.
    pub patient: String,
    /// The instance.
    pub instance: String,
    /// Frame of the output, from 0.
    pub frame: u32,
    /// Frame of the input, from 0.
    pub input_frame: u32,
    /// What of the file is shown: `frames`, an overlay plane such as `overlay-6000`, or `icon`.
    pub canvas: String,
    /// What is shown, in pixels of the input: x, y, width, height.
    pub area: String,
    /// Pixels of the input to one of the picture, along each side.
    pub shrunk: u32,
    /// Sample of the input that is shown black, in both pictures; white where the picture is inverted.
    pub low: i32,
    /// Sample of the input that is shown white.
    pub high: i32,
    /// Difference that is shown white; minus this is black, and none is grey.
    pub difference_range: u32,
    /// File of what was handed over.
    pub before: String,
    /// File of what came back.
    pub after: String,
    /// File of their difference.
    pub difference: String,
    /// File of what was handed over, planted values filled.
    pub before_masked: String,
    /// File of where it came back otherwise, planted values filled.
    pub after_masked: String,
}

/// The folder in the making. One that is not finished leaves nothing.
#[derive(Debug)]
pub struct CropFolder {
    part: PathBuf,
    place: PathBuf,
    rows: Vec<IndexRow>,
    finished: bool,
}

impl CropFolder {
    /// Starts anew beside what an earlier scoring left in the folder of a run.
    pub fn new(run: &Path) -> io::Result<Self> {
        let (part, place) = (run.join(format!("{NAME}.part")), run.join(NAME));
        if place.exists() && !is_ours(&place) {
            return Err(io::Error::other(format!("`{}` holds something else", place.display())));
        }
        if part.exists() {
            fs::remove_dir_all(&part)?;
        }
        fs::create_dir_all(&part)?;
        Ok(Self { part, place, rows: Vec::new(), finished: false })
    }

    /// Where pictures are written.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Notes what was written.
    pub fn add(&mut self, rows: impl IntoIterator<Item = IndexRow>) {
        self.rows.extend(rows);
    }

    /// Pictures so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table, and takes the place of what was there.
    pub fn finish(mut self) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().has_headers(false).from_path(self.part.join(INDEX))?;
        // Without rows the table still says what it is.
        writer.write_record(COLUMNS)?;
        for row in &self.rows {
            writer.serialize(row)?;
        }
        writer.flush()?;
        if self.place.exists() {
            fs::remove_dir_all(&self.place)?;
        }
        fs::rename(&self.part, &self.place)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for CropFolder {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.part);
        }
    }
}

const COLUMNS: [&str; 20] = [
    "crop",
    "topic",
    "verdict",
    "plant",
    "trap",
    "patient",
    "instance",
    "frame",
    "input_frame",
    "canvas",
    "area",
    "shrunk",
    "low",
    "high",
    "difference_range",
    "before",
    "after",
    "difference",
    "before_masked",
    "after_masked",
];

/// Whether an earlier scoring wrote it, so that it may be replaced.
fn is_ours(place: &Path) -> bool {
    let is_empty = || fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    fs::read_to_string(place.join(INDEX)).is_ok_and(|text| text.starts_with(FIRST_COLUMNS)) || is_empty()
}
