//! Values that might as well have been planted: drawn alike, of one length and nearly one width.

use crate::ink::sheet::GlyphSheet;
use crate::seed::Stream;
use rand::RngExt;
use std::collections::BTreeSet;

/// What kind of value is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::detectors::ink_verdict) enum Kind {
    Name,
    Digits,
    Date,
}

impl Kind {
    pub(in crate::detectors::ink_verdict) const ALL: [Self; 3] = [Self::Name, Self::Digits, Self::Date];

    /// One value.
    fn draw(self, rng: &mut Stream) -> String {
        match self {
            Self::Name => format!("{}, {}", word(rng, 3), word(rng, 2)),
            Self::Digits => format!("{:08}", rng.random_range(0..100_000_000u32)),
            Self::Date => {
                let (year, month) = (rng.random_range(1930..2010u32), rng.random_range(1..=12u32));
                format!("{year:04}-{month:02}-{:02}", rng.random_range(1..=28u32))
            }
        }
    }

    /// `count` different values of the length of the first, and of its width within 3 pixels or 6 %.
    pub(in crate::detectors::ink_verdict) fn exchangeable(
        self,
        letters: &GlyphSheet,
        count: usize,
        rng: &mut Stream,
    ) -> Vec<String> {
        let first = self.draw(rng);
        let wanted = letters.width(&first).expect("in the face");
        let slack = (wanted * 6 / 100).max(3);
        let mut seen = BTreeSet::from([first.clone()]);
        let mut values = vec![first];
        while values.len() < count {
            let value = self.draw(rng);
            let close = letters.width(&value).is_some_and(|width| width.abs_diff(wanted) <= slack);
            if value.len() == values[0].len() && close && seen.insert(value.clone()) {
                values.push(value);
            }
        }
        values
    }
}

fn word(rng: &mut Stream, syllables: usize) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "len", "mor", "ki", "ros", "tan", "vel", "dri", "nos", "ga", "fer", "lin", "sto", "mar", "ova", "sen",
        "ick", "hal", "dur", "pe", "wil", "jo", "xan", "ter", "qui", "bri", "ost", "ein", "ulf", "cam", "dow", "ney",
        "zo", "yar", "kov", "shi", "gun", "ade", "ibe", "rup",
    ];
    let text: String = (0..syllables).map(|_| SYLLABLES[rng.random_range(0..SYLLABLES.len())]).collect();
    text[..1].to_uppercase() + &text[1..]
}
