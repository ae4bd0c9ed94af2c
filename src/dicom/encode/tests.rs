use super::*;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use crate::dicom::scan::Scan;
use crate::dicom::write::FileParts;
use crate::dicom::write::Frames;
use crate::dicom::write::Pixels;
use crate::dicom::write::WriteFileError;
use crate::dicom::write::Written;
use crate::dicom::write::write_encoded;
use crate::seed::Seed;
use rand::Rng;
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// Everything without loss.
const LOSSLESS: [Syntax; 8] = [
    Syntax::ExplicitLittleEndian,
    Syntax::ImplicitLittleEndian,
    Syntax::ExplicitBigEndian,
    Syntax::Deflated,
    Syntax::EncapsulatedUncompressed,
    Syntax::Rle,
    Syntax::JpegLs,
    Syntax::Jpeg2000,
];

const GREY: PixelFormat = PixelFormat {
    rows: 24,
    columns: 32,
    samples: 1,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Monochrome2,
};
const RGB: PixelFormat = PixelFormat { samples: 3, photometric: Photometric::Rgb, ..GREY };

/// Frames of slopes with steps, which all encoders take.
pub(super) fn frames(format: &PixelFormat, count: u32) -> Vec<Vec<u8>> {
    let (low, high) = format.range();
    let span = i64::from(high - low) + 1;
    let bytes = usize::from(format.bits_allocated / 8);
    (0..count)
        .map(|frame| {
            let mut native = Vec::new();
            for y in 0..format.rows {
                for x in 0..format.columns {
                    for channel in 0..u32::from(format.samples) {
                        let step = i64::from((x / 7 + y / 5) % 3 == 0) * span / 9;
                        let slope = i64::from(x * 3 + y * 2 + channel * 40 + frame * 11) * span / 512;
                        let sample = i64::from(low) + (step + slope) % span;
                        native.extend_from_slice(&(sample as i32).to_le_bytes()[..bytes]);
                    }
                }
            }
            native
        })
        .collect()
}

fn object(format: &PixelFormat, count: u32) -> Object {
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7");
    object.set_str(tags::SOP_INSTANCE_UID, "2.25.4711");
    object.set_u16(tags::SAMPLES_PER_PIXEL, &[format.samples]);
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
    if format.samples > 1 {
        object.set_u16(tags::PLANAR_CONFIGURATION, &[0]);
    }
    object.set_str(tags::NUMBER_OF_FRAMES, &count.to_string());
    object.set_u16(tags::ROWS, &[format.rows as u16]);
    object.set_u16(tags::COLUMNS, &[format.columns as u16]);
    object.set_u16(tags::BITS_ALLOCATED, &[format.bits_allocated]);
    object.set_u16(tags::BITS_STORED, &[format.bits_stored]);
    object.set_u16(tags::HIGH_BIT, &[format.bits_stored - 1]);
    object.set_u16(tags::PIXEL_REPRESENTATION, &[u16::from(format.signed)]);
    object
}

/// Writes frames as they are drawn.
pub(super) fn write(
    file: &Path,
    encoding: Encoding,
    format: &PixelFormat,
    frames: &[Vec<u8>],
) -> Result<Written, WriteFileError> {
    let mut draw = |index: u32, out: &mut [u8]| {
        out.copy_from_slice(&frames[index as usize]);
        Ok(())
    };
    let drawn = Frames { format: *format, count: frames.len() as u32, draw: &mut draw };
    let mut object = object(format, frames.len() as u32);
    let pixels = if encoding.syntax.is_encapsulated() {
        Pixels::Encapsulated(Spooled::new(file, encoding, drawn)?)
    } else {
        Pixels::Native(drawn)
    };
    let ratio = if let Pixels::Encapsulated(spooled) = &pixels { spooled.ratio() } else { 1.0 };
    encoding.describe(&mut object, format, ratio);
    let meta = FileMeta::default();
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("2.25.1", "TEST"),
        meta: &meta,
        media_storage: None,
        object: &object,
        trailing: &[],
    };
    write_encoded(file, parts, encoding, Some(pixels))
}

fn read(scan: &Scan) -> Result<(PixelFormat, Vec<Vec<u8>>), PixelsError> {
    let reader = PixelReader::new(scan)?;
    let frames = (0..reader.frames()).map(|index| reader.native(index).map(Cow::into_owned));
    Ok((reader.format(), frames.collect::<Result<_, _>>()?))
}

/// Every layout of samples that has a right to be written.
fn formats() -> Vec<PixelFormat> {
    let wide = |bits_stored, signed| PixelFormat { bits_allocated: 16, bits_stored, signed, ..GREY };
    let mut formats = vec![
        GREY,
        PixelFormat { bits_stored: 6, ..GREY },
        PixelFormat { signed: true, ..GREY },
        PixelFormat { photometric: Photometric::Monochrome1, ..GREY },
        PixelFormat { photometric: Photometric::PaletteColor, ..GREY },
        wide(8, false),
        wide(12, false),
        wide(12, true),
        wide(16, false),
        wide(16, true),
        RGB,
        PixelFormat { bits_allocated: 16, bits_stored: 16, ..RGB },
    ];
    // Odd sizes, a line, and a single pixel.
    for (rows, columns) in [(31, 47), (1, 33), (1, 1)] {
        formats.extend([GREY, RGB, wide(12, false), wide(16, true)].map(|format| PixelFormat {
            rows,
            columns,
            ..format
        }));
    }
    formats
}

