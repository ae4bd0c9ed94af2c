//! Elements stand in ascending order, each once (PS3.5 §7.1).

use crate::detectors::conformance::Breach;
use crate::dicom::Tag;
use crate::dicom::locus::Attribute;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;

/// The tag of an element in the data set that is open at `depth`: its own, or that of the sequence which holds it.
///
/// Private sequences are known by their creator alone, so data sets that hold one are compared at their other elements.
fn tag_at(element: &Element, depth: usize) -> Option<Tag> {
    match element.path.steps.get(depth) {
        None => Some(element.tag),
        Some(step) => match step.sequence {
            Attribute::Tag(group, number) => Some(Tag(group, number)),
            Attribute::Private(..) => None,
        },
    }
}

/// Compares each element with the one before it in the same data set.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    for pair in scan.elements.windows(2) {
        let [one, next] = pair else { continue };
        let (above, below) = (&one.path.steps, &next.path.steps);
        let mut shared = 0;
        while above.get(shared).is_some_and(|step| below.get(shared) == Some(step)) {
            shared += 1;
        }
        // Two items of one sequence: the second is a data set of its own.
        let is_next_item = matches!(
            (above.get(shared), below.get(shared)),
            (Some(one), Some(next)) if one.sequence == next.sequence && one.item < next.item
        );
        if is_next_item {
            continue;
        }
        if let (Some(first), Some(second)) = (tag_at(one, shared), tag_at(next, shared))
            && first >= second
            // Fragments of encapsulated pixel data below the top level are elements of one tag.
            && !(first == second && shared > 0 && first == tags::PIXEL_DATA)
        {
            let text = if first == second { "an element stands twice" } else { "elements are not in ascending order" };
            found.push(Breach::new(&next.path, text));
        }
    }
}
