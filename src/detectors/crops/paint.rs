//! From samples to pictures of 8 bits.

use super::LONGEST_SIDE;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use image::DynamicImage;
use image::ImageError;
use image::Rgb;
use image::RgbImage;
use std::path::Path;

/// Fills the boxes of planted lines.
const INK: Rgb<u8> = Rgb([60, 80, 160]);
/// Fills the box around what the output shows otherwise.
const DIFFERENCE: Rgb<u8> = Rgb([200, 110, 40]);
/// Differences up to this share of the range of a crop are not marked.
const SEEN: f64 = 0.08;

/// A crop before and after, with the range that is shown.
pub struct Crop {
    before: Raster,
    after: Raster,
    /// Boxes of planted values, in pixels of the crop.
    planted: Vec<PixelBox>,
    inverted: bool,
    /// The sample that is shown black.
    pub low: i32,
    /// The sample that is shown white.
    pub high: i32,
    /// The difference that is shown black or white.
    pub most: u32,
}

/// The pictures of a crop.
pub struct Painted {
    /// What was handed over.
    pub before: RgbImage,
    /// What came back.
    pub after: RgbImage,
    /// Their difference: grey where they are equal.
    pub difference: RgbImage,
    /// What was handed over, planted values filled.
    pub before_masked: RgbImage,
    /// What came back, without anything that it shows otherwise.
    pub after_masked: RgbImage,
}

impl Crop {
    /// Of two rasters of the same size and channels. The range is that of the input, for both, so that what is faint stays so.
    pub fn new(before: Raster, after: Raster, planted: Vec<PixelBox>, inverted: bool) -> Self {
        let ends = before.samples.iter().fold((i32::MAX, i32::MIN), |(low, high), one| (low.min(*one), high.max(*one)));
        let (low, high) = if ends.0 > ends.1 { (0, 1) } else { ends };
        let pairs = before.samples.iter().zip(&after.samples);
        let most = pairs.map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0);
        Self { before, after, planted, inverted, low, high: high.max(low.saturating_add(1)), most }
    }

    /// By how much the pictures are shrunk.
    pub fn shrunk(&self) -> u32 {
        self.before.width.max(self.before.height).div_ceil(LONGEST_SIDE).max(1)
    }

    /// Draws all pictures.
    pub fn painted(&self) -> Painted {
        let fill = |picture: &mut RgbImage, area: PixelBox, colour: Rgb<u8>| {
            let area = area.dilated(0, picture.width(), picture.height());
            for y in area.y..area.y + area.height {
                for x in area.x..area.x + area.width {
                    picture.put_pixel(x, y, colour);
                }
            }
        };
        let mut before_masked = self.shown(&self.before);
        let mut after_masked = before_masked.clone();
        if let Some(area) = self.differing() {
            fill(&mut after_masked, area, DIFFERENCE);
        }
        for area in &self.planted {
            fill(&mut before_masked, *area, INK);
            fill(&mut after_masked, *area, INK);
        }
        let pictures =
            [self.shown(&self.before), self.shown(&self.after), self.difference(), before_masked, after_masked];
        let [before, after, difference, before_masked, after_masked] = pictures.map(|one| shrink(one, self.shrunk()));
        Painted { before, after, difference, before_masked, after_masked }
    }

    fn shown(&self, raster: &Raster) -> RgbImage {
        let width = f64::from(self.high) - f64::from(self.low);
        let level = |sample: i32| {
            let level = ((f64::from(sample) - f64::from(self.low)) * 255.0 / width).clamp(0.0, 255.0) as u8;
            if self.inverted { 255 - level } else { level }
        };
        picture(raster, |_, pixel| match pixel {
            [red, green, blue] => Rgb([level(*red), level(*green), level(*blue)]),
            _ => Rgb([level(pixel.first().copied().unwrap_or(0)); 3]),
        })
    }

    fn difference(&self) -> RgbImage {
        let channels = self.before.channels as usize;
        let scale = 127.0 / f64::from(self.most.max(1));
        picture(&self.after, |at, pixel| {
            let mut colour = [128; 3];
            let before = self.before.samples.get(at * channels..(at + 1) * channels).unwrap_or_default();
            for (channel, slot) in colour.iter_mut().enumerate() {
                let channel = channel.min(channels.saturating_sub(1));
                if let (Some(one), Some(other)) = (before.get(channel), pixel.get(channel)) {
                    *slot = (128.0 + (f64::from(*other) - f64::from(*one)) * scale).clamp(0.0, 255.0) as u8;
                }
            }
            Rgb(colour)
        })
    }

    /// The box around everything outside of planted boxes that differs to be seen.
    fn differing(&self) -> Option<PixelBox> {
        let channels = self.before.channels as usize;
        let least = SEEN * (f64::from(self.high) - f64::from(self.low));
        let width = self.before.width.max(1) as usize;
        let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
        let pixels =
            self.before.samples.chunks_exact(channels.max(1)).zip(self.after.samples.chunks_exact(channels.max(1)));
        for (at, (one, other)) in pixels.enumerate() {
            let (x, y) = ((at % width) as u32, (at / width) as u32);
            let differs = one.iter().zip(other).any(|(one, other)| f64::from(one.abs_diff(*other)) > least);
            if differs && !self.planted.iter().any(|area| area.contains(x, y)) {
                (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
            }
        }
        (left <= right && top <= bottom).then(|| PixelBox::new(left, top, right - left + 1, bottom - top + 1))
    }
}

fn picture(raster: &Raster, colour: impl Fn(usize, &[i32]) -> Rgb<u8>) -> RgbImage {
    let channels = raster.channels as usize;
    RgbImage::from_fn(raster.width, raster.height, |x, y| {
        let at = (y as usize * raster.width as usize) + x as usize;
        colour(at, raster.samples.get(at * channels..(at + 1) * channels).unwrap_or_default())
    })
}

/// The mean of every square of `step` x `step` pixels.
fn shrink(picture: RgbImage, step: u32) -> RgbImage {
    if step <= 1 {
        return picture;
    }
    RgbImage::from_fn(picture.width().div_ceil(step), picture.height().div_ceil(step), |x, y| {
        let (right, bottom) = (((x + 1) * step).min(picture.width()), ((y + 1) * step).min(picture.height()));
        let mut sums = [0u32; 3];
        let mut count = 0;
        for y in y * step..bottom {
            for x in x * step..right {
                let Rgb(pixel) = *picture.get_pixel(x, y);
                sums.iter_mut().zip(pixel).for_each(|(sum, level)| *sum += u32::from(level));
                count += 1;
            }
        }
        Rgb(sums.map(|sum| (sum / count.max(1)) as u8))
    })
}

/// Writes a picture, with one channel where it has no colour.
pub fn save(picture: RgbImage, file: &Path) -> Result<(), ImageError> {
    let is_grey = picture.pixels().all(|Rgb([red, green, blue])| red == green && green == blue);
    let picture = DynamicImage::ImageRgb8(picture);
    if is_grey { DynamicImage::ImageLuma8(picture.into_luma8()).save(file) } else { picture.save(file) }
}
