//! File meta information (PS3.10 §7.1).

use crate::detectors::conformance::Breach;
use crate::dicom::VR;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::uid;

/// The group length, its version, and agreement with the data set.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    let mut breach = |place: &str, text: &str| found.push(Breach::new(place, text));
    if scan.meta.is_empty() {
        breach("meta", "there is no file meta information");
        return;
    }
    if scan.preamble.is_none() {
        breach("preamble", "there is no preamble of 128 bytes");
    }
    for (meta, own, place) in [
        (tags::MEDIA_STORAGE_SOP_INSTANCE_UID, tags::SOP_INSTANCE_UID, "meta:(0002,0003)"),
        (tags::MEDIA_STORAGE_SOP_CLASS_UID, tags::SOP_CLASS_UID, "meta:(0002,0002)"),
    ] {
        if scan.meta_text(meta) != scan.text(own) {
            breach(place, "file meta information and data set differ");
        }
    }
    for (tag, place) in [
        (tags::TRANSFER_SYNTAX_UID, "meta:(0002,0010)"),
        (tags::IMPLEMENTATION_CLASS_UID, "meta:(0002,0012)"),
        (tags::MEDIA_STORAGE_SOP_INSTANCE_UID, "meta:(0002,0003)"),
        (tags::MEDIA_STORAGE_SOP_CLASS_UID, "meta:(0002,0002)"),
    ] {
        match scan.meta_text(tag).as_deref() {
            None | Some("") => breach(place, "a type 1 attribute is absent or empty"),
            Some(text) if !uid::is_valid(text) => breach(place, "this is no valid UID"),
            Some(_) => {}
        }
    }
    let element = |tag| scan.meta.iter().find(|element| element.tag == tag);
    match element(tags::FILE_META_INFORMATION_VERSION).map(|version| scan.meta_value(version)) {
        // The second byte holds the version as bits; later versions set others (PS3.10 Table 7.1-1).
        Some([_, version]) if version & 1 == 1 => {}
        _ => breach("meta:(0002,0001)", "the version of the file meta information is absent or wrong"),
    }
    let length = element(tags::FILE_META_INFORMATION_GROUP_LENGTH);
    let stated = length.and_then(|length| <[u8; 4]>::try_from(scan.meta_value(length)).ok()).map(u32::from_le_bytes);
    match (length, stated) {
        (Some(length), Some(stated)) if counted(scan, length) == Some(stated as usize) => {}
        (Some(_), Some(_)) => breach("meta:(0002,0000)", "the group length is wrong"),
        _ => breach("meta:(0002,0000)", "the group length is absent"),
    }
    let order = scan.meta.windows(2).all(|pair| matches!(pair, [one, next] if one.tag < next.tag));
    if !order {
        breach("meta", "elements are not in ascending order");
    }
    for element in scan.meta.iter().filter(|element| element.vr != VR::UN && element.range.len() % 2 == 1) {
        let place = format!("meta:({:04X},{:04X})", element.tag.group(), element.tag.element());
        breach(&place, "the value has an odd length");
    }
}

/// Bytes from the end of the group length to the end of the group.
fn counted(scan: &Scan, length: &Element) -> Option<usize> {
    let end = scan.meta.iter().map(|element| element.range.end).max()?;
    end.checked_sub(length.range.end)
}
