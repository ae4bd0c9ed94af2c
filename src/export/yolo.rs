//! YOLO: one text file for each picture, beside `images/` in `labels/`, and `data.yaml`. A picture without text has an
//! empty file: it is a background.

use crate::export::Category;
use crate::export::ExportedImage;
use crate::export::writer::LabelWriter;
use crate::export::writer::create;
use std::collections::BTreeSet;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Writes the label files.
pub struct Yolo {
    folder: PathBuf,
    splits: BTreeSet<String>,
}

impl Yolo {
    /// Writes below `folder`, which holds `images/`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), splits: BTreeSet::new() }
    }
}

impl LabelWriter for Yolo {
    fn add(&mut self, image: &ExportedImage) -> io::Result<()> {
        self.splits.insert(image.split.clone());
        let path = self.folder.join("labels").join(&image.split).join(format!("{}.txt", image.stem()));
        let mut out = create(&path)?;
        let (width, height) = (f64::from(image.width.max(1)), f64::from(image.height.max(1)));
        for label in &image.labels {
            let area = label.area;
            // Centre and size as parts of the picture.
            let x = (f64::from(area.x) + f64::from(area.width) / 2.0) / width;
            let y = (f64::from(area.y) + f64::from(area.height) / 2.0) / height;
            let (wide, high) = (f64::from(area.width) / width, f64::from(area.height) / height);
            writeln!(out, "{} {x:.8} {y:.8} {wide:.8} {high:.8}", label.category.number())?;
        }
        out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut out = create(&self.folder.join("data.yaml"))?;
        writeln!(out, "# Paths are relative to this file.")?;
        for split in &self.splits {
            writeln!(out, "{split}: images/{split}")?;
        }
        writeln!(out, "names:")?;
        for category in Category::all() {
            writeln!(out, "  {}: {}", category.number(), category.word())?;
        }
        out.flush()
    }
}
