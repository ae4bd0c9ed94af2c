//! Speed of the residual search, for docs/benchmarks.md:
//!
//!     cargo run --locked --release --example search-speed
//!
//! Prints megabytes in a second on one core for objects without pixels, with 10 and with 1,000 planted values, and the
//! time for an image object against SHA-256 of its bytes, in the same process and by the program `sha256sum`.
#![expect(clippy::expect_used, reason = "a measurement that cannot be set up ends with the reason")]

use deidbench::detectors::search::needles::Needles;
use deidbench::detectors::search::needles::Target;
use deidbench::detectors::search::object;
use deidbench::detectors::search::object::Sets;
use deidbench::dicom::scan::Scan;
use deidbench::identity::Identity;
use deidbench::seed::Seed;
use deidbench::truth::Kind;
use sha2::Digest;
use sha2::Sha256;
use std::env;
use std::fs;
use std::hint::black_box;
use std::process;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

/// Repetitions; the least time counts. Many short ones find a moment in which nothing else runs.
const RUNS: usize = 40;
/// Bytes of an object without pixels.
const LENGTH: usize = 512 << 10;
/// Bytes of a value in which words are not looked for one by one.
const LARGE: usize = 4 << 20;

fn main() {
    let text = object_of(&[(*b"LT", words(LENGTH))], None);
    let many = object_of(&vec![(*b"LO", words(48)); LENGTH / 56], None);
    let numbers = object_of(&[(*b"DS", decimals(LENGTH))], None);
    let binary = object_of(&[(*b"OB", noise(LARGE))], None);
    let mixed = object_of(&[(*b"OB", noise(LENGTH))], None);
    let image = object_of(&vec![(*b"LO", words(32)); 150], Some(noise(512 * 512 * 2)));
    let mut other = noise(512 * 512 * 2);
    other.reverse();
    let repainted = object_of(&vec![(*b"LO", words(32)); 150], Some(other));
    let file = env::temp_dir().join(format!("deidbench-search-speed-{}.dcm", process::id()));
    fs::write(&file, image.file()).expect("a temporary file");
    let hashed = least(|| {
        black_box(Sha256::digest(image.file()));
    });
    // Standard output is read, so that a program that is not there is told from a fast one.
    let program = least(|| {
        let said = Command::new("sha256sum").arg(&file).output().expect("sha256sum of coreutils");
        assert!(said.status.success() && !said.stdout.is_empty());
    });
    fs::remove_file(&file).expect("the temporary file");
    println!("SHA-256 of the image object: {} here, {} by sha256sum", shown(hashed), shown(program));
    println!("{:<36} {:>8} {:>14} {:>10}", "object", "needles", "measured", "target");
    for count in [10, 1000] {
        let targets = targets(count);
        let start = Instant::now();
        let needles = Needles::new(targets);
        println!("{:<36} {count:>8} {:>14} {:>10}", "prepare the search", shown(start.elapsed()), "-");
        for (name, scan) in [
            ("one long text", &text),
            ("short texts", &many),
            ("decimal numbers", &numbers),
            ("random bytes", &binary),
            ("random bytes, few enough for words", &mixed),
        ] {
            let time = least(|| search(&needles, scan, None));
            let speed = scan.file().len() as f64 / 1e6 / time.as_secs_f64();
            println!("{name:<36} {count:>8} {:>14} {:>10}", format!("{speed:.0} MB/s"), ">= 200");
        }
        for (name, scan) in [("512x512, pixels as before", &image), ("512x512, every pixel changed", &repainted)] {
            let time = least(|| search(&needles, scan, Some(&image)));
            println!("{name:<36} {count:>8} {:>14} {:>10}", shown(time), "-");
            for (reference, hash) in [("SHA-256 here", hashed), ("sha256sum", program)] {
                let ratio = time.as_secs_f64() / hash.as_secs_f64();
                println!("{:<36} {count:>8} {ratio:>14.2} {:>10}", format!("  / {reference}"), "<= 1");
            }
        }
    }
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn search(needles: &Needles, output: &Scan, input: Option<&Scan>) {
    let sets = Sets::new(output, input);
    object::search(needles, output, input, &sets, &mut |_, hit, _, _| {
        black_box(hit.target);
    });
}

fn least(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Values of as many people as it takes.
fn targets(count: usize) -> Vec<Target> {
    let of = |index| {
        let person = Identity::new(Seed(7), index);
        [
            (Kind::PersonName, person.name.dicom()),
            (Kind::Mrn, person.mrn),
            (Kind::Accession, person.accession),
            (Kind::BirthDate, person.birth_date.da()),
            (Kind::Phone, person.phone),
            (Kind::Email, person.email),
            (Kind::Address, person.address.street),
            (Kind::Insurance, person.insurance),
            (Kind::Staff, person.referring.dicom()),
            (Kind::Uid, format!("1.2.826.0.1.3680043.10.{}.{index}.1", 4_000_000 + 7 * index)),
        ]
    };
    let all = (0..).flat_map(of).take(count);
    all.map(|(kind, value)| Target { kind, value, written: Vec::new(), control: false }).collect()
}

/// A plain generator of numbers: no two runs differ.
fn numbers() -> impl Iterator<Item = u64> {
    let mut state = 1u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    })
}

