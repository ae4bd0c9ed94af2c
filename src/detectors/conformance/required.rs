//! Type 1 attributes of the SOP class have a value (PS3.5 §7.4.1, types from PS3.3).

use crate::detectors::conformance::Breach;
use crate::detectors::contents;
use crate::dicom::Tag;
use crate::dicom::locus::AttributePath;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::value;
use crate::policy;
use crate::policy::TagPath;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Attributes that every composite object has, whatever its SOP class.
const ALWAYS: &[Tag] =
    &[tags::SOP_CLASS_UID, tags::SOP_INSTANCE_UID, tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::MODALITY];

/// Group and element.
type Number = (u16, u16);

/// The items of one sequence by their number, with the attributes that have a value there.
type Items = BTreeMap<u32, BTreeSet<Number>>;

/// What stands in a data set, by tags: with a value or without, and in which items.
#[derive(Default)]
struct Presence {
    /// Whether any value is there, for top-level attributes and for sequences.
    filled: BTreeMap<TagPath, bool>,
    /// The items of each top-level sequence.
    items: BTreeMap<Number, Items>,
}

/// Looks for what must be there. Attributes inside a sequence count where its item is there.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    let presence = Presence::of(scan);
    let class = scan.text(tags::SOP_CLASS_UID).unwrap_or_default();
    let always: Vec<TagPath> = ALWAYS.iter().map(|tag| vec![(tag.0, tag.1)]).collect();
    let mut required: BTreeSet<&TagPath> = policy::required(&class).iter().collect();
    required.extend(&always);
    for path in required.into_iter().filter(|path| !must_go(path)) {
        match path.as_slice() {
            [(group, element)] => match presence.filled.get(path) {
                Some(true) => {}
                Some(false) => found.push(absent(AttributePath::top(Tag(*group, *element)), "empty")),
                None => found.push(absent(AttributePath::top(Tag(*group, *element)), "absent")),
            },
            [sequence, (group, element)] => {
                for (item, there) in presence.items.get(sequence).into_iter().flatten() {
                    if !there.contains(&(*group, *element)) {
                        let leaf = AttributePath::top(Tag(*group, *element));
                        found.push(absent(leaf.inside(Tag(sequence.0, sequence.1), *item), "absent or empty"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether the basic profile itself takes away what the IOD requires, such as Presentation Creation Date (0070,0082).
fn must_go(path: &TagPath) -> bool {
    let row = path.last().and_then(|(group, element)| policy::row(*group, *element));
    row.is_some_and(policy::Row::takes_away)
}

fn absent(path: AttributePath, how: &str) -> Breach {
    Breach::new(path, format!("a type 1 attribute is {how}"))
}

impl Presence {
    fn of(scan: &Scan) -> Self {
        let mut presence = Self::default();
        for element in &scan.elements {
            let tags = contents::tags(&element.path);
            let bytes = scan.value(element);
            let filled = bytes.iter().any(|byte| !matches!(byte, b' ' | 0))
                || (!bytes.is_empty() && !value::is_text(element.vr));
            match tags.as_slice() {
                [_] => {
                    presence.filled.insert(tags, filled);
                }
                [sequence, below, ..] => {
                    presence.filled.insert(vec![*sequence], true);
                    let Some(step) = element.path.steps.first() else { continue };
                    let item = presence.items.entry(*sequence).or_default().entry(step.item).or_default();
                    if filled || tags.len() > 2 {
                        item.insert(*below);
                    }
                }
                [] => {}
            }
        }
        presence
    }
}
