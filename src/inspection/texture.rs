//! Texture of one picture: what windows of it show, and what its rows do.
//!
//! All sums are of whole numbers, row by row, so that they are exact and fast.

use crate::inspection::measures::median;

/// Side of a window, pixels.
const WINDOW: usize = 16;
/// Pixels of a window.
const AREA: usize = WINDOW * WINDOW;
/// Pixels of a row whose squares are added before the sum may overflow.
const AT_ONCE: usize = 2048;
/// The least level of content.
const CONTENT: u8 = 9;

/// The texture of a picture; `None` where the picture does not allow a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Texture {
    /// Median of mean over deviation of windows.
    pub speckle_snr: Option<f64>,
    /// Median of the noise that a Laplacian leaves in windows, levels.
    pub noise: Option<f64>,
    /// Median of the correlation of neighbours in a row.
    pub across: Option<f64>,
    /// The same in a column.
    pub down: Option<f64>,
    /// Mean level of content in the lower third of the rows with content, over that in the upper third.
    pub fall_off: Option<f64>,
    /// Deviation of the Laplacian of four neighbours.
    pub sharpness: Option<f64>,
    /// Bright pixels on black.
    pub marks: u64,
}

/// One window with content.
struct Window {
    mean: f64,
    deviation: f64,
    noise: f64,
    across: Option<f64>,
    down: Option<f64>,
}

impl Texture {
    /// Measures a picture by its luma.
    pub fn of(luma: &[u8], width: usize, height: usize) -> Self {
        let rows: Vec<&[u8]> = luma.chunks_exact(width.max(1)).take(height).collect();
        let windows: Vec<Window> = rows.chunks_exact(WINDOW).flat_map(windows).collect();
        let over =
            |number: fn(&Window) -> Option<f64>| median(&windows.iter().filter_map(number).collect::<Vec<f64>>());
        Self {
            speckle_snr: over(|window| (window.deviation > 0.5).then(|| window.mean / window.deviation)),
            noise: over(|window| Some(window.noise)),
            across: over(|window| window.across),
            down: over(|window| window.down),
            fall_off: fall_off(&rows),
            sharpness: sharpness(&rows),
            marks: rows.chunks(WINDOW).map(marks).sum(),
        }
    }
}

/// The windows with content of a strip of [`WINDOW`] rows.
fn windows(strip: &[&[u8]]) -> Vec<Window> {
    let columns = strip.first().map_or(0, |row| row.len() / WINDOW);
    let cut = |column: usize| {
        let mut levels = [0i32; AREA];
        for (line, row) in levels.chunks_exact_mut(WINDOW).zip(strip) {
            let part = row.get(column * WINDOW..(column + 1) * WINDOW).unwrap_or_default();
            line.iter_mut().zip(part).for_each(|(level, sample)| *level = i32::from(*sample));
        }
        levels
    };
    (0..columns).filter_map(|column| window(&cut(column))).collect()
}

/// A window, if it holds content: neither black nor white.
fn window(levels: &[i32; AREA]) -> Option<Window> {
    let sum: i32 = levels.iter().sum();
    let odd: i32 = levels.iter().map(|level| i32::from(*level <= 4) + i32::from(*level >= 250)).sum();
    let (count, mean) = (AREA as f64, f64::from(sum) / AREA as f64);
    if mean < 20.0 || odd * 20 > AREA as i32 {
        return None;
    }
    let squares: i32 = levels.iter().map(|level| level * level).sum();
    let variance = (f64::from(squares) / count - mean * mean).max(0.0);
    let correlation = |step: usize| {
        let (mut products, mut sums) = (0i32, 0i32);
        for row in 0..WINDOW - 1 {
            let from = row * WINDOW;
            let (Some(here), Some(there)) =
                (levels.get(from..from + WINDOW - 1), levels.get(from + step..from + step + WINDOW - 1))
            else {
                continue;
            };
            for (one, other) in here.iter().zip(there) {
                products += one * other;
                sums += one + other;
            }
        }
        // The sum of (one - mean)(other - mean) over all pairs.
        let pairs = ((WINDOW - 1) * (WINDOW - 1)) as f64;
        let covariance = (f64::from(products) - mean * f64::from(sums)) / pairs + mean * mean;
        (variance > 0.25).then(|| covariance / variance)
    };
    Some(Window {
        mean,
        deviation: variance.sqrt(),
        noise: noise(levels),
        across: correlation(1),
        down: correlation(WINDOW),
    })
}

