use super::*;
use crate::dicom::Tag;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::object::Object;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::write::FileParts;
use crate::dicom::write::Frames;
use crate::dicom::write::write_file;

mod colour;
mod frames;
mod levels;
mod places;

const GREY: PixelFormat = PixelFormat {
    rows: 128,
    columns: 160,
    samples: 1,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Monochrome2,
};
const LINE: PixelBox = PixelBox { x: 20, y: 20, width: 60, height: 12 };
const CLINICAL: PixelBox = PixelBox { x: 0, y: 40, width: 160, height: 88 };

/// A picture of any layout, with what else its header says.
#[derive(Clone)]
struct Picture {
    format: PixelFormat,
    frames: Vec<Vec<u8>>,
    says: Vec<(Tag, String)>,
    planar: Option<u16>,
    palette: Option<Vec<[u16; 3]>>,
}

impl Picture {
    fn new(format: PixelFormat, frames: Vec<Vec<u8>>) -> Self {
        Self { format, frames, says: Vec::new(), planar: None, palette: None }
    }

    fn grey() -> Self {
        Self::new(GREY, vec![grain()])
    }

    /// Another picture made of every byte of this one.
    fn map(&self, change: impl Fn(u8) -> u8) -> Self {
        let frames = self.frames.iter().map(|frame| frame.iter().map(|byte| change(*byte)).collect()).collect();
        Self { frames, ..self.clone() }
    }

    fn filled(&self, area: PixelBox) -> Self {
        let pixel = usize::from(self.format.samples * self.format.bits_allocated / 8);
        let mut other = self.clone();
        for frame in &mut other.frames {
            for y in area.y..area.y + area.height {
                let first = (y * self.format.columns + area.x) as usize * pixel;
                frame[first..first + area.width as usize * pixel].fill(0);
            }
        }
        other
    }

    fn saying(mut self, tag: Tag, value: &str) -> Self {
        self.says.push((tag, value.to_owned()));
        self
    }

    fn scan(&self) -> Scan {
        let format = self.format;
        let mut object = Object::new();
        object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.3.1");
        object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
        object.set_str(tags::NUMBER_OF_FRAMES, &self.frames.len().to_string());
        for (tag, value) in [
            (tags::SAMPLES_PER_PIXEL, format.samples),
            (tags::ROWS, format.rows as u16),
            (tags::COLUMNS, format.columns as u16),
            (tags::BITS_ALLOCATED, format.bits_allocated),
            (tags::BITS_STORED, format.bits_stored),
            (tags::PIXEL_REPRESENTATION, u16::from(format.signed)),
        ] {
            object.set_u16(tag, &[value]);
        }
        if let Some(planar) = self.planar {
            object.set_u16(tags::PLANAR_CONFIGURATION, &[planar]);
        }
        for (tag, value) in &self.says {
            object.set_str(*tag, value);
        }
        if let Some(palette) = &self.palette {
            let tables = [
                (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA),
                (tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA),
                (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA),
            ];
            for (channel, (descriptor, data)) in tables.into_iter().enumerate() {
                object.set_u16(descriptor, &[palette.len() as u16, 0, 16]);
                object.set_u16(data, &palette.iter().map(|entry| entry[channel]).collect::<Vec<_>>());
            }
        }
        let parts = FileParts {
            preamble: &[0; 128],
            implementation: ("1.2", "X"),
            meta: &FileMeta::default(),
            media_storage: None,
            object: &object,
            trailing: b"",
        };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("one");
        let frames = &self.frames;
        let mut draw = |index: u32, out: &mut [u8]| {
            out.copy_from_slice(&frames[index as usize]);
            Ok(())
        };
        let count = frames.len() as u32;
        write_file(&file, parts, Some(Frames { format, count, draw: &mut draw })).expect("written");
        Scan::open(&file, 1 << 26).expect("a scan")
    }

    /// What is found where this picture became another.
    fn became(&self, other: &Self) -> PixelFindings {
        self.became_scan(&other.scan(), vec![(FrameSet::all(1000), LINE)])
    }

    fn became_scan(&self, other: &Scan, lines: Vec<(FrameSet, PixelBox)>) -> PixelFindings {
        let scan = self.scan();
        let mut pictures = Pictures::new(&scan, other).expect("pictures");
        let mut exemptions = Exemptions::new(pictures.before.format(), lines, Some(CLINICAL));
        compare(&mut pictures, &mut exemptions)
    }
}

/// Grain that never repeats, on a slope.
fn grain() -> Vec<u8> {
    let mut state = 1u32;
    (0..GREY.rows * GREY.columns)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (20 + at % GREY.columns / 2 + (state >> 24) % 100) as u8
        })
        .collect()
}

