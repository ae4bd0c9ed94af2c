//! What one picture looks like, in numbers.
//!
//! Texture is measured in windows of 16 x 16 pixels that hold content: neither black nor white. So the black around an
//! ultrasound sector, and text on it, do not count.

use crate::dicom::shown::ShownFrame;
use crate::inspection::spectrum::spectrum;
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

const WINDOW: usize = 16;

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

    /// Measures a frame.
    pub fn of(frame: &ShownFrame) -> Self {
        let luma = frame.luma();
        let (width, height) = (frame.width as usize, frame.height as usize);
        let mut measures = Self::default();
        let pixels = luma.len().max(1) as f64;
        let content: Vec<f64> = luma.iter().filter(|level| **level > 8).map(|level| f64::from(*level)).collect();
        let mean = |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
        measures.set(Measure::Brightness, mean(&content));
        measures.set(Measure::Black, Some(1.0 - content.len() as f64 / pixels));
        let picture = Luma { luma: &luma, width, height };
        let windows: Vec<Window> = picture.windows().collect();
        let over =
            |number: fn(&Window) -> Option<f64>| median(&windows.iter().filter_map(number).collect::<Vec<f64>>());
        measures
            .set(Measure::SpeckleSnr, over(|window| (window.deviation > 0.5).then(|| window.mean / window.deviation)));
        measures.set(Measure::Noise, over(|window| Some(window.noise)));
        measures.set(Measure::GrainAcross, over(|window| window.across));
        measures.set(Measure::GrainDown, over(|window| window.down));
        measures.set(Measure::FallOff, picture.fall_off());
        measures.set(Measure::Sharpness, picture.sharpness());
        let spectrum = spectrum(&luma, frame.width, frame.height);
        measures.set(Measure::SpectrumSlope, spectrum.map(|spectrum| spectrum.slope));
        measures.set(Measure::HighFrequencies, spectrum.map(|spectrum| spectrum.high));
        measures.set(Measure::Marks, Some(100.0 * picture.marks() as f64 / pixels));
        if frame.channels == 3 {
            let spread = |pixel: &&[u8]| {
                let (low, high) = (pixel.iter().min().copied().unwrap_or(0), pixel.iter().max().copied().unwrap_or(0));
                high - low >= 32
            };
            let coloured = frame.samples.chunks_exact(3).filter(spread).count();
            measures.set(Measure::Coloured, Some(coloured as f64 / pixels));
        } else {
            measures.set(Measure::Coloured, Some(0.0));
        }
        measures
    }
}

/// One window with content.
struct Window {
    mean: f64,
    deviation: f64,
    noise: f64,
    across: Option<f64>,
    down: Option<f64>,
}

struct Luma<'a> {
    luma: &'a [u8],
    width: usize,
    height: usize,
}

