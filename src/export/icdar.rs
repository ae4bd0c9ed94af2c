//! Lines as in the ICDAR challenges: `x1,y1,x2,y2,x3,y3,x4,y4,transcription`, corners clockwise from where the text begins.
//! Benign text is `###`, which these challenges read as "do not care".

use crate::export::Category;
use crate::export::ExportedImage;
use crate::export::Label;
use crate::export::writer::LabelWriter;
use crate::export::writer::create;
use crate::export::writer::on_one_line;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Writes `gt_NAME.txt` for each picture.
pub struct Icdar {
    folder: PathBuf,
}

impl Icdar {
    /// Writes into `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }
}

impl LabelWriter for Icdar {
    fn add(&mut self, image: &ExportedImage) -> io::Result<()> {
        let mut out = create(&self.folder.join(&image.split).join(format!("gt_{}.txt", image.stem())))?;
        for label in &image.labels {
            let corners: Vec<String> = corners(label).iter().map(|(x, y)| format!("{x},{y}")).collect();
            let text = if label.category == Category::Benign { "###".to_owned() } else { on_one_line(&label.text) };
            writeln!(out, "{},{text}", corners.join(","))?;
        }
        out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The corners of a box in the direction of reading.
fn corners(label: &Label) -> [(u32, u32); 4] {
    let area = label.area;
    let (left, top, right, bottom) = (area.x, area.y, area.x + area.width, area.y + area.height);
    let mut corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    corners.rotate_left(usize::from(label.rotation / 90 % 4));
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::locus::PixelBox;

    #[test]
    fn the_first_corner_is_where_the_text_begins() {
        let area = PixelBox::new(10, 20, 5, 30);
        let label = |rotation| Label {
            frame: 0,
            category: Category::Benign,
            area,
            text: String::new(),
            line: area,
            line_text: String::new(),
            rotation,
            plant: String::new(),
            trap: String::new(),
        };
        assert_eq!(corners(&label(0)), [(10, 20), (15, 20), (15, 50), (10, 50)]);
        // Turned by a quarter clockwise, text runs down and its upper edge lies at the right.
        assert_eq!(corners(&label(90))[0], (15, 20));
        assert_eq!(corners(&label(270))[0], (10, 50));
    }
}
