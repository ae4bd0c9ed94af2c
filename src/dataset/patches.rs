//! The record of burned lines, from what burning gave.

use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::instance::Burn;
use crate::instance::PatchRecord;
use crate::truth::PatchRow;

/// The row of a burned line.
pub fn patch_row(instance: &str, canvas: Canvas, burn: &Burn, record: &PatchRecord, format: &PixelFormat) -> PatchRow {
    let channels = usize::from(format.samples);
    let levels: Vec<String> = burn.ink.levels.iter().take(channels).map(i32::to_string).collect();
    PatchRow {
        patch: burn.name.clone(),
        instance: instance.to_owned(),
        canvas,
        area: record.area,
        frames: record.frames.clone(),
        value_box: burn.value_box,
        line_box: burn.line_box,
        text: burn.text.clone(),
        x: burn.x,
        y: burn.y,
        levels: levels.join(" "),
        opacity: burn.ink.opacity,
    }
}
