//! One pass over elements, token by token.

use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::scan::Element;
use crate::dicom::scan::PixelSpan;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_parser::dataset::LazyDataToken;
use dicom_parser::dataset::lazy_read::LazyDataSetReader;
use dicom_parser::stateful::decode::StatefulDecode;
use std::collections::HashMap;
use std::io::Cursor;
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
struct Level {
    creators: HashMap<(u16, u16), String>,
    step: Option<Step>,
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
        let mut cursor = Cursor::new(data);
        cursor.set_position(start as u64);
        let mut reader = match LazyDataSetReader::new_with_ts(cursor, syntax) {
            Ok(reader) => reader,
            Err(error) => {
                self.problem = Some(error.to_string());
                return start;
            }
        };
        let mut levels = vec![Level::default()];
        let mut behind = start;
        let mut in_pixels = false;
        let mut pieces: Vec<Range<usize>> = Vec::new();
        loop {
            let token = match reader.advance() {
                None => {
                    if in_pixels {
                        self.problem = Some("pixel data end without a delimiter".to_owned());
                        self.end_of_fragments(&levels, pieces);
                    }
                    return reader.into_decoder().position().min(data.len() as u64) as usize;
                }
                Some(Ok(token)) => token,
                Some(Err(error)) => {
                    self.problem = Some(format!("breaks at byte {behind}: {error}"));
                    return behind;
                }
            };
            match token {
                LazyDataToken::ElementHeader(header) if levels.len() == 1 && stop(header.tag) => {
                    let Some(Ok(LazyDataToken::LazyValue { header, decoder })) = reader.advance() else {
                        return behind;
                    };
                    let first = decoder.position() as usize;
                    self.stopped_at = Some((header.vr, first..first.saturating_add(header.len.0 as usize)));
                    return behind;
                }
                // The value is at hand with the next token; its position is only known then.
                LazyDataToken::ElementHeader(_) => {}
                LazyDataToken::SequenceStart { tag, .. } => {
                    if levels.len() == 1 && stop(tag) {
                        return behind;
                    }
                    if levels.len() > DEEPEST {
                        self.problem = Some(format!("sequences are nested deeper than {DEEPEST} at byte {behind}"));
                        return behind;
                    }
                    let attribute = levels.last().map_or(Attribute::Tag(tag.0, tag.1), |level| name(level, tag));
                    if let Some(level) = levels.last_mut() {
                        level.step = Some(Step { sequence: attribute, item: 0 });
                    }
                    levels.push(Level::default());
                }
                LazyDataToken::PixelSequenceStart => {
                    in_pixels = true;
                    pieces.clear();
                }
                LazyDataToken::ItemStart { len } if in_pixels => pieces.extend((len.0 == 0).then_some(0..0)),
                LazyDataToken::ItemStart { .. } => {
                    if let Some(level) = levels.last_mut() {
                        level.creators.clear();
                        level.step = None;
                    }
                }
                LazyDataToken::ItemEnd => {
                    if !in_pixels
                        && let Some(parent) = levels.iter_mut().rev().nth(1)
                        && let Some(step) = &mut parent.step
                    {
                        step.item += 1;
                    }
                }
                LazyDataToken::SequenceEnd => {
                    if in_pixels {
                        in_pixels = false;
                        self.end_of_fragments(&levels, std::mem::take(&mut pieces));
                    } else if levels.len() > 1 {
                        levels.pop();
                        if let Some(level) = levels.last_mut() {
                            level.step = None;
                        }
                    }
                }
                LazyDataToken::LazyItemValue { len, decoder } => {
                    let first = decoder.position() as usize;
                    let _ = decoder.skip_bytes(len);
                    let last = first.saturating_add(len as usize);
                    if last > data.len() {
                        self.problem = Some(format!(
                            "a fragment promises {len} bytes, {} are there",
                            data.len().saturating_sub(first)
                        ));
                    }
                    behind = last.min(data.len());
                    pieces.push(first.min(data.len())..behind);
                }
                LazyDataToken::LazyValue { header, decoder } => {
                    let first = decoder.position() as usize;
                    let length = header.len.0;
                    let last = first.saturating_add(length as usize);
                    let _ = decoder.skip_bytes(length);
                    let range = first.min(data.len())..last.min(data.len());
                    if let Some(level) = levels.last_mut()
                        && header.tag.group() % 2 == 1
                        && (0x10..=0xff).contains(&header.tag.element())
                    {
                        let value = data.get(range.clone()).unwrap_or_default();
                        let creator = String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned();
                        level.creators.insert((header.tag.group(), header.tag.element()), creator);
                    }
                    if last > data.len() {
                        let there = data.len() - first.min(data.len());
                        self.problem = Some(format!("{} promises {length} bytes, {there} are there", header.tag));
                        return behind;
                    }
                    behind = last;
                    self.add(&levels, header.tag, header.vr, range);
                    if self.elements.len() >= MOST_ELEMENTS {
                        self.problem = Some(format!("more than {MOST_ELEMENTS} elements"));
                        return behind;
                    }
                }
                _ => {}
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
