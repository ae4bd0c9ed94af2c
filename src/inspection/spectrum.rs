//! Spatial frequencies of the middle of a picture.

use rustfft::Fft;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;
use std::f64::consts::PI;
use std::sync::Arc;
use std::sync::OnceLock;

/// Side of the largest square that is transformed.
const LARGEST: u32 = 256;
/// Side of the smallest.
const SMALLEST: u32 = 64;

/// What the spectrum says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spectrum {
    /// Exponent of the fall of power with frequency: 2 for natural pictures, 0 for white noise.
    pub slope: f64,
    /// Share of the power above a quarter of a cycle a pixel.
    pub high: f64,
}

/// The spectrum of the middle square, under a Hann window; `None` where the picture is too small or even.
pub fn spectrum(luma: &[u8], width: u32, height: u32) -> Option<Spectrum> {
    let side = [LARGEST, LARGEST / 2, SMALLEST].into_iter().find(|side| *side <= width.min(height))?;
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    let rows: Vec<&[u8]> = (0..side)
        .map(|y| {
            let first = (top + y) as usize * width as usize + left as usize;
            luma.get(first..first + side as usize)
        })
        .collect::<Option<_>>()?;
    let plan = plan(side)?;
    let mut square = plan.windowed(&rows);
    plan.transform(&mut square);
    let mut half = plan.half_turned(&square);
    plan.transform(&mut half);
    plan.measure(&half)
}

/// What a side of square needs, made once.
struct Plan {
    side: usize,
    fft: Arc<dyn Fft<f32>>,
    hann: Vec<f32>,
    /// Distance of each place of the half transform from its middle, in cycles in the square.
    radius: Vec<f32>,
}

fn plan(side: u32) -> Option<&'static Plan> {
    static PLANS: [OnceLock<Plan>; 3] = [const { OnceLock::new() }; 3];
    let place = [LARGEST, LARGEST / 2, SMALLEST].iter().position(|known| *known == side)?;
    PLANS.get(place).map(|plan| plan.get_or_init(|| Plan::new(side as usize)))
}

impl Plan {
    fn new(side: usize) -> Self {
        let hann = |at: usize| (0.5 - 0.5 * (2.0 * PI * at as f64 / side as f64).cos()) as f32;
        let signed = |at: usize| if at > side / 2 { at as f32 - side as f32 } else { at as f32 };
        let radius = |column: usize| (0..side).map(move |row| (column as f32).hypot(signed(row)));
        Self {
            side,
            fft: FftPlanner::new().plan_fft_forward(side),
            hann: (0..side).map(hann).collect(),
            radius: (0..=side / 2).flat_map(radius).collect(),
        }
    }

    /// Two rows of the picture as the real and the imaginary part of one: the transform of both costs that of one.
    fn windowed(&self, rows: &[&[u8]]) -> Vec<Complex<f32>> {
        let sum: u64 = rows.iter().map(|row| row.iter().map(|level| u64::from(*level)).sum::<u64>()).sum();
        let mean = (sum as f64 / (self.side * self.side) as f64) as f32;
        let mut square = Vec::with_capacity(self.side * self.side / 2);
        for (pair, heights) in rows.chunks_exact(2).zip(self.hann.chunks_exact(2)) {
            let ([upper, lower], [of_upper, of_lower]) = (pair, heights) else { continue };
            let levels = upper.iter().zip(*lower).zip(&self.hann);
            square.extend(levels.map(|((upper, lower), across)| {
                let part = |level: u8, height: f32| (f32::from(level) - mean) * across * height;
                Complex::new(part(*upper, *of_upper), part(*lower, *of_lower))
            }));
        }
        square
    }

    /// Transforms row by row.
    fn transform(&self, rows: &mut [Complex<f32>]) {
        self.fft.process(rows);
    }

    /// The rows apart, and turned; of a real picture one half of the columns says all.
    fn half_turned(&self, pairs: &[Complex<f32>]) -> Vec<Complex<f32>> {
        let (side, half) = (self.side, self.side / 2 + 1);
        let mut turned = vec![Complex::default(); half * side];
        for (pair, row) in pairs.chunks_exact(side).zip((0..side).step_by(2)) {
            for column in 0..half {
                let (one, other) = (pair.get(column), pair.get((side - column) % side));
                let (Some(one), Some(other)) = (one, other) else { continue };
                let upper = (one + other.conj()) * 0.5;
                let lower = (one - other.conj()) * Complex::new(0.0, -0.5);
                if let Some([first, second]) = turned.get_mut(column * side + row..column * side + row + 2) {
                    (*first, *second) = (upper, lower);
                }
            }
        }
        turned
    }

    /// Power by rings of one cycle in the square.
    fn measure(&self, half: &[Complex<f32>]) -> Option<Spectrum> {
        let side = self.side;
        let mut rings = vec![(0.0f64, 0u64); side / 2 + 1];
        let (mut all, mut high) = (0.0, 0.0);
        for (column, (values, radii)) in half.chunks_exact(side).zip(self.radius.chunks_exact(side)).enumerate() {
            // The other half is the mirror of this one.
            let times = if column == 0 || column == side / 2 { 1 } else { 2 };
            for (value, radius) in values.iter().zip(radii).filter(|(_, radius)| **radius >= 1.0) {
                let power = f64::from(value.norm_sqr()) * times as f64;
                all += power;
                if *radius > side as f32 / 4.0 {
                    high += power;
                }
                if let Some((sum, count)) = rings.get_mut((radius + 0.5) as usize) {
                    *sum += power;
                    *count += times;
                }
            }
        }
        // An even picture has rounding errors for a spectrum.
        if all / (side * side) as f64 <= 1.0 {
            return None;
        }
        let points: Vec<(f64, f64)> = rings
            .iter()
            .enumerate()
            .filter(|(radius, (sum, count))| {
                (0.02..=0.4).contains(&(*radius as f64 / side as f64)) && *count > 0 && *sum > 0.0
            })
            .map(|(radius, (sum, count))| ((radius as f64).ln(), (sum / *count as f64).ln()))
            .collect();
        Some(Spectrum { slope: -fitted_slope(&points)?, high: high / all })
    }
}

/// Slope of the line of least squares.
fn fitted_slope(points: &[(f64, f64)]) -> Option<f64> {
    let count = points.len() as f64;
    let (x, y) = (
        points.iter().map(|point| point.0).sum::<f64>() / count,
        points.iter().map(|point| point.1).sum::<f64>() / count,
    );
    let across: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let along: f64 = points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum();
    (along > 0.0).then(|| across / along)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of waves of one frequency.
    fn waves(cycles_a_pixel: f64) -> Vec<u8> {
        (0..128 * 128)
            .map(|place| (128.0 + 100.0 * (2.0 * PI * cycles_a_pixel * f64::from(place % 128)).sin()) as u8)
            .collect()
    }

    #[test]
    fn white_noise_is_flat_waves_have_their_place_and_even_pictures_no_spectrum() {
        let mut state = 1u32;
        let noise: Vec<u8> = (0..256 * 256)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        let of_noise = spectrum(&noise, 256, 256).expect("a spectrum");
        assert!(of_noise.slope.abs() < 0.2, "{of_noise:?}");
        assert!((0.7..0.9).contains(&of_noise.high), "{of_noise:?}");
        assert!(spectrum(&waves(0.4), 128, 128).expect("a spectrum").high > 0.9);
        assert!(spectrum(&waves(0.05), 128, 128).expect("a spectrum").high < 0.1);
        assert_eq!(spectrum(&[9; 256 * 256], 256, 256), None);
        assert_eq!(spectrum(&[9; 100], 10, 10), None);
    }
}
