//! `phi_overlays/SPLIT.csv`: the rows of the truth, with its columns, for the patients of each split.

use crate::truth::OverlayRow;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Writes one table for each split.
pub struct Overlays {
    folder: PathBuf,
    splits: BTreeMap<String, csv::Writer<File>>,
}

impl Overlays {
    /// Writes into `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), splits: BTreeMap::new() }
    }

    /// Takes the rows of a patient.
    pub fn add(&mut self, split: &str, rows: &[OverlayRow]) -> io::Result<()> {
        if !self.splits.contains_key(split) {
            fs::create_dir_all(&self.folder)?;
            let writer = csv::Writer::from_path(self.folder.join(format!("{split}.csv")))?;
            self.splits.insert(split.to_owned(), writer);
        }
        let Some(writer) = self.splits.get_mut(split) else { return Ok(()) };
        rows.iter().try_for_each(|row| writer.serialize(row).map_err(io::Error::from))
    }

    /// Ends every table.
    pub fn finish(&mut self) -> io::Result<()> {
        self.splits.values_mut().try_for_each(csv::Writer::flush)
    }
}