/// What a Laplacian that even slopes and edges pass leaves (Immerkær, 1996), as a deviation in levels.
fn noise(levels: &[i32; AREA]) -> f64 {
    let mut sum = 0;
    for rows in levels.chunks_exact(WINDOW).collect::<Vec<_>>().windows(3) {
        let [above, middle, below] = rows else { continue };
        // A column of the mask is 1, -2, 1 and its middle -2, 4, -2: so the column sums are taken first.
        let mut columns = [0i32; WINDOW];
        let lines = above.iter().zip(*middle).zip(*below);
        for (column, ((above, middle), below)) in columns.iter_mut().zip(lines) {
            *column = above - 2 * middle + below;
        }
        sum += columns.windows(3).map(|three| (three[0] - 2 * three[1] + three[2]).abs()).sum::<i32>();
    }
    let inner = ((WINDOW - 2) * (WINDOW - 2)) as f64;
    f64::from(sum) * (std::f64::consts::PI / 2.0).sqrt() / 6.0 / inner
}

/// Mean of content in the lower third of the rows with content, over that in the upper third.
fn fall_off(rows: &[&[u8]]) -> Option<f64> {
    let mean_of = |row: &&[u8]| {
        let (mut sum, mut count) = (0u32, 0u32);
        for level in *row {
            let is_content = u32::from(*level >= CONTENT);
            sum += is_content * u32::from(*level);
            count += is_content;
        }
        (count as usize * 20 > row.len()).then(|| f64::from(sum) / f64::from(count))
    };
    let means: Vec<f64> = rows.iter().filter_map(mean_of).collect();
    let third = means.len() / 3;
    if third < 8 {
        return None;
    }
    let mean = |means: &[f64]| means.iter().sum::<f64>() / means.len().max(1) as f64;
    Some(mean(means.get(means.len() - third..)?) / mean(means.get(..third)?).max(1e-6))
}

/// Deviation of the Laplacian of four neighbours.
fn sharpness(rows: &[&[u8]]) -> Option<f64> {
    let (mut sum, mut squares, mut count) = (0i64, 0u64, 0u64);
    for three in rows.windows(3) {
        let [above, middle, below] = three else { continue };
        let inner = middle.len().checked_sub(2).filter(|inner| *inner > 0)?;
        let (left, right) = (middle.get(..inner)?, middle.get(2..)?);
        let (above, middle, below) = (above.get(1..=inner)?, middle.get(1..=inner)?, below.get(1..=inner)?);
        for from in (0..inner).step_by(AT_ONCE) {
            let part = from..(from + AT_ONCE).min(inner);
            let sides = left.get(part.clone())?.iter().zip(right.get(part.clone())?);
            let ends = above.get(part.clone())?.iter().zip(below.get(part.clone())?);
            let (mut of_part, mut squares_of_part) = (0i32, 0u32);
            for (((left, right), (above, below)), level) in sides.zip(ends).zip(middle.get(part)?) {
                let around = i32::from(*left) + i32::from(*right) + i32::from(*above) + i32::from(*below);
                let value = around - 4 * i32::from(*level);
                of_part += value;
                squares_of_part += (value * value) as u32;
            }
            sum += i64::from(of_part);
            squares += u64::from(squares_of_part);
        }
        count += inner as u64;
    }
    let count = (count > 0).then_some(count as f64)?;
    let mean = sum as f64 / count;
    Some((squares as f64 / count - mean * mean).max(0.0).sqrt())
}

