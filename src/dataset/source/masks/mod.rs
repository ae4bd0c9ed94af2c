//! Organ masks that somebody has: pictures in which each organ has a colour.
//!
//! A mask stands at the path of its picture below a folder of its own. Resizing and lossy compression shift colours at the
//! borders of organs, so every pixel takes the organ of the nearest colour; how many lie far off is recorded.

mod decode;
mod palette;
mod room;

pub use decode::Decoded;
pub use palette::Palette;
pub use palette::PaletteError;
pub use room::largest_free;

use crate::dataset::source::checks::Quarantine;
use crate::dicom::locus::PixelBox;
use crate::instance::OrganFrame;
use crate::instance::OrganMasks;
use crate::picture;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Endings of a mask whose name is that of its picture otherwise.
const ENDINGS: [&str; 6] = ["png", "bmp", "tif", "tiff", "jpg", "jpeg"];

/// Where masks are, and what their colours mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masks {
    /// The source folder, without symbolic links.
    pub source: PathBuf,
    /// The folder of the masks.
    pub folder: PathBuf,
    /// The colours.
    pub palette: Palette,
}

impl Masks {
    /// The masks of the pictures of a case, in the order of its frames; `None` where there is none at all.
    pub fn load(
        &self,
        files: &[PathBuf],
        columns: u32,
        rows: u32,
        most_pixels: u64,
    ) -> Result<Option<OrganMasks>, Quarantine> {
        let mut masks = OrganMasks { organs: self.palette.organs(), columns, rows, frames: Vec::new() };
        for file in files {
            let Some(path) = self.mask_of(file) else {
                masks.frames.push(None);
                continue;
            };
            let frame = self.one(&path, columns, rows, most_pixels)?;
            // A cine whose organs stand still needs one copy.
            let same = masks.frames.iter().flatten().next_back().filter(|before| before.values == frame.values);
            let values = same.map_or_else(|| Arc::clone(&frame.values), |before| Arc::clone(&before.values));
            masks.frames.push(Some(OrganFrame { values, ..frame }));
        }
        Ok(masks.frames.iter().any(Option::is_some).then_some(masks))
    }

    fn one(&self, path: &Path, columns: u32, rows: u32, most_pixels: u64) -> Result<OrganFrame, Quarantine> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let found =
            picture::decode(path, most_pixels).map_err(|error| Quarantine::failed(format!("mask {name}: {error}")))?;
        let format = found.format;
        if (format.columns, format.rows) != (columns, rows) {
            return Err(Quarantine::check(format!(
                "mask {name} has {}x{} pixels, and its picture has {columns}x{rows}; a mask must be as large as its picture",
                format.columns, format.rows
            )));
        }
        if format.bits_allocated > 8 {
            return Err(Quarantine::check(format!("mask {name} has 16 bits; save it with 8 bits for each colour")));
        }
        let rgb = match format.samples {
            1 => found.native.iter().flat_map(|level| [*level; 3]).collect(),
            _ => found.native,
        };
        let decoded =
            self.palette.decode(&rgb, columns).map_err(|why| Quarantine::check(format!("mask {name}: {why}")))?;
        Ok(OrganFrame { values: Arc::new(decoded.values), far: decoded.far })
    }

    /// The mask of a picture: at the same path, with any ending.
    fn mask_of(&self, file: &Path) -> Option<PathBuf> {
        let below = self.folder.join(file.strip_prefix(&self.source).ok()?);
        let others = ENDINGS.iter().map(|ending| below.with_extension(ending));
        std::iter::once(below.clone()).chain(others).find(|path| path.is_file())
    }
}

/// The part of the burn region over which no organ lies in any frame, the largest such box.
pub fn free_region(region: PixelBox, masks: &OrganMasks) -> Option<PixelBox> {
    let is_organ = |x: u32, y: u32| masks.frames.iter().flatten().any(|frame| frame.at(masks.columns, x, y) > 0);
    largest_free(region, is_organ)
}
