//! Real files, where they are: `../shared/real` beside the package, or the folder that `DEIDBENCH_REAL` names.

use super::*;
use std::path::PathBuf;

fn real(name: &str) -> Option<Scan> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let folder = std::env::var_os("DEIDBENCH_REAL").map_or(beside, PathBuf::from);
    let file = folder.join(name);
    if !file.is_file() {
        println!("skipped: no `{}`", file.display());
        return None;
    }
    Some(Scan::open(&file, 1 << 28).expect("a scan"))
}

fn frames(scan: &Scan) -> (PixelFormat, Vec<Vec<u8>>) {
    let reader = PixelReader::new(scan).expect("a reader");
    let frames = (0..reader.frames()).map(|index| reader.native(index).expect("a frame").into_owned()).collect();
    (reader.format(), frames)
}

#[test]
fn lossless_files_hold_the_pixels_of_the_uncompressed_one() {
    for (plain, packed) in [
        ("CT1_UNC", "CT1_RLE"),
        ("CT1_UNC", "CT1_JPLL"),
        ("CT1_UNC", "CT1_JLSL"),
        ("CT1_UNC", "CT1_J2KR"),
        ("NM1_UNC", "NM1_RLE"),
        ("NM1_UNC", "NM1_JPLL"),
        ("NM1_UNC", "NM1_JLSL"),
        ("US1_UNC", "US1_RLE"),
        ("US1_UNC", "US1_J2KR"),
        ("VL1_UNC", "VL1_RLE"),
        ("VL1_UNC", "VL1_J2KR"),
    ] {
        let (Some(plain_scan), Some(packed_scan)) = (real(&format!("wg04/{plain}")), real(&format!("wg04/{packed}")))
        else {
            return;
        };
        let ((plain_format, plain_frames), (packed_format, packed_frames)) =
            (frames(&plain_scan), frames(&packed_scan));
        assert_eq!((plain_format.rows, plain_format.columns), (packed_format.rows, packed_format.columns), "{packed}");
        let equal = plain_frames == packed_frames;
        let differing: usize = plain_frames
            .iter()
            .zip(&packed_frames)
            .map(|(one, other)| one.iter().zip(other).filter(|(left, right)| left != right).count())
            .sum();
        assert!(equal, "{packed}: {differing} bytes differ; {plain_format:?} {packed_format:?}");
    }
}

#[test]
fn lossy_files_differ_but_a_little() {
    for (plain, packed) in [
        ("CT1_UNC", "CT1_J2KI"),
        ("CT1_UNC", "CT1_JLSN"),
        ("NM1_UNC", "NM1_JPLY"),
        ("US1_UNC", "US1_J2KI"),
        ("XA1_UNC", "XA1_JPLY"),
    ] {
        let (Some(plain_scan), Some(packed_scan)) = (real(&format!("wg04/{plain}")), real(&format!("wg04/{packed}")))
        else {
            return;
        };
        let reader = PixelReader::new(&packed_scan).expect("a reader");
        let (_, plain_frames) = frames(&plain_scan);
        match reader.native(0) {
            Ok(frame) => assert!(plain_frames[0].len() == frame.len() && plain_frames[0] != *frame, "{packed}"),
            // JPEG extended with 12 bits is beyond the library; it must say so and not give wrong samples.
            Err(error) => assert!(matches!(error, PixelsError::Decode { .. }), "{packed}: {error}"),
        }
    }
}

#[test]
fn archives_of_every_age_give_frames_or_a_clear_error() {
    for (name, expected) in [
        ("CT_small.dcm", Some((1, 128 * 128 * 2))),
        ("MR_small_bigendian.dcm", Some((1, 64 * 64 * 2))),
        ("MR_small_implicit.dcm", Some((1, 64 * 64 * 2))),
        ("MR_small_padded.dcm", Some((1, 64 * 64 * 2))),
        ("SC_rgb_2frame.dcm", Some((2, 100 * 100 * 3))),
        ("SC_rgb_dcmtk_+eb+cy+s2.dcm", Some((1, 100 * 100 * 3))),
        ("test-SR.dcm", None),
        ("rtplan.dcm", None),
    ] {
        let Some(scan) = real(&format!("dicom/{name}")) else { return };
        let read = PixelReader::new(&scan).map(|reader| {
            let first = reader.native(0).expect("a frame");
            (reader.frames(), first.len())
        });
        assert_eq!(read.ok(), expected, "{name}");
    }
    let (Some(big), Some(little)) = (real("dicom/MR_small_bigendian.dcm"), real("dicom/MR_small_implicit.dcm")) else {
        return;
    };
    assert_eq!(frames(&big).1, frames(&little).1);
    let Some(cut) = real("dicom/MR_truncated.dcm") else { return };
    assert!(matches!(PixelReader::new(&cut), Err(PixelsError::Short { .. })));
}
