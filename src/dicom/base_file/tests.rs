use super::*;
use crate::dicom::VR;
use crate::dicom::frame::Photometric;
use crate::dicom::locus::AttributePath;
use crate::dicom::uids;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::Tag;
use dicom_core::value::DataSetSequence;
use dicom_core::value::PixelFragmentSequence;
use dicom_object::FileMetaTableBuilder;

/// A grey 2 x 2 picture of 8 bits with two frames.
fn object() -> InMemDicomObject {
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE);
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    object.set_str(tags::PATIENT_NAME, "Real^Person");
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    object.set_str(tags::NUMBER_OF_FRAMES, "2");
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, 1),
        (tags::ROWS, 2),
        (tags::COLUMNS, 2),
        (tags::BITS_ALLOCATED, 8),
        (tags::BITS_STORED, 8),
        (tags::HIGH_BIT, 7),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.set_u16(tag, &[value]);
    }
    let mut object = object.inner().clone();
    object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(vec![1u8, 2, 3, 4, 5, 6, 7, 8])));
    object
}

fn file(object: InMemDicomObject, syntax: &str) -> Vec<u8> {
    let meta = FileMetaTableBuilder::new().transfer_syntax(syntax);
    let mut bytes = Vec::new();
    object.with_meta(meta).unwrap().write_all(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<BaseFile, BaseFileError> {
    BaseFile::from_bytes(bytes, 1 << 20)
}

fn drawn(base: &mut BaseFile, index: u32) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; base.frames.format().frame_bytes().unwrap()];
    base.frames.draw(index, &mut frame).map(|()| frame)
}

/// Items within items, written by hand: no writer would nest this deep.
fn nested(depth: usize) -> Vec<u8> {
    let mut bytes =
        file(InMemDicomObject::from_element_iter(object().into_iter().filter(|e| e.header().tag.0 < 9)), EXPLICIT);
    for _ in 0..depth {
        bytes.extend_from_slice(b"\x40\0\x75\x02SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff");
    }
    for _ in 0..depth {
        bytes.extend_from_slice(b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0");
    }
    bytes
}

const EXPLICIT: &str = uids::EXPLICIT_VR_LITTLE_ENDIAN;

#[test]
#[expect(deprecated, reason = "big endian is retired, and files of it are still about")]
fn native_frames_come_back_in_every_native_syntax() {
    for syntax in [
        EXPLICIT,
        uids::IMPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_BIG_ENDIAN,
        uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    ] {
        let mut base = read(&file(object(), syntax)).unwrap();
        assert_eq!((drawn(&mut base, 0).unwrap(), drawn(&mut base, 1).unwrap()), (vec![1, 2, 3, 4], vec![5, 6, 7, 8]));
        assert!(drawn(&mut base, 2).is_err());
    }
    let mut words = object();
    for (tag, value) in [(tags::BITS_ALLOCATED, 16u16), (tags::BITS_STORED, 12), (tags::HIGH_BIT, 11)] {
        words.put(DataElement::new(tag, VR::US, PrimitiveValue::from(value)));
    }
    words.put(DataElement::new(tags::PIXEL_DATA, VR::OW, PrimitiveValue::U16((1..9).collect())));
    let mut base = read(&file(words, uids::EXPLICIT_VR_BIG_ENDIAN)).unwrap();
    assert_eq!(drawn(&mut base, 1).unwrap(), [5, 0, 6, 0, 7, 0, 8, 0]);
}

#[test]
fn colour_by_plane_and_luma_with_chroma_become_rgb_by_pixel() {
    let colour = |photometric: &str, planar: u16, bytes: Vec<u8>| {
        let mut object = object();
        for (tag, value) in [(tags::SAMPLES_PER_PIXEL, 3), (tags::PLANAR_CONFIGURATION, planar), (tags::ROWS, 1)] {
            object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(value)));
        }
        object.put(DataElement::new(tags::NUMBER_OF_FRAMES, VR::IS, PrimitiveValue::from("1")));
        object.put(DataElement::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, PrimitiveValue::from(photometric)));
        object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(bytes)));
        let mut base = read(&file(object, EXPLICIT)).unwrap();
        assert_eq!(base.frames.format().photometric, Photometric::Rgb);
        drawn(&mut base, 0).unwrap()
    };
    assert_eq!(colour("RGB", 1, vec![1, 2, 3, 4, 5, 6]), [1, 3, 5, 2, 4, 6]);
    assert_eq!(colour("RGB", 0, vec![1, 2, 3, 4, 5, 6]), [1, 2, 3, 4, 5, 6]);
    assert_eq!(colour("YBR_FULL", 1, vec![255, 0, 128, 128, 128, 128]), [255, 255, 255, 0, 0, 0]);
    assert_eq!(colour("YBR_FULL_422", 0, vec![255, 0, 128, 128]), [255, 255, 255, 0, 0, 0]);
}

