//! Spatial frequencies of the middle of a picture.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;
use std::f64::consts::PI;

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
    let n = side as usize;
    let mut square: Vec<Complex<f64>> = Vec::with_capacity(n * n);
    for y in 0..side {
        let first = (top + y) as usize * width as usize + left as usize;
        square.extend(luma.get(first..first + n)?.iter().map(|level| Complex::new(f64::from(*level), 0.0)));
    }
    let mean = square.iter().map(|value| value.re).sum::<f64>() / square.len() as f64;
    let hann: Vec<f64> = (0..n).map(|at| 0.5 - 0.5 * (2.0 * PI * at as f64 / n as f64).cos()).collect();
    for (row, y) in square.chunks_mut(n).zip(&hann) {
        for (value, x) in row.iter_mut().zip(&hann) {
            value.re = (value.re - mean) * x * y;
        }
    }
    let fft = FftPlanner::new().plan_fft_forward(n);
    square.chunks_mut(n).for_each(|row| fft.process(row));
    let mut turned = transposed(&square, n);
    turned.chunks_mut(n).for_each(|row| fft.process(row));
    measure(&turned, n)
}

fn transposed(square: &[Complex<f64>], n: usize) -> Vec<Complex<f64>> {
    let at = |x: usize, y: usize| square.get(y * n + x).copied().unwrap_or_default();
    (0..n).flat_map(|x| (0..n).map(move |y| at(x, y))).collect()
}

/// Power by rings of one cycle in the square.
fn measure(transform: &[Complex<f64>], n: usize) -> Option<Spectrum> {
    let half = n / 2;
    let mut rings = vec![(0.0f64, 0u64); half + 1];
    let signed = |index: usize| if index > half { index as f64 - n as f64 } else { index as f64 };
    let (mut all, mut high) = (0.0, 0.0);
    for (place, value) in transform.iter().enumerate() {
        let (x, y) = (signed(place % n), signed(place / n));
        let radius = x.hypot(y);
        let power = value.norm_sqr();
        if radius < 1.0 {
            continue;
        }
        all += power;
        if radius / n as f64 > 0.25 {
            high += power;
        }
        if let Some((sum, count)) = rings.get_mut(radius.round() as usize) {
            *sum += power;
            *count += 1;
        }
    }
    // An even picture has rounding errors for a spectrum.
    if all / (n * n) as f64 <= 1.0 {
        return None;
    }
    let points: Vec<(f64, f64)> = rings
        .iter()
        .enumerate()
        .filter(|(radius, (sum, count))| {
            (0.02..=0.4).contains(&(*radius as f64 / n as f64)) && *count > 0 && *sum > 0.0
        })
        .map(|(radius, (sum, count))| ((radius as f64).ln(), (sum / *count as f64).ln()))
        .collect();
    Some(Spectrum { slope: -fitted_slope(&points)?, high: high / all })
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
