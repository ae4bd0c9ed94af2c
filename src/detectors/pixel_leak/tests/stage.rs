//! A file with drawn lines, made by hand, and what the detector says of outputs.

use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_leak::PixelLeak;
use crate::dicom::canvas::Canvas;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::Locus;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::write::FileParts;
use crate::dicom::write::Frames;
use crate::dicom::write::write_file;
use crate::finding::Finding;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::mask::Mask;
use crate::ink::typeface::Typeface;
use crate::kind::Kind;
use crate::policy::Policy;
use crate::seed::Seed;
use crate::truth::InstanceRow;
use crate::truth::Needle;
use crate::truth::NeedleRole;
use crate::truth::PatchRow;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use crate::truth::Surface;
use crate::truth::patches::write_patch;
use rand::RngExt;
use tempfile::TempDir;

/// The value that is planted.
pub(super) const VALUE: &str = "48015739";
/// Em size of the letters.
pub(super) const PX: u32 = 16;
const MARGIN: u32 = 16;

/// A picture as a tool gets it, and as it was.
pub(super) struct Stage {
    folder: TempDir,
    pub(super) truth: PatientTruth,
    pub(super) format: PixelFormat,
    pub(super) clean: Vec<Vec<u8>>,
    pub(super) burned: Vec<Vec<u8>>,
    pub(super) object: Object,
}

/// A format of this size with unsigned samples.
pub(super) fn format(photometric: Photometric, samples: u16, bits: (u16, u16)) -> PixelFormat {
    PixelFormat {
        rows: 120,
        columns: 220,
        samples,
        bits_allocated: bits.0,
        bits_stored: bits.1,
        signed: false,
        photometric,
    }
}

/// Eight bits of grey.
pub(super) fn grey() -> PixelFormat {
    format(Photometric::Monochrome2, 1, (8, 8))
}

/// A line that is not yet drawn.
pub(super) struct Draft<'a> {
    pub(super) canvas: Canvas,
    pub(super) mask: Mask,
    pub(super) face: &'a str,
    pub(super) rotation: u16,
    pub(super) ink: Ink,
    /// Where, and in which frames.
    pub(super) places: Vec<(u32, u32, FrameSet)>,
    /// Ink of decoys, for lines without letters.
    pub(super) decoys: Vec<Mask>,
}

/// The value in letters, at one place in all of so many frames.
pub(super) fn letters(frames: u32) -> Draft<'static> {
    Draft {
        canvas: Canvas::Frames,
        mask: typeface().line(VALUE).expect("digits").mask,
        face: Face::DejaVuSans.name(),
        rotation: 0,
        ink: Ink { levels: [230; 3], opacity: 255 },
        places: vec![(40, 50, FrameSet::all(frames))],
        decoys: Vec::new(),
    }
}

pub(super) fn typeface() -> Typeface {
    Typeface::new(Face::DejaVuSans, PX)
}

