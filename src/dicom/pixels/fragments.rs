//! Which fragments make which frame.

use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::ops::Range;

/// The fragments of each frame: by count, by an offset table, or by where a new stream begins (PS3.5 §A.4).
pub(super) fn frame_fragments(scan: &Scan, claimed: u32) -> Vec<Vec<Range<usize>>> {
    let Some(PixelSpan::Encapsulated { offsets, fragments }) = &scan.pixels else { return Vec::new() };
    if claimed == 1 {
        return if fragments.is_empty() { Vec::new() } else { vec![fragments.clone()] };
    }
    if fragments.len() <= claimed as usize {
        return fragments.iter().map(|fragment| vec![fragment.clone()]).collect();
    }
    let data = scan.data();
    let basic: Vec<u64> = data
        .get(offsets.clone())
        .unwrap_or_default()
        .chunks_exact(4)
        .map(|four| u64::from(u32::from_le_bytes([four[0], four[1], four[2], four[3]])))
        .collect();
    let extended: Vec<u64> = scan
        .top(tags::EXTENDED_OFFSET_TABLE)
        .map(|element| scan.value(element))
        .unwrap_or_default()
        .chunks_exact(8)
        .filter_map(|eight| eight.try_into().ok().map(u64::from_le_bytes))
        .collect();
    let table = [extended, basic].into_iter().find(|table| table.len() == claimed as usize);
    let first = fragments.first().map_or(0, |fragment| fragment.start);
    let starts = |fragment: &Range<usize>| match &table {
        Some(table) => table.binary_search(&(fragment.start.saturating_sub(first) as u64)).is_ok(),
        None => begins_stream(data.get(fragment.clone()).unwrap_or_default()),
    };
    let mut frames: Vec<Vec<Range<usize>>> = Vec::new();
    for fragment in fragments {
        match frames.last_mut() {
            Some(frame) if !starts(fragment) => frame.push(fragment.clone()),
            _ => frames.push(vec![fragment.clone()]),
        }
    }
    frames
}

/// Whether a fragment begins with the first marker of JPEG, JPEG-LS, JPEG 2000 or JP2.
fn begins_stream(fragment: &[u8]) -> bool {
    fragment.starts_with(&[0xff, 0xd8, 0xff])
        || fragment.starts_with(&[0xff, 0x4f, 0xff, 0x51])
        || fragment.starts_with(&[0, 0, 0, 12, b'j', b'P'])
}
