//! What stood under burned lines, kept as pictures without loss: `patches/NAME.png` stacks the frames, and
//! `patches/NAME.mask.png` holds the ink of the line.

use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;
use image::DynamicImage;
use image::ImageBuffer;
use image::ImageError;
use serde::Deserialize;
use serde::Serialize;
use std::io;
use std::path::Path;

/// One row of `patches.csv`: one burned line at one place. A line that moves has a row for each place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchRow {
    /// Name of the patch; plants refer to it.
    pub patch: String,
    /// The instance.
    pub instance: String,
    /// What it was drawn on.
    pub canvas: Canvas,
    /// Part of the frame that is recorded.
    pub area: PixelBox,
    /// Frames that are recorded, in the order of stacking.
    pub frames: FrameSet,
    /// Box of the identifier alone; `None` for ink that carries none, such as a shadow.
    pub value_box: Option<PixelBox>,
    /// Box of the whole line.
    pub line_box: PixelBox,
    /// The whole line as rendered.
    pub text: String,
    /// Column of the ink's left edge.
    pub x: u32,
    /// Row of the ink's upper edge.
    pub y: u32,
    /// Level of the ink in each channel, joined by spaces.
    pub levels: String,
    /// 255 covers the background.
    pub opacity: u8,
}

/// Writes the pictures of one burned line into `folder`: `native` are the samples of `row.area`, frame after frame.
pub fn write_patch(
    folder: &Path,
    row: &PatchRow,
    format: &PixelFormat,
    native: Vec<u8>,
    mask: &Mask,
) -> Result<(), ImageError> {
    let height = row.area.height.saturating_mul(row.frames.len() as u32);
    let short = || ImageError::IoError(io::Error::other("the recorded samples do not fill the patch"));
    stacked(format, row.area.width, height, native)
        .ok_or_else(short)?
        .save(folder.join(format!("{}.png", row.patch)))?;
    let mask = ImageBuffer::from_raw(mask.width, mask.height, mask.alpha.clone()).ok_or_else(short)?;
    DynamicImage::ImageLuma8(mask).save(folder.join(format!("{}.mask.png", row.patch)))
}

fn stacked(format: &PixelFormat, width: u32, height: u32, native: Vec<u8>) -> Option<DynamicImage> {
    let words = || native.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<u16>>();
    Some(match (format.bits_allocated > 8, format.samples) {
        (false, 1) => DynamicImage::ImageLuma8(ImageBuffer::from_raw(width, height, native)?),
        (false, _) => DynamicImage::ImageRgb8(ImageBuffer::from_raw(width, height, native)?),
        (true, 1) => DynamicImage::ImageLuma16(ImageBuffer::from_raw(width, height, words())?),
        (true, _) => DynamicImage::ImageRgb16(ImageBuffer::from_raw(width, height, words())?),
    })
}

/// Reads the masks of decoys; none where none were recorded.
pub fn read_decoys(folder: &Path, row: &PatchRow) -> Result<Vec<Mask>, ImageError> {
    let file = folder.join(format!("{}.decoys.png", row.patch));
    if !file.exists() {
        return Ok(Vec::new());
    }
    let stack = image::open(file)?.into_luma8();
    let mask = image::open(folder.join(format!("{}.mask.png", row.patch)))?;
    let (width, height) = (mask.width(), mask.height());
    if stack.width() != width || height == 0 || stack.height() % height != 0 {
        return Err(ImageError::IoError(io::Error::other("the masks of decoys have another size than the line")));
    }
    let each = width as usize * height as usize;
    Ok(stack.into_raw().chunks_exact(each.max(1)).map(|alpha| Mask { width, height, alpha: alpha.to_vec() }).collect())
}

/// Reads a patch: one raster for each recorded frame, and the ink.
pub fn read_patch(folder: &Path, row: &PatchRow, format: &PixelFormat) -> Result<(Vec<Raster>, Mask), ImageError> {
    let (native, mask) = read_native(folder, row)?;
    let part = PixelFormat { columns: row.area.width, rows: row.area.height, ..*format };
    let whole = PixelBox::new(0, 0, part.columns, part.rows);
    let each = part.frame_bytes().unwrap_or(0).max(1);
    let frames = native.chunks_exact(each).map(|frame| Raster::from_native(&part, frame, whole)).collect();
    Ok((frames, mask))
}

/// Reads a patch as it is recorded: native little-endian samples of `row.area`, frame after frame, and the ink.
pub fn read_native(folder: &Path, row: &PatchRow) -> Result<(Vec<u8>, Mask), ImageError> {
    let picture = image::open(folder.join(format!("{}.png", row.patch)))?;
    let native: Vec<u8> = match picture {
        DynamicImage::ImageLuma8(buffer) => buffer.into_raw(),
        DynamicImage::ImageRgb8(buffer) => buffer.into_raw(),
        DynamicImage::ImageLuma16(buffer) => buffer.into_raw().into_iter().flat_map(u16::to_le_bytes).collect(),
        other => other.into_rgb16().into_raw().into_iter().flat_map(u16::to_le_bytes).collect(),
    };
    let mask = image::open(folder.join(format!("{}.mask.png", row.patch)))?.into_luma8();
    Ok((native, Mask { width: mask.width(), height: mask.height(), alpha: mask.into_raw() }))
}
