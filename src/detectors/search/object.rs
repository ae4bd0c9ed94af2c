//! One file, searched in every byte and in every text that it holds.

use crate::detectors::search::document::Pdf;
use crate::detectors::search::mixed;
use crate::detectors::search::needles::Hit;
use crate::detectors::search::needles::Needles;
use crate::detectors::search::packed;
use crate::detectors::search::place;
use crate::detectors::search::place::Content;
use crate::detectors::search::place::Place;
use crate::detectors::search::readings::Reading;
use crate::detectors::search::readings::as_it_is;
use crate::detectors::search::readings::is_wide;
use crate::detectors::search::readings::readings;
use crate::dicom::VR;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::value;
use crate::dicom::value::CharacterSets;
use crate::dicom::value::SpecificCharacterSet;
use crate::finding::Verdict;
use std::borrow::Cow;

/// A match: what was searched, the hit in it, and inside which part of a value it was.
pub type See<'a> = dyn FnMut(&[u8], &Hit, &'static str) + 'a;

/// The same with the place of the value.
pub type SeeAt<'a> = dyn FnMut(&[u8], &Hit, Place, &'static str) + 'a;

/// Character sets in which the texts of an output may be meant: its own, and its input's, which a tool may have dropped.
pub struct Sets {
    own: CharacterSets,
    input: Option<SpecificCharacterSet>,
}

impl Sets {
    /// Of an output and its input, if there is one.
    pub fn new(output: &Scan, input: Option<&Scan>) -> Self {
        Self { own: CharacterSets::new(output), input: input.map(value::character_set) }
    }

    /// For one element, the likeliest first.
    pub fn of(&self, element: &Element) -> [SpecificCharacterSet; 2] {
        let own = self.own.of(element);
        [own, self.input.unwrap_or(own)]
    }
}

/// Searches an output; `input` tells which of its pixels are its own. A match is given with its place and what holds it
/// there, as the pages of a document.
pub fn search(needles: &Needles, output: &Scan, input: Option<&Scan>, sets: &Sets, see: &mut SeeAt<'_>) {
    let texts = place::long_texts(output);
    for part in place::parts(input, output, &texts) {
        let Some(bytes) = part.bytes(output) else { continue };
        let hits = needles.in_bytes(bytes).into_iter();
        for hit in hits.filter(|hit| !part.is_left_to_text(hit.at..hit.end, &texts)) {
            see(bytes, &hit, part.place(output, hit.at), "");
        }
    }
    for element in &output.elements {
        let bytes = output.value(element);
        let content = place::content(element.vr, bytes);
        if content == Content::None && !place::may_be_packed(element.vr) {
            continue;
        }
        let at = || Place::Locus(Locus::Attribute(element.path.clone()));
        search_value(needles, bytes, content, &sets.of(element), &mut |text, hit, inside| see(text, hit, at(), inside));
    }
    // The byte behind a value belongs to the next element, and may look like its next letter: a deflated data set
    // begins with any byte. So each value is searched alone too.
    for element in &output.meta {
        let bytes = output.meta_value(element);
        let at = || Place::Locus(Locus::Meta(element.tag.group(), element.tag.element()));
        search_value(needles, bytes, place::content(element.vr, bytes), &[], &mut |text, hit, inside| {
            see(text, hit, at(), inside);
        });
    }
    let preamble = output.preamble.clone().map(|range| (output.file().get(range), Locus::Preamble));
    let rest = (output.data().get(output.rest.clone()), Locus::Trailing);
    for (bytes, locus) in preamble.into_iter().chain([rest]) {
        let bytes = bytes.unwrap_or_default();
        search_value(needles, bytes, place::content(VR::UN, bytes), &[], &mut |text, hit, inside| {
            see(text, hit, Place::Locus(locus.clone()), inside);
        });
    }
}

/// Searches what a value says to a reader, and what is packed in it. Its bytes as they are have been searched already.
pub fn search_value(
    needles: &Needles,
    bytes: &[u8],
    content: Content,
    sets: &[SpecificCharacterSet],
    see: &mut See<'_>,
) {
    search_layer(needles, bytes, content, sets, packed::DEEPEST, see);
}