/// Bright pixels of those blocks of a strip of rows that are black for the greater part.
fn marks(strip: &[&[u8]]) -> u64 {
    let columns = strip.first().map_or(0, |row| row.len());
    let mut marks = 0;
    for left in (0..columns).step_by(WINDOW) {
        let (mut bright, mut black, mut all) = (0u32, 0u32, 0u32);
        for row in strip {
            let part = row.get(left..(left + WINDOW).min(columns)).unwrap_or_default();
            bright += part.iter().map(|level| u32::from(*level >= 160)).sum::<u32>();
            black += part.iter().map(|level| u32::from(*level <= 16)).sum::<u32>();
            all += part.len() as u32;
        }
        if 2 * black > all {
            marks += u64::from(bright);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same numbers by the definitions, pixel by pixel.
    fn by_definition(luma: &[u8], width: usize) -> (f64, f64, f64) {
        let at = |x: usize, y: usize| f64::from(luma[y * width + x]);
        let cells = || (0..WINDOW).flat_map(|y| (0..WINDOW).map(move |x| (x, y)));
        let mean = cells().map(|(x, y)| at(x, y)).sum::<f64>() / AREA as f64;
        let variance = cells().map(|(x, y)| (at(x, y) - mean).powi(2)).sum::<f64>() / AREA as f64;
        let mask = [[1.0, -2.0, 1.0], [-2.0, 4.0, -2.0], [1.0, -2.0, 1.0]];
        let inner = || (1..WINDOW - 1).flat_map(|y| (1..WINDOW - 1).map(move |x| (x, y)));
        let masked = |x: usize, y: usize| -> f64 {
            (0..3)
                .flat_map(|row| (0..3).map(move |column| (row, column)))
                .map(|(row, column)| mask[row][column] * at(x + column - 1, y + row - 1))
                .sum()
        };
        let noise =
            inner().map(|(x, y)| masked(x, y).abs()).sum::<f64>() / 196.0 * (std::f64::consts::PI / 2.0).sqrt() / 6.0;
        let pairs = || (0..WINDOW - 1).flat_map(|y| (0..WINDOW - 1).map(move |x| (x, y)));
        let across = pairs().map(|(x, y)| (at(x, y) - mean) * (at(x + 1, y) - mean)).sum::<f64>() / 225.0 / variance;
        let down = pairs().map(|(x, y)| (at(x, y) - mean) * (at(x, y + 1) - mean)).sum::<f64>() / 225.0 / variance;
        (noise, across, down)
    }

    #[test]
    fn sums_of_whole_numbers_give_what_the_definitions_say() {
        let luma: Vec<u8> =
            (0..AREA as u32).map(|place| (40 + place.wrapping_mul(2_654_435_761) % 173) as u8).collect();
        let texture = Texture::of(&luma, WINDOW, WINDOW);
        let (noise, across, down) = by_definition(&luma, WINDOW);
        for (found, expected) in [(texture.noise, noise), (texture.across, across), (texture.down, down)] {
            assert!(found.is_some_and(|found| (found - expected).abs() < 1e-9), "{found:?} {expected}");
        }
        // One bright dot on black: its Laplacian is -4 there and 1 at four sides.
        let mut dot = vec![0u8; 25];
        dot[12] = 200;
        let texture = Texture::of(&dot, 5, 5);
        let (squares, mean) = (200.0 * 200.0 * 20.0 / 9.0, 0.0);
        assert!(texture.sharpness.is_some_and(|found| (found - f64::sqrt(squares - mean)).abs() < 1e-9));
        assert_eq!(texture.marks, 1);
    }

    #[test]
    fn pictures_without_a_window_or_a_row_are_left_open() {
        assert_eq!(Texture::of(&[], 0, 0), Texture::default());
        assert_eq!(Texture::of(&[200], 1, 1), Texture::default());
        assert_eq!(Texture::of(&[200; 8], 2, 4).sharpness, None);
    }
}
