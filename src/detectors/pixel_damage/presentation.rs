//! How samples are shown and what they measure: window and rescaling, compared as numbers.

use super::GlobalChange;
use crate::detectors::contents;
use crate::detectors::contents::Contents;
use crate::dicom::Tag;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::scan::Scan;
use crate::dicom::tags;

const WINDOW: [Tag; 5] =
    [tags::WINDOW_CENTER, tags::WINDOW_WIDTH, tags::VOILUT_FUNCTION, tags::LUT_DESCRIPTOR, tags::LUT_DATA];
const RESCALE: [Tag; 4] = [tags::RESCALE_INTERCEPT, tags::RESCALE_SLOPE, tags::LUT_DESCRIPTOR, tags::LUT_DATA];
/// Sequences around them that say how this picture is shown, not another one.
const FRAMES: [Tag; 2] = [tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE];
const AROUND_WINDOW: [Tag; 2] = [tags::FRAME_VOILUT_SEQUENCE, tags::VOILUT_SEQUENCE];
const AROUND_RESCALE: [Tag; 2] = [tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE, tags::MODALITY_LUT_SEQUENCE];

/// What of window and rescaling is gone or another, in words. `every_frame` is whether all frames came back in their order: otherwise
/// what is said for each of them can't be compared item by item.
pub fn changes(before: &Scan, after: &Scan, every_frame: bool) -> Vec<(GlobalChange, String)> {
    let (input, output) = (Contents::of(before), Contents::of(after));
    let mut changes = Vec::new();
    let kinds: [(GlobalChange, &[Tag], &[Tag]); 2] =
        [(GlobalChange::Window, &WINDOW, &AROUND_WINDOW), (GlobalChange::Rescale, &RESCALE, &AROUND_RESCALE)];
    for (change, leaves, around) in kinds {
        let mut facts = Vec::new();
        for element in before.elements.iter().filter(|element| belongs(&element.path, leaves, around, every_frame)) {
            let was = input.text(element);
            let now = output.get(&element.path).map(|element| output.text(element)).unwrap_or_default();
            if was.is_empty() || contents::same(element.vr, &was, &now) || is_default(element.tag, &was, &now) {
                continue;
            }
            facts.push(match now.as_str() {
                "" => format!("{} is gone", element.path),
                now => format!("{}: `{}` became `{}`", element.path, short(&was), short(now)),
            });
        }
        // A rescaling that the input does not have gives its samples another meaning.
        for tag in leaves.iter().filter(|tag| change == GlobalChange::Rescale && before.top(**tag).is_none()) {
            let now = after.top(*tag).map(|element| output.text(element)).unwrap_or_default();
            if !now.is_empty() && !is_default(*tag, &now, "") {
                facts.push(format!("{} `{}` was not there", AttributePath::top(*tag), short(&now)));
            }
        }
        if let Some(first) = facts.first() {
            let more = facts.len() - 1;
            changes.push((change, if more == 0 { first.clone() } else { format!("{first}, and {more} more") }));
        }
    }
    changes
}

fn belongs(path: &AttributePath, leaves: &[Tag], around: &[Tag], every_frame: bool) -> bool {
    let tag = |attribute: &Attribute| match attribute {
        Attribute::Tag(group, element) => Some(Tag(*group, *element)),
        Attribute::Private(..) => None,
    };
    let known = |sequence: &Attribute| {
        tag(sequence).is_some_and(|tag| {
            let each = tag == tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE;
            around.contains(&tag) || FRAMES.contains(&tag) && (every_frame || !each)
        })
    };
    tag(&path.leaf).is_some_and(|leaf| leaves.contains(&leaf)) && path.steps.iter().all(|step| known(&step.sequence))
}

/// Whether a value that is gone is what its absence means.
fn is_default(tag: Tag, was: &str, now: &str) -> bool {
    let number = was.trim().parse::<f64>().ok();
    now.is_empty()
        && match tag {
            tags::RESCALE_SLOPE => number == Some(1.0),
            tags::RESCALE_INTERCEPT => number == Some(0.0),
            tags::VOILUT_FUNCTION => was.trim() == "LINEAR",
            _ => false,
        }
}

fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}

/// The widest window of the input in stored samples, where one is recorded: what lies beyond is shown black or white.
pub fn window_width(scan: &Scan) -> Option<f64> {
    let contents = Contents::of(scan);
    let numbers = |tag: Tag, around: &[Tag]| -> Vec<f64> {
        let elements =
            scan.elements.iter().filter(|element| element.tag == tag && belongs(&element.path, &[tag], around, true));
        elements
            .flat_map(|element| contents.text(element).split('\\').map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|text| text.trim().parse::<f64>().ok())
            .filter(|number| number.is_finite())
            .collect()
    };
    let width = numbers(tags::WINDOW_WIDTH, &AROUND_WINDOW).into_iter().fold(0.0, f64::max);
    let slope = numbers(tags::RESCALE_SLOPE, &AROUND_RESCALE).into_iter().map(f64::abs).fold(0.0, f64::max);
    (width > 0.0).then_some(if slope > 0.0 { width / slope } else { width })
}
