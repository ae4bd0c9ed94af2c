//! Pictures made by the program: one phantom per kind of image, drawn from a seeded stream.
//!
//! A phantom gives frames, and says which pixels are clinical content (damage is measured there), which marks are
//! benign and must survive, and where text can be burned on an even background.

pub mod angiogram;
pub mod ct;
pub mod mammogram;
pub mod mr;
pub mod nuclear;
pub mod photograph;
pub mod positron;
pub mod radiograph;
pub mod screen;
pub mod ultrasound;

mod canvas;
mod chance;
mod mark;
mod plate;
mod shapes;
mod stamps;

pub use mark::Mark;

use crate::dicom::frame::FrameSource;
use crate::dicom::locus::PixelBox;

/// A source of frames that knows what it drew where.
pub trait Phantom: FrameSource {
    /// The smallest box around the clinical content of every frame.
    fn clinical_region(&self) -> PixelBox;

    /// Whether the pixel belongs to the clinical content.
    fn clinical(&self, x: u32, y: u32) -> bool;

    /// Marks that identify nobody and must survive: depth scale, gray bar, side letter. None lies in a free box.
    fn marks(&self) -> &[Mark];

    /// Boxes with an even background in every frame, without clinical content or marks, the best for text first.
    fn free_boxes(&self) -> Vec<PixelBox>;

    /// The first free place for a box of `width` x `height` pixels: the upper left corner of the first free box that holds it.
    fn free_box(&self, width: u32, height: u32) -> Option<PixelBox> {
        self.free_boxes()
            .into_iter()
            .find(|area| area.width >= width && area.height >= height)
            .map(|area| PixelBox::new(area.x, area.y, width, height))
    }
}

/// A box between two corners, or none where it would be empty.
fn box_between(left: u32, top: u32, right: u32, bottom: u32) -> Option<PixelBox> {
    (left < right && top < bottom).then(|| PixelBox::new(left, top, right - left, bottom - top))
}

#[cfg(test)]
mod tests;
