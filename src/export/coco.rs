//! COCO: `coco/SPLIT.json` (<https://cocodataset.org/#format-data>). Annotations wait in a temporary file, so that memory
//! stays flat.

use crate::export::Category;
use crate::export::ExportedImage;
use crate::export::writer::LabelWriter;
use crate::export::writer::create;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Writes one file for each split.
pub struct Coco {
    folder: PathBuf,
    info: serde_json::Value,
    splits: BTreeMap<String, Split>,
    annotations: u64,
}

struct Split {
    out: BufWriter<File>,
    waiting: BufWriter<File>,
    images: u64,
    annotations: u64,
}

impl Coco {
    /// Writes into `folder`; `info` says what the export is.
    pub fn new(folder: &Path, info: serde_json::Value) -> Self {
        Self { folder: folder.to_owned(), info, splits: BTreeMap::new(), annotations: 0 }
    }

    fn split(&mut self, name: &str) -> io::Result<&mut Split> {
        if !self.splits.contains_key(name) {
            let mut out = create(&self.folder.join(format!("{name}.json")))?;
            let categories: Vec<serde_json::Value> = Category::all()
                .map(|category| {
                    let group = if category == Category::Benign { "benign" } else { "identifier" };
                    json!({"id": category.number() + 1, "name": category.word(), "supercategory": group})
                })
                .collect();
            write!(out, "{{\"info\":{},\"licenses\":[],\"categories\":{},\"images\":[", self.info, json!(categories))?;
            let waiting = BufWriter::new(tempfile::tempfile()?);
            self.splits.insert(name.to_owned(), Split { out, waiting, images: 0, annotations: 0 });
        }
        self.splits.get_mut(name).ok_or_else(|| io::Error::other("a split that was just made is gone"))
    }
}

impl LabelWriter for Coco {
    fn add(&mut self, image: &ExportedImage) -> io::Result<()> {
        let mut next = self.annotations;
        let split = self.split(&image.split)?;
        let window = image.window.map(
            |window| json!({"rule": window.rule, "low": window.low, "high": window.high, "inverted": window.inverted}),
        );
        let row = json!({
            "id": image.id, "file_name": image.file_name, "width": image.width, "height": image.height,
            "patient": image.patient, "instance": image.instance, "modality": image.modality, "frame": image.frame,
            "window": window,
        });
        let comma = if split.images == 0 { "" } else { ",\n" };
        write!(split.out, "{comma}{row}")?;
        split.images += 1;
        for label in &image.labels {
            next += 1;
            let area = label.area;
            let (x, y) = (area.x, area.y);
            let (right, bottom) = (x + area.width, y + area.height);
            let line = label.line;
            let row = json!({
                "id": next, "image_id": image.id, "category_id": label.category.number() + 1,
                "bbox": [x, y, area.width, area.height], "area": area.area(), "iscrowd": 0,
                "segmentation": [[x, y, right, y, right, bottom, x, bottom]],
                "transcription": label.text, "line": label.line_text,
                "line_bbox": [line.x, line.y, line.width, line.height],
                "rotation": label.rotation, "plant": label.plant, "trap": label.trap,
            });
            let comma = if split.annotations == 0 { "" } else { ",\n" };
            write!(split.waiting, "{comma}{row}")?;
            split.annotations += 1;
        }
        self.annotations = next;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        for split in std::mem::take(&mut self.splits).into_values() {
            let Split { mut out, mut waiting, .. } = split;
            out.write_all(b"],\"annotations\":[")?;
            waiting.flush()?;
            let mut held = waiting.into_inner().map_err(io::IntoInnerError::into_error)?;
            held.rewind()?;
            io::copy(&mut held, &mut out)?;
            out.write_all(b"]}\n")?;
            out.flush()?;
        }
        Ok(())
    }
}