#[test]
fn every_lossless_encoding_gives_back_the_frames_as_they_were_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    let mut tried = 0;
    for format in formats() {
        for syntax in LOSSLESS {
            for (layout, offset_table, count) in [
                (Layout::AsDrawn, OffsetTable::Empty, 1),
                (Layout::AsDrawn, OffsetTable::Filled, 5),
                (Layout::Planar, OffsetTable::Filled, 3),
            ] {
                let encoding = Encoding { syntax, layout, offset_table, quality: 90 };
                if !encoding.fits_pixels(Some(&format)) {
                    continue;
                }
                let drawn = frames(&format, count);
                let written = write(&file, encoding, &format, &drawn).expect("written");
                let scan = Scan::open(&file, u64::MAX).expect("a file");
                assert_eq!(scan.problem, None, "{encoding:?} {format:?}");
                assert_eq!(scan.transfer_syntax, syntax.uid());
                let found = read(&scan).unwrap_or_else(|error| panic!("{encoding:?} {format:?}: {error}"));
                assert!(found == (format, drawn.clone()), "{encoding:?} {format:?} {:?}", found.0);
                let digest = hexadecimal_of(&drawn.concat());
                assert_eq!((written.pixel_sha256, written.bytes), (digest, fs::metadata(&file).expect("a file").len()));
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

fn hexadecimal_of(bytes: &[u8]) -> String {
    use sha2::Digest;
    crate::dicom::write::hexadecimal(&sha2::Sha256::digest(bytes))
}

#[test]
fn what_changes_samples_is_recorded_as_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    let drawn = frames(&RGB, 3);
    let mut tried = 0;
    for syntax in Syntax::ALL.iter().copied() {
        for layout in [Layout::AsDrawn, Layout::YbrFull, Layout::YbrFull422] {
            let encoding = Encoding { syntax, layout, ..Encoding::default() };
            let lossy = syntax == Syntax::JpegBaseline;
            if (layout == Layout::AsDrawn && !lossy) || !encoding.fits_pixels(Some(&RGB)) {
                continue;
            }
            let written = write(&file, encoding, &RGB, &drawn).expect("written");
            let scan = Scan::open(&file, u64::MAX).expect("a file");
            let (format, found) = read(&scan).expect("frames");
            let coder = FrameCoder::new(encoding, RGB);
            assert_eq!(format, coder.read_format(), "{encoding:?}");
            let told: Vec<Vec<u8>> = drawn.iter().map(|frame| coder.read(frame).expect("read").into_owned()).collect();
            assert!(told == found, "{encoding:?}");
            assert_eq!(written.pixel_sha256, hexadecimal_of(&found.concat()));
            assert_ne!(found, drawn, "{encoding:?}");
            // In RGB, it is the drawn picture again, but for what was lost.
            let rgb = crate::dicom::colour::ToRgb::new(&scan, format).expect("colour");
            let far =
                rgb.frame(&found[0]).iter().zip(&drawn[0]).filter(|(one, other)| one.abs_diff(**other) > 2).count();
            let limit = if layout == Layout::YbrFull { 0 } else { drawn[0].len() * 2 / 3 };
            assert!(far <= limit, "{encoding:?}: {far}");
            tried += 1;
        }
    }
    // Native and encapsulated in both, run lengths in one, and JPEG.
    assert_eq!(tried, 5 * 2 + 1 + 1);
}

#[test]
fn the_header_says_what_the_pixels_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    for (syntax, layout, photometric, planar, lossy) in [
        (Syntax::ExplicitLittleEndian, Layout::AsDrawn, "RGB", 0, None),
        (Syntax::ImplicitLittleEndian, Layout::Planar, "RGB", 1, None),
        (Syntax::Rle, Layout::YbrFull, "YBR_FULL", 0, None),
        (Syntax::ExplicitBigEndian, Layout::YbrFull422, "YBR_FULL_422", 0, None),
        (Syntax::Jpeg2000, Layout::AsDrawn, "YBR_RCT", 0, None),
        (Syntax::JpegLs, Layout::AsDrawn, "RGB", 0, None),
        (Syntax::JpegBaseline, Layout::AsDrawn, "YBR_FULL_422", 0, Some("01")),
    ] {
        write(&file, Encoding { syntax, layout, ..Encoding::default() }, &RGB, &frames(&RGB, 2)).expect("written");
        let scan = Scan::open(&file, u64::MAX).expect("a file");
        let text = |tag| scan.text(tag);
        assert_eq!(text(tags::PHOTOMETRIC_INTERPRETATION).as_deref(), Some(photometric));
        assert_eq!(scan.number(tags::PLANAR_CONFIGURATION), Some(planar));
        assert_eq!(text(tags::LOSSY_IMAGE_COMPRESSION).as_deref(), lossy);
        assert_eq!(text(tags::LOSSY_IMAGE_COMPRESSION_METHOD).as_deref(), lossy.map(|_| "ISO_10918_1"));
        let ratio = text(tags::LOSSY_IMAGE_COMPRESSION_RATIO).map(|ratio| ratio.parse::<f64>().expect("a number"));
        assert_eq!(ratio.map(|ratio| ratio > 1.5), lossy.map(|_| true));
    }
}

#[test]
fn a_second_loss_stands_behind_the_first() {
    let mut object = Object::new();
    for ratio in [9.0, 11.5] {
        let jpeg = Encoding { syntax: Syntax::JpegBaseline, ..Encoding::default() };
        jpeg.describe(&mut object, &GREY, ratio);
    }
    assert_eq!(object.text(tags::LOSSY_IMAGE_COMPRESSION_RATIO).as_deref(), Some("9.00\\11.50"));
    assert_eq!(object.text(tags::LOSSY_IMAGE_COMPRESSION_METHOD).as_deref(), Some("ISO_10918_1\\ISO_10918_1"));
}

#[test]
fn noise_that_jpeg_ls_refuses_is_said_and_run_lengths_take_it() {
    // Small frames fit into what the library adds to its estimate.
    let large = PixelFormat { rows: 256, columns: 256, ..RGB };
    let mut noise = vec![0u8; large.frame_bytes().expect("small")];
    Seed(1).stream(&["noise"]).fill_bytes(&mut noise);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    let encoding = Encoding { syntax: Syntax::JpegLs, ..Encoding::default() };
    let refused = write(&file, encoding, &large, std::slice::from_ref(&noise));
    assert!(matches!(refused, Err(WriteFileError::Refused { syntax: Syntax::JpegLs, .. })));
    write(&file, encoding.without_loss_of_size(), &large, std::slice::from_ref(&noise)).expect("written");
    assert_eq!(read(&Scan::open(&file, u64::MAX).expect("a file")).expect("frames").1, [noise]);
}

#[test]
fn bits_above_the_stored_ones_survive_or_are_refused() {
    let format = PixelFormat { bits_allocated: 16, bits_stored: 12, ..GREY };
    let mut drawn = frames(&format, 1);
    drawn[0][1] |= 0x80;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    for syntax in LOSSLESS {
        let written = write(&file, Encoding { syntax, ..Encoding::default() }, &format, &drawn);
        if matches!(syntax, Syntax::JpegLs | Syntax::Jpeg2000) {
            assert!(matches!(written, Err(WriteFileError::Refused { .. })), "{syntax}");
        } else {
            written.expect("written");
            assert_eq!(read(&Scan::open(&file, u64::MAX).expect("a file")).expect("frames").1, drawn, "{syntax}");
        }
    }
    // Where a plane is told to be there, nothing but native pixels fits.
    let mut object = Object::new();
    object.set_u16(crate::dicom::Tag(0x6000, 0x0102), &[12]);
    for syntax in LOSSLESS {
        let encoding = Encoding { syntax, ..Encoding::default() };
        assert_eq!(encoding.fits(&object, Some(&format)), !syntax.is_encapsulated(), "{syntax}");
    }
}

#[test]
fn what_can_not_stand_in_a_data_set_of_another_encoding_keeps_it_plain() {
    let mut verbatim = Object::new();
    verbatim.set_verbatim(tags::PATIENT_COMMENTS, Vec::new());
    let mut words = Object::new();
    words.set_bytes(crate::dicom::Tag(0x6000, 0x3000), crate::dicom::VR::OW, &[1, 2]);
    for syntax in Syntax::ALL.iter().copied() {
        let encoding = Encoding { syntax, ..Encoding::default() };
        assert_eq!(encoding.fits(&verbatim, Some(&GREY)), syntax.has_plain_data_set(), "{syntax}");
        assert_eq!(encoding.fits(&words, Some(&GREY)), syntax != Syntax::ExplicitBigEndian, "{syntax}");
    }
}

#[test]
fn files_cut_at_any_byte_are_errors_or_have_fewer_frames() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    let format = PixelFormat { rows: 16, columns: 16, ..RGB };
    let drawn = frames(&format, 2);
    for syntax in Syntax::ALL.iter().copied() {
        write(&file, Encoding { syntax, ..Encoding::default() }, &format, &drawn).expect("written");
        let whole = fs::read(&file).expect("a file");
        let frames_of = |bytes: &[u8]| {
            let scan = Scan::parse(bytes.to_vec(), u64::MAX).ok()?;
            let (_, frames) = read(&scan).ok()?;
            Some(frames.len())
        };
        assert_eq!(frames_of(&whole), Some(2), "{syntax}");
        for length in (0..whole.len() - 16).step_by(whole.len() / 11) {
            assert!(frames_of(&whole[..length]).is_none_or(|frames| frames < 2), "{syntax} {length}");
        }
    }
}
