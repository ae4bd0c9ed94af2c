//! What stood under burned lines, kept as pictures without loss: `patches/NAME.png` stacks the frames, and
//! `patches/NAME.mask.png` holds the ink of the line. Where no sheet of glyphs draws other values alike,
//! `patches/NAME.decoys.png` stacks the ink of some, each as large as that of the line.

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
use std::fs::File;
use std::io;
use std::io::BufReader;
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

/// Writes the masks of decoys, which are all as large as the mask of the line; no file where there are none.
pub fn write_decoys(folder: &Path, row: &PatchRow, decoys: &[Mask]) -> Result<(), ImageError> {
    let Some(first) = decoys.first() else { return Ok(()) };
    let height = first.height.saturating_mul(decoys.len() as u32);
    let alpha = decoys.iter().flat_map(|decoy| decoy.alpha.iter().copied()).collect();
    let uneven = || ImageError::IoError(io::Error::other("the masks of decoys differ in size"));
    let stack = ImageBuffer::from_raw(first.width, height, alpha).ok_or_else(uneven)?;
    DynamicImage::ImageLuma8(stack).save(folder.join(format!("{}.decoys.png", row.patch)))
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
    if stack.width() != width || height == 0 || !stack.height().is_multiple_of(height) {
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
    Ok((read_samples(folder, row, u32::MAX)?, read_mask(folder, row)?))
}

/// Reads the ink of a patch.
pub fn read_mask(folder: &Path, row: &PatchRow) -> Result<Mask, ImageError> {
    let mask = image::open(folder.join(format!("{}.mask.png", row.patch)))?.into_luma8();
    Ok(Mask { width: mask.width(), height: mask.height(), alpha: mask.into_raw() })
}

/// Reads the samples of the first frames of a patch, at most so many: native, little endian, frame after frame. A picture of
/// many frames is decoded no further than asked.
pub fn read_samples(folder: &Path, row: &PatchRow, frames: u32) -> Result<Vec<u8>, ImageError> {
    let file = BufReader::new(File::open(folder.join(format!("{}.png", row.patch)))?);
    let failed = |error: png::DecodingError| ImageError::IoError(io::Error::other(error));
    let mut picture = png::Decoder::new(file).read_info().map_err(failed)?;
    let (height, is_wide) = (picture.info().height, picture.info().bit_depth == png::BitDepth::Sixteen);
    let mut native = Vec::new();
    for _ in 0..height.min(row.area.height.saturating_mul(frames)) {
        let Some(line) = picture.next_row().map_err(failed)? else { break };
        native.extend_from_slice(line.data());
    }
    if is_wide {
        // The file has the high byte of each word first.
        native.chunks_exact_mut(2).for_each(|word| word.reverse());
    }
    Ok(native)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;

    #[test]
    fn masks_of_decoys_are_read_back_and_are_none_where_none_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let row = PatchRow {
            patch: "L1".to_owned(),
            instance: "I".to_owned(),
            canvas: Canvas::Frames,
            area: PixelBox::new(0, 0, 3, 2),
            frames: FrameSet::all(1),
            value_box: None,
            line_box: PixelBox::new(0, 0, 3, 2),
            text: "x".to_owned(),
            x: 0,
            y: 0,
            levels: "1".to_owned(),
            opacity: 255,
        };
        assert!(read_decoys(folder.path(), &row).expect("nothing").is_empty());
        let format = PixelFormat {
            rows: 9,
            columns: 9,
            samples: 1,
            bits_allocated: 1,
            bits_stored: 1,
            signed: false,
            photometric: Photometric::Monochrome2,
        };
        write_patch(folder.path(), &row, &format, vec![0; 6], &Mask::full(3, 2)).expect("a patch");
        let decoys = [Mask { width: 3, height: 2, alpha: vec![1, 2, 3, 4, 5, 6] }, Mask::empty(3, 2)];
        write_decoys(folder.path(), &row, &decoys).expect("two masks");
        assert_eq!(read_decoys(folder.path(), &row).expect("two masks"), decoys);
        write_decoys(folder.path(), &row, &[Mask::empty(3, 3)]).expect("another size");
        assert!(read_decoys(folder.path(), &row).is_err());
    }
}
