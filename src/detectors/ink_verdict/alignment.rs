//! Where the pixels of an input frame stand in the output.

use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// How an output frame lies over its input frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// How the output was mirrored or turned.
    pub orientation: Orientation,
    /// Pixels of the upright output for one of the input, across and down.
    pub scale: (f64, f64),
    /// Where the upper left corner of the input lies in the upright output, in pixels of the output.
    pub shift: (f64, f64),
    /// How brightness was changed outside the boxes.
    pub map: IntensityMap,
    /// Share of the textured pixels outside the boxes that are equal in place.
    pub equal_share: f64,
    /// Correlation of fine structure outside the boxes once aligned.
    pub correlation: f64,
    /// Whether there was structure to align by. Where there was none, the frames are taken to lie as they are, and
    /// nothing should be called removed on that ground alone.
    pub certain: bool,
}

impl Alignment {
    /// Frames of the same size that lie exactly over each other.
    pub fn identity() -> Self {
        Self {
            orientation: Orientation::Upright,
            scale: (1.0, 1.0),
            shift: (0.0, 0.0),
            map: IntensityMap::identity(),
            equal_share: 1.0,
            correlation: 1.0,
            certain: true,
        }
    }

    /// Whether pixels stand where they stood.
    pub fn in_place(&self) -> bool {
        self.orientation == Orientation::Upright && self.scale == (1.0, 1.0) && self.shift == (0.0, 0.0)
    }

    /// Where the middle of an input pixel lies in the upright output.
    pub(super) fn source(&self, x: f64, y: f64) -> (f64, f64) {
        ((x + 0.5) * self.scale.0 - 0.5 + self.shift.0, (y + 0.5) * self.scale.1 - 0.5 + self.shift.1)
    }
}

/// The crop of `output` that shows what the input shows in `area`, with the size of `area`.
///
/// Pixels that lie outside the output repeat its border. Whole-pixel alignments copy samples; others mix the four nearest.
pub fn resample(output: &Raster, alignment: &Alignment, area: PixelBox) -> Raster {
    let channels = output.channels;
    let mut crop = Raster { width: area.width, height: area.height, channels, samples: Vec::new() };
    crop.samples.reserve(area.area() as usize * channels as usize);
    let size = (output.width, output.height);
    let upright = alignment.orientation.upright_size(size);
    let at = |x: i64, y: i64, channel: u32| {
        let x = x.clamp(0, i64::from(upright.0).max(1) - 1);
        let y = y.clamp(0, i64::from(upright.1).max(1) - 1);
        let (x, y) = alignment.orientation.place(x, y, size);
        let index = (y * i64::from(output.width) + x) * i64::from(channels) + i64::from(channel);
        usize::try_from(index).ok().and_then(|index| output.samples.get(index)).copied().unwrap_or(0)
    };
    for y in 0..area.height {
        for x in 0..area.width {
            let (u, v) = alignment.source(f64::from(area.x) + f64::from(x), f64::from(area.y) + f64::from(y));
            let (left, top) = (u.floor(), v.floor());
            let (right_share, bottom_share) = (u - left, v - top);
            let (left, top) = (left as i64, top as i64);
            for channel in 0..channels {
                if right_share == 0.0 && bottom_share == 0.0 {
                    crop.samples.push(at(left, top, channel));
                    continue;
                }
                let mix = |row: i64| {
                    f64::from(at(left, row, channel)) * (1.0 - right_share)
                        + f64::from(at(left + 1, row, channel)) * right_share
                };
                let value = mix(top) * (1.0 - bottom_share) + mix(top + 1) * bottom_share;
                crop.samples.push(value.round() as i32);
            }
        }
    }
    crop
}
