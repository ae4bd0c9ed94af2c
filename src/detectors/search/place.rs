//! Parts of a file that are searched, and what the place of a match is called.

use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::value;
use crate::dicom::value::SpecificCharacterSet;
use crate::truth::Surface;
use std::fmt;
use std::ops::Range;

/// Longest value that is decoded as text; longer ones are searched as bytes.
const LONGEST_TEXT: usize = 1 << 20;

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
                seen == planted || (seen.steps == planted.steps && orphan_of(&seen.leaf, &planted.leaf))
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

/// Whether the output has the very pixel data of the input, which hold no text.
pub fn unchanged_pixels(input: &Scan, output: &Scan) -> bool {
    match (&input.pixels, &output.pixels) {
        (Some(PixelSpan::Native(before)), Some(PixelSpan::Native(after))) => {
            input.data().get(before.clone()) == output.data().get(after.clone())
        }
        _ => false,
    }
}

/// A run of bytes of the file, or of the inflated data set.
pub struct Part {
    of_data: bool,
    range: Range<usize>,
}

/// The parts of a file to search: all of it, but for unchanged pixels.
pub fn parts(scan: &Scan, skip_pixels: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let pixels = match &scan.pixels {
        Some(PixelSpan::Native(range)) if skip_pixels => Some(range.clone()),
        _ => None,
    };
    if scan.is_deflated() {
        parts.push(Part { of_data: false, range: 0..scan.file().len() });
    }
    let whole = 0..scan.data().len();
    match pixels {
        Some(pixels) => {
            parts.push(Part { of_data: true, range: whole.start..pixels.start });
            parts.push(Part { of_data: true, range: pixels.end..whole.end });
        }
        None => parts.push(Part { of_data: true, range: whole }),
    }
    parts
}

impl Part {
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

/// The text of an element that may hold words: text, and unknown or byte values that read as text.
pub fn searchable_text(scan: &Scan, element: &Element, characters: &SpecificCharacterSet) -> Option<String> {
    let bytes = scan.value(element);
    if bytes.len() > LONGEST_TEXT {
        return None;
    }
    if value::is_text(element.vr) {
        return Some(value::decode(bytes, characters));
    }
    let reads_as_text = || bytes.iter().filter(|byte| **byte < 0x20).count() * 10 <= bytes.len();
    (matches!(element.vr, VR::UN | VR::OB) && reads_as_text()).then(|| value::decode(bytes, characters))
}