#[test]
fn sequences_without_end_are_refused_before_the_stack_is_used_up() {
    assert!(matches!(read(&nested(60)), Err(BaseFileError::NoPixels)));
    assert!(matches!(read(&nested(65)), Err(BaseFileError::TooDeep { .. })));
    assert!(matches!(read(&nested(200_000)), Err(BaseFileError::TooDeep { .. })));
}

#[test]
fn a_file_cut_anywhere_is_an_error_and_never_a_panic() {
    let whole = file(object(), EXPLICIT);
    assert!(read(&whole).is_ok());
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn damaged_bytes_end_in_a_value_or_an_error() {
    let compressed = |syntax: &str, frame: Vec<u8>| {
        let mut object = object();
        object.put(DataElement::new(tags::NUMBER_OF_FRAMES, VR::IS, PrimitiveValue::from("1")));
        let pixels = PixelFragmentSequence::new(Vec::<u32>::new(), vec![frame]);
        object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, Value::PixelSequence(pixels)));
        file(object, syntax)
    };
    let rle = [&[1, 0, 0, 0, 64, 0, 0, 0][..], &[0; 56], &[3, 9, 8, 7, 6, 0]].concat();
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg)
        .encode(&[0, 90, 180, 255], 2, 2, image::ExtendedColorType::L8)
        .unwrap();
    let files =
        [file(object(), EXPLICIT), compressed(uids::RLE_LOSSLESS, rle), compressed(uids::JPEG_BASELINE8_BIT, jpeg)];
    assert_eq!(drawn(&mut read(&files[1]).unwrap(), 0).unwrap(), [9, 8, 7, 6]);
    assert!(drawn(&mut read(&files[2]).unwrap(), 0).unwrap()[0] < 20);
    for whole in &files {
        for at in (128..whole.len()).step_by(5) {
            for value in [0, 0xff, whole[at] ^ 1] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                if let Ok(mut base) = read(&damaged) {
                    let _ = drawn(&mut base, 0);
                }
            }
        }
    }
}

#[test]
fn what_is_no_usable_picture_is_told_by_name() {
    let changed = |tag, value: u16| {
        let mut object = object();
        object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(value)));
        read(&file(object, EXPLICIT)).err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(changed(tags::BITS_ALLOCATED, 32).contains("32 bits"));
    assert!(changed(tags::HIGH_BIT, 6).contains("high bit 6"));
    assert!(changed(tags::SAMPLES_PER_PIXEL, 3).contains("MONOCHROME2 with 3 samples"));
    assert!(changed(tags::ROWS, 9).contains("28 bytes are missing"));
    assert!(changed(tags::ROWS, 0).contains("no rows"));
    let mut large = object();
    large.put(DataElement::new(tags::ROWS, VR::US, PrimitiveValue::from(60_000u16)));
    large.put(DataElement::new(tags::COLUMNS, VR::US, PrimitiveValue::from(60_000u16)));
    assert!(matches!(read(&file(large, EXPLICIT)), Err(BaseFileError::TooLarge { .. })));
}

#[test]
fn a_clean_base_keeps_geometry_and_no_identity_at_any_depth() {
    let mut object = object();
    object.put(DataElement::new(Tag(0x0009, 0x0010), VR::LO, PrimitiveValue::from("ACME")));
    object.put(DataElement::new(Tag(0x0028, 0x0030), VR::DS, PrimitiveValue::from("0.5\\0.5")));
    let item = InMemDicomObject::from_element_iter([
        DataElement::new(tags::PATIENT_NAME, VR::PN, PrimitiveValue::from("Real^Person")),
        DataElement::new(tags::REFERENCED_SOP_INSTANCE_UID, VR::UI, PrimitiveValue::from("1.2.3")),
    ]);
    let items = DataSetSequence::new(vec![item], Length::UNDEFINED);
    object.put(DataElement::new(tags::REFERENCED_IMAGE_SEQUENCE, VR::SQ, items));
    let fate = |group: u16, element: u16| match (group, element) {
        (0x0010, _) => Fate::Empty,
        (0x0008, 0x1155) => Fate::NewUid,
        _ => Fate::Keep,
    };
    let rules = Cleaning { fate: &fate, new_uid: &|old| format!("{old}.9") };
    let (clean, _) = read(&file(object, EXPLICIT)).unwrap().into_clean(&rules);
    let inside = |tag| AttributePath::top(tag).inside(tags::REFERENCED_IMAGE_SEQUENCE, 0);
    assert_eq!(clean.text(inside(tags::PATIENT_NAME)).as_deref(), Some(""));
    assert_eq!(clean.text(inside(tags::REFERENCED_SOP_INSTANCE_UID)).as_deref(), Some("1.2.3.9"));
    assert_eq!(clean.text(tags::PIXEL_SPACING).as_deref(), Some("0.5\\0.5"));
    assert!(!clean.contains(Tag(0x0009, 0x0010)) && !clean.contains(tags::PIXEL_DATA));
}
