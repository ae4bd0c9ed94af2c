//! A data set by attribute path: what stands where, sequences among it.

use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::value;
use crate::dicom::value::SpecificCharacterSet;
use crate::policy;
use crate::policy::Action;
use crate::policy::Asked;
use crate::policy::Policy;
use crate::policy::Row;
use crate::policy::TagPath;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// The elements and sequences of one data set.
pub struct Contents<'a> {
    scan: &'a Scan,
    elements: HashMap<&'a AttributePath, &'a Element>,
    /// Sequences that hold an element at any depth below them. An empty one holds nothing and is not listed.
    pub sequences: BTreeSet<AttributePath>,
    characters: SpecificCharacterSet,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The same value, or one of several values.
    Kept,
    /// Another value.
    Replaced,
    /// The attribute is there without a value.
    Emptied,
    /// The attribute is not there.
    Removed,
}

impl Fate {
    /// The word in findings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Replaced => "replaced",
            Self::Emptied => "emptied",
            Self::Removed => "removed",
        }
    }
}

impl<'a> Contents<'a> {
    /// Lists a data set.
    pub fn of(scan: &'a Scan) -> Self {
        let mut sequences = BTreeSet::new();
        let mut last: &[Step] = &[];
        for element in &scan.elements {
            let steps = element.path.steps.as_slice();
            if steps != last {
                sequences.extend(ancestors(&element.path));
                last = steps;
            }
        }
        Self {
            scan,
            elements: scan.elements.iter().map(|element| (&element.path, element)).collect(),
            sequences,
            characters: value::character_set(scan),
        }
    }

    /// The element at a path.
    pub fn get(&self, path: &AttributePath) -> Option<&'a Element> {
        self.elements.get(path).copied()
    }

    /// Text of an element: decoded, or numbers; hexadecimal for bytes that are neither, so that they can be compared.
    pub fn text(&self, element: &Element) -> String {
        value::text(self.scan, element, &self.characters).unwrap_or_else(|| {
            let bytes = value::little_endian(self.scan, element);
            let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |last| last + 1);
            let digits: String = bytes.iter().take(end).map(|byte| format!("{byte:02x}")).collect();
            if digits.is_empty() { digits } else { format!("bytes {digits}") }
        })
    }

    /// Whether two values are the same bytes, and one of them stands where nothing says what they mean: private
    /// attributes in implicit VR. A tool may know them, and write what they are.
    pub fn same_unsaid(&self, from: &Contents<'_>, element: &Element, here: &Element) -> bool {
        let unsaid = |scan: &Scan, element: &Element| scan.is_implicit() && element.vr == VR::UN;
        let plain = |scan, element| {
            let mut bytes = value::little_endian(scan, element).into_owned();
            bytes.truncate(bytes.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |last| last + 1));
            bytes
        };
        (unsaid(from.scan, element) || unsaid(self.scan, here)) && plain(from.scan, element) == plain(self.scan, here)
    }

    /// What became here of a value of another data set.
    pub fn fate(&self, from: &Contents<'_>, element: &Element) -> (Fate, String) {
        let Some(here) = self.get(&element.path) else { return (Fate::Removed, String::new()) };
        let (before, now) = (from.text(element), self.text(here));
        let same_bytes = || from.scan.value(element) == self.scan.value(here) || self.same_unsaid(from, element, here);
        let fate = if now.is_empty() {
            Fate::Emptied
        } else if same(element.vr, &before, &now) || shares_value(&before, &now) || same_bytes() {
            Fate::Kept
        } else {
            Fate::Replaced
        };
        (fate, now)
    }
}

/// Whether two values of a representation are the same: numbers as numbers, all else as text.
pub fn same(vr: VR, before: &str, now: &str) -> bool {
    use VR::*;
    if matches!(vr, DS | IS | US | SS | UL | SL | UV | SV | FL | FD) {
        return value::same(before, now);
    }
    before.split('\\').map(str::trim).eq(now.split('\\').map(str::trim))
}

/// Whether one of several values is among the others.
fn shares_value(before: &str, now: &str) -> bool {
    let mut parts = before.split('\\').map(str::trim).filter(|part| !part.is_empty());
    parts.any(|part| now.split('\\').any(|other| other.trim() == part))
}

/// The sequences around an attribute, outermost first.
pub fn ancestors(path: &AttributePath) -> impl Iterator<Item = AttributePath> {
    path.steps.iter().enumerate().map(|(depth, step)| AttributePath {
        steps: path.steps.get(..depth).unwrap_or_default().to_vec(),
        leaf: step.sequence.clone(),
    })
}

/// Group and element of each step and of the attribute itself, as the tables know them.
pub fn tags(path: &AttributePath) -> TagPath {
    path.steps.iter().map(|step| &step.sequence).chain([&path.leaf]).map(numbers).collect()
}

fn numbers(attribute: &Attribute) -> (u16, u16) {
    match attribute {
        Attribute::Tag(group, element) => (*group, *element),
        Attribute::Private(group, _, low) => (*group, 0x1000 | u16::from(*low)),
    }
}

/// The row of the table for an attribute, and what the policy asks of it; `None` where it is to be left alone.
pub fn asked(policy: &Policy, sop_class: &str, path: &AttributePath) -> Option<(&'static Row, Asked)> {
    let tags = tags(path);
    let (group, element) = *tags.last()?;
    let row = policy::row(group, element)?;
    Some((row, policy.asked(row, sop_class, &tags)?))
}

/// Whether the policy has an attribute kept as it is: neither it nor a sequence around it is asked for anything but `K`.
pub fn is_to_be_kept(policy: &Policy, sop_class: &str, path: &AttributePath) -> bool {
    let keeps =
        |path: &AttributePath| asked(policy, sop_class, path).is_none_or(|(_, asked)| asked.action == Action::Keep);
    keeps(path) && ancestors(path).all(|sequence| keeps(&sequence))
}
