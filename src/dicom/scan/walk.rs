//! One pass over elements.
//!
//! The library's reader takes UN of undefined length for explicit VR, and can't be moved past it; so headers are read
//! here.

use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::scan::Element;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::header::Encoding;
use crate::dicom::scan::header::End;
use crate::dicom::scan::header::Header;
use crate::dicom::scan::header::fragments;
use crate::dicom::scan::open::OpenStack;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_encoding::transfer_syntax::TransferSyntax;
use std::collections::HashMap;
use std::ops::Range;

/// Sequences inside sequences beyond this depth are not named any more; a real object has a handful.
const DEEPEST: usize = 64;
/// Elements of one file beyond this number are not listed.
const MOST_ELEMENTS: usize = 2_000_000;

/// One pass over a run of elements.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) elements: Vec<Element>,
    pub(super) encapsulated: Option<PixelSpan>,
    pub(super) stopped_at: Option<(VR, Range<usize>)>,
    pub(super) problem: Option<String>,
}

/// A data set that is open on the way down: its private creators, and the step into the sequence being read.
#[derive(Default)]
pub(super) struct Level {
    creators: HashMap<(u16, u16), String>,
    step: Option<Step>,
}

impl Level {
    fn note_creator(&mut self, tag: Tag, value: &[u8]) {
        if tag.group() % 2 == 1 && (0x10..=0xff).contains(&tag.element()) {
            let creator = String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned();
            self.creators.insert((tag.group(), tag.element()), creator);
        }
    }

    /// Enters a sequence, before its first item.
    pub(super) fn enter(&mut self, sequence: Tag) {
        self.step = Some(Step { sequence: name(self, sequence), item: 0 });
    }

    /// Leaves the sequence.
    pub(super) fn leave(&mut self) {
        self.step = None;
    }

    /// Goes on to the next item of the sequence.
    pub(super) fn next_item(&mut self) {
        if let Some(step) = &mut self.step {
            step.item += 1;
        }
    }

    /// Begins an item: private blocks are reserved in each anew (PS3.5 §7.8.1).
    pub(super) fn begin(&mut self) {
        self.creators.clear();
        self.step = None;
    }
}

impl Walk {
    /// Reads elements from `start` until the end, an error, or a top-level tag for which `stop` holds.
    /// Gives the position behind the last element that was read whole.
    pub(super) fn run(
        &mut self,
        data: &[u8],
        start: usize,
        syntax: &TransferSyntax,
        stop: impl Fn(Tag) -> bool,
    ) -> usize {
        let encoding = Encoding::of(syntax);
        let mut open = OpenStack::default();
        let mut levels = vec![Level::default()];
        // Of the last element that was read whole, and of what comes next.
        let (mut behind, mut at) = (start, start);
        loop {
            if let Err(why) = open.close_by_length(at, &mut levels) {
                self.problem = Some(format!("breaks at byte {behind}: {why}"));
                return behind;
            }
            let encoding = open.encoding().unwrap_or(encoding);
            let header = match Header::read(data, at, encoding) {
                Ok(header) => header,
                Err(End::Data) if open.is_empty() => return at,
                Err(End::Data) => {
                    self.problem = Some(format!("ends at byte {at} inside a sequence"));
                    return behind;
                }
                Err(End::Header) => {
                    self.problem = Some(format!("breaks at byte {behind}: an element has no whole header"));
                    return behind;
                }
            };
            at = header.value;
            if header.tag.group() == 0xfffe || open.expects_item() {
                if let Err(why) = open.delimiter(&header, encoding, &mut levels) {
                    self.problem = Some(format!("breaks at byte {behind}: {why}"));
                    return behind;
                }
                continue;
            }
            if levels.len() == 1 && stop(header.tag) && !header.is_encapsulated() {
                self.stopped_at = header.length.map(|length| (header.vr, at..at.saturating_add(length)));
                return behind;
            }
            if header.is_encapsulated() {
                match fragments(data, at, encoding) {
                    Ok((pieces, end)) => {
                        (behind, at) = (end, end);
                        self.end_of_fragments(&levels, pieces);
                    }
                    Err((pieces, why)) => {
                        behind = pieces.last().map_or(behind, |piece| piece.end);
                        self.end_of_fragments(&levels, pieces);
                        self.problem = Some(why);
                        return behind;
                    }
                }
            } else if header.is_sequence() {
                if levels.len() > DEEPEST {
                    self.problem = Some(format!("sequences are nested deeper than {DEEPEST} at byte {behind}"));
                    return behind;
                }
                open.enter(&header, encoding, &mut levels);
            } else {
                let length = header.length.unwrap_or(0);
                let last = at.saturating_add(length);
                if last > data.len() {
                    let there = data.len() - at.min(data.len());
                    self.problem = Some(format!("{} promises {length} bytes, {there} are there", header.tag));
                    return behind;
                }
                if let Some(level) = levels.last_mut() {
                    level.note_creator(header.tag, data.get(at..last).unwrap_or_default());
                }
                self.add(&levels, header.tag, header.vr, at..last);
                (behind, at) = (last, last);
                if self.elements.len() >= MOST_ELEMENTS {
                    self.problem = Some(format!("more than {MOST_ELEMENTS} elements"));
                    return behind;
                }
            }
        }
    }

    fn add(&mut self, levels: &[Level], tag: Tag, vr: VR, range: Range<usize>) {
        let steps = levels.iter().filter_map(|level| level.step.clone()).collect();
        let leaf = levels.last().map_or(Attribute::Tag(tag.0, tag.1), |level| name(level, tag));
        self.elements.push(Element { path: AttributePath { steps, leaf }, tag, vr, range });
    }

    /// The first item of an encapsulated pixel data element is its basic offset table (PS3.5 §A.4). Inside a
    /// sequence, as in an icon image, the items are kept as elements, so that they are searched like any other.
    fn end_of_fragments(&mut self, levels: &[Level], pieces: Vec<Range<usize>>) {
        if levels.len() > 1 || self.encapsulated.is_some() {
            for piece in pieces {
                self.add(levels, tags::PIXEL_DATA, VR::OB, piece);
            }
            return;
        }
        let mut pieces = pieces.into_iter();
        let offsets = pieces.next().unwrap_or(0..0);
        self.encapsulated = Some(PixelSpan::Encapsulated { offsets, fragments: pieces.collect() });
    }
}

/// Names a tag: private elements by the creator of their block, if it is there.
fn name(level: &Level, tag: Tag) -> Attribute {
    let (group, element) = (tag.group(), tag.element());
    if group % 2 == 1
        && element >= 0x1000
        && let Some(creator) = level.creators.get(&(group, element >> 8))
    {
        return Attribute::Private(group, creator.clone(), (element & 0xff) as u8);
    }
    Attribute::Tag(group, element)
}
