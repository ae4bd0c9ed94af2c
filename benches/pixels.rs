//! Speed of the verdicts on burned lines, for docs/benchmarks.md:
//!
//!     cargo run --locked --release --example pixel-speed
//!
//! A cine of 60 frames, 640x480 in colour, with six lines on every frame, as several outputs. Prints the time of the detector
//! for the whole object on one core, for each line and frame, and against reading every frame of the object twice.
#![expect(clippy::expect_used, reason = "a measurement that cannot be set up ends with the reason")]

use deidbench::detectors::Detector;
use deidbench::detectors::Evidence;
use deidbench::detectors::Notes;
use deidbench::detectors::pixel_leak::PixelLeak;
use deidbench::dicom::canvas::Canvas;
use deidbench::dicom::file_meta::FileMeta;
use deidbench::dicom::frame::Photometric;
use deidbench::dicom::frame::PixelFormat;
use deidbench::dicom::frames::FrameSet;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::locus::PixelBox;
use deidbench::dicom::object::Object;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::dicom::write::FileParts;
use deidbench::dicom::write::Frames;
use deidbench::dicom::write::write_file;
use deidbench::finding::Verdict;
use deidbench::ink::burn::Ink;
use deidbench::ink::burn::burn;
use deidbench::ink::face::Face;
use deidbench::ink::typeface::Typeface;
use deidbench::kind::Kind;
use deidbench::policy::Policy;
use deidbench::seed::Seed;
use deidbench::truth::InstanceRow;
use deidbench::truth::Needle;
use deidbench::truth::NeedleRole;
use deidbench::truth::PatchRow;
use deidbench::truth::PatientTruth;
use deidbench::truth::Plant;
use deidbench::truth::Surface;
use deidbench::truth::patches::write_patch;
use rand::RngExt;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

/// Repetitions; the least time counts.
const RUNS: usize = 3;
const FRAMES: u32 = 60;
const LINES: u32 = 6;
const PX: u32 = 16;
const FORMAT: PixelFormat = PixelFormat {
    rows: 480,
    columns: 640,
    samples: 3,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Rgb,
};

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let clean = frames();
    let (truth, burned) = planted(folder.path(), &clean);
    let input = scan(&folder.path().join("input"), &burned);
    let reading = least(|| {
        for _ in 0..2 {
            // The reader lends native frames, so they are copied here, as decoding would.
            let reader = PixelReader::new(&input).expect("frames");
            for frame in 0..FRAMES {
                black_box(reader.native(frame).expect("a frame").to_vec());
            }
        }
    });
    let opening = least(|| {
        black_box(Scan::open(&folder.path().join("input"), u64::MAX).expect("a file"));
    });
    println!("{:<22} {:>10} {:>16} {:>9}  verdicts", "output", "object", "line and frame", "/ reading");
    println!("{:<22} {:>7.1} ms", "open the file", opening.as_secs_f64() * 1e3);
    println!("{:<22} {:>7.1} ms", "read all frames twice", reading.as_secs_f64() * 1e3);
    for (name, output) in outputs(&truth, &burned, &clean) {
        let output = scan(&folder.path().join("output"), &output);
        let judge = || {
            let evidence = Evidence {
                truth: &truth,
                row: &truth.instances[0],
                input: &input,
                output: &output,
                path: "output",
                patches: folder.path(),
                dciodvfy: None,
            };
            let mut notes = Notes::new(&truth, Policy::basic());
            PixelLeak.inspect(&evidence, &mut notes);
            notes
        };
        let time = least(|| {
            black_box(judge());
        });
        let mut verdicts: BTreeMap<Verdict, u32> = BTreeMap::new();
        for verdict in judge().judgement.plants.values() {
            *verdicts.entry(verdict.fixed).or_default() += 1;
        }
        let words: Vec<String> = verdicts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
        println!(
            "{name:<22} {:>7.1} ms {:>13.3} ms {:>9.2}  {}",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() * 1e3 / f64::from(LINES * FRAMES),
            time.as_secs_f64() / reading.as_secs_f64(),
            words.join(", ")
        );
    }
}