impl Luma<'_> {
    fn at(&self, x: usize, y: usize) -> f64 {
        self.luma.get(y * self.width + x).copied().map_or(0.0, f64::from)
    }

    /// Windows that hold content.
    fn windows(&self) -> impl Iterator<Item = Window> + '_ {
        let tops = (0..self.height.saturating_sub(WINDOW - 1)).step_by(WINDOW);
        tops.flat_map(move |top| {
            let lefts = (0..self.width.saturating_sub(WINDOW - 1)).step_by(WINDOW);
            lefts.filter_map(move |left| self.window(left, top))
        })
    }

    fn window(&self, left: usize, top: usize) -> Option<Window> {
        let mut levels = [0.0; WINDOW * WINDOW];
        for (row, line) in levels.chunks_mut(WINDOW).enumerate() {
            for (column, level) in line.iter_mut().enumerate() {
                *level = self.at(left + column, top + row);
            }
        }
        let count = levels.len() as f64;
        let mean = levels.iter().sum::<f64>() / count;
        let odd = levels.iter().filter(|level| **level <= 4.0 || **level >= 250.0).count();
        if mean < 20.0 || odd * 20 > levels.len() {
            return None;
        }
        let variance = levels.iter().map(|level| (level - mean) * (level - mean)).sum::<f64>() / count;
        let get = |x: usize, y: usize| levels.get(y * WINDOW + x).copied().unwrap_or(0.0);
        let mut noise = 0.0;
        for y in 1..WINDOW - 1 {
            for x in 1..WINDOW - 1 {
                let corners = get(x - 1, y - 1) + get(x + 1, y - 1) + get(x - 1, y + 1) + get(x + 1, y + 1);
                let sides = get(x, y - 1) + get(x, y + 1) + get(x - 1, y) + get(x + 1, y);
                noise += (corners - 2.0 * sides + 4.0 * get(x, y)).abs();
            }
        }
        let inner = ((WINDOW - 2) * (WINDOW - 2)) as f64;
        let noise = noise * (std::f64::consts::PI / 2.0).sqrt() / 6.0 / inner;
        let correlation = |step: fn(usize, usize) -> (usize, usize)| {
            let (mut sum, mut pairs) = (0.0, 0.0);
            for y in 0..WINDOW - 1 {
                for x in 0..WINDOW - 1 {
                    let (other_x, other_y) = step(x, y);
                    sum += (get(x, y) - mean) * (get(other_x, other_y) - mean);
                    pairs += 1.0;
                }
            }
            (variance > 0.25).then(|| sum / pairs / variance)
        };
        Some(Window {
            mean,
            deviation: variance.sqrt(),
            noise,
            across: correlation(|x, y| (x + 1, y)),
            down: correlation(|x, y| (x, y + 1)),
        })
    }

    /// Mean of content in the lower third of the rows with content, over that in the upper third.
    fn fall_off(&self) -> Option<f64> {
        let row = |y: usize| {
            let line = self.luma.get(y * self.width..(y + 1) * self.width).unwrap_or_default();
            let content: Vec<f64> = line.iter().filter(|level| **level > 8).map(|level| f64::from(*level)).collect();
            (content.len() * 20 > self.width).then(|| content.iter().sum::<f64>() / content.len() as f64)
        };
        let rows: Vec<f64> = (0..self.height).filter_map(row).collect();
        let third = rows.len() / 3;
        if third < 8 {
            return None;
        }
        let mean = |rows: &[f64]| rows.iter().sum::<f64>() / rows.len().max(1) as f64;
        Some(mean(rows.get(rows.len() - third..)?) / mean(rows.get(..third)?).max(1e-6))
    }

    /// Deviation of the Laplacian of four neighbours.
    fn sharpness(&self) -> Option<f64> {
        if self.width < 3 || self.height < 3 {
            return None;
        }
        let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
        for y in 1..self.height - 1 {
            for x in 1..self.width - 1 {
                let sides = self.at(x - 1, y) + self.at(x + 1, y) + self.at(x, y - 1) + self.at(x, y + 1);
                let value = sides - 4.0 * self.at(x, y);
                sum += value;
                squares += value * value;
                count += 1.0;
            }
        }
        let mean: f64 = sum / count;
        Some((squares / count - mean * mean).max(0.0).sqrt())
    }

    /// Bright pixels of blocks of 16 x 16 that are black for the greater part.
    fn marks(&self) -> usize {
        let mut marks = 0;
        for top in (0..self.height).step_by(WINDOW) {
            for left in (0..self.width).step_by(WINDOW) {
                let (mut bright, mut black, mut all) = (0, 0, 0);
                for y in top..(top + WINDOW).min(self.height) {
                    for x in left..(left + WINDOW).min(self.width) {
                        let level = self.at(x, y);
                        bright += usize::from(level >= 160.0);
                        black += usize::from(level <= 16.0);
                        all += 1;
                    }
                }
                if 2 * black > all {
                    marks += bright;
                }
            }
        }
        marks
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

    fn noise(x: u32, y: u32) -> u8 {
        let mut value = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b);
        value ^= value >> 15;
        value = value.wrapping_mul(0x2c1b_3c6d);
        value ^= value >> 12;
        (value >> 24) as u8
    }

    #[test]
    fn noise_and_its_grain_are_measured() {
        let fine = Measures::of(&frame(128, |x, y| 100 + noise(x, y) / 8));
        let coarse = Measures::of(&frame(128, |x, y| 100 + noise(x / 4, y) / 8));
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
        let black = Measures::of(&frame(64, |_, _| 0));
        assert_eq!(black.get(Measure::SpeckleSnr), None);
        assert_eq!(black.get(Measure::Black), Some(1.0));
        assert_eq!(black.get(Measure::FallOff), None);
        let tiny = Measures::of(&frame(1, |_, _| 200));
        assert_eq!(tiny.get(Measure::Sharpness), None);
    }

    #[test]
    fn a_picture_that_fades_with_depth_and_marks_on_black_are_seen() {
        let fading = Measures::of(&frame(96, |_, y| 200 - y as u8));
        assert!(fading.get(Measure::FallOff).is_some_and(|ratio| (0.6..0.75).contains(&ratio)));
        let marked = Measures::of(&frame(64, |x, y| if x == 3 && y < 32 { 255 } else { 0 }));
        let share = marked.get(Measure::Marks).expect("a share");
        assert!((share - 100.0 * 32.0 / 4096.0).abs() < 1e-3, "{share}");
    }

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!([median(&[]), median(&[3.0, 1.0, 2.0]), median(&[1.0, 2.0])], [None, Some(2.0), Some(1.5)]);
    }
}
