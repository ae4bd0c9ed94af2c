//! Parts of a file that are searched, and what the place of a match is called.

use crate::detectors::search::readings::is_wide;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::Locus;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::value;
use crate::truth::Surface;
use std::fmt;
use std::ops::Range;

/// Bytes from the start of a value that tell whether it is text.
const SAMPLE: usize = 4096;
/// Longest value of other bytes in which words are looked for one by one; longer ones are searched as bytes alone.
const LONGEST_MIXED: usize = 1 << 20;
/// Signs of the shortest run among other bytes that counts as words.
const SHORTEST_RUN: usize = 4;

/// Where a value was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A place that plants have too.
    Locus(Locus),
    /// Between elements: tags and lengths of the file itself.
    Structure,
    /// Bytes of the pixel data.
    PixelBytes,
    /// Names of folders and file.
    Path,
}

impl Place {
    /// Whether this is the place of a plant. A private block whose creator was dropped is still the same place.
    pub fn is(&self, locus: &Locus) -> bool {
        match (self, locus) {
            (Self::Path, Locus::Path) => true,
            (Self::Locus(Locus::Attribute(seen)), Locus::Attribute(planted)) => {
                let same = |seen: &Attribute, planted: &Attribute| seen == planted || orphan_of(seen, planted);
                let mut steps = seen.steps.iter().zip(&planted.steps);
                same(&seen.leaf, &planted.leaf)
                    && seen.depth() == planted.depth()
                    && steps.all(|(one, other)| one.item == other.item && same(&one.sequence, &other.sequence))
            }
            (Self::Locus(seen), planted) => seen == planted,
            _ => false,
        }
    }

    /// The surface to which the place belongs.
    pub fn surface(&self) -> Surface {
        match self {
            Self::Path => Surface::Path,
            Self::PixelBytes | Self::Structure => Surface::Padding,
            Self::Locus(Locus::Preamble) => Surface::Preamble,
            Self::Locus(Locus::Trailing) => Surface::Padding,
            Self::Locus(Locus::Meta(..)) => Surface::FileMeta,
            Self::Locus(Locus::Path) => Surface::Path,
            Self::Locus(Locus::Pixel) => Surface::Pixel,
            Self::Locus(Locus::Attribute(path)) => match &path.leaf {
                Attribute::Tag(0xfffc, _) => Surface::Padding,
                Attribute::Private(..) => Surface::Private,
                Attribute::Tag(group, _) if group % 2 == 1 => Surface::Private,
                _ if path.depth() > 0 => Surface::Nested,
                _ => Surface::Header,
            },
        }
    }
}

/// Whether a tag is the private attribute with its creator gone.
fn orphan_of(seen: &Attribute, planted: &Attribute) -> bool {
    match (seen, planted) {
        (Attribute::Tag(group, element), Attribute::Private(planted_group, _, low)) => {
            group == planted_group && element & 0xff == u16::from(*low) && *element >= 0x1000
        }
        _ => false,
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locus(locus) => locus.fmt(out),
            Self::Structure => out.write_str("between elements"),
            Self::PixelBytes => out.write_str("bytes of (7FE0,0010)"),
            Self::Path => out.write_str("path"),
        }
    }
}

/// Bytes of native pixels that are compared at a time.
const BLOCK: usize = 1 << 16;
/// Bytes around a changed block that are searched with it, so that no value is cut.
const MARGIN: usize = 4096;

/// The runs of native pixels that are not the input's own. The input's pixels hold no text in their bytes.
fn changed_pixels(input: &Scan, output: &Scan) -> Option<Vec<Range<usize>>> {
    let (Some(PixelSpan::Native(before)), Some(PixelSpan::Native(after))) = (&input.pixels, &output.pixels) else {
        return None;
    };
    let (old, new) = (input.data().get(before.clone())?, output.data().get(after.clone())?);
    if old.len() != new.len() {
        return None;
    }
    let mut changed: Vec<Range<usize>> = Vec::new();
    for (block, (old, new)) in old.chunks(BLOCK).zip(new.chunks(BLOCK)).enumerate() {
        if old == new {
            continue;
        }
        let start = (after.start + block * BLOCK).saturating_sub(MARGIN).max(after.start);
        let end = (after.start + block * BLOCK + new.len() + MARGIN).min(after.end);
        match changed.last_mut() {
            Some(last) if last.end >= start => last.end = end,
            _ => changed.push(start..end),
        }
    }
    Some(changed)
}

/// Bytes of the shortest ASCII text that is searched by itself, as bytes and as text in one pass.
const LONG: usize = 32 << 10;

/// Whether a value is a long text of ASCII: what is looked for in bytes and in text is looked for in both at once.
pub fn is_long_ascii(bytes: &[u8]) -> bool {
    // One pass without branches. Escapes may begin another set.
    bytes.len() >= LONG
        && !bytes.iter().fold(false, |any, byte| any | !byte.is_ascii() | (*byte == 0) | (*byte == 0x1b))
}

/// Where the long texts of an output stand, in their order.
pub fn long_texts(output: &Scan) -> Vec<Range<usize>> {
    // Where something is broken, values may go on behind their end.
    let elements = output.elements.iter().filter(|_| output.problem.is_none());
    let long = elements.filter(|element| element.range.len() >= LONG).filter(|element| {
        let bytes = output.value(element);
        matches!(content(element.vr, bytes), Content::Words | Content::Numbers) && is_long_ascii(bytes)
    });
    long.map(|element| element.range.clone()).collect()
}

/// A run of bytes of the file, or of the inflated data set.
pub struct Part {
    of_data: bool,
    range: Range<usize>,
}

