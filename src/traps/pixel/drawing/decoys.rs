//! The record of a line: the shapes of its letters, and values that might as well stand there.

use super::Caption;
use super::Look;
use crate::ink::sheet::GlyphSheet;
use crate::ink::typeface::Typeface;
use crate::traps::Planting;
use crate::truth::Needle;
use crate::truth::NeedleRole;
use std::collections::BTreeSet;

/// Decoys of a line, at most.
const DECOYS: usize = 400;
/// Letters beyond ASCII that values and their decoys are written in.
const SCRIPTS: &[(char, char)] = &[
    ('\u{c0}', '\u{17f}'),
    ('\u{370}', '\u{3ff}'),
    ('\u{400}', '\u{45f}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{ac00}', '\u{d7a3}'),
];

/// Every letter that the value or a decoy of it may hold: widths are looked up here, because drawing glyphs anew for
/// thousands of candidates would cost more than all pixels.
pub(super) fn alphabet(look: &Look, typeface: &Typeface, texts: &[&str]) -> GlyphSheet {
    let used = |range: &&(char, char)| texts.iter().any(|text| text.chars().any(|c| (range.0..=range.1).contains(&c)));
    let latin = ('\u{c0}'..='\u{17f}').filter(|_| texts.iter().any(|text| text.is_ascii()));
    let scripts = SCRIPTS.iter().filter(used).flat_map(|(first, last)| *first..=*last);
    let letters = (' '..='~').chain(latin).chain(scripts).chain(texts.iter().flat_map(|text| text.chars()));
    look.lettering.sheet(typeface, letters)
}

/// Records the glyphs of a line and decoys of its value, which differ in width by no more than 3 pixels or 6 %.
pub(super) fn record(planting: &mut Planting<'_>, plant: usize, sheet: &GlyphSheet, caption: &Caption, width: u32) {
    let secret = caption.secret();
    let slack = 3.max(width * 6 / 100);
    let close = |value: &str| sheet.width(value).is_some_and(|other| other.abs_diff(width) <= slack);
    let decoys = planting.draw_decoys(secret, DECOYS, close);
    // Every digit and letter is recorded too: the characters of a line are judged against their whole class.
    let class = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let line = caption.text();
    let used: BTreeSet<char> = class.chain(line.chars()).chain(decoys.iter().flat_map(|decoy| decoy.chars())).collect();
    let glyphs = sheet.glyphs().filter(|glyph| used.contains(&glyph.character)).cloned();
    planting.sheets.push(GlyphSheet::new(&sheet.face, sheet.px, sheet.ascent, sheet.line_height, glyphs));
    planting.needles.extend(decoys.into_iter().map(|value| Needle {
        role: NeedleRole::Decoy,
        plant: plant.to_string(),
        encoding: "utf-8".to_owned(),
        value,
        kind: Some(secret.kind),
    }));
}

/// Other values of the same length, for lines without letters that can be drawn one by one.
pub(super) fn other_values(planting: &mut Planting<'_>, caption: &Caption, count: usize) -> Vec<String> {
    planting.draw_decoys(caption.secret(), count, |_| true)
}
