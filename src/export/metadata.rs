//! `metadata.jsonl` beside the pictures of a split, as loaders of image folders read it.

use crate::export::ExportedImage;
use crate::export::Label;
use crate::export::writer::LabelWriter;
use crate::export::writer::create;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Writes one line for each picture.
pub struct Metadata {
    images: PathBuf,
    splits: BTreeMap<String, BufWriter<File>>,
}

impl Metadata {
    /// Writes below `images`, the folder of the pictures.
    pub fn new(images: &Path) -> Self {
        Self { images: images.to_owned(), splits: BTreeMap::new() }
    }
}

impl LabelWriter for Metadata {
    fn add(&mut self, image: &ExportedImage) -> io::Result<()> {
        if !self.splits.contains_key(&image.split) {
            let out = create(&self.images.join(&image.split).join("metadata.jsonl"))?;
            self.splits.insert(image.split.clone(), out);
        }
        let Some(out) = self.splits.get_mut(&image.split) else { return Ok(()) };
        let boxes: Vec<[u32; 4]> = image
            .labels
            .iter()
            .map(|label| [label.area.x, label.area.y, label.area.width, label.area.height])
            .collect();
        let of = |word: fn(&Label) -> &str| -> Vec<&str> { image.labels.iter().map(word).collect() };
        let window = image.window.map(
            |window| json!({"rule": window.rule, "low": window.low, "high": window.high, "inverted": window.inverted}),
        );
        let row = json!({
            "file_name": image.file_name, "patient": image.patient, "instance": image.instance,
            "modality": image.modality, "frame": image.frame, "width": image.width, "height": image.height,
            "window": window,
            "objects": {
                "bbox": boxes,
                "category": of(|label| label.category.word()),
                "text": of(|label| &label.text),
                "trap": of(|label| &label.trap),
            },
        });
        writeln!(out, "{row}")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.splits.values_mut().try_for_each(Write::flush)
    }
}
