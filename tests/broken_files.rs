//! Files broken by chance, the same ones each time, are survived. `make fuzz` asks the same of many more, and looks for
//! those that reach something new; this is the part of it that needs no fuzzer.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot set its scene fails, and the checks are those of the fuzzer"
)]

#[path = "../fuzz/checks/judge.rs"]
mod judge;
#[path = "../fuzz/checks/read.rs"]
mod read;

use deidbench::dataset::base::BaseOptions;
use deidbench::dataset::base::add_companions;
use deidbench::dataset::base::study;
use deidbench::instance::Companion;
use deidbench::instance::StudyKind;
use deidbench::seed::Seed;
use deidbench::seed::Stream;
use rand::RngExt;
use std::env;
use std::fs;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Broken files of each check; `DEIDBENCH_BROKEN_FILES` names another number.
const CASES: u64 = 3000;
/// Time that one of them may take on a slow machine.
const LONGEST: Duration = Duration::from_secs(20);
/// Larger files hold more of the same.
const LARGEST: usize = 64 << 10;
/// Places of one file that are changed at most.
const CHANGES: u32 = 6;

/// Encodings that a file may claim.
const SYNTAXES: &[&str] = &[
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.5",
];
/// Numbers at the edges of what a length or a count can be.
const EDGES: &[u32] = &[0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff];

/// Whole files of many forms, small enough.
fn whole_files() -> Vec<Vec<u8>> {
    let options = BaseOptions {
        blind: false,
        study_date: "20190514".to_owned(),
        study_time: "101530".to_owned(),
        character_set: "ISO_IR 192".to_owned(),
        folder: Vec::new(),
    };
    let kind = StudyKind::ComputedTomography;
    let mut study = study(kind, "DEID-0001", Seed(1), &options);
    let fitting: Vec<Companion> = Companion::ALL.iter().copied().filter(|companion| companion.fits(kind)).collect();
    add_companions(&mut study, &fitting, Seed(1), &options);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("one.dcm");
    let made = study.companions.iter_mut().chain(study.instances.iter_mut().take(1)).map(|instance| {
        instance.write(&file).expect("a file");
        fs::read(&file).expect("a file")
    });
    // Without the most of long pixels: what is broken should be what says how they are to be read.
    made.map(|mut bytes| {
        bytes.truncate(LARGEST);
        bytes
    })
    .chain(real_files())
    .collect()
}

/// Real files, where they are: `../shared/real` beside the package, or the folder that `DEIDBENCH_REAL` names.
fn real_files() -> Vec<Vec<u8>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let folder = env::var_os("DEIDBENCH_REAL").map_or(beside, PathBuf::from).join("dicom");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("no real files in {}: made ones alone", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let small = files.iter().filter_map(|file| fs::read(file).ok()).filter(|bytes| bytes.len() <= LARGEST);
    small.collect()
}

/// Changes a file in some places.
fn broken(whole: &[u8], others: &[Vec<u8>], stream: &mut Stream) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..stream.random_range(1..=CHANGES) {
        // Most of what matters stands at the beginning.
        let near = if stream.random_ratio(2, 3) { bytes.len().min(2048) } else { bytes.len() };
        let at = stream.random_range(0..near.max(1)).min(bytes.len());
        let length = stream.random_range(1..64).min(bytes.len() - at);
        match stream.random_range(0..9) {
            0 => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << stream.random_range(0..8)),
            1 => bytes.get_mut(at).into_iter().for_each(|byte| *byte = stream.random()),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let again = bytes[at..at + length].to_vec();
                bytes.splice(at..at, again);
            }
            5 => {
                let other = &others[stream.random_range(0..others.len())];
                let from = stream.random_range(0..other.len().max(1)).min(other.len());
                let piece = other[from..(from + 8 * length).min(other.len())].to_vec();
                bytes.splice(at..at + length, piece);
            }
            6 => {
                let edge = EDGES[stream.random_range(0..EDGES.len())].to_le_bytes();
                let width = [1, 2, 4][stream.random_range(0..3usize)];
                bytes.iter_mut().skip(at).zip(edge).take(width).for_each(|(byte, new)| *byte = new);
            }
            7 => claim_another_syntax(&mut bytes, stream),
            _ => {
                let noise: Vec<u8> = (0..length).map(|_| stream.random()).collect();
                bytes.splice(at..at + length, noise);
            }
        }
    }
    bytes
}

/// Another transfer syntax in the place of the file's own, as far as there is room.
fn claim_another_syntax(bytes: &mut [u8], stream: &mut Stream) {
    let mark = b"\x02\0\x10\0UI";
    let Some(at) = bytes.windows(mark.len()).position(|window| window == mark) else { return };
    let value = at + mark.len() + 2;
    let length = bytes.get(value - 2).copied().map_or(0, usize::from);
    let uid = SYNTAXES[stream.random_range(0..SYNTAXES.len())].bytes().chain(std::iter::repeat(0));
    bytes.iter_mut().skip(value).take(length).zip(uid).for_each(|(byte, new)| *byte = new);
}

/// Runs a check over broken files; says which one it was that broke it.
fn survives(name: &str, check: fn(&[u8])) {
    let whole = whole_files();
    whole.iter().for_each(|bytes| check(bytes));
    let cases = env::var("DEIDBENCH_BROKEN_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(CASES);
    for case in 0..cases {
        let mut stream = Seed(1).stream(&["broken files", name, &case.to_string()]);
        let bytes = broken(&whole[case as usize % whole.len()], &whole, &mut stream);
        let start = Instant::now();
        let ended = panic::catch_unwind(AssertUnwindSafe(|| check(&bytes)));
        let took = start.elapsed();
        if ended.is_err() || took > LONGEST {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("broken-{name}-{case}.dcm"));
            fs::write(&kept, &bytes).expect("a kept file");
            assert!(ended.is_ok(), "case {case} of {name} panics; the file is {}", kept.display());
            assert!(took <= LONGEST, "case {case} of {name} takes {took:?}; the file is {}", kept.display());
        }
    }
}

#[test]
fn broken_files_are_read() {
    survives("read", read::check);
}

#[test]
fn broken_files_are_judged() {
    survives("judge", judge::check);
}
