//! The labels of an instance, one for each box and frame.

use crate::dicom::canvas::Canvas;
use crate::dicom::locus::PixelBox;
use crate::export::BoxForm;
use crate::truth::InstanceRow;
use crate::truth::KeepKind;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use crate::truth::Surface;

/// What a box holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// A planted identifier.
    Identifier(Kind),
    /// Text that identifies nobody and must survive.
    Benign,
}

impl Category {
    /// Every category, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::ALL.iter().copied().map(Self::Identifier).chain([Self::Benign])
    }

    /// Its number from 0.
    pub fn number(self) -> usize {
        Self::all().position(|known| known == self).unwrap_or(Kind::ALL.len())
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identifier(kind) => kind.word(),
            Self::Benign => "benign-text",
        }
    }
}

/// One box on one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The frame, from 0.
    pub frame: u32,
    /// What it holds.
    pub category: Category,
    /// Its box.
    pub area: PixelBox,
    /// The text in the box.
    pub text: String,
    /// Box of the whole line.
    pub line: PixelBox,
    /// The whole line as rendered.
    pub line_text: String,
    /// Degrees clockwise.
    pub rotation: u16,
    /// The plant; empty for benign text.
    pub plant: String,
    /// The trap; empty for benign text.
    pub trap: String,
}

/// The labels of every frame, ordered by frame, plants before benign text. A line that moves has its box of each frame.
pub fn labels(truth: &PatientTruth, row: &InstanceRow, boxes: BoxForm) -> Vec<Label> {
    let mut found = Vec::new();
    let planted = truth.plants.iter().filter(|plant| plant.instance == row.instance && plant.surface == Surface::Pixel);
    for plant in planted {
        for patch in truth.patches_of(plant).filter(|patch| patch.canvas == Canvas::Frames) {
            // Ink without an identifier, such as a shadow, is no label.
            let Some(value) = patch.value_box else { continue };
            for frame in patch.frames.iter().filter(|frame| plant.frames.contains(*frame)) {
                found.push(Label {
                    frame,
                    category: Category::Identifier(plant.kind),
                    area: if boxes == BoxForm::Value { value } else { patch.line_box },
                    text: if boxes == BoxForm::Value { plant.written.clone() } else { plant.context.clone() },
                    line: patch.line_box,
                    line_text: plant.context.clone(),
                    rotation: plant.rotation,
                    plant: plant.id.clone(),
                    trap: plant.trap.clone(),
                });
            }
        }
    }
    let keeps = truth.keeps.iter().filter(|keep| keep.instance == row.instance && keep.kind == KeepKind::Annotation);
    for keep in keeps {
        let Some(area) = keep.area else { continue };
        found.extend((0..row.frames).map(|frame| Label {
            frame,
            category: Category::Benign,
            area,
            text: keep.value.clone(),
            line: area,
            line_text: keep.value.clone(),
            rotation: 0,
            plant: String::new(),
            trap: String::new(),
        }));
    }
    found.sort_by_key(|label| label.frame);
    found
}
