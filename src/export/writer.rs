//! What every form of labels is written from.

use crate::dicom::shown::Window;
use crate::export::Label;
use std::io;
use std::path::Path;

/// One exported frame.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedImage {
    /// Its number in the export, from 1.
    pub id: u64,
    /// Its split.
    pub split: String,
    /// Its patient.
    pub patient: String,
    /// Its instance.
    pub instance: String,
    /// Modality of the instance.
    pub modality: String,
    /// The frame, from 0.
    pub frame: u32,
    /// Name of the picture below `images/SPLIT/`.
    pub file_name: String,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What was shown black and white; `None` for DICOM, which is left as it is.
    pub window: Option<Window>,
    /// Its boxes.
    pub labels: Vec<Label>,
}

impl ExportedImage {
    /// Name of the frame without ending, also where one file holds several.
    pub fn stem(&self) -> String {
        format!("{}-f{:04}", self.instance, self.frame)
    }
}

/// One form of labels, written image by image.
pub trait LabelWriter {
    /// Takes one image. They come ordered by patient, instance and frame.
    fn add(&mut self, image: &ExportedImage) -> io::Result<()>;

    /// Ends every file.
    fn finish(&mut self) -> io::Result<()>;
}

/// Makes the folder of a file, and the file.
pub fn create(path: &Path) -> io::Result<io::BufWriter<std::fs::File>> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    Ok(io::BufWriter::new(std::fs::File::create(path)?))
}

/// A text on one line: line breaks and other control characters become blanks.
pub fn on_one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
