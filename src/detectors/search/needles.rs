//! All values of a patient as one search over bytes, one over folded text, and one over digits.

use crate::detectors::search::boundary::Boundary;
use crate::detectors::search::boundary::Neighbours;
use crate::detectors::search::boundary::Unit;
use crate::detectors::search::engine::Engine;
use crate::detectors::search::engine::Literal;
use crate::detectors::search::fold::fold;
use crate::detectors::search::forms::Form;
use crate::detectors::search::forms::Reach;
use crate::detectors::search::forms::digest::digests;
use crate::detectors::search::forms::encoding::encoded;
use crate::detectors::search::forms::encoding::in_cases;
use crate::detectors::search::forms::forms;
use crate::detectors::search::forms::weight;
use crate::detectors::search::forms::whole;
use crate::detectors::search::squeezed::Numbers;
use crate::detectors::search::witness;
use crate::dicom::value;
use crate::finding::Verdict;
use crate::truth::Kind;
use std::collections::HashSet;
use std::sync::OnceLock;

/// A value that is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Kind of the value.
    pub kind: Kind,
    /// The value.
    pub value: String,
    /// How it was written where it was planted, as far as that differs.
    pub written: Vec<String>,
    /// Planted nowhere: a match is a false one.
    pub control: bool,
}

/// A match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the target.
    pub target: usize,
    /// Position of the match in what was searched; in text, in its folded form.
    pub at: usize,
    /// Position behind it.
    pub end: usize,
    /// How bad it is.
    pub verdict: Verdict,
    /// The form that matched.
    pub form: &'static str,
    /// How it was encoded; empty for plain text.
    pub encoding: &'static str,
}

#[derive(Clone, Copy)]
struct Pattern {
    target: u32,
    unit: Unit,
    verdict: Verdict,
    boundary: Boundary,
    form: &'static str,
    encoding: &'static str,
}

impl Pattern {
    fn hit(&self, at: usize, end: usize) -> Hit {
        let (verdict, form, encoding) = (self.verdict, self.form, self.encoding);
        Hit { target: self.target as usize, at, end, verdict, form, encoding }
    }
}

/// Bytes of the shortest pattern that is looked for in raw bytes.
const LEAST_BYTES: usize = 6;
/// Letters or digits from which on a value as it was written counts by itself.
const LEAST_WRITTEN: usize = 6;

/// One search with what its patterns mean.
#[derive(Default)]
struct Patterns {
    literals: Vec<Literal>,
    patterns: Vec<Pattern>,
    /// Patterns of the target at hand, so that none is there twice.
    seen: HashSet<(Vec<u8>, Boundary)>,
}

impl Patterns {
    fn add(&mut self, bytes: Vec<u8>, exact: bool, pattern: Pattern) {
        if self.seen.insert((bytes.clone(), pattern.boundary)) {
            self.literals.push(Literal { bytes, exact });
            self.patterns.push(pattern);
        }
    }

    fn ready(self) -> Search {
        Search { engine: Engine::new(self.literals), patterns: self.patterns }
    }
}

struct Search {
    engine: Engine,
    patterns: Vec<Pattern>,
}

impl Search {
    /// What two searches find in ASCII, as one.
    fn of_ascii(searches: [&Self; 2]) -> Self {
        let (mut literals, mut patterns, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for (literal, pattern) in searches.into_iter().flat_map(|one| one.engine.literals().iter().zip(&one.patterns)) {
            let bytes = if literal.exact { literal.bytes.clone() } else { literal.bytes.to_ascii_lowercase() };
            let in_ascii = bytes.iter().all(|byte| matches!(byte, 1..0x80));
            if in_ascii && seen.insert((bytes.clone(), literal.exact, pattern.target, pattern.boundary)) {
                literals.push(Literal { bytes, exact: literal.exact });
                patterns.push(*pattern);
            }
        }
        Self { engine: Engine::new(literals), patterns }
    }

    fn find(&self, haystack: &[u8], beside: impl Fn(&Pattern, usize, usize) -> Neighbours) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.engine.each_match(haystack, &mut |index, range| {
            let Some(pattern) = self.patterns.get(index) else { return };
            let allowed =
                pattern.boundary == Boundary::Free || pattern.boundary.allows(&beside(pattern, range.start, range.end));
            if allowed {
                hits.push((range.start, index, pattern.hit(range.start, range.end)));
            }
        });
        // In the order of the text, and the worst form first: what is reported does not hang on how it was found.
        hits.sort_unstable_by_key(|(at, index, _)| (*at, *index));
        hits.into_iter().map(|(.., hit)| hit).collect()
    }
}

/// The prepared search.
pub struct Needles {
    /// What is searched.
    pub targets: Vec<Target>,
    bytes: Search,
    text: Search,
    /// The two before as one; few patients have long texts.
    ascii: OnceLock<Search>,
    numbers: Numbers,
    number_patterns: Vec<Pattern>,
    /// Parts of all forms as they stand among other bytes; few patients have such values.
    witnesses: OnceLock<Engine>,
}

