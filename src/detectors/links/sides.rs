//! The same place in an input and in its output.

use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use std::collections::HashMap;
use std::collections::HashSet;

/// A sequence at one place: the items that lead to it, and itself.
type Sequence<'a> = (&'a [Step], &'a Attribute);

/// Items that hold any element, at any depth.
fn filled_items(scan: &Scan) -> HashSet<&[Step]> {
    let mut items = HashSet::new();
    for element in &scan.elements {
        let steps = element.path.steps.as_slice();
        // Elements of one item follow each other, and an item that is known has known items around it.
        for depth in (1..=steps.len()).rev() {
            if !items.insert(steps.get(..depth).unwrap_or_default()) {
                break;
            }
        }
    }
    items
}

/// Items of each sequence that leads to an element of one sort.
type Items<'a> = HashMap<Sequence<'a>, u32>;

/// Elements of an input, each with the element of the output at its place.
pub struct Sides<'a> {
    output: &'a Scan,
    after: HashMap<&'a AttributePath, &'a Element>,
    uids: [Items<'a>; 2],
    dates: [Items<'a>; 2],
    /// Items of the output that hold anything.
    items: HashSet<&'a [Step]>,
}

/// What the output has at a place of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other<'a> {
    /// The element.
    Element(&'a Element),
    /// Nothing.
    Gone,
    /// Nothing, and nothing of the item of a sequence in which it stood.
    GoneWithItem,
    /// A sequence on the way has another number of items, so nobody knows which item answers which.
    Unknown,
}

/// Whether it holds a date, a time or both.
pub fn is_date(element: &Element) -> bool {
    matches!(element.vr, VR::DA | VR::DT | VR::TM)
}

/// Whether it holds UIDs.
pub fn is_uid(element: &Element) -> bool {
    element.vr == VR::UI
}

/// Whether it may answer a date or UID of the input: a tool may write its VR as unknown.
fn may_answer(element: &Element) -> bool {
    is_date(element) || is_uid(element) || element.vr == VR::UN || element.tag.group() % 2 == 1
}

impl<'a> Sides<'a> {
    /// Sorts the elements of both files.
    pub fn new(input: &'a Scan, output: &'a Scan) -> Self {
        let answers = output.elements.iter().filter(|element| may_answer(element));
        Self {
            output,
            after: answers.map(|element| (&element.path, element)).collect(),
            uids: [input, output].map(|scan| items(scan, &is_uid)),
            dates: [input, output].map(|scan| items(scan, &is_date)),
            items: filled_items(output),
        }
    }

    /// The element of the output at the place of an element of the input.
    ///
    /// Items have no names: where a tool dropped one of three, the second may answer the third. So places inside a
    /// sequence are only compared where it has as many items with such elements as before.
    pub fn other(&self, element: &Element) -> Other<'a> {
        let path = &element.path;
        let [before, after] = if is_date(element) { &self.dates } else { &self.uids };
        let aligned = path.steps.iter().enumerate().all(|(depth, step)| {
            let sequence = (path.steps.get(..depth).unwrap_or_default(), &step.sequence);
            match (before.get(&sequence), after.get(&sequence)) {
                (Some(before), Some(after)) => before == after,
                // Nothing of interest is left in any item.
                _ => true,
            }
        });
        match self.after.get(path) {
            _ if !aligned => Other::Unknown,
            Some(element) => Other::Element(element),
            None if path.steps.is_empty() || self.items.contains(path.steps.as_slice()) => Other::Gone,
            None => Other::GoneWithItem,
        }
    }

    /// Trimmed text of an element of the output.
    pub fn text_after(&self, element: &Element) -> String {
        text(self.output, element)
    }
}

/// Trimmed text of an element; bytes beyond ASCII are replaced.
pub fn text(scan: &Scan, element: &Element) -> String {
    String::from_utf8_lossy(scan.value(element)).trim_matches([' ', '\0']).to_owned()
}

fn items<'a>(scan: &'a Scan, wanted: &dyn Fn(&Element) -> bool) -> Items<'a> {
    let mut items = HashMap::new();
    for element in scan.elements.iter().filter(|element| !element.path.steps.is_empty() && wanted(element)) {
        for (depth, step) in element.path.steps.iter().enumerate() {
            let sequence = (element.path.steps.get(..depth).unwrap_or_default(), &step.sequence);
            let count = items.entry(sequence).or_insert(0);
            *count = step.item.saturating_add(1).max(*count);
        }
    }
    items
}
