//! Files as the other tools read them: explicit VR little endian with native samples, colour by pixel.

use crate::edit::PREAMBLE;
use crate::edit::Parts;
use crate::tree;
use crate::tree::Coding;
use crate::tree::Node;
use crate::tree::Value;
use deidbench::dicom::frame::Photometric;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::BIG_ENDIAN;
use deidbench::dicom::scan::Scan;
use dicom_core::VR;
use dicom_core::dictionary::DataDictionary;
use dicom_core::dictionary::DataDictionaryEntry;
use dicom_core::dictionary::VirtualVr;
use dicom_dictionary_std::StandardDataDictionary;
use dicom_dictionary_std::tags;
use dicom_dictionary_std::uids;

/// The file without compression, every sample being what it was.
pub fn native(bytes: Vec<u8>) -> Vec<u8> {
    let scan = Scan::parse(bytes, u64::MAX).unwrap();
    let reader = PixelReader::new(&scan).ok();
    let as_it_is = reader.as_ref().is_none_or(|reader| {
        // Samples of one bit are packed.
        reader.native_all().is_some() || reader.format().bits_allocated == 1
    });
    if scan.transfer_syntax == uids::EXPLICIT_VR_LITTLE_ENDIAN && as_it_is {
        return scan.file().to_vec();
    }
    let meta_end = scan.meta.last().unwrap().range.end;
    let start = if scan.is_deflated() { 0 } else { meta_end };
    let coding = Coding { implicit: scan.is_implicit(), big_endian: scan.transfer_syntax == BIG_ENDIAN };
    let mut parts = Parts {
        preamble: scan.file()[..PREAMBLE].to_vec(),
        meta: tree::read(&scan.file()[PREAMBLE + 4..meta_end]),
        data: tree::read_as(&scan.data()[start..scan.rest.start], coding),
        trailing: scan.data()[scan.rest.clone()].to_vec(),
    };
    if coding.implicit && scan.number(tags::PIXEL_REPRESENTATION) == Some(1) {
        with_sign(&mut parts.data);
    }
    // Where the data set was deflated, a byte of padding stands behind it.
    if scan.is_deflated() {
        parts.trailing.clear();
    }
    tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uids::EXPLICIT_VR_LITTLE_ENDIAN));
    if let Some(reader) = reader {
        let format = reader.format();
        let frames = (0..reader.frames()).map(|frame| reader.native(frame).unwrap().into_owned());
        let vr = if format.bits_allocated > 8 { VR::OW } else { VR::OB };
        let mut samples: Vec<u8> = frames.collect::<Vec<_>>().concat();
        samples.resize(samples.len().next_multiple_of(2), 0);
        tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, vr, samples));
        if format.samples > 1 {
            let name = format.photometric.name();
            tree::put(&mut parts.data, Node::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name));
            tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, [0, 0]));
        }
    }
    parts.write()
}

/// Luma and chroma by plane, as ultrasound wants them (PS3.3 §C.8.5.6.1.16), and everything else as it is.
pub fn by_class(bytes: Vec<u8>, sop_class: &str) -> Vec<u8> {
    let is_ultrasound =
        [uids::ULTRASOUND_IMAGE_STORAGE, uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE].contains(&sop_class);
    let scan = Scan::parse(bytes, u64::MAX).unwrap();
    let reader = PixelReader::new(&scan).ok().filter(|_| is_ultrasound);
    let Some(reader) = reader.filter(|reader| reader.format().photometric == Photometric::YbrFull) else {
        return scan.file().to_vec();
    };
    let mut samples = Vec::new();
    for frame in 0..reader.frames() {
        let native = reader.native(frame).unwrap();
        (0..3).for_each(|plane| samples.extend(native.iter().skip(plane).step_by(3)));
    }
    samples.resize(samples.len().next_multiple_of(2), 0);
    let mut parts = Parts::read(scan.file());
    tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, VR::OB, samples));
    tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, [1, 0]));
    parts.write()
}

/// Numbers that follow the samples, of which the dictionary says `US or SS`.
fn with_sign(nodes: &mut [Node]) {
    for node in nodes {
        if StandardDataDictionary.by_tag(node.tag).is_some_and(|entry| entry.vr() == VirtualVr::Xs) {
            node.vr = VR::SS;
        }
        if let Value::Items(items) = &mut node.value {
            items.iter_mut().for_each(|item| with_sign(item));
        }
    }
}