fn least(mut job: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        job();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Noise over a slope, of its own in each frame.
fn frames() -> Vec<Vec<u8>> {
    let mut stream = Seed(1).stream(&["pixel-speed"]);
    let pixels = FORMAT.rows * FORMAT.columns;
    (0..FRAMES)
        .map(|_| {
            let level = |at: u32, noise: u8| (at % FORMAT.columns / 8) as u8 / 2 + 20 + noise;
            (0..pixels).flat_map(|at| [level(at, stream.random_range(0..24)); 3]).collect()
        })
        .collect()
}

/// Six lines on every frame, and what is known of them.
fn planted(folder: &Path, clean: &[Vec<u8>]) -> (PatientTruth, Vec<Vec<u8>>) {
    let mut stream = Seed(2).stream(&["pixel-speed"]);
    let mut value = || (0..10).map(|_| char::from(b'0' + stream.random_range(0..10u8))).collect::<String>();
    let typeface = Typeface::new(Face::DejaVuSans, PX);
    let row = InstanceRow { instance: "I1".into(), path: "one".into(), frames: FRAMES, ..InstanceRow::default() };
    let mut truth = PatientTruth {
        instances: vec![row],
        glyphs: vec![typeface.sheet(('0'..='9').chain('A'..='Z').chain('a'..='z'))],
        ..PatientTruth::default()
    };
    let mut burned = clean.to_vec();
    for number in 0..LINES {
        let text = value();
        let mask = typeface.line(&text).expect("digits").mask;
        let line_box = PixelBox::new(20, 16 + 28 * number, mask.width, mask.height);
        let area = line_box.dilated(16, FORMAT.columns, FORMAT.rows);
        let ink = Ink { levels: [230; 3], opacity: 255 };
        let row = PatchRow {
            patch: format!("L{number}"),
            instance: "I1".into(),
            canvas: Canvas::Frames,
            area,
            frames: FrameSet::all(FRAMES),
            value_box: Some(line_box),
            line_box,
            text: text.clone(),
            x: line_box.x,
            y: line_box.y,
            levels: "230 230 230".into(),
            opacity: 255,
        };
        let native = clean.iter().flat_map(|frame| cut(frame, area)).collect();
        write_patch(folder, &row, &FORMAT, native, &mask).expect("a patch");
        for frame in &mut burned {
            burn(&FORMAT, frame, line_box.x, line_box.y, &mask, ink);
        }
        truth.plants.push(Plant {
            id: format!("P{number}"),
            instance: "I1".into(),
            frames: FrameSet::all(FRAMES),
            value_box: Some(line_box),
            line_box: Some(line_box),
            face: Face::DejaVuSans.name().into(),
            font_px: PX,
            patch: row.patch.clone(),
            ..Plant::new(Surface::Pixel, Locus::Pixel, Kind::Mrn, &text)
        });
        truth.patches.push(row);
        let decoy = |value| Needle {
            role: NeedleRole::Decoy,
            plant: format!("P{number}"),
            encoding: "utf-8".into(),
            value,
            kind: None,
        };
        truth.needles.extend((0..400).map(|_| decoy(value())));
    }
    (truth, burned)
}

fn cut(frame: &[u8], area: PixelBox) -> Vec<u8> {
    let rows = (area.y..area.y + area.height).map(|y| ((y * FORMAT.columns + area.x) * 3) as usize);
    rows.flat_map(|first| frame[first..first + area.width as usize * 3].to_vec()).collect()
}

/// What tools make of the picture.
fn outputs(truth: &PatientTruth, burned: &[Vec<u8>], clean: &[Vec<u8>]) -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let boxes: Vec<PixelBox> = truth.patches.iter().map(|patch| patch.line_box).collect();
    let each = |job: &dyn Fn(&mut Vec<u8>, &[u8])| -> Vec<Vec<u8>> {
        let treat = |(burned, clean): (&Vec<u8>, &Vec<u8>)| {
            let mut frame = burned.clone();
            job(&mut frame, clean);
            frame
        };
        burned.iter().zip(clean).map(treat).collect()
    };
    let in_boxes = |frame: &mut Vec<u8>, level: &mut dyn FnMut(usize, u8) -> u8| {
        for area in &boxes {
            for y in area.y..area.y + area.height {
                let first = ((y * FORMAT.columns + area.x) * 3) as usize;
                let row = frame.iter_mut().enumerate().skip(first).take(area.width as usize * 3);
                row.for_each(|(at, byte)| *byte = level(at, *byte));
            }
        }
    };
    let mut stream = Seed(3).stream(&["pixel-speed"]);
    let noise: Vec<u8> = (0..clean[0].len()).map(|_| stream.random_range(20..90)).collect();
    vec![
        ("untouched", burned.to_vec()),
        ("black boxes", each(&|frame, _| in_boxes(frame, &mut |_, _| 0))),
        ("restored", each(&|frame, clean| frame.copy_from_slice(clean))),
        ("noise in the boxes", each(&|frame, _| in_boxes(frame, &mut |at, _| noise[at]))),
        (
            "faint, one tenth",
            each(&|frame, clean| {
                in_boxes(frame, &mut |at, now| {
                    (i32::from(clean[at]) + (i32::from(now) - i32::from(clean[at])) / 10) as u8
                });
            }),
        ),
        ("every level one up", each(&|frame, _| frame.iter_mut().for_each(|level| *level = level.saturating_add(1)))),
        ("frames reversed", burned.iter().rev().cloned().collect()),
    ]
}

fn scan(file: &Path, frames: &[Vec<u8>]) -> Scan {
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, "1.2");
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    for (tag, value) in [
        (tags::ROWS, FORMAT.rows as u16),
        (tags::COLUMNS, FORMAT.columns as u16),
        (tags::SAMPLES_PER_PIXEL, FORMAT.samples),
        (tags::PLANAR_CONFIGURATION, 0),
        (tags::BITS_ALLOCATED, FORMAT.bits_allocated),
        (tags::BITS_STORED, FORMAT.bits_stored),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.set_u16(tag, &[value]);
    }
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, FORMAT.photometric.name());
    object.set_str(tags::NUMBER_OF_FRAMES, &frames.len().to_string());
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("1.2.3", "SPEED"),
        meta: &FileMeta::default(),
        media_storage: None,
        object: &object,
        trailing: b"",
    };
    let mut draw = |number: u32, out: &mut [u8]| {
        out.copy_from_slice(&frames[number as usize]);
        Ok(())
    };
    write_file(file, parts, Some(Frames { format: FORMAT, count: frames.len() as u32, draw: &mut draw }))
        .expect("written");
    Scan::open(file, u64::MAX).expect("a file")
}
