//! The record of burned lines, from what burning gave.

use crate::dicom::frame::PixelFormat;
use crate::instance::Burn;
use crate::instance::PatchRecord;
use crate::truth::PatchRow;

/// The row of a burned line.
pub fn patch_row(instance: &str, burn: &Burn, record: &PatchRecord, format: &PixelFormat) -> PatchRow {
    let channels = usize::from(format.samples);
    let levels: Vec<String> = burn.ink.levels.iter().take(channels).map(i32::to_string).collect();
    PatchRow {
        patch: burn.name.clone(),
        instance: instance.to_owned(),
        area: record.area,
        frames: record.frames.clone(),
        text: burn.text.clone(),
        x: burn.x,
        y: burn.y,
        levels: levels.join(" "),
        opacity: burn.ink.opacity,
    }
}
