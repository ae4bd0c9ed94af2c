//! What is recorded of burned lines, in every encoding.

use super::*;
use crate::dicom::encode::Layout;
use crate::dicom::encode::Syntax;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use tempfile::TempDir;

const FORMAT: PixelFormat = PixelFormat {
    rows: 64,
    columns: 96,
    samples: 3,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Rgb,
};

/// A slope in every channel.
struct Slope;

impl FrameSource for Slope {
    fn format(&self) -> PixelFormat {
        FORMAT
    }

    fn frames(&self) -> u32 {
        2
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        for (at, sample) in out.iter_mut().enumerate() {
            *sample = (at / 3 % 96 + at % 3 * 50 + index as usize * 9) as u8;
        }
        Ok(())
    }
}

fn instance(encoding: Encoding, burned: bool) -> Instance {
    let mut instance = Instance::new("I1".to_owned(), vec!["file".to_owned()]);
    instance.pixels = Some(Box::new(Slope));
    instance.encoding = encoding;
    instance.object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7");
    instance.object.set_str(tags::SOP_INSTANCE_UID, "2.25.1");
    instance.object.set_str(tags::PHOTOMETRIC_INTERPRETATION, "RGB");
    instance.object.set_str(tags::NUMBER_OF_FRAMES, "2");
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, 3),
        (tags::PLANAR_CONFIGURATION, 0),
        (tags::ROWS, 64),
        (tags::COLUMNS, 96),
        (tags::BITS_ALLOCATED, 8),
        (tags::BITS_STORED, 8),
        (tags::HIGH_BIT, 7),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        instance.object.set_u16(tag, &[value]);
    }
    // An odd column, so that chroma is shared over the border of the line.
    let line_box = PixelBox::new(33, 30, 7, 5);
    if burned {
        instance.burns.push(Burn {
            name: "line".to_owned(),
            text: "X".to_owned(),
            x: line_box.x,
            decoys: Vec::new(),
            y: line_box.y,
            mask: Mask { width: 7, height: 5, alpha: vec![255; 35] },
            ink: Ink { levels: [250, 240, 30], opacity: 255 },
            frames: FrameSet::from_frames([1]),
            value_box: Some(line_box),
            line_box,
        });
    }
    instance
}

fn frames(folder: &TempDir, instance: &mut Instance) -> (Vec<Vec<u8>>, PixelFormat, Vec<PatchRecord>) {
    let file = folder.path().join("file");
    let (_, patches) = instance.write(&file).expect("written");
    let scan = Scan::open(&file, u64::MAX).expect("a file");
    let reader = PixelReader::new(&scan).expect("a reader");
    let frames = (0..2).map(|frame| reader.native(frame).expect("a frame").into_owned()).collect();
    (frames, reader.format(), patches)
}

#[test]
fn patches_hold_what_a_clean_file_reads_as_and_levels_what_the_ink_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tried = 0;
    for syntax in Syntax::ALL.iter().copied() {
        for layout in Layout::ALL.iter().copied() {
            let encoding = Encoding { syntax, layout, ..Encoding::default() };
            if !instance(encoding, true).can_be(encoding) {
                continue;
            }
            let (clean, format, none) = frames(&folder, &mut instance(encoding, false));
            let mut burned = instance(encoding, true);
            let (with_ink, _, patches) = frames(&folder, &mut burned);
            assert!(none.is_empty() && with_ink[0] == clean[0] && with_ink[1] != clean[1], "{encoding:?}");
            let [patch] = patches.as_slice() else { panic!("{} patches", patches.len()) };
            let recorded = PixelFormat { rows: patch.area.height, columns: patch.area.width, ..format };
            let everything = PixelBox::new(0, 0, recorded.columns, recorded.rows);
            let recorded = Raster::from_native(&recorded, &patch.native, everything);
            assert!(recorded == Raster::from_native(&format, &clean[1], patch.area), "{encoding:?}");
            assert!(layout != Layout::YbrFull422 || (patch.area.x % 2, patch.area.width % 2) == (0, 0));
            // Amid the ink, all is ink; lossy compression bends it a little.
            let coder = burned.coder().expect("pixels");
            assert_eq!(coder.read_format(), format);
            let amid = Raster::from_native(&format, &with_ink[1], PixelBox::new(36, 32, 1, 1)).samples;
            let levels = coder.read_levels([250, 240, 30]);
            let near = if syntax == Syntax::JpegBaseline { 25 } else { 0 };
            assert!(amid.iter().zip(levels).all(|(one, other)| one.abs_diff(other) <= near), "{encoding:?} {amid:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, 5 * 4 + 2 + 3);
}

#[test]
fn frames_that_an_encoder_refuses_are_written_by_run_lengths() {
    struct HighBits;
    impl FrameSource for HighBits {
        fn format(&self) -> PixelFormat {
            let photometric = Photometric::Monochrome2;
            PixelFormat { samples: 1, bits_allocated: 16, bits_stored: 12, photometric, ..FORMAT }
        }

        fn frames(&self) -> u32 {
            1
        }

        fn draw(&mut self, _: u32, out: &mut [u8]) -> io::Result<()> {
            out.fill(0xff);
            Ok(())
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut refused = instance(Encoding { syntax: Syntax::Jpeg2000, ..Encoding::default() }, true);
    refused.pixels = Some(Box::new(HighBits));
    let (_, patches) = refused.write(&folder.path().join("file")).expect("written");
    assert_eq!((refused.encoding.syntax, patches.len()), (Syntax::Rle, 1));
    let scan = Scan::open(&folder.path().join("file"), u64::MAX).expect("a file");
    assert_eq!(scan.transfer_syntax, Syntax::Rle.uid());
}