/// The parts of a file to search as bytes: all of it, but for pixels that are the input's own, and for long texts. The ends of
/// these are searched with what stands beside them.
pub fn parts(input: Option<&Scan>, output: &Scan, texts: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    if output.is_deflated() {
        parts.push(Part { of_data: false, range: 0..output.file().len() });
    }
    let end = output.data().len();
    let mut add = |range: Range<usize>| parts.push(Part { of_data: true, range });
    match (&output.pixels, input.and_then(|input| changed_pixels(input, output))) {
        (Some(PixelSpan::Native(pixels)), Some(changed)) => {
            // A value may begin before the pixels or end behind them.
            add(0..(pixels.start + MARGIN).min(pixels.end));
            changed.into_iter().for_each(&mut add);
            add(pixels.end.saturating_sub(MARGIN).max(pixels.start)..end);
        }
        _ => add(0..end),
    }
    let inner: Vec<Range<usize>> = texts.iter().map(|text| text.start + MARGIN..text.end - MARGIN).collect();
    parts.into_iter().flat_map(|part| part.without(&inner)).collect()
}

impl Part {
    /// What is left of a part of the data set without some runs, which stand in their order.
    fn without(self, runs: &[Range<usize>]) -> Vec<Self> {
        let Self { of_data, range } = self;
        let mut parts = Vec::new();
        let mut start = range.start;
        for run in runs.iter().filter(|run| of_data && run.start < range.end && range.start < run.end) {
            parts.push(Self { of_data, range: start..run.start.max(start) });
            start = run.end.max(start);
        }
        parts.push(Self { of_data, range: start.min(range.end)..range.end });
        parts.retain(|part| !part.range.is_empty());
        parts
    }

    /// Whether a match lies within a long text. Its own search sees what stands beside the match, and a part may end there.
    pub fn is_left_to_text(&self, found: Range<usize>, texts: &[Range<usize>]) -> bool {
        let (start, end) = (self.range.start + found.start, self.range.start + found.end);
        self.of_data && texts.iter().any(|text| text.start <= start && end <= text.end)
    }

    /// Its bytes.
    pub fn bytes<'a>(&self, scan: &'a Scan) -> Option<&'a [u8]> {
        let all = if self.of_data { scan.data() } else { scan.file() };
        all.get(self.range.clone())
    }

    /// What the place of a match at `at` of this part is called.
    pub fn place(&self, scan: &Scan, at: usize) -> Place {
        let at = self.range.start + at;
        let file_bytes = !self.of_data || !scan.is_deflated();
        if file_bytes {
            if scan.preamble.as_ref().is_some_and(|range| range.contains(&at)) {
                return Place::Locus(Locus::Preamble);
            }
            if let Some(element) = scan.meta.iter().find(|element| element.range.contains(&at)) {
                return Place::Locus(Locus::Meta(element.tag.group(), element.tag.element()));
            }
        }
        if !self.of_data {
            return Place::Structure;
        }
        let in_pixels = match &scan.pixels {
            Some(PixelSpan::Native(range)) => range.contains(&at),
            Some(PixelSpan::Encapsulated { offsets, fragments }) => {
                offsets.contains(&at) || fragments.iter().any(|range| range.contains(&at))
            }
            None => false,
        };
        if in_pixels {
            return Place::PixelBytes;
        }
        // Elements stand in file order.
        let next = scan.elements.partition_point(|element| element.range.end <= at);
        match scan.elements.get(next).filter(|element| element.range.contains(&at)) {
            Some(element) => Place::Locus(Locus::Attribute(element.path.clone())),
            None if scan.rest.contains(&at) => Place::Locus(Locus::Trailing),
            None => Place::Structure,
        }
    }
}

/// What the value of an element may be to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Words: everything is looked for.
    Words,
    /// Numbers, dates or UIDs, whose digits mean what they are together.
    Numbers,
    /// Bytes with words in them.
    Mixed,
    /// Nothing to read.
    None,
}

/// What the value of an element may be.
pub fn content(vr: VR, bytes: &[u8]) -> Content {
    match vr {
        VR::DS | VR::IS | VR::UI | VR::DA | VR::TM | VR::DT | VR::AS => Content::Numbers,
        _ if value::is_text(vr) => Content::Words,
        VR::UN | VR::OB => {
            let start = bytes.get(..SAMPLE).unwrap_or(bytes);
            let strange = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
            let strange = start.iter().filter(strange).count();
            match strange * 10 <= start.len() {
                true => Content::Words,
                false if bytes.len() <= LONGEST_MIXED => Content::Mixed,
                false => Content::None,
            }
        }
        _ => Content::None,
    }
}

/// Whether a value may be a file of its own, or have one in it, however long it is.
pub fn may_be_packed(vr: VR) -> bool {
    matches!(vr, VR::UN | VR::OB)
}

/// Whether bytes hold words among others, and are no wide text.
pub fn is_mixed(bytes: &[u8]) -> bool {
    content(VR::UN, bytes) != Content::Words && !is_wide(bytes)
}

/// The runs of readable signs among other bytes, a line each.
pub fn runs(bytes: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    for run in bytes.split(|byte| !is_readable(byte)).filter(|run| run.len() >= SHORTEST_RUN) {
        lines.extend_from_slice(run);
        lines.push(b'\n');
    }
    lines
}

/// Whether a byte may be a sign of a text in any set of one byte a letter, or of several.
pub fn is_readable(byte: &u8) -> bool {
    (0x20..0x7f).contains(byte) || *byte >= 0xa0
}
