use super::*;
use image::ImageEncoder;
use image::Rgba;
use image::RgbaImage;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;

/// 3 x 2 pixels, each of another colour.
fn colours() -> image::RgbImage {
    image::RgbImage::from_fn(3, 2, |x, y| image::Rgb([(40 + 100 * x) as u8, (60 + 120 * y) as u8, 20]))
}

/// A little-endian TIFF directory with the orientation alone (EXIF 2.32 §4.6.4).
fn exif(orientation: u8) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    bytes.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn png(image: &DynamicImage, orientation: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(orientation) = orientation {
        encoder.set_exif_metadata(exif(orientation)).unwrap();
    }
    encoder.write_image(image.as_bytes(), image.width(), image.height(), image.color().into()).unwrap();
    bytes
}

#[test]
fn every_orientation_is_turned_upright() {
    let image = DynamicImage::from(colours());
    let upright = [
        image.clone(),
        image.fliph(),
        image.rotate180(),
        image.flipv(),
        image.rotate90().fliph(),
        image.rotate90(),
        image.rotate270().fliph(),
        image.rotate270(),
    ];
    for (orientation, expected) in (1u8..).zip(&upright) {
        let picture = decode_bytes(&png(&image, Some(orientation)), MOST_PIXELS).unwrap();
        assert_eq!((picture.format.columns, picture.format.rows), (expected.width(), expected.height()));
        assert_eq!(picture.native, expected.as_bytes(), "orientation {orientation}");
    }
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 100);
    encoder.set_exif_metadata(exif(6)).unwrap();
    encoder.encode_image(&image).unwrap();
    let picture = decode_bytes(&jpeg, MOST_PIXELS).unwrap();
    assert_eq!((picture.format.columns, picture.format.rows), (2, 3));
    assert!(picture.lossy_ratio.is_some());
}

#[test]
fn grey_takes_one_sample_and_sixteen_bits_stay_in_grey_alone() {
    let layout = |image: DynamicImage| {
        let picture = decode_bytes(&png(&image, None), MOST_PIXELS).unwrap();
        (picture.format.samples, picture.format.bits_stored, picture.native)
    };
    let deep = image::ImageBuffer::from_raw(2, 1, vec![0x1234u16, 0xffff]).map(DynamicImage::ImageLuma16).unwrap();
    assert_eq!(layout(deep), (1, 16, vec![0x34, 0x12, 0xff, 0xff]));
    let colour =
        image::ImageBuffer::from_raw(1, 1, vec![0xffffu16, 0x8080, 128]).map(DynamicImage::ImageRgb16).unwrap();
    assert_eq!(layout(colour), (3, 8, vec![255, 128, 0]));
    let glass = RgbaImage::from_pixel(1, 1, Rgba([200, 100, 50, 51]));
    assert_eq!(layout(glass.into()), (3, 8, vec![40, 20, 10]));
    assert_eq!(layout(DynamicImage::new_luma8(1, 1)), (1, 8, vec![0]));
}

#[test]
fn animations_print_colours_and_pages_are_refused_with_their_reason() {
    let refused = |bytes: &[u8]| decode_bytes(bytes, MOST_PIXELS).unwrap_err().to_string();
    let mut animated = png(&DynamicImage::new_luma8(2, 2), None);
    let control = [0, 0, 0, 8, b'a', b'c', b'T', b'L', 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    animated.splice(33..33, control);
    assert!(refused(&animated).contains("animated"));
    let cmyk = b"\xff\xd8\xff\xc0\0\x14\x08\0\x10\0\x10\x04\x01\x11\0\x02\x11\0\x03\x11\0\x04\x11\0\xff\xd9";
    assert!(refused(cmyk).contains("CMYK"));
    let mut pages = std::io::Cursor::new(Vec::new());
    DynamicImage::new_luma8(2, 2).write_to(&mut pages, ImageFormat::Tiff).unwrap();
    let mut pages = pages.into_inner();
    assert!(decode_bytes(&pages, MOST_PIXELS).is_ok());
    let first = u32::from_le_bytes(pages[4..8].try_into().unwrap()) as usize;
    let next = first + 2 + 12 * usize::from(u16::from_le_bytes(pages[first..first + 2].try_into().unwrap()));
    pages[next] = 8;
    assert!(refused(&pages).contains("pages"));
}

#[test]
fn a_cut_picture_of_any_format_is_damaged_and_never_a_panic() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Tiff, ImageFormat::Bmp] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(colours()).write_to(&mut bytes, format).unwrap();
        let bytes = bytes.into_inner();
        assert!(decode_bytes(&bytes, MOST_PIXELS).is_ok(), "{format:?}");
        for end in 0..bytes.len().min(200) {
            let _ = decode_bytes(&bytes[..end], MOST_PIXELS);
        }
        assert!(decode_bytes(&bytes[..20], MOST_PIXELS).is_err(), "{format:?}");
        assert!(decode_bytes(&bytes, 5).unwrap_err().to_string().contains("limit of 5"), "{format:?}");
    }
}
