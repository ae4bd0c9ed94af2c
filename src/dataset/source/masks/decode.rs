//! From colours to organs.

use super::Palette;
use std::collections::HashMap;

/// Distance from the nearest colour of the palette, in levels, from which a pixel is far off: half-way between colours that
/// differ by 96 levels.
const FAR: u32 = 48;
/// Largest share of far-off pixels of a mask that is understood: more than the borders of organs.
const MOST_FAR: f64 = 0.05;
/// Pixels of one colour that is not in the palette, with the same colour on all four sides, from which it is no border:
/// an organ is missing in the palette. Borders of mixed colours are one or two pixels wide.
const UNKNOWN: u64 = 16;

/// A mask in values of organs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// 0 for background, the number of the organ from 1 otherwise, for each pixel.
    pub values: Vec<u8>,
    /// Pixels far off every colour of the palette.
    pub far: u64,
}

impl Palette {
    /// The organ of each pixel, by the nearest colour, in a mask of so many columns; an error says why it can't be meant for
    /// this palette.
    pub fn decode(&self, rgb: &[u8], columns: u32) -> Result<Decoded, String> {
        let counts = colours(rgb.chunks_exact(3));
        let pixels = (rgb.len() / 3).max(1) as f64;
        let far = self.far(&counts, |colour| colour);
        if far as f64 > MOST_FAR * pixels {
            let exchanged = self.far(&counts, |[red, green, blue]| [blue, green, red]);
            let share = |far: u64| 100.0 * far as f64 / pixels;
            if exchanged * 4 < far {
                return Err(format!(
                    "red and blue seem to be exchanged: {:.1} % of the pixels are far off the palette, and {:.1} % are with the \
                     channels in the order blue, green, red; save it as RGB",
                    share(far),
                    share(exchanged)
                ));
            }
        }
        let far_off = |colour: &[u8; 3]| self.nearest(*colour).1 > FAR * FAR;
        let solid = colours(solid(rgb, columns.max(1) as usize));
        let unknown = solid.into_iter().filter(|(colour, count)| *count >= UNKNOWN && far_off(colour));
        if let Some((colour, _)) = unknown.max_by_key(|(colour, count)| (*count, *colour)) {
            let [red, green, blue] = colour;
            let count = counts.get(&colour).copied().unwrap_or(0);
            return Err(format!(
                "the colour {red},{green},{blue} is not in the palette, and {:.1} % of the pixels have it",
                100.0 * count as f64 / pixels
            ));
        }
        if far as f64 > MOST_FAR * pixels {
            return Err(format!(
                "{:.1} % of the pixels are far off every colour of the palette",
                100.0 * far as f64 / pixels
            ));
        }
        let of_colour: HashMap<[u8; 3], u8> = counts.keys().map(|colour| (*colour, self.nearest(*colour).0)).collect();
        let value = |pixel: &[u8]| match pixel {
            [red, green, blue] => of_colour.get(&[*red, *green, *blue]).copied().unwrap_or(0),
            _ => 0,
        };
        Ok(Decoded { values: rgb.chunks_exact(3).map(value).collect(), far })
    }

    /// Pixels that are far off, with their channels ordered by `order`.
    fn far(&self, counts: &HashMap<[u8; 3], u64>, order: fn([u8; 3]) -> [u8; 3]) -> u64 {
        counts.iter().filter(|(colour, _)| self.nearest(order(**colour)).1 > FAR * FAR).map(|(_, count)| count).sum()
    }

    /// Value of the nearest colour, and the square of its distance; of two as near the first of the palette.
    fn nearest(&self, colour: [u8; 3]) -> (u8, u32) {
        let distance = |other: [u8; 3]| -> u32 {
            colour.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
        };
        let nearest = self.colours.iter().map(|(value, other)| (*value, distance(*other))).min_by_key(|(_, far)| *far);
        nearest.unwrap_or((0, 0))
    }
}

fn colours<'a>(pixels: impl Iterator<Item = &'a [u8]>) -> HashMap<[u8; 3], u64> {
    let mut counts = HashMap::new();
    for pixel in pixels {
        if let [red, green, blue] = pixel {
            *counts.entry([*red, *green, *blue]).or_default() += 1;
        }
    }
    counts
}

/// Pixels that have the same colour on all four sides.
fn solid(rgb: &[u8], columns: usize) -> impl Iterator<Item = &[u8]> {
    let pixel = move |place: usize| rgb.get(3 * place..3 * place + 3);
    (columns..(rgb.len() / 3).saturating_sub(columns)).filter_map(move |place| {
        let own = pixel(place)?;
        let sides = [place - 1, place + 1, place - columns, place + columns];
        sides.into_iter().all(|side| pixel(side) == Some(own)).then_some(own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVER: [u8; 3] = [220, 30, 20];
    const KIDNEY: [u8; 3] = [30, 200, 90];

    fn palette() -> Palette {
        Palette::of(&[("liver", LIVER), ("kidney", KIDNEY)])
    }

    /// A mask of 100 x 100: liver at the left, kidney at the right, a border of mixed colours between.
    fn mask(liver: [u8; 3], kidney: [u8; 3]) -> Vec<u8> {
        let mixed = |share: u32, channel: usize| {
            ((u32::from(liver[channel]) * (4 - share) + u32::from(kidney[channel]) * share) / 4) as u8
        };
        let colour = |x: u32, y: u32| match x {
            // Mixed anew in each row, as resizing does.
            49 | 50 => [0, 1, 2].map(|channel| mixed(x - 48, channel).saturating_add((y % 7) as u8)),
            0..49 => liver,
            _ => kidney,
        };
        (0..100 * 100).flat_map(|place| colour(place % 100, place / 100)).collect()
    }

    #[test]
    fn borders_take_the_nearest_colour_and_are_counted() {
        let decoded = palette().decode(&mask(LIVER, KIDNEY), 100).expect("a mask");
        assert_eq!([decoded.values[10], decoded.values[90]], [1, 2]);
        assert!(decoded.far > 50 && decoded.far <= 200, "{}", decoded.far);
        // A few levels more or less, as JPEG leaves them.
        let shifted = palette().decode(&mask([212, 35, 28], [36, 192, 84]), 100).expect("a mask");
        // Half-way between two organs either may be the nearer.
        let differing = (0..100 * 100).filter(|at| shifted.values[*at] != decoded.values[*at]);
        assert!(differing.into_iter().all(|at| (49..51).contains(&(at % 100))));
    }

    #[test]
    fn exchanged_channels_and_unknown_colours_are_told() {
        let exchange = |[red, green, blue]: [u8; 3]| [blue, green, red];
        let why = palette().decode(&mask(exchange(LIVER), exchange(KIDNEY)), 100).expect_err("exchanged");
        assert!(why.contains("exchanged"), "{why}");
        let mut other = mask(LIVER, KIDNEY);
        for row in 20..30 {
            let first = 300 * row + 60;
            other[first..first + 30].chunks_exact_mut(3).for_each(|pixel| pixel.copy_from_slice(&[10, 10, 250]));
        }
        let why = palette().decode(&other, 100).expect_err("unknown");
        assert!(why.contains("10,10,250"), "{why}");
    }
}
