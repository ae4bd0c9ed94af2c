//! Screens and paper: a dose report, a worklist and a scanned form, with fields that are left blank.

mod dose;
mod form;
mod page;
mod worklist;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::chance::Chance;
use crate::phantom::mark::clear_of;
use crate::seed::Stream;
use page::Page;
use std::io;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenKind {
    /// The dose of a CT examination, light on dark, RGB.
    DoseReport,
    /// A list of examinations in a window, RGB.
    Worklist,
    /// A referral form on paper, 8 bits, MONOCHROME2.
    Form,
}

/// One screen or page: a single frame. Labels stand beside their fields; the fields are its free boxes.
pub struct Screen {
    page: Page,
}

impl Screen {
    /// A screen from `stream`.
    pub fn new(stream: Stream, kind: ScreenKind) -> Self {
        let mut chance = Chance::new(stream);
        let page = match kind {
            ScreenKind::DoseReport => dose::report(&mut chance),
            ScreenKind::Worklist => worklist::worklist(&mut chance),
            ScreenKind::Form => form::form(&mut chance),
        };
        Self { page }
    }
}

impl FrameSource for Screen {
    fn format(&self) -> PixelFormat {
        self.page.format
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if out.len() != self.page.samples.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a screen has another size"));
        }
        out.copy_from_slice(&self.page.samples);
        Ok(())
    }
}

impl Phantom for Screen {
    fn clinical_region(&self) -> PixelBox {
        self.page.content
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.page.content.contains(x, y)
    }

    fn marks(&self) -> &[Mark] {
        self.page.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        clear_of(self.page.fields.iter().copied(), self.page.stamps.marks())
    }
}
