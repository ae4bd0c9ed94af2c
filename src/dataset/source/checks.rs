//! The checks that a picture passes before anything is burned into it.

use crate::dicom::frame::PixelFormat;
use crate::dicom::levels::Levels;
use crate::dicom::locus::PixelBox;
use crate::truth::SourceStatus;
use thiserror::Error;

/// Why a case is not in the dataset. Nothing is written of it, and the other cases go on.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{reason}")]
pub struct Quarantine {
    /// `quarantined` by a check, or `failed` where it could not be read.
    pub status: SourceStatus,
    /// Why, in words for `run_manifest.csv`.
    pub reason: String,
}

impl Quarantine {
    /// A check refused it.
    pub fn check(reason: impl Into<String>) -> Self {
        Self { status: SourceStatus::Quarantined, reason: reason.into() }
    }

    /// It could not be read.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self { status: SourceStatus::Failed, reason: reason.into() }
    }
}

/// How bright the burn region may be, as parts of the full range from black to white.
///
/// The border around an ultrasound sector is black but for the noise of JPEG: its mean stays below 0.02, and single
/// pixels reach 0.1; devices that draw a dark grey border (10 of 255 levels) come to 0.043. Speckle, bone and white paper pass the mean; a mark of the device, a depth scale or the edge of
/// the sector covers little but is bright, so it passes the share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brightness {
    /// Largest mean.
    pub mean: f64,
    /// From here on a pixel counts as bright.
    pub bright: f64,
    /// Largest share of bright pixels.
    pub share: f64,
}

impl Default for Brightness {
    fn default() -> Self {
        Self { mean: 0.06, bright: 0.16, share: 0.002 }
    }
}

impl Brightness {
    /// Refuses a native frame whose region is brighter than allowed. `name` says which picture it is.
    pub fn check(
        &self,
        name: &str,
        format: &PixelFormat,
        native: &[u8],
        area: PixelBox,
        levels: &Levels,
    ) -> Result<(), Quarantine> {
        let (mean, share) = self.measure(format, native, area, levels);
        if mean > self.mean {
            let allowed = self.mean;
            return Err(Quarantine::check(format!(
                "{name}: the burn region {area} is too bright: mean {mean:.3} of white, and {allowed} is allowed"
            )));
        }
        if share > self.share {
            let (bright, allowed) = (self.bright, self.share);
            return Err(Quarantine::check(format!(
                "{name}: the burn region {area} is not empty: a share of {share:.4} is brighter than {bright} of \
                 white, and {allowed} is allowed"
            )));
        }
        Ok(())
    }

    /// Mean and share of bright pixels in the region, where a pixel is as bright as its brightest channel.
    fn measure(&self, format: &PixelFormat, native: &[u8], area: PixelBox, levels: &Levels) -> (f64, f64) {
        let threshold = (self.bright * f64::from(Levels::WHITE)) as u32;
        let (mut sum, mut bright) = (0u64, 0u64);
        levels.visit(format, native, area, &mut |level| {
            sum += u64::from(level);
            bright += u64::from(level > threshold);
        });
        let pixels = area.area().max(1) as f64;
        (sum as f64 / pixels / f64::from(Levels::WHITE), bright as f64 / pixels)
    }
}
