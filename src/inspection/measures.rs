//! What one picture looks like, in numbers.
//!
//! Texture is measured in windows of 16 x 16 pixels that hold content: neither black nor white. So the black around an
//! ultrasound sector, and text on it, do not count.

use crate::dicom::shown::ShownFrame;
use crate::inspection::Histogram;
use crate::inspection::spectrum::spectrum;
use crate::inspection::texture::Texture;
use crate::text::words;

words! {
    /// One number of a picture.
    pub enum Measure {
        /// Mean level of pixels above 8.
        Brightness = "brightness of content",
        /// Share of pixels of at most 8.
        Black = "black share",
        /// Median over windows of mean / deviation: 1.91 for fully developed speckle, more where it is compressed or averaged.
        SpeckleSnr = "speckle SNR",
        /// Median over windows of the noise that a Laplacian leaves (Immerkær, 1996), in levels.
        Noise = "noise, levels",
        /// Median over windows of the correlation of neighbours in a row: how wide the grain is.
        GrainAcross = "grain across",
        /// The same in a column.
        GrainDown = "grain down",
        /// Mean level of content in the lower third over that in the upper third.
        FallOff = "lower / upper third",
        /// Deviation of the Laplacian over the whole picture.
        Sharpness = "sharpness",
        /// Exponent of the fall of power with spatial frequency.
        SpectrumSlope = "slope of spectrum",
        /// Share of the power above a quarter of a cycle a pixel.
        HighFrequencies = "high frequencies",
        /// Share of pixels of at least 160 on black: letters, scales and logos of the device.
        Marks = "marks on black, %",
        /// Share of pixels whose channels differ by 32 or more.
        Coloured = "coloured share",
    }
}

/// The numbers of one picture; `None` where the picture does not allow it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures([Option<f32>; 12]);

impl Measures {
    /// One of them.
    pub fn get(&self, measure: Measure) -> Option<f64> {
        let at = Measure::ALL.iter().position(|known| *known == measure)?;
        self.0.get(at).copied().flatten().map(f64::from)
    }

    fn set(&mut self, measure: Measure, value: Option<f64>) {
        let at = Measure::ALL.iter().position(|known| *known == measure);
        if let Some(slot) = at.and_then(|at| self.0.get_mut(at)) {
            *slot = value.filter(|value| value.is_finite()).map(|value| value as f32);
        }
    }

    /// Measures a frame, of which the luma and the counts of its levels are known.
    pub fn of(frame: &ShownFrame, luma: &[u8], levels: &Histogram) -> Self {
        let mut measures = Self::default();
        let pixels = luma.len().max(1) as f64;
        let content = levels.content();
        let texture = Texture::of(luma, frame.width as usize, frame.height as usize);
        measures.set(Measure::Brightness, content.mean);
        measures.set(Measure::Black, Some(1.0 - content.pixels as f64 / pixels));
        measures.set(Measure::SpeckleSnr, texture.speckle_snr);
        measures.set(Measure::Noise, texture.noise);
        measures.set(Measure::GrainAcross, texture.across);
        measures.set(Measure::GrainDown, texture.down);
        measures.set(Measure::FallOff, texture.fall_off);
        measures.set(Measure::Sharpness, texture.sharpness);
        let spectrum = spectrum(luma, frame.width, frame.height);
        measures.set(Measure::SpectrumSlope, spectrum.map(|spectrum| spectrum.slope));
        measures.set(Measure::HighFrequencies, spectrum.map(|spectrum| spectrum.high));
        measures.set(Measure::Marks, Some(100.0 * texture.marks as f64 / pixels));
        let is_coloured = |pixel: &&[u8]| match pixel {
            [red, green, blue] => red.max(green).max(blue) - red.min(green).min(blue) >= 32,
            _ => false,
        };
        let coloured = match frame.channels {
            3 => frame.samples.chunks_exact(3).filter(is_coloured).count(),
            _ => 0,
        };
        measures.set(Measure::Coloured, Some(coloured as f64 / pixels));
        measures
    }
}

/// The middle of some numbers; `None` where there is none.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
    Some((sorted.get(low)? + sorted.get(high)?) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(side: u32, level: impl Fn(u32, u32) -> u8) -> ShownFrame {
        let samples = (0..side * side).map(|place| level(place % side, place / side)).collect();
        ShownFrame { width: side, height: side, channels: 1, samples }
    }

    fn measured(frame: &ShownFrame) -> Measures {
        let mut levels = Histogram::default();
        levels.add(&frame.luma());
        Measures::of(frame, &frame.luma(), &levels)
    }

    fn noise(x: u32, y: u32) -> u8 {
        let mut value = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b);
        value ^= value >> 15;
        value = value.wrapping_mul(0x2c1b_3c6d);
        value ^= value >> 12;
        (value >> 24) as u8
    }

    #[test]
    fn noise_and_its_grain_are_measured() {
        let fine = measured(&frame(128, |x, y| 100 + noise(x, y) / 8));
        let coarse = measured(&frame(128, |x, y| 100 + noise(x / 4, y) / 8));
        // Even noise over 32 levels has a deviation of 9.2.
        let sigma = fine.get(Measure::Noise).expect("noise");
        assert!((sigma - 9.2).abs() < 1.0, "{sigma}");
        assert!(fine.get(Measure::GrainAcross).is_some_and(|grain| grain.abs() < 0.1));
        assert!(coarse.get(Measure::GrainAcross).is_some_and(|grain| grain > 0.6));
        assert!(coarse.get(Measure::GrainDown).is_some_and(|grain| grain.abs() < 0.1));
        let snr = fine.get(Measure::SpeckleSnr).expect("an SNR");
        assert!((snr - 115.5 / 9.2).abs() < 1.5, "{snr}");
    }

    #[test]
    fn what_a_picture_does_not_allow_is_left_open() {
        let black = measured(&frame(64, |_, _| 0));
        assert_eq!(black.get(Measure::SpeckleSnr), None);
        assert_eq!(black.get(Measure::Black), Some(1.0));
        assert_eq!(black.get(Measure::FallOff), None);
        let tiny = measured(&frame(1, |_, _| 200));
        assert_eq!(tiny.get(Measure::Sharpness), None);
    }

    #[test]
    fn a_picture_that_fades_with_depth_and_marks_on_black_are_seen() {
        let fading = measured(&frame(96, |_, y| 200 - y as u8));
        assert!(fading.get(Measure::FallOff).is_some_and(|ratio| (0.6..0.75).contains(&ratio)));
        let marked = measured(&frame(64, |x, y| if x == 3 && y < 32 { 255 } else { 0 }));
        let share = marked.get(Measure::Marks).expect("a share");
        assert!((share - 100.0 * 32.0 / 4096.0).abs() < 1e-3, "{share}");
    }

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!([median(&[]), median(&[3.0, 1.0, 2.0]), median(&[1.0, 2.0])], [None, Some(2.0), Some(1.5)]);
    }
}
