//! Lines of text burned into frames, and the record of what stood under them.

use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::banner::PlannedLine;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::mask::Mask;

/// Pixels that are recorded around a burned line on every side.
pub const PATCH_MARGIN: u32 = 16;

/// One line of text to be burned into the frames. A line that moves is one of these for each place.
#[derive(Clone, Debug)]
pub struct Burn {
    /// Name of the patch that is recorded, unique in the patient.
    pub name: String,
    /// The whole line as rendered: label and values.
    pub text: String,
    /// Column of the mask's left edge.
    pub x: u32,
    /// Row of the mask's upper edge.
    pub y: u32,
    /// The ink.
    pub mask: Mask,
    /// Its levels and opacity.
    pub ink: Ink,
    /// The frames that show it.
    pub frames: FrameSet,
    /// Box of the identifier alone; `None` for ink that carries none, such as a shadow.
    pub value_box: Option<PixelBox>,
    /// Box of label and values.
    pub line_box: PixelBox,
    /// Where no sheet of glyphs draws other values alike: the masks of some, drawn the same way, each as large as `mask`.
    pub decoys: Vec<Mask>,
}

/// What stood under a burned line before: the samples of [`PatchRecord::area`], frame after frame.
#[derive(Clone, Debug)]
pub struct PatchRecord {
    /// Name of the burn.
    pub name: String,
    /// The recorded part of the frame.
    pub area: PixelBox,
    /// The frames, in the order in which they are recorded.
    pub frames: FrameSet,
    /// Native little-endian samples, laid out as in the instance.
    pub native: Vec<u8>,
}

/// Text that a trap drew itself, outside of Pixel Data: on an overlay plane or the icon.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What it was drawn on.
    pub canvas: Canvas,
    /// The line, in pixels of the canvas.
    pub burn: Burn,
    /// Samples of the canvas.
    pub format: PixelFormat,
    /// What stood under it.
    pub record: PatchRecord,
}

/// Text or a mark in the pixels that identifies nobody and must survive: a side letter, a depth scale, a caliper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// What it says or is, in a few words: `L`, `MI 1.2`, `depth scale`.
    pub text: String,
    /// Its box, in every frame.
    pub area: PixelBox,
}

impl Burn {
    /// A line of a banner, burned into `frames`.
    pub fn of_line<K>(name: String, line: &PlannedLine<K>, ink: Ink, frames: FrameSet) -> Self {
        let (x, y) = (line.line_box.x, line.line_box.y);
        let value_box = line.values.first().map(|value| value.area);
        let (text, mask) = (line.text.clone(), line.mask.clone());
        Self { name, text, x, y, mask, ink, frames, value_box, line_box: line.line_box, decoys: Vec::new() }
    }
}

impl PatchRecord {
    /// An empty record for a burn.
    pub(super) fn new(burn: &Burn, format: &PixelFormat) -> Self {
        Self {
            name: burn.name.clone(),
            area: burn.line_box.dilated(PATCH_MARGIN, format.columns, format.rows),
            frames: burn.frames.clone(),
            native: Vec::new(),
        }
    }
}

/// Appends the clean samples under every line that the frame shows.
pub(super) fn record_frame(
    burns: &[Burn],
    format: &PixelFormat,
    index: u32,
    frame: &[u8],
    patches: &mut [PatchRecord],
) {
    for (burn, patch) in burns.iter().zip(patches) {
        if burn.frames.contains(index) {
            copy_area(format, frame, patch.area, &mut patch.native);
        }
    }
}

/// Burns every line that the frame shows.
pub(super) fn burn_frame(burns: &[Burn], format: &PixelFormat, index: u32, frame: &mut [u8]) {
    for line in burns.iter().filter(|line| line.frames.contains(index)) {
        burn(format, frame, line.x, line.y, &line.mask, line.ink);
    }
}

/// Appends the samples inside `area` of a native frame.
fn copy_area(format: &PixelFormat, frame: &[u8], area: PixelBox, to: &mut Vec<u8>) {
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated).div_ceil(8);
    for y in area.y..area.y + area.height {
        let first = (y as usize * format.columns as usize + area.x as usize) * pixel;
        to.extend_from_slice(frame.get(first..first + area.width as usize * pixel).unwrap_or_default());
    }
}