impl Needles {
    /// Prepares the search for some targets.
    pub fn new(targets: Vec<Target>) -> Self {
        let (mut bytes, mut text, mut digits) = (Patterns::default(), Patterns::default(), Patterns::default());
        for (index, target) in targets.iter().enumerate() {
            for patterns in [&mut bytes, &mut text, &mut digits] {
                patterns.seen.clear();
            }
            for form in with_written(target) {
                let pattern = |unit, encoding| Pattern {
                    target: index as u32,
                    unit,
                    verdict: form.verdict,
                    boundary: form.boundary,
                    form: form.name,
                    encoding,
                };
                if form.reach == Reach::Digits {
                    digits.add(form.text.clone().into_bytes(), false, pattern(Unit::Byte, ""));
                    continue;
                }
                text.add(fold(&form.text).as_bytes().to_ascii_lowercase(), false, pattern(Unit::Byte, ""));
                if form.reach == Reach::Bytes {
                    for (raw, unit, encoding, exact) in in_bytes(&form.text) {
                        bytes.add(raw, exact, pattern(unit, encoding));
                    }
                }
            }
            let disguised = |encoding, form, verdict| Pattern {
                target: index as u32,
                unit: Unit::Byte,
                verdict,
                boundary: Boundary::Free,
                form,
                encoding,
            };
            for (raw, encoding, exact) in encoded(target.kind, &target.value) {
                bytes.add(raw, exact, disguised(encoding, "value", Verdict::Leaked));
            }
            for (raw, name, exact) in digests(target.kind, &target.value) {
                bytes.add(raw, exact, disguised("", name, Verdict::Recoverable));
            }
        }
        let numbers = Numbers::new(digits.literals.into_iter().map(|literal| literal.bytes).collect());
        let number_patterns = digits.patterns;
        let (bytes, text) = (bytes.ready(), text.ready());
        let (ascii, witnesses) = (OnceLock::new(), OnceLock::new());
        Self { targets, bytes, text, ascii, numbers, number_patterns, witnesses }
    }

    /// Gives places of bytes where a value may stand as text: everywhere else is none, whatever the character set.
    pub fn each_place(&self, bytes: &[u8], visit: &mut dyn FnMut(usize)) {
        let engine = self.witnesses.get_or_init(|| Engine::new(witness::literals(&self.targets)));
        engine.each_match(bytes, &mut |_, range| visit(range.start));
        self.numbers.each_match(bytes, &mut |_, start, _| visit(start));
    }

    /// Matches in raw bytes.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<Hit> {
        self.bytes.find(bytes, |pattern, start, end| Neighbours::in_bytes(bytes, start, end, pattern.unit))
    }

    /// Matches in ASCII without zeros, of all that is looked for in bytes or in text: one pass for both.
    pub fn in_ascii(&self, text: &str) -> Vec<Hit> {
        let search = self.ascii.get_or_init(|| Search::of_ascii([&self.text, &self.bytes]));
        search.find(text.as_bytes(), |_, start, end| Neighbours::in_text(text, start, end))
    }

    /// Matches in text, without regard to case and marks.
    pub fn in_text(&self, text: &str) -> Vec<Hit> {
        self.in_folded(&fold(text))
    }

    /// Numbers in text, without regard to the signs between their digits.
    pub fn in_digits(&self, text: &str) -> Vec<Hit> {
        self.in_folded_digits(&fold(text))
    }

    /// What is in text, and the numbers in it.
    pub fn in_text_and_digits(&self, text: &str) -> Vec<Hit> {
        let folded = fold(text);
        let mut hits = self.in_folded(&folded);
        hits.append(&mut self.in_folded_digits(&folded));
        hits
    }

    fn in_folded(&self, folded: &str) -> Vec<Hit> {
        self.text.find(folded.as_bytes(), |_, start, end| Neighbours::in_text(folded, start, end))
    }

    fn in_folded_digits(&self, folded: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.numbers.each_match(folded.as_bytes(), &mut |index, start, end| {
            hits.extend(self.number_patterns.get(index).map(|pattern| pattern.hit(start, end)));
        });
        hits
    }
}

/// The forms of a target, and the value as it was written where that is no form of it.
pub(super) fn with_written(target: &Target) -> Vec<Form> {
    let mut all = forms(target.kind, &target.value);
    let plain = |text: &str| fold(text).to_ascii_lowercase();
    let known: Vec<String> = all.iter().map(|form| plain(&form.text)).collect();
    for written in &target.written {
        let text = plain(written);
        let covered = all.iter().zip(&known).any(|(form, known)| {
            *known == text || (form.verdict == Verdict::Leaked && form.reach == Reach::Bytes && text.contains(known))
        });
        if !covered && weight(written) >= LEAST_WRITTEN && !matches!(target.kind, Kind::Time | Kind::Age) {
            all.push(Form { name: "as written", ..whole(written) });
        }
    }
    all
}

/// A text in the encodings in which it may stand in bytes, in the cases in which people write it: bytes, how letters
/// stand in them, name, and whether letters match in their own case alone.
fn in_bytes(text: &str) -> Vec<(Vec<u8>, Unit, &'static str, bool)> {
    let mut found = Vec::new();
    let cases = if text.is_ascii() { [text.to_owned()].into() } else { in_cases(text) };
    for cased in &cases {
        found.push((cased.as_bytes().to_vec(), Unit::Byte, "", false));
        if !cased.is_ascii() {
            let sets = value::encoded(cased).into_iter();
            // Second bytes of the sets of East Asia may look like letters.
            let exact =
                |name: &str| !(name.starts_with("ISO") && name != "ISO 2022 IR 87" || name.starts_with("windows"));
            found.extend(
                sets.map(|(bytes, name)| (bytes, Unit::Byte, if exact(name) { name } else { "" }, exact(name))),
            );
        }
        let units: Vec<u16> = cased.encode_utf16().collect();
        found.push((units.iter().flat_map(|unit| unit.to_le_bytes()).collect(), Unit::Little, "UTF-16LE", false));
        found.push((units.iter().flat_map(|unit| unit.to_be_bytes()).collect(), Unit::Big, "UTF-16BE", false));
    }
    found.push((fold(text).as_bytes().to_vec(), Unit::Byte, "", false));
    found.retain(|(bytes, ..)| bytes.len() >= LEAST_BYTES);
    found
}

#[cfg(test)]
mod tests;
