//! The same place in an input and in its output.

use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use std::collections::HashMap;

/// A sequence at one place: the items that lead to it, and itself.
type Sequence<'a> = (&'a [Step], &'a Attribute);

/// Elements of an input, each with the element of the output at its place.
pub struct Sides<'a> {
    output: &'a Scan,
    after: HashMap<&'a AttributePath, &'a Element>,
    items_before: HashMap<Sequence<'a>, u32>,
    items_after: HashMap<Sequence<'a>, u32>,
}

/// What the output has at a place of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other<'a> {
    /// The element.
    Element(&'a Element),
    /// Nothing.
    Gone,
    /// A sequence on the way has another number of items, so nobody knows which item answers which.
    Unknown,
}

impl<'a> Sides<'a> {
    /// Sorts the elements for which `wanted` holds in either file.
    pub fn new(input: &'a Scan, output: &'a Scan, wanted: &dyn Fn(&Element) -> bool) -> Self {
        Self {
            output,
            after: output.elements.iter().map(|element| (&element.path, element)).collect(),
            items_before: items(input, wanted),
            items_after: items(output, wanted),
        }
    }

    /// The element of the output at the place of an element of the input.
    ///
    /// Items have no names: where a tool dropped one of three, the second may answer the third. So places inside a
    /// sequence are only compared where it has as many items as before.
    pub fn other(&self, element: &Element) -> Other<'a> {
        let path = &element.path;
        let steps = path.steps.iter().enumerate();
        let aligned = steps.into_iter().all(|(depth, step)| {
            let sequence = (path.steps.get(..depth).unwrap_or_default(), &step.sequence);
            match (self.items_before.get(&sequence), self.items_after.get(&sequence)) {
                (Some(before), Some(after)) => before == after,
                // Nothing of interest is left in any item.
                _ => true,
            }
        });
        match self.after.get(path) {
            _ if !aligned => Other::Unknown,
            Some(element) => Other::Element(element),
            None => Other::Gone,
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

/// Items of each sequence that leads to a wanted element.
fn items<'a>(scan: &'a Scan, wanted: &dyn Fn(&Element) -> bool) -> HashMap<Sequence<'a>, u32> {
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
