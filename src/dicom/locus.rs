//! Where a value stands in a file: an attribute path, a box of pixels, or a place outside the data set.
//!
//! A locus has one written form, which stands in `plants.csv`, findings and reports:
//! `(0040,0275)[0]/(0010,0010)`, `(0019,"ACME 1.0",10)`, `meta:(0002,0016)`, `preamble`, `trailing`,
//! `path`, `pixel`.

use crate::text::serde_as_text;
use dicom_core::Tag;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// One attribute: of the standard, or of a private block named by its creator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// A tag as it stands in the file. Private tags without a creator are written like this too.
    Tag(u16, u16),
    /// A private element, by group, private creator and the low byte of its element number (PS3.5 §7.8).
    Private(u16, String, u8),
}

/// One step of an attribute path: a sequence with the item that is entered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The sequence.
    pub sequence: Attribute,
    /// Item number, counted from 0.
    pub item: u32,
}

/// An attribute at any depth of a data set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributePath {
    /// The sequences on the way down, outermost first.
    pub steps: Vec<Step>,
    /// The attribute itself.
    pub leaf: Attribute,
}

/// A rectangle in pixels, from the upper left corner of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PixelBox {
    /// First column.
    pub x: u32,
    /// First row.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// A place in a file where something can be planted or found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locus {
    /// An attribute of the data set.
    Attribute(AttributePath),
    /// An attribute of the file meta information, group 0002.
    Meta(u16, u16),
    /// The 128 bytes before `DICM` (PS3.10 §7.1).
    Preamble,
    /// Bytes after the last element of the data set.
    Trailing,
    /// The relative path of the file: folders and file name.
    Path,
    /// Burned into the pixels; boxes and frames are recorded beside it.
    Pixel,
}

impl AttributePath {
    /// An attribute of the top level.
    pub fn top(tag: Tag) -> Self {
        Self { steps: Vec::new(), leaf: Attribute::Tag(tag.0, tag.1) }
    }

    /// An attribute below some sequences, outermost first, each with the number of its item.
    pub fn below(steps: &[(Tag, u32)], tag: Tag) -> Self {
        let step =
            |(sequence, item): &(Tag, u32)| Step { sequence: Attribute::Tag(sequence.0, sequence.1), item: *item };
        Self { steps: steps.iter().map(step).collect(), leaf: Attribute::Tag(tag.0, tag.1) }
    }

    /// A private attribute of the top level.
    pub fn private(group: u16, creator: &str, element: u8) -> Self {
        Self { steps: Vec::new(), leaf: Attribute::Private(group, creator.to_owned(), element) }
    }

    /// The same leaf inside item `item` of `sequence`, which becomes the outermost step.
    #[must_use]
    pub fn inside(mut self, sequence: Tag, item: u32) -> Self {
        self.steps.insert(0, Step { sequence: Attribute::Tag(sequence.0, sequence.1), item });
        self
    }

    /// How many sequences are entered; 0 at the top level.
    pub fn depth(&self) -> usize {
        self.steps.len()
    }
}

impl From<Tag> for AttributePath {
    fn from(tag: Tag) -> Self {
        Self::top(tag)
    }
}

impl PixelBox {
    /// A box from its corner and size.
    pub fn new(x: u32, y: u32, width: u32, height: u32) -> Self {
        Self { x, y, width, height }
    }

    /// The box with `margin` pixels more on every side, cut at the frame of `columns` x `rows`.
    #[must_use]
    pub fn dilated(self, margin: u32, columns: u32, rows: u32) -> Self {
        let (x, y) = (self.x.saturating_sub(margin), self.y.saturating_sub(margin));
        let right = self.x.saturating_add(self.width).saturating_add(margin).min(columns);
        let bottom = self.y.saturating_add(self.height).saturating_add(margin).min(rows);
        Self { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }
    }

    /// Whether the pixel lies inside.
    pub fn contains(self, x: u32, y: u32) -> bool {
        x >= self.x && y >= self.y && x - self.x < self.width && y - self.y < self.height
    }

    /// Whether the box lies whole inside a frame of `columns` x `rows`.
    pub fn fits(self, columns: u32, rows: u32) -> bool {
        let right = u64::from(self.x) + u64::from(self.width);
        let bottom = u64::from(self.y) + u64::from(self.height);
        self.width > 0 && self.height > 0 && right <= u64::from(columns) && bottom <= u64::from(rows)
    }

    /// Whether the boxes have a pixel in common.
    pub fn meets(self, other: Self) -> bool {
        let apart =
            |a: u32, width: u32, b: u32, other: u32| a >= b.saturating_add(other) || b >= a.saturating_add(width);
        !(apart(self.x, self.width, other.x, other.width) || apart(self.y, self.height, other.y, other.height))
    }

