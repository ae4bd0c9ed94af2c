//! Ink for a place in a picture, from what stands there.

use super::Tint;
use super::shades::Shades;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::ink::burn::Ink;
use crate::instance::Instance;

/// One clean frame to mix ink for.
pub(in crate::traps::pixel) struct Paint {
    /// Its layout.
    pub(in crate::traps::pixel) format: PixelFormat,
    native: Vec<u8>,
    shades: Shades,
}

impl Paint {
    /// Frame `index` of an instance; `None` where it cannot be drawn.
    pub(in crate::traps::pixel) fn of(instance: &mut Instance, index: u32) -> Option<Self> {
        let source = instance.pixels.as_mut()?;
        let format = source.format();
        let mut native = vec![0; format.frame_bytes()?];
        source.draw(index, &mut native).ok()?;
        Some(Self { format, native, shades: Shades::of(&format, &instance.object) })
    }

    /// Samples that stand in no instance.
    pub(in crate::traps::pixel) fn of_samples(format: PixelFormat, native: Vec<u8>) -> Self {
        Self { shades: Shades::of(&format, &Object::new()), format, native }
    }

    /// The samples.
    pub(in crate::traps::pixel) fn native(&self) -> &[u8] {
        &self.native
    }

    /// Ink for a place.
    pub(in crate::traps::pixel) fn ink(&self, area: PixelBox, tint: Tint, opacity: u8) -> Ink {
        let around = area.dilated(4, self.format.columns, self.format.rows);
        let median = self.median(around);
        let (least, most) = self.shades.range(&self.format);
        let up = median - least < most - median;
        let far = if up { most } else { least };
        let part = |way: i32, percent: i32| way / 100 * percent + way % 100 * percent / 100;
        let levels = match tint {
            Tint::Contrast(percent) => self.shades.levels(&self.format, median + part(far - median, percent)),
            Tint::Steps(steps) => self.shades.levels(&self.format, if up { median + steps } else { median - steps }),
            Tint::Bright(percent) => {
                let grey = part(255, percent).clamp(0, 255) as u8;
                self.shades.colour(&self.format, [grey; 3])
            }
            Tint::Colour(rgb) => self.shades.colour(&self.format, rgb),
        };
        Ink { levels, opacity }
    }

    /// Ink that looks as what is there.
    pub(in crate::traps::pixel) fn even(&self, area: PixelBox) -> Ink {
        Ink { levels: self.shades.levels(&self.format, self.median(area)), opacity: 255 }
    }

    /// How bright a place is shown, on a scale that is larger for brighter ones.
    pub(in crate::traps::pixel) fn brightness(&self, area: PixelBox) -> i32 {
        let median = self.median(area);
        if self.format.photometric == Photometric::Monochrome1 { -median } else { median }
    }

    fn median(&self, area: PixelBox) -> i32 {
        self.shades.median(&Raster::from_native(&self.format, &self.native, area))
    }
}
