//! The directory of an interchange medium: records that point at each other by bytes of the file (PS3.3 §F.3).

use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::scan::Scan;
use crate::dicom::tags;

/// Bytes of the header of an item, and of an element of VR UL.
const HEADERS: usize = 8 + 8;

/// What a record is, in the order of levels.
const LEVELS: [&str; 3] = ["PATIENT", "STUDY", "SERIES"];

/// Points every record at the next one of its level and at the first one below it. `written` is the file as it is with
/// other offsets in their place, which have the same length.
pub fn link(object: &mut Object, written: &Scan) {
    let count = object.items(tags::DIRECTORY_RECORD_SEQUENCE);
    let within = |item, tag| AttributePath::below(&[(tags::DIRECTORY_RECORD_SEQUENCE, item)], tag);
    let next_of = |item| within(item, tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD);
    let place = |item: u32| {
        let first = written.find(&next_of(item)).map_or(0, |element| element.range.start.saturating_sub(HEADERS));
        u32::try_from(first).unwrap_or(0)
    };
    let levels: Vec<usize> = (0..count)
        .map(|item| {
            let kind = object.text(within(item, tags::DIRECTORY_RECORD_TYPE)).unwrap_or_default();
            LEVELS.iter().position(|level| *level == kind).unwrap_or(LEVELS.len())
        })
        .collect();
    for (item, level) in levels.iter().enumerate() {
        let behind = || levels.iter().enumerate().skip(item + 1);
        let same = behind().take_while(|(_, other)| *other >= level).find(|(_, other)| *other == level);
        let below = behind().next().filter(|(_, other)| *other > level);
        let offset = |found: Option<(usize, &usize)>| found.map_or(0, |(at, _)| place(at as u32));
        let (next, lower) = (offset(same), offset(below));
        object.set_u32(next_of(item as u32), &[next]);
        object.set_u32(within(item as u32, tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY), &[lower]);
    }
    let last = levels.iter().rposition(|level| *level == 0).unwrap_or(0);
    object.set_u32(tags::OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, &[place(0)]);
    object.set_u32(tags::OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, &[place(last as u32)]);
}
