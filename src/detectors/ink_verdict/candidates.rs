//! The value and its decoys as places of glyphs.

use crate::detectors::ink_verdict::characters::class_of;
use crate::ink::glyph::Glyph;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::seed::Seed;
use std::collections::BTreeMap;

/// Number of made-up candidates where other text stands in place of the value.
const CONTESTED: usize = 200;

/// The value and the values that might as well have been planted. The value is the first.
#[derive(Clone, Debug)]
pub(super) struct Candidates<'a> {
    /// The glyphs that occur.
    pub(super) glyphs: Vec<&'a Glyph>,
    /// Of each candidate, glyph numbers with the pen in pixels from the left of the box.
    pub(super) texts: Vec<Vec<(usize, usize)>>,
}

impl<'a> Candidates<'a> {
    /// `None` where the value cannot be drawn. Decoys that cannot be drawn, or are the value itself, are left out.
    pub(super) fn new(sheet: &'a GlyphSheet, text: &str, decoys: &[String]) -> Option<Self> {
        let mut numbers: BTreeMap<char, usize> = BTreeMap::new();
        let mut candidates = Self { glyphs: Vec::new(), texts: Vec::with_capacity(decoys.len() + 1) };
        let first = candidates.set(sheet, text, &mut numbers)?;
        candidates.texts.push(first);
        for decoy in decoys.iter().filter(|decoy| decoy.as_str() != text) {
            if let Some(places) = candidates.set(sheet, decoy, &mut numbers) {
                candidates.texts.push(places);
            }
        }
        Some(candidates)
    }

    /// The value against what shares its characters at the places `kept` and has others of the same class elsewhere.
    pub(super) fn contested(sheet: &'a GlyphSheet, text: &str, kept: &[usize]) -> Option<Self> {
        let mut candidates = Self { glyphs: sheet.glyphs().collect(), texts: Vec::with_capacity(CONTESTED + 1) };
        let number = |character: char| candidates.glyphs.iter().position(|glyph| glyph.character == character);
        let mut truth = Vec::with_capacity(text.len());
        let mut pen = 0;
        for (place, character) in text.chars().enumerate() {
            let glyph = sheet.glyph(character)?;
            if !glyph.mask.alpha.is_empty() {
                let like = |other: &&Glyph| other.character != character && !other.mask.alpha.is_empty();
                let same = |other: &&Glyph| class_of(other.character) == class_of(character);
                let others: Vec<usize> = if kept.contains(&place) {
                    Vec::new()
                } else {
                    sheet.glyphs().filter(like).filter(same).filter_map(|glyph| number(glyph.character)).collect()
                };
                truth.push((number(character)?, pen, others));
            }
            pen += glyph.advance as usize;
        }
        candidates.texts.push(truth.iter().map(|(glyph, pen, _)| (*glyph, *pen)).collect());
        for trial in 0..CONTESTED as u64 {
            // Any fixed choice will do; it only has to be the same every time.
            let mix = |place: usize, count: usize| {
                Seed(trial).permute(&["contested"], place as u64, count as u64 * 64) as usize % count
            };
            let hybrid = truth.iter().enumerate().map(|(place, (glyph, pen, others))| {
                let other = if others.is_empty() { None } else { others.get(mix(place, others.len())) };
                (*other.unwrap_or(glyph), *pen)
            });
            candidates.texts.push(hybrid.collect());
        }
        Some(candidates)
    }

    fn set(
        &mut self,
        sheet: &'a GlyphSheet,
        text: &str,
        numbers: &mut BTreeMap<char, usize>,
    ) -> Option<Vec<(usize, usize)>> {
        let mut pen = 0;
        let mut places = Vec::with_capacity(text.len());
        for character in text.chars() {
            let glyph = sheet.glyph(character)?;
            let glyphs = &mut self.glyphs;
            let number = *numbers.entry(character).or_insert_with(|| {
                glyphs.push(glyph);
                glyphs.len() - 1
            });
            if !glyph.mask.alpha.is_empty() {
                places.push((number, pen));
            }
            pen += glyph.advance as usize;
        }
        Some(places)
    }
}

impl Candidates<'_> {
    /// Coverage by one candidate's ink in a box of `width` columns, as a share, row by row.
    pub(super) fn ink(&self, number: usize, width: usize, height: usize) -> Vec<f64> {
        let mut mask = Mask::empty(width as u32, height as u32);
        for (glyph, pen) in self.texts.get(number).into_iter().flatten() {
            if let Some(glyph) = self.glyphs.get(*glyph) {
                mask.lay(&glyph.mask, (*pen as i32).saturating_add(glyph.left), glyph.top);
            }
        }
        mask.alpha.into_iter().map(|alpha| f64::from(alpha) / 255.0).collect()
    }
}

/// How the value stands among its decoys in one test.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Standing {
    /// The value over the best decoy, in nats; negative where a decoy is better.
    pub(super) lead: f64,
    /// Place from 1; ties count half.
    pub(super) rank: f64,
    /// Number of candidates.
    pub(super) of: usize,
}

impl Standing {
    /// From the nats of every candidate, the value first.
    pub(super) fn of(nats: &[f64]) -> Self {
        let Some((truth, decoys)) = nats.split_first() else { return Self::default() };
        let better = decoys.iter().filter(|decoy| **decoy > truth + 1e-9).count() as f64;
        let ties = decoys.iter().filter(|decoy| (**decoy - truth).abs() <= 1e-9).count() as f64;
        let best = decoys.iter().copied().fold(f64::MIN, f64::max);
        let lead = if decoys.is_empty() { 0.0 } else { truth - best };
        Self { lead, rank: 1.0 + better + ties / 2.0, of: nats.len() }
    }
}