impl Stage {
    /// Noise of its own in each frame, over a slope, with a dark top.
    pub(super) fn new(format: PixelFormat, frames: u32) -> Self {
        let mut stream = Seed(7).stream(&["stage"]);
        let (_, high) = format.range();
        let mut draw = |_: u32| {
            let blocks: Vec<i32> = (0..16).map(|_| stream.random_range(0..high / 4)).collect();
            let mut native = Vec::new();
            for at in 0..format.rows * format.columns {
                let (x, y) = (at % format.columns, at / format.columns);
                let block = blocks[(x * 4 / format.columns + y * 4 / format.rows * 4) as usize];
                let level = high / 8 + block + stream.random_range(0..high / 10 + 1);
                for channel in 0..i32::from(format.samples) {
                    let level = (level + channel * high / 50).clamp(0, high) as u16;
                    native.extend_from_slice(&level.to_le_bytes()[..usize::from(format.bits_allocated / 8)]);
                }
            }
            native
        };
        let clean: Vec<Vec<u8>> = (0..frames).map(&mut draw).collect();
        let row = InstanceRow {
            instance: "I1".into(),
            path: "one".into(),
            sop_class_uid: "1.2".into(),
            frames,
            ..InstanceRow::default()
        };
        let truth = PatientTruth { instances: vec![row], ..PatientTruth::default() };
        let mut object = Object::new();
        object.set_str(tags::SOP_CLASS_UID, "1.2");
        object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, truth, format, burned: clean.clone(), clean, object }
    }

    /// With the value drawn in letters in all frames.
    pub(super) fn with_letters(format: PixelFormat, frames: u32) -> Self {
        let mut stage = Self::new(format, frames);
        let mut draft = letters(frames);
        draft.ink.levels = [format.range().1 * 9 / 10; 3];
        stage.draw(draft);
        stage
    }

    /// Draws and records a line.
    pub(super) fn draw(&mut self, draft: Draft<'_>) {
        let (format, frames): (PixelFormat, Vec<Vec<u8>>) = (self.format, self.burned.clone());
        self.record(draft, format, &frames, true);
    }

    /// Records a line over `under`, the frames of its canvas; and burns it into those of the picture.
    pub(super) fn record(&mut self, draft: Draft<'_>, format: PixelFormat, under: &[Vec<u8>], burned: bool) {
        let number = self.truth.plants.len();
        let mut names = Vec::new();
        for (index, (x, y, frames)) in draft.places.iter().enumerate() {
            let line_box = PixelBox::new(*x, *y, draft.mask.width, draft.mask.height);
            let area = line_box.dilated(MARGIN, format.columns, format.rows);
            let row = PatchRow {
                patch: format!("L{number}-{index}"),
                instance: "I1".into(),
                canvas: draft.canvas,
                area,
                frames: frames.clone(),
                value_box: Some(line_box),
                line_box,
                text: VALUE.into(),
                x: *x,
                y: *y,
                levels: draft.ink.levels.map(|level| level.to_string()).join(" "),
                opacity: draft.ink.opacity,
            };
            let native = frames.iter().flat_map(|frame| cut(&format, &under[frame as usize], area)).collect();
            write_patch(self.folder.path(), &row, &format, native, &draft.mask).expect("a patch");
            if !draft.decoys.is_empty() {
                let alpha: Vec<u8> = draft.decoys.iter().flat_map(|decoy| decoy.alpha.clone()).collect();
                let height = draft.mask.height * draft.decoys.len() as u32;
                let picture = image::GrayImage::from_raw(draft.mask.width, height, alpha).expect("a stack");
                picture.save(self.folder.path().join(format!("{}.decoys.png", row.patch))).expect("written");
            }
            if burned {
                for frame in frames.iter() {
                    burn(&format, &mut self.burned[frame as usize], *x, *y, &draft.mask, draft.ink);
                }
            }
            names.push(row.patch.clone());
            self.truth.patches.push(row);
        }
        let surface = match draft.canvas {
            Canvas::Frames => Surface::Pixel,
            Canvas::Overlay(_) => Surface::Overlay,
            Canvas::Icon => Surface::Icon,
        };
        let first = self.truth.patches[self.truth.patches.len() - names.len()].clone();
        self.truth.plants.push(Plant {
            id: format!("P{number}"),
            instance: "I1".into(),
            value_box: first.value_box,
            line_box: Some(first.line_box),
            frames: FrameSet::from_frames(draft.places.iter().flat_map(|place| place.2.iter())),
            rotation: draft.rotation,
            face: draft.face.into(),
            font_px: PX,
            patch: names.join(" "),
            ..Plant::new(surface, Locus::Pixel, Kind::Mrn, VALUE)
        });
        let mut stream = Seed(9).stream(&["decoys", &number.to_string()]);
        for _ in 0..200 {
            let value = (0..VALUE.len()).map(|_| char::from(b'0' + stream.random_range(0..10u8))).collect();
            let plant = format!("P{number}");
            let encoding = "utf-8".into();
            self.truth.needles.push(Needle { role: NeedleRole::Decoy, plant, encoding, value, kind: None });
        }
        if draft.face == Face::DejaVuSans.name() && self.truth.glyphs.is_empty() {
            self.truth.glyphs.push(typeface().sheet(('0'..='9').chain('A'..='Z').chain('a'..='z')));
        }
    }

    /// The file with these frames, and attributes of `object`.
    pub(super) fn file(&self, object: &Object, format: &PixelFormat, frames: &[Vec<u8>]) -> Scan {
        let mut object = object.clone();
        object.set_u16(tags::ROWS, &[format.rows as u16]);
        object.set_u16(tags::COLUMNS, &[format.columns as u16]);
        object.set_u16(tags::SAMPLES_PER_PIXEL, &[format.samples]);
        object.set_u16(tags::BITS_ALLOCATED, &[format.bits_allocated]);
        object.set_u16(tags::BITS_STORED, &[format.bits_stored]);
        object.set_u16(tags::PIXEL_REPRESENTATION, &[0]);
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
        object.set_str(tags::NUMBER_OF_FRAMES, &frames.len().to_string());
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("one");
        let parts = FileParts {
            preamble: &[0; 128],
            implementation: ("1.2.3", "STAGE"),
            meta: &FileMeta::default(),
            media_storage: None,
            object: &object,
            trailing: b"",
        };
        let mut draw = |number: u32, out: &mut [u8]| {
            out.copy_from_slice(&frames[number as usize]);
            Ok(())
        };
        write_file(&file, parts, Some(Frames { format: *format, count: frames.len() as u32, draw: &mut draw }))
            .expect("written");
        Scan::open(&file, 1 << 30).expect("a scan")
    }

    /// What the detector says of an output with these frames and the attributes of the input.
    pub(super) fn judged(&self, format: &PixelFormat, frames: &[Vec<u8>]) -> (Verdict, Vec<Finding>) {
        self.judged_as(&self.object, format, frames)
    }

    /// The same for an output with other attributes.
    pub(super) fn judged_as(
        &self,
        object: &Object,
        format: &PixelFormat,
        frames: &[Vec<u8>],
    ) -> (Verdict, Vec<Finding>) {
        let input = self.file(&self.object, &self.format, &self.burned);
        let output = self.file(object, format, frames);
        let evidence = Evidence {
            truth: &self.truth,
            row: &self.truth.instances[0],
            input: &input,
            output: &output,
            path: "out",
            patches: self.folder.path(),
            dciodvfy: None,
        };
        let mut notes = Notes::new(&self.truth, Policy::basic());
        notes.opened(&self.truth, "I1");
        PixelLeak.inspect(&evidence, &mut notes);
        (notes.judgement.plants["P0"].fixed, notes.judgement.findings)
    }

    /// The verdict alone, on an output in the input's own format.
    #[track_caller]
    pub(super) fn gives(&self, frames: &[Vec<u8>], verdict: Verdict) {
        let (found, findings) = self.judged(&self.format, frames);
        assert_eq!(found, verdict, "{findings:?}");
    }
}

