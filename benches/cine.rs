//! Speed of generating cines, for docs/benchmarks.md:
//!
//!     cargo run --locked --release --example cine-speed
//!
//! A cine of 60 frames, 640x480, drawn and written, against writing the same frames when they are there already; and whole datasets of
//! cines, with text, decoys, truth and digests, against writing their images again. Processor time, the least of some runs: the
//! encoder and the digest of the file are on both sides.
#![expect(clippy::expect_used, reason = "a measurement that cannot be set up ends with the reason")]

use deidbench::dataset;
use deidbench::dataset::Coding;
use deidbench::dataset::Plan;
use deidbench::dataset::StudyKind;
use deidbench::dataset::Suite;
use deidbench::dicom::encode::Encoding;
use deidbench::dicom::encode::Spooled;
use deidbench::dicom::encode::Syntax;
use deidbench::dicom::file_meta::FileMeta;
use deidbench::dicom::frame::FrameSource;
use deidbench::dicom::frame::PixelFormat;
use deidbench::dicom::object::Object;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::dicom::write::FileParts;
use deidbench::dicom::write::Frames;
use deidbench::dicom::write::Pixels;
use deidbench::dicom::write::write_encoded;
use deidbench::phantom::ultrasound::Display;
use deidbench::phantom::ultrasound::Probe;
use deidbench::phantom::ultrasound::Ultrasound;
use deidbench::phantom::ultrasound::UltrasoundOptions;
use deidbench::seed::Seed;
use deidbench::truth::Dataset;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

const RUNS: usize = 3;
const FRAMES: u32 = 60;
const PATIENTS: u64 = 4;
/// Those of which an encoder costs little, where drawing shows most, and some that cost more.
const SYNTAXES: [Syntax; 4] =
    [Syntax::ExplicitLittleEndian, Syntax::Rle, Syntax::JpegBaseline, Syntax::EncapsulatedUncompressed];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    println!("{:<26} {:<26} {:>10} {:>10} {:>6}", "what", "transfer syntax", "generated", "written", "ratio");
    for (name, probe, display) in
        [("60 frames, grey", Probe::Curved, Display::Gray), ("60 frames, colour", Probe::Linear, Display::Doppler)]
    {
        let options = UltrasoundOptions { frames: FRAMES, probe, display, ..UltrasoundOptions::default() };
        let file = folder.path().join("one");
        let source = || Ultrasound::new(Seed(1).stream(&["cine-speed"]), options);
        let format = source().format();
        let frames = drawn(&mut source());
        for syntax in SYNTAXES {
            let generated = least(|| {
                let mut source = source();
                write(&file, syntax, format, FRAMES, &mut |index, out| source.draw(index, out));
            });
            let written = least(|| write_drawn(&file, syntax, format, &frames));
            row(name, syntax, generated, written);
        }
    }
    for kind in [StudyKind::UltrasoundCine, StudyKind::VascularUltrasound] {
        for syntax in SYNTAXES {
            let (generated, written) = of_dataset(folder.path(), kind, syntax);
            row(&format!("{PATIENTS} patients, {kind}"), syntax, generated, written);
        }
    }
}

fn row(name: &str, syntax: Syntax, generated: f64, written: f64) {
    let ratio = generated / written.max(1e-9);
    println!("{name:<26} {syntax:<26} {:>7.0} ms {:>7.0} ms {ratio:>6.2}", generated * 1e3, written * 1e3);
}

/// The least processor time of some runs, seconds: user and system, of all threads.
fn least(mut job: impl FnMut()) -> f64 {
    let times = (0..RUNS).map(|_| {
        let start = processor();
        job();
        processor() - start
    });
    times.fold(f64::INFINITY, f64::min)
}

/// Processor time of this process so far, seconds: that of its threads, which end with their jobs or wait.
fn processor() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    let of = |task: io::Result<std::fs::DirEntry>| -> f64 {
        let told = std::fs::read_to_string(task.expect("a task").path().join("schedstat")).unwrap_or_default();
        told.split(' ').next().and_then(|time| time.parse::<f64>().ok()).unwrap_or(0.0)
    };
    tasks.map(of).sum::<f64>() / 1e9
}

fn drawn(source: &mut dyn FrameSource) -> Vec<Vec<u8>> {
    let (bytes, count) = (source.format().frame_bytes().expect("a frame"), source.frames());
    let draw = |index: u32| {
        let mut frame = vec![0; bytes];
        source.draw(index, &mut frame).expect("drawn");
        frame
    };
    (0..count).map(draw).collect()
}

fn write_drawn(file: &Path, syntax: Syntax, format: PixelFormat, frames: &[Vec<u8>]) {
    let mut copy = |index: u32, out: &mut [u8]| {
        out.copy_from_slice(&frames[index as usize]);
        Ok(())
    };
    write(file, syntax, format, frames.len() as u32, &mut copy);
}

fn write(
    file: &Path,
    syntax: Syntax,
    format: PixelFormat,
    count: u32,
    draw: &mut dyn FnMut(u32, &mut [u8]) -> io::Result<()>,
) {
    let encoding = Encoding { syntax, ..Encoding::default() };
    let frames = Frames { format, count, draw };
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.3.1");
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    let pixels = if syntax.is_encapsulated() {
        Pixels::Encapsulated(Spooled::new(file, encoding, frames).expect("encoded"))
    } else {
        Pixels::Native(frames)
    };
    encoding.describe(&mut object, &format, 1.0);
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("1.2.3", "SPEED"),
        meta: &FileMeta::default(),
        media_storage: None,
        object: &object,
        trailing: b"",
    };
    write_encoded(file, parts, encoding, Some(pixels)).expect("written");
}

/// A dataset of one kind of study, and its pictures written again.
fn of_dataset(folder: &Path, kind: StudyKind, syntax: Syntax) -> (f64, f64) {
    let plan = Plan {
        seed: Seed(1),
        suite: Suite::Standard,
        patients: PATIENTS,
        blind: false,
        kinds: vec![kind],
        coding: Coding::Only(syntax),
    };
    let out = folder.join("dataset");
    let generated = least(|| {
        let _ = std::fs::remove_dir_all(&out);
        dataset::generate(&plan, dataset::estimate(&plan, 1), &out, &|_| (), &AtomicBool::new(false))
            .expect("generated");
    });
    let opened = Dataset::open(&out).expect("a dataset");
    let truths = opened.patients().iter().map(|patient| opened.truth(patient).expect("its truth"));
    let rows = truths.flat_map(|truth| truth.instances).filter(|row| row.frames > 0).collect::<Vec<_>>();
    let mut written = 0.0;
    for row in rows {
        let scan = Scan::open(&opened.input().join(&row.path), u64::MAX).expect("a file");
        let reader = PixelReader::new(&scan).expect("frames");
        let frames: Vec<Vec<u8>> =
            (0..reader.frames()).map(|index| reader.native(index).expect("a frame").into_owned()).collect();
        written += least(|| write_drawn(&folder.join("again"), syntax, reader.format(), &frames));
    }
    (generated, written)
}