/// 12-bit grain with a bright bone and dark air, as words.
fn deep() -> Picture {
    let format = PixelFormat { bits_allocated: 16, bits_stored: 12, ..GREY };
    let mut state = 7u32;
    let words = (0..GREY.rows * GREY.columns).flat_map(|at| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ground = if (at / GREY.columns) % 64 < 8 { 2400 } else { 900 + at % GREY.columns };
        ((ground + (state >> 24) % 120) as u16).to_le_bytes()
    });
    Picture::new(format, vec![words.collect()])
}

impl Picture {
    fn map_words(&self, change: impl Fn(u16) -> u16) -> Self {
        let frames = self.frames.iter().map(|frame| {
            frame
                .chunks_exact(2)
                .flat_map(|pair| change(u16::from_le_bytes([pair[0], pair[1]])).to_le_bytes())
                .collect()
        });
        Self { frames: frames.collect(), ..self.clone() }
    }
}

/// Everything that is said, in a fixed order.
fn said(found: &PixelFindings) -> Vec<&'static str> {
    let flags = [
        (found.untouched, "untouched"),
        (found.re_encoded, "re-encoded"),
        (found.visually_lossless, "visually lossless"),
        (found.lossy, "lossy"),
        (found.local, "local"),
        (!found.not_measured.is_empty(), "not measured"),
    ];
    let flags = flags.into_iter().filter(|(flag, _)| *flag).map(|(_, word)| word);
    flags.chain(found.global.keys().map(|change| change.word())).collect()
}

#[test]
fn an_equal_picture_is_untouched_and_one_whose_lines_are_black_too() {
    let picture = Picture::grey();
    assert_eq!(said(&picture.became(&picture)), ["untouched"]);
    assert_eq!(said(&picture.became(&picture.filled(LINE))), ["untouched"]);
    assert_eq!(picture.became(&picture).clinical, CLINICAL.area());
}

#[test]
fn samples_that_the_file_holds_in_another_way_are_untouched_and_named() {
    let wide = Picture {
        format: PixelFormat { bits_allocated: 16, ..GREY },
        frames: vec![grain().iter().flat_map(|byte| [*byte, 0]).collect()],
        ..Picture::grey()
    };
    assert_eq!(said(&Picture::grey().became(&wide)), ["untouched", "re-encoded"]);
}

#[test]
fn a_line_is_exempt_in_its_own_frames_alone() {
    let picture = Picture::new(GREY, vec![grain(); 3]);
    let mut after = picture.filled(LINE);
    let lines = |text: &str| vec![(text.parse().expect("frames"), LINE)];
    assert_eq!(said(&picture.became_scan(&after.scan(), lines("0-2"))), ["untouched"]);
    let found = picture.became_scan(&after.scan(), lines("1"));
    assert_eq!((said(&found), found.local_frames.to_string()), (vec!["local"], "0,2".to_owned()));
    after.frames[0] = grain();
    after.frames[2] = grain();
    assert_eq!(said(&picture.became_scan(&after.scan(), lines("1"))), ["untouched"]);
}

#[test]
fn a_picture_of_another_size_is_not_measured_and_named() {
    let small = Picture::new(PixelFormat { rows: 64, columns: 80, ..GREY }, vec![vec![1; 64 * 80]]);
    assert_eq!(said(&Picture::grey().became(&small)), ["not measured", "size"]);
}

#[test]
fn window_and_rescaling_are_compared_as_numbers() {
    let base = || Picture::grey().saying(tags::WINDOW_CENTER, "40").saying(tags::WINDOW_WIDTH, "400");
    let picture = base().saying(tags::RESCALE_SLOPE, "1").saying(tags::RESCALE_INTERCEPT, "-1024");
    let other = |width: &str, intercept: &str| {
        let picture = Picture::grey().saying(tags::WINDOW_CENTER, "40.0").saying(tags::WINDOW_WIDTH, width);
        picture.saying(tags::RESCALE_SLOPE, "1.00").saying(tags::RESCALE_INTERCEPT, intercept)
    };
    assert_eq!(said(&picture.became(&other("4e2", "-1024.0"))), ["untouched"]);
    assert_eq!(said(&picture.became(&other("350", "-1024"))), ["window"]);
    assert_eq!(said(&picture.became(&other("400", "-1000"))), ["rescale"]);
    assert_eq!(said(&picture.became(&base())), ["rescale"]);
    assert_eq!(said(&picture.became(&Picture::grey())), ["rescale", "window"]);
    // A slope of 1 and an intercept of 0 are what their absence means.
    let plain = Picture::grey().saying(tags::RESCALE_SLOPE, "1").saying(tags::RESCALE_INTERCEPT, "0");
    assert_eq!(said(&plain.became(&Picture::grey())), ["untouched"]);
    assert_eq!(said(&Picture::grey().became(&plain)), ["untouched"]);
    assert_eq!(said(&Picture::grey().became(&Picture::grey().saying(tags::RESCALE_SLOPE, "2"))), ["rescale"]);
}