    /// Number of pixels.
    pub fn area(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A written locus, path or box that does not follow the grammar.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no locus; expected for example (0010,0010), (0040,0275)[0]/(0010,0010) or preamble")]
pub struct ParseLocusError(String);

impl fmt::Display for Attribute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(group, element) => write!(out, "({group:04X},{element:04X})"),
            Self::Private(group, creator, element) => write!(out, "({group:04X},\"{creator}\",{element:02X})"),
        }
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            write!(out, "{}[{}]/", step.sequence, step.item)?;
        }
        self.leaf.fmt(out)
    }
}

impl fmt::Display for Locus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(path) => path.fmt(out),
            Self::Meta(group, element) => write!(out, "meta:({group:04X},{element:04X})"),
            Self::Preamble => out.write_str("preamble"),
            Self::Trailing => out.write_str("trailing"),
            Self::Path => out.write_str("path"),
            Self::Pixel => out.write_str("pixel"),
        }
    }
}

impl fmt::Display for PixelBox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{},{},{},{}", self.x, self.y, self.width, self.height)
    }
}

impl FromStr for PixelBox {
    type Err = ParseLocusError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || ParseLocusError(text.to_owned());
        let numbers: Vec<u32> =
            text.split(',').map(|part| part.trim().parse().map_err(|_| fail())).collect::<Result<_, _>>()?;
        match numbers.as_slice() {
            [x, y, width, height] => Ok(Self::new(*x, *y, *width, *height)),
            _ => Err(fail()),
        }
    }
}

/// Splits one `(gggg,eeee)` or `(gggg,"CREATOR",ee)` off the front.
fn take_attribute(text: &str) -> Option<(Attribute, &str)> {
    let rest = text.strip_prefix('(')?;
    let group = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
    let rest = rest.get(4..)?.strip_prefix(',')?;
    if let Some(quoted) = rest.strip_prefix('"') {
        // A creator may hold quotes and brackets itself, so the end is the first `",` that two hex digits and a bracket follow.
        let end = quoted.match_indices("\",").map(|(at, _)| at).find(|at| {
            quoted.get(at + 4..at + 5) == Some(")")
                && quoted.get(at + 2..at + 4).is_some_and(|hex| u8::from_str_radix(hex, 16).is_ok())
        })?;
        let element = u8::from_str_radix(quoted.get(end + 2..end + 4)?, 16).ok()?;
        return Some((Attribute::Private(group, quoted.get(..end)?.to_owned(), element), quoted.get(end + 5..)?));
    }
    let element = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
    Some((Attribute::Tag(group, element), rest.get(4..)?.strip_prefix(')')?))
}

impl FromStr for AttributePath {
    type Err = ParseLocusError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || ParseLocusError(text.to_owned());
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            let (attribute, after) = take_attribute(rest).ok_or_else(fail)?;
            if after.is_empty() {
                return Ok(Self { steps, leaf: attribute });
            }
            let after = after.strip_prefix('[').ok_or_else(fail)?;
            let (item, after) = after.split_once("]/").ok_or_else(fail)?;
            steps.push(Step { sequence: attribute, item: item.parse().map_err(|_| fail())? });
            rest = after;
        }
    }
}

impl FromStr for Locus {
    type Err = ParseLocusError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "preamble" => Self::Preamble,
            "trailing" => Self::Trailing,
            "path" => Self::Path,
            "pixel" => Self::Pixel,
            _ => match text.strip_prefix("meta:") {
                None => Self::Attribute(text.parse()?),
                Some(meta) => match take_attribute(meta) {
                    Some((Attribute::Tag(group, element), "")) => Self::Meta(group, element),
                    _ => return Err(ParseLocusError(text.to_owned())),
                },
            },
        })
    }
}

serde_as_text!(AttributePath, Locus, PixelBox);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_is_read_back() {
        for text in [
            "(0010,0010)",
            "(0040,0275)[0]/(0032,1033)",
            "(0019,\"ACME 1.0\",10)",
            "(0019,\"A\",\"B (1)\",0A)[3]/(0010,0010)",
            "meta:(0002,0016)",
            "preamble",
            "trailing",
            "path",
            "pixel",
        ] {
            assert_eq!(text.parse::<Locus>().map(|locus| locus.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_locus_is_refused() {
        for text in ["", "(0010)", "(0010,0010", "(0040,0275)[x]/(0010,0010)", "meta:", "(0040,0275)[0]", "(00ä0,0010)"]
        {
            assert!(text.parse::<Locus>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_dilated_box_stays_inside_the_frame() {
        assert_eq!(PixelBox::new(2, 3, 10, 5).dilated(4, 14, 100), PixelBox::new(0, 0, 14, 12));
        assert!(!PixelBox::new(u32::MAX, 0, 2, 2).fits(640, 480));
    }
}