/// The native bytes of a box.
pub(super) fn cut(format: &PixelFormat, native: &[u8], area: PixelBox) -> Vec<u8> {
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated).div_ceil(8);
    let rows = (area.y..area.y + area.height).map(|y| (y * format.columns + area.x) as usize * pixel);
    rows.flat_map(|first| native[first..first + area.width as usize * pixel].to_vec()).collect()
}

/// Makes every byte of a box what `level` says, given the byte there.
pub(super) fn paint(format: &PixelFormat, native: &mut [u8], area: PixelBox, mut level: impl FnMut(u8) -> u8) {
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated).div_ceil(8);
    for y in area.y..area.y + area.height {
        let first = (y * format.columns + area.x) as usize * pixel;
        native[first..first + area.width as usize * pixel].iter_mut().for_each(|byte| *byte = level(*byte));
    }
}

/// Eight-bit samples with up to 15 levels added by chance.
pub(super) fn noisy(native: &[u8]) -> Vec<u8> {
    let mut stream = Seed(3).stream(&["noisy"]);
    native.iter().map(|byte| byte.saturating_add(stream.random_range(0..16u8))).collect()
}

/// A box filled with noise that has nothing to do with what stood there.
pub(super) fn fill_with_noise(format: &PixelFormat, native: &mut [u8], area: PixelBox) {
    let mut stream = Seed(4).stream(&["fill"]);
    paint(format, native, area, |_| stream.random_range(20..120u8));
}

/// Means over squares of side `2 * reach + 1` inside a box of eight-bit grey.
pub(super) fn blur(format: &PixelFormat, native: &mut [u8], area: PixelBox, reach: u32) {
    let before = native.to_vec();
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            let around = PixelBox::new(x, y, 1, 1).dilated(reach, format.columns, format.rows);
            let around = cut(format, &before, around);
            let mean = around.iter().map(|byte| u32::from(*byte)).sum::<u32>() / around.len() as u32;
            native[(y * format.columns + x) as usize] = mean as u8;
        }
    }
}
