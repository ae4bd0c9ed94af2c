//! Deflated and big endian files as Explicit VR Little Endian: every value as it was, in the order of bytes that is usual.

use crate::dicom::VR;
use crate::dicom::frame::Photometric;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Coding;
use crate::dicom::tree::Node;
use crate::dicom::uids;

/// Bytes before the file meta information: the preamble and `DICM`.
const LEAD: usize = 132;

/// The file, where it is of one of these and can be taken apart.
pub fn plain(scan: &Scan) -> Option<Vec<u8>> {
    let big_endian = scan.transfer_syntax == BIG_ENDIAN;
    if !big_endian && !scan.is_deflated() {
        return None;
    }
    let meta_end = scan.meta.last()?.range.end;
    let start = if scan.is_deflated() { 0 } else { meta_end };
    let mut meta = tree::read(scan.file().get(LEAD..meta_end)?)?;
    let mut data = tree::read_as(scan.data().get(start..scan.rest.start)?, Coding { implicit: false, big_endian })?;
    if big_endian && let Ok(reader) = PixelReader::new(scan) {
        little(&reader, &mut data)?;
    }
    tree::put(&mut meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uids::EXPLICIT_VR_LITTLE_ENDIAN));
    meta.retain(|node| node.tag != tags::FILE_META_INFORMATION_GROUP_LENGTH);
    let mut rest = Vec::new();
    tree::write(&meta, &mut rest);
    let mut out = scan.file().get(..LEAD)?.to_vec();
    let length = u32::try_from(rest.len()).ok()?.to_le_bytes();
    tree::write(&[Node::new(tags::FILE_META_INFORMATION_GROUP_LENGTH, VR::UL, length)], &mut out);
    out.extend(rest);
    tree::write(&data, &mut out);
    // A byte of padding may stand behind what was deflated.
    if !scan.is_deflated() {
        out.extend(scan.data().get(scan.rest.clone())?);
    }
    Some(out)
}

/// Samples as they decode: what a word is depends on more than the representation.
fn little(reader: &PixelReader<'_>, data: &mut Vec<Node>) -> Option<()> {
    let format = reader.format();
    if format.bits_allocated < 8 {
        return Some(());
    }
    let mut samples = Vec::new();
    for frame in 0..reader.frames() {
        samples.extend_from_slice(&reader.native(frame).ok()?);
    }
    samples.resize(samples.len().next_multiple_of(2), 0);
    let vr = if format.bits_allocated > 8 { VR::OW } else { VR::OB };
    tree::put(data, Node::new(tags::PIXEL_DATA, vr, samples));
    if format.samples > 1 {
        // Decoded colour stands by pixel.
        tree::put(data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, [0, 0]));
        let name: &str = Photometric::name(format.photometric);
        tree::put(data, Node::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name));
    }
    Some(())
}