fn words(length: usize) -> Vec<u8> {
    const WORDS: &[&str] = &[
        "Axial",
        "T2",
        "FLAIR",
        "contrast",
        "of",
        "the",
        "liver",
        "Dr",
        "2.25.",
        "1.2.840.10008.5.1.4.1.1.2",
        "20190312",
        "mm",
        "without",
        "lesion",
        "left",
        "RIGHT",
        "103000.25",
        "study",
        "chest",
        "view",
        "no",
        "acute",
        "fracture",
    ];
    let mut text = String::new();
    let mut numbers = numbers();
    while text.len() < length {
        let number = numbers.next().unwrap_or_default();
        text.push_str(WORDS.get(number as usize % WORDS.len()).copied().unwrap_or_default());
        if number.is_multiple_of(11) {
            text.push_str(&number.to_string());
        }
        text.push(' ');
    }
    text.truncate(length);
    text.into_bytes()
}

fn decimals(length: usize) -> Vec<u8> {
    let mut text = String::new();
    for number in numbers() {
        text.push_str(&format!("{}.{:04}\\", number % 400, number / 400 % 10_000));
        if text.len() >= length {
            break;
        }
    }
    text.truncate(length);
    text.into_bytes()
}

fn noise(length: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = numbers().take(length / 4 + 1).flat_map(|number| (number as u32).to_le_bytes()).collect();
    bytes.truncate(length);
    bytes
}

/// A file in Explicit VR Little Endian with private elements, and 16-bit pixels where there are any.
fn object_of(values: &[([u8; 2], Vec<u8>)], pixels: Option<Vec<u8>>) -> Scan {
    let mut file = vec![0; 128];
    file.extend(b"DICM\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0");
    for (at, (vr, value)) in values.iter().enumerate() {
        // Blocks of 240 private elements in as many odd groups as it takes.
        let (group, element) = (0x0011 + 2 * (at / 240) as u16, 0x1010 + (at % 240) as u16);
        if group >= 0x7fe0 {
            break;
        }
        push(&mut file, group, element, *vr, value);
    }
    if let Some(pixels) = pixels {
        push(&mut file, 0x7fe0, 0x0010, *b"OW", &pixels);
    }
    let scan = Scan::parse(file, u64::MAX).map_err(|(_, why)| why).expect("an object that opens");
    assert_eq!(scan.problem, None);
    scan
}

fn push(file: &mut Vec<u8>, group: u16, element: u16, vr: [u8; 2], value: &[u8]) {
    let long = matches!(&vr, b"OB" | b"OW") || value.len() > 0xfffe;
    // A text of any length is written as UT.
    let vr = if long && !matches!(&vr, b"OB" | b"OW") { *b"UT" } else { vr };
    file.extend(group.to_le_bytes());
    file.extend(element.to_le_bytes());
    file.extend(vr);
    let length = value.len() + value.len() % 2;
    if long {
        file.extend([0, 0]);
        file.extend((length as u32).to_le_bytes());
    } else {
        file.extend((length as u16).to_le_bytes());
    }
    file.extend(value);
    file.resize(file.len() + value.len() % 2, b' ');
}