/// The same with so many layers of packing that are opened.
fn search_layer(
    needles: &Needles,
    bytes: &[u8],
    content: Content,
    sets: &[SpecificCharacterSet],
    layers: u32,
    see: &mut See<'_>,
) {
    let found = match content {
        Content::None => Vec::new(),
        Content::Words => match as_it_is(bytes) {
            Some(text) => {
                search_reading(needles, &Reading { text: Cow::Borrowed(text), undone: "" }, layers, see);
                Vec::new()
            }
            None => readings(bytes, sets),
        },
        Content::Numbers => {
            // One byte a digit, whatever the set; nothing is escaped.
            search_numbers(needles, bytes, see);
            return;
        }
        Content::Mixed if is_wide(bytes) => readings(bytes, sets),
        Content::Mixed => {
            search_mixed(needles, bytes, sets, layers, see);
            Vec::new()
        }
    };
    for reading in &found {
        search_reading(needles, reading, layers, see);
    }
    if let Some(pdf) = Pdf::read(bytes) {
        // Its streams are opened with what it says of them.
        search_document(needles, &pdf, see);
    } else if layers > 0 && !bytes.is_ascii() {
        packed::streams(bytes, &mut |inner, what| search_inner(needles, inner, what, layers - 1, see));
    }
}

fn search_reading(needles: &Needles, reading: &Reading<'_>, layers: u32, see: &mut See<'_>) {
    let text = reading.text.as_ref();
    let is_long = matches!(reading.text, Cow::Borrowed(_)) && place::is_long_ascii(text.as_bytes());
    let hits = if is_long {
        [needles.in_ascii(text), needles.in_digits(text)].concat()
    } else {
        needles.in_text_and_digits(text)
    };
    for hit in hits {
        see(text.as_bytes(), &hit, reading.undone);
    }
    if matches!(reading.text, Cow::Owned(_)) {
        for hit in needles.in_bytes(text.as_bytes()) {
            see(text.as_bytes(), &hit, reading.undone);
        }
    }
    if layers > 0 {
        packed::spelled(text, &mut |inner, what| search_inner(needles, inner, what, layers - 1, see));
    }
}

/// Searches what was packed. Words of other languages are short and unpacked noise is long, so that only what convicts counts.
fn search_inner(needles: &Needles, bytes: &[u8], what: &'static str, layers: u32, see: &mut See<'_>) {
    let mut see = |text: &[u8], hit: &Hit, _: &'static str| {
        if hit.verdict != Verdict::Partial {
            see(text, hit, what);
        }
    };
    for hit in needles.in_bytes(bytes) {
        see(bytes, &hit, "");
    }
    search_layer(needles, bytes, place::content(VR::UN, bytes), &[], layers, &mut see);
}

fn search_numbers(needles: &Needles, bytes: &[u8], see: &mut See<'_>) {
    let text = String::from_utf8_lossy(bytes);
    let hits = if place::is_long_ascii(bytes) { needles.in_ascii(&text) } else { needles.in_text(&text) };
    for hit in hits {
        see(text.as_bytes(), &hit, "");
    }
}

/// Words among other bytes. Chance makes short words too, so that parts of a value mean nothing there.
fn search_mixed(needles: &Needles, bytes: &[u8], sets: &[SpecificCharacterSet], layers: u32, see: &mut See<'_>) {
    let mut see = |text: &[u8], hit: &Hit, inside: &'static str| {
        if hit.verdict == Verdict::Leaked {
            see(text, hit, inside);
        }
    };
    for part in mixed::parts(needles, bytes) {
        let part = bytes.get(part).unwrap_or_default();
        match as_it_is(part) {
            Some(text) => {
                search_reading(needles, &Reading { text: Cow::Borrowed(text), undone: "" }, layers, &mut see);
            }
            None => {
                readings(part, sets).iter().for_each(|reading| search_reading(needles, reading, layers, &mut see));
            }
        }
    }
}

fn search_document(needles: &Needles, pdf: &Pdf, see: &mut See<'_>) {
    for stream in &pdf.streams {
        for hit in needles.in_bytes(stream) {
            see(stream, &hit, "inflated stream");
        }
        if place::content(VR::UN, stream) == Content::Words {
            for reading in readings(stream, &[]) {
                for hit in needles.in_text(&reading.text) {
                    see(reading.text.as_bytes(), &hit, "inflated stream");
                }
            }
        }
    }
    for text in &pdf.texts {
        for hit in [needles.in_text_and_digits(text), needles.in_bytes(text.as_bytes())].concat() {
            see(text.as_bytes(), &hit, "page text");
        }
    }
}
