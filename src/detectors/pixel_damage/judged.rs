//! Which pixels count.

use super::MARGIN;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;

/// The pixels of a frame that count: those outside of planted lines with their margin.
#[derive(Clone, Debug)]
pub struct Judged {
    columns: u32,
    exempt: Vec<bool>,
    boxes: Vec<PixelBox>,
    clinical_box: Option<PixelBox>,
    /// Pixels that count.
    pub pixels: u64,
    /// Of these, pixels of the clinical region.
    pub clinical: u64,
}

impl Judged {
    /// From the line boxes of the plants in an instance, and its clinical region.
    pub fn new(format: &PixelFormat, lines: &[PixelBox], clinical_box: Option<PixelBox>) -> Self {
        let boxes: Vec<PixelBox> = lines.iter().map(|line| line.dilated(MARGIN, format.columns, format.rows)).collect();
        let mut exempt = vec![false; format.rows as usize * format.columns as usize];
        for area in &boxes {
            for y in area.y..area.y + area.height {
                let first = y as usize * format.columns as usize + area.x as usize;
                if let Some(row) = exempt.get_mut(first..first + area.width as usize) {
                    row.fill(true);
                }
            }
        }
        let mut judged = Self { columns: format.columns, exempt, boxes, clinical_box, pixels: 0, clinical: 0 };
        for (at, exempt) in judged.exempt.iter().enumerate() {
            if !exempt {
                judged.pixels += 1;
                judged.clinical += u64::from(judged.is_clinical(at));
            }
        }
        judged
    }

    /// Whether pixel number `at` of the frame is exempt.
    pub fn is_exempt(&self, at: usize) -> bool {
        self.exempt.get(at).copied().unwrap_or(true)
    }

    /// Whether pixel number `at` lies in the clinical region; everywhere, where none is recorded.
    pub fn is_clinical(&self, at: usize) -> bool {
        let (x, y) = (at as u32 % self.columns.max(1), at as u32 / self.columns.max(1));
        self.clinical_box.is_none_or(|area| area.contains(x, y))
    }

    /// The exempt boxes, margin included.
    pub fn boxes(&self) -> &[PixelBox] {
        &self.boxes
    }
}
