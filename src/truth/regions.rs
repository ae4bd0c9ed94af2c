//! Which pixels of an instance show which organ, as recorded: `regions/INSTANCE.png` stacks the frames, one below another,
//! with the value of an organ in each pixel and 0 for none.

use crate::dicom::frames::FrameSet;
use image::GrayImage;
use image::ImageError;
use serde::Deserialize;
use serde::Serialize;
use std::io;
use std::path::Path;

/// One row of `regions.csv`: one organ of one instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionRow {
    /// The instance.
    pub instance: String,
    /// The organ.
    pub organ: String,
    /// Its value in the picture.
    pub value: u8,
    /// Frames of the picture, in the order of stacking; the same for all organs of an instance.
    pub frames: FrameSet,
    /// Pixels of the organ over these frames.
    pub pixels: u64,
    /// Share of the pixels of the mask whose colour was far off every one of the palette.
    pub far_off: f64,
}

/// Writes the stacked frames, all of one size.
pub fn write_regions(
    folder: &Path,
    instance: &str,
    columns: u32,
    rows: u32,
    frames: &[&[u8]],
) -> Result<(), ImageError> {
    let height = rows.saturating_mul(frames.len() as u32);
    let short = || ImageError::IoError(io::Error::other("the masks do not fill their frames"));
    GrayImage::from_raw(columns, height, frames.concat())
        .ok_or_else(short)?
        .save(folder.join(format!("{instance}.png")))
}

/// Reads the stacked frames: values row by row, and the number of columns.
pub fn read_regions(folder: &Path, instance: &str) -> Result<(Vec<u8>, u32), ImageError> {
    let picture = image::open(folder.join(format!("{instance}.png")))?.into_luma8();
    let columns = picture.width();
    Ok((picture.into_raw(), columns))
}
