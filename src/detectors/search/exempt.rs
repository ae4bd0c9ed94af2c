//! Words that must survive and hold a planted value by accident: Parkinson's disease of a patient called Parkinson.

use crate::detectors::search::fold::fold;
use crate::detectors::search::needles::Hit;
use crate::detectors::search::needles::Needles;
use crate::truth::Keep;
use crate::truth::KeepKind;

/// The phrases of one instance in which a match accuses nobody.
pub struct Exempt {
    phrases: Vec<Phrase>,
}

struct Phrase {
    target: usize,
    text: String,
    /// Where the value begins in it.
    offset: usize,
}

impl Exempt {
    /// From the words that are recorded to survive. A phrase is the value with the word behind it, or else before it;
    /// a value without company is no phrase.
    pub fn new<'a>(needles: &Needles, keeps: impl Iterator<Item = &'a Keep>) -> Self {
        let mut phrases = Vec::new();
        for keep in keeps.filter(|keep| keep.kind == KeepKind::Words) {
            let text = fold(&keep.value);
            for hit in needles.in_text(&keep.value) {
                phrases.extend(Phrase::around(&text, &hit));
            }
        }
        Self { phrases }
    }

    /// Whether a match stands in such a phrase.
    pub fn covers(&self, haystack: &[u8], hit: &Hit) -> bool {
        if self.phrases.is_empty() {
            return false;
        }
        let text = std::str::from_utf8(haystack).ok().map(fold);
        let haystack = text.as_ref().map_or(haystack, |text| text.as_bytes());
        self.phrases.iter().filter(|phrase| phrase.target == hit.target).any(|phrase| {
            let start = hit.at.checked_sub(phrase.offset);
            let there = start.and_then(|start| haystack.get(start..start + phrase.text.len()));
            there.is_some_and(|there| there.eq_ignore_ascii_case(phrase.text.as_bytes()))
        })
    }
}

impl Phrase {
    fn around(text: &str, hit: &Hit) -> Option<Self> {
        let (before, after) = (text.get(..hit.at)?, text.get(hit.end..)?);
        let is_blank = |letter: char| letter.is_whitespace();
        let tail = after.trim_end();
        let behind = match tail.char_indices().find(|(_, letter)| is_blank(*letter)) {
            // The word behind the blank belongs to it: `'s disease`.
            Some((at, _)) => {
                let rest = tail.get(at..)?;
                let word = rest.trim_start();
                let length = word.find(is_blank).unwrap_or(word.len());
                at + (rest.len() - word.len()) + length
            }
            None => tail.len(),
        };
        if behind > 0 {
            let text = text.get(hit.at..hit.end + behind)?.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            return Some(Self { target: hit.target, text: text.to_owned(), offset: 0 });
        }
        let word = before.trim_end().rsplit(is_blank).next().filter(|word| word.chars().count() > 3)?;
        let start = before.rfind(word)?;
        Some(Self { target: hit.target, text: text.get(start..hit.end)?.to_owned(), offset: hit.at - start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::search::needles::Target;
    use crate::dicom::locus::Locus;
    use crate::truth::Kind;

    #[test]
    fn the_disease_accuses_nobody_and_the_patient_does() {
        let (kind, value) = (Kind::PersonName, "Parkinson^James".to_owned());
        let needles = Needles::new(vec![Target { kind, value, written: Vec::new(), control: false }]);
        let keep = |value: &str| Keep {
            instance: String::new(),
            kind: KeepKind::Words,
            locus: Locus::Preamble,
            area: None,
            value: value.to_owned(),
        };
        let keeps = [keep("known Parkinson's disease, tremor"), keep("Parkinson")];
        let exempt = Exempt::new(&needles, keeps.iter());
        let accused = |text: &str| {
            let hits = [needles.in_text(text), needles.in_bytes(text.as_bytes())].concat();
            assert!(!hits.is_empty(), "{text}");
            hits.iter().any(|hit| !exempt.covers(text.as_bytes(), hit))
        };
        assert!(!accused("KNOWN PARKINSON'S DISEASE"));
        assert!(accused("Parkinson's disease of Mr Parkinson"));
        assert!(accused("Parkinson, James"));
    }
}
