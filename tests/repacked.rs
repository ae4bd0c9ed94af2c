//! What an oracle and a copy give back, packed in other ways: zipped, renamed, split into frames, merged into cines, made
//! smaller. The packing must not change what is said of them, as far as it leaves anything to measure.
#![expect(clippy::unwrap_used, reason = "a test stops where its own preparation fails")]

use deidbench::dataset::Coding;
use deidbench::dataset::Plan;
use deidbench::dataset::Suite;
use deidbench::dataset::estimate;
use deidbench::dataset::generate;
use deidbench::dicom::VR;
use deidbench::dicom::encode::Syntax;
use deidbench::dicom::frame::Raster;
use deidbench::dicom::locus::PixelBox;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::reframe::Host;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::dicom::tree;
use deidbench::dicom::tree::Node;
use deidbench::dicom::uids;
use deidbench::instance::StudyKind;
use deidbench::scorecard::Scorecard;
use deidbench::seed::Seed;
use deidbench::selftest::oracle::parts::Parts;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

struct Bench {
    root: TempDir,
    /// Scorecards of the tools as they are.
    plain: BTreeMap<&'static str, Scorecard>,
}

/// A dataset with a cine and a series of slices, and what two tools made of it.
fn bench() -> &'static Bench {
    static MADE: OnceLock<Bench> = OnceLock::new();
    MADE.get_or_init(|| {
        Bench::new(
            11,
            Suite::Quick,
            vec![StudyKind::UltrasoundCine, StudyKind::ComputedTomography],
            &[("oracle", ""), ("copy", "")],
        )
    })
}

/// A dataset with pictures of eight bits and of more, and what tools made of it that treat them otherwise than asked.
fn pictures() -> &'static Bench {
    static MADE: OnceLock<Bench> = OnceLock::new();
    MADE.get_or_init(|| {
        let kinds = vec![StudyKind::UltrasoundCine, StudyKind::Mammography, StudyKind::ScreenCapture];
        Bench::new(
            12,
            Suite::Quick,
            kinds,
            &[("damages", "jpeg-75"), ("damages", "transposed"), ("damages", "mirrored")],
        )
    })
}

impl Bench {
    /// A dataset of three patients, and what fake tools make of it with a word of theirs. A tool that takes one goes by it.
    fn new(seed: u64, suite: Suite, kinds: Vec<StudyKind>, tools: &[(&'static str, &'static str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let dataset = root.path().join("dataset");
        let coding = Coding::Only(Syntax::ExplicitLittleEndian);
        let plan = Plan { seed: Seed(seed), suite, patients: 3, blind: false, kinds, coding };
        generate(&plan, estimate(&plan, 1), &dataset, &|_| {}, &AtomicBool::new(false)).unwrap();
        let mut bench = Self { root, plain: BTreeMap::new() };
        let fake = PathBuf::from(env!("CARGO_BIN_EXE_deidbench")).parent().unwrap().join("examples/fake-tool");
        for (tool, word) in tools {
            let name = if word.is_empty() { tool } else { word };
            let output = bench.root.path().join(name);
            let mut command = Command::new(&fake);
            command.arg(tool).arg(dataset.join("input")).arg(&output).args((!word.is_empty()).then_some(word));
            assert!(command.env("FAKE_TRUTH", dataset.join("truth")).status().unwrap().success(), "{name}");
            let card = bench.score(&output);
            bench.plain.insert(name, card);
        }
        bench
    }

    fn score(&self, output: &Path) -> Scorecard {
        let results = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_deidbench"));
        command.args(["score", "--no-dciodvfy", "--dataset"]).arg(self.root.path().join("dataset"));
        command.arg("--output").arg(output).arg("--out").arg(results.path());
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&fs::read(results.path().join("scorecard.json")).unwrap()).unwrap()
    }

    /// Packs what a tool gave back, and scores it beside what it was.
    fn repacked(&self, tool: &'static str, pack: impl Fn(&Path, &[PathBuf], &Path)) -> (&Scorecard, Scorecard) {
        let (output, packed) = (self.root.path().join(tool), tempfile::tempdir().unwrap());
        let walk = WalkDir::new(&output).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = walk.filter(|entry| entry.file_type().is_file());
        let files: Vec<PathBuf> = files.map(|entry| entry.path().strip_prefix(&output).unwrap().to_owned()).collect();
        pack(&output, &files, packed.path());
        (&self.plain[tool], self.score(packed.path()))
    }
}

fn put(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// An archive for each patient, with numbers for names.
fn zipped(from: &Path, files: &[PathBuf], to: &Path) {
    let mut archives: BTreeMap<PathBuf, ZipWriter<File>> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        let top: PathBuf = file.iter().take(1).collect();
        let count = archives.len();
        let writer = archives
            .entry(top)
            .or_insert_with(|| ZipWriter::new(File::create(to.join(format!("study-{count}.zip"))).unwrap()));
        writer.start_file(format!("x/{:05}", 90_000 - number), SimpleFileOptions::default()).unwrap();
        writer.write_all(&fs::read(from.join(file)).unwrap()).unwrap();
    }
    archives.into_values().for_each(|archive| drop(archive.finish().unwrap()));
}

/// A tar archive for each patient, with numbers for names; every other one in gzip.
fn tarred(from: &Path, files: &[PathBuf], to: &Path) {
    let mut archives: BTreeMap<PathBuf, tar::Builder<Vec<u8>>> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        let archive = archives.entry(file.iter().take(1).collect()).or_insert_with(|| tar::Builder::new(Vec::new()));
        let bytes = fs::read(from.join(file)).unwrap();
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("x/{:05}", 90_000 - number), bytes.as_slice()).unwrap();
    }
    for (number, archive) in archives.into_values().enumerate() {
        let plain = archive.into_inner().unwrap();
        if number % 2 == 0 {
            put(&to.join(format!("study-{number}.tar")), &plain);
            continue;
        }
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&plain).unwrap();
        put(&to.join(format!("study-{number}.tar.gz")), &gzip.finish().unwrap());
    }
}

/// Folders with other names, files with their own.
fn refiled(from: &Path, files: &[PathBuf], to: &Path) {
    for file in files {
        let folders = file.parent().unwrap().iter().map(|folder| {
            let sum = folder.as_encoded_bytes().iter().fold(7u32, |sum, byte| sum.wrapping_mul(31) + u32::from(*byte));
            format!("{sum:x}")
        });
        put(
            &to.join(folders.collect::<PathBuf>()).join(file.file_name().unwrap()),
            &fs::read(from.join(file)).unwrap(),
        );
    }
}

/// A file for each frame.
fn split(from: &Path, files: &[PathBuf], to: &Path) {
    for (number, file) in files.iter().enumerate() {
        let bytes = fs::read(from.join(file)).unwrap();
        let scan = Scan::parse(bytes.clone(), u64::MAX).unwrap();
        let frames = PixelReader::new(&scan).map_or(0, |reader| reader.frames());
        if frames < 2 {
            put(&to.join(format!("{number:04}.dcm")), &bytes);
            continue;
        }
        let host = Host::of(&scan).unwrap();
        for frame in 0..frames as usize {
            let one = host.with(&[host.frame(frame).unwrap()]).unwrap();
            put(&to.join(format!("{number:04}/{frame:03}.dcm")), &one);
        }
    }
}

/// A deflated file for each frame.
fn split_and_deflated(from: &Path, files: &[PathBuf], to: &Path) {
    let plain = tempfile::tempdir().unwrap();
    split(from, files, plain.path());
    for entry in WalkDir::new(plain.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let mut parts = Parts::of(&fs::read(entry.path()).unwrap()).unwrap();
        let syntax = uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
        tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, syntax));
        let mut data = Vec::new();
        tree::write(&parts.data, &mut data);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&data).unwrap();
        let bytes = parts.write_around(&encoder.finish().unwrap());
        put(&to.join(entry.path().strip_prefix(plain.path()).unwrap()), &bytes);
    }
}

/// Numbers for names, all in one folder.
fn numbered(from: &Path, files: &[PathBuf], to: &Path) {
    for (number, file) in files.iter().enumerate() {
        put(&to.join(format!("{:05}", 90_000 - number)), &fs::read(from.join(file)).unwrap());
    }
}

/// Single frames of half the size, each mean of four, in archives and with other names.
fn smaller(from: &Path, files: &[PathBuf], to: &Path) {
    let small = tempfile::tempdir().unwrap();
    for file in files {
        let bytes = fs::read(from.join(file)).unwrap();
        put(&small.path().join(file), &halved(&bytes).unwrap_or(bytes));
    }
    zipped(small.path(), files, to);
}

fn halved(bytes: &[u8]) -> Option<Vec<u8>> {
    let scan = Scan::parse(bytes.to_vec(), u64::MAX).unwrap();
    let reader = PixelReader::new(&scan).ok()?;
    let format = reader.format();
    if reader.frames() != 1 || format.samples != 1 || format.rows % 2 + format.columns % 2 > 0 {
        return None;
    }
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let raster = Raster::from_native(&format, &reader.native(0).ok()?, whole);
    let (columns, rows) = (format.columns as usize, format.rows as usize);
    let mut pixels = Vec::new();
    for y in 0..rows / 2 {
        for x in 0..columns / 2 {
            let near = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let sum: i32 =
                near.map(|(right, down)| raster.samples[(2 * y + down) * columns + 2 * x + right]).iter().sum();
            pixels.extend(&(sum / 4).to_le_bytes()[..usize::from(format.bits_allocated / 8)]);
        }
    }
    let mut file = Host::of(&scan)?.with(&[vec![pixels.as_slice()]])?;
    for (tag, size) in [(tags::ROWS, rows / 2), (tags::COLUMNS, columns / 2)] {
        let range = scan.top(tag)?.range.clone();
        file[range].copy_from_slice(&u16::try_from(size).unwrap().to_le_bytes());
    }
    Some(file)
}

/// A file for all slices of a folder.
fn merged(from: &Path, files: &[PathBuf], to: &Path) {
    let mut series: BTreeMap<(PathBuf, usize), Vec<Scan>> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        let bytes = fs::read(from.join(file)).unwrap();
        let scan = Scan::parse(bytes.clone(), u64::MAX).unwrap();
        let single = PixelReader::new(&scan).is_ok_and(|reader| reader.frames() == 1);
        let size = Host::of(&scan).and_then(|host| host.frame(0)).map_or(0, |frame| frame.concat().len());
        if single && size > 0 {
            series.entry((file.parent().unwrap().to_owned(), size)).or_default().push(scan);
        } else {
            put(&to.join(format!("{number:04}.dcm")), &bytes);
        }
    }
    for (number, slices) in series.values().enumerate() {
        let hosts: Vec<Host<'_>> = slices.iter().map(|slice| Host::of(slice).unwrap()).collect();
        let frames: Vec<Vec<&[u8]>> = hosts.iter().map(|host| host.frame(0).unwrap()).collect();
        put(&to.join(format!("m{number}.dcm")), &hosts[0].with(&frames).unwrap());
    }
}

/// Surfaces on which a packing changes nothing.
const INSIDE: [&str; 6] = ["header", "nested", "private", "free-text", "overlay", "pixel"];

fn leaked(card: &Scorecard, surface: &str) -> (u64, u64) {
    card.surfaces.get(surface).map_or((0, 0), |row| (row.leaked, row.not_measured))
}

#[test]
fn an_oracle_stays_an_oracle_however_it_is_packed() {
    type Pack = fn(&Path, &[PathBuf], &Path);
    for (name, pack) in [("zipped", zipped as Pack), ("tarred", tarred), ("refiled", refiled), ("split", split)] {
        let (plain, packed) = bench().repacked("oracle", pack);
        let (before, after) = (&plain.headline, &packed.headline);
        assert_eq!(before.plants, after.plants, "{name}");
        assert_eq!(after.patients.leaking, 0, "{name}");
        assert_eq!((after.instances.usable, after.instances.missing), (before.instances.inputs, 0), "{name}");
        assert_eq!((after.instances.doubled, after.instances.unpaired_outputs), (0, 0), "{name}");
        assert_eq!(packed.damage.pixels.untouched, plain.damage.pixels.untouched, "{name}");
        assert_eq!(packed.damage.header, plain.damage.header, "{name}");
        assert_eq!(packed.damage.conformance.new_errors, plain.damage.conformance.new_errors, "{name}");
    }
}

#[test]
fn an_oracle_that_makes_pictures_smaller_leaks_nothing_and_is_paired_whole() {
    let (plain, packed) = bench().repacked("oracle", smaller);
    let (before, after) = (&plain.headline, &packed.headline);
    assert_eq!((after.patients.leaking, after.plants.leaked), (0, 0));
    assert_eq!((after.instances.usable, after.instances.missing), (before.instances.inputs, 0));
    for surface in INSIDE.iter().filter(|surface| **surface != "pixel") {
        assert_eq!(leaked(&packed, surface), (0, 0), "{surface}");
    }
    assert!(packed.damage.pixels.untouched < plain.damage.pixels.untouched, "the size is damage");
}

#[test]
fn an_oracle_that_merges_slices_leaks_nothing_and_keeps_every_pixel() {
    let (plain, packed) = bench().repacked("oracle", merged);
    let (before, after) = (&plain.headline, &packed.headline);
    assert_eq!((after.patients.leaking, after.plants.leaked), (0, 0));
    assert_eq!((after.instances.usable, after.instances.missing), (before.instances.inputs, 0));
    assert_eq!(packed.damage.pixels.untouched, plain.damage.pixels.untouched);
    // The slices have one header now: what differed between them is lost, and said to be.
    assert!(packed.damage.header.changed + packed.damage.header.lost > plain.damage.header.changed);
}

#[test]
fn a_copy_leaks_as_much_however_it_is_packed() {
    type Pack = fn(&Path, &[PathBuf], &Path);
    for (name, pack) in [("zipped", zipped as Pack), ("tarred", tarred), ("refiled", refiled), ("split", split)] {
        let (plain, packed) = bench().repacked("copy", pack);
        assert!(leaked(plain, "pixel").0 > 0 && leaked(plain, "header").0 > 0);
        assert_eq!(packed.headline.patients.leaking, plain.headline.patients.leaking, "{name}");
        for surface in INSIDE {
            assert_eq!(leaked(&packed, surface), leaked(plain, surface), "{name}: {surface}");
        }
        assert_eq!(packed.damage.pixels.untouched, plain.damage.pixels.untouched, "{name}");
    }
    let (plain, packed) = bench().repacked("copy", smaller);
    assert_eq!(packed.headline.patients.leaking, plain.headline.patients.leaking);
    for surface in INSIDE.iter().filter(|surface| **surface != "pixel") {
        assert_eq!(leaked(&packed, surface), leaked(plain, surface), "smaller: {surface}");
    }
    assert_eq!(packed.surfaces["pixel"].held, 0, "smaller letters are letters");
    let (plain, packed) = bench().repacked("copy", merged);
    assert_eq!(packed.headline.patients.leaking, plain.headline.patients.leaking);
    assert_eq!(leaked(&packed, "pixel"), leaked(plain, "pixel"));
}

#[test]
fn deflated_frames_are_put_together_too() {
    let (plain, packed) = bench().repacked("oracle", split_and_deflated);
    let (before, after) = (&plain.headline, &packed.headline);
    assert_eq!((after.patients.leaking, after.plants.leaked, after.plants.held), (0, 0, before.plants.held));
    assert_eq!((after.instances.usable, after.instances.missing), (before.instances.inputs, 0));
    assert_eq!(packed.damage.pixels.untouched, plain.damage.pixels.untouched);
}

#[test]
fn a_lossy_oracle_without_any_name_is_paired_whole_and_leaks_nothing() {
    let (plain, packed) = pictures().repacked("jpeg-75", numbered);
    let (files, pixels) = (&packed.headline.instances, &packed.damage.pixels);
    assert_eq!((files.usable, files.missing, files.doubled, files.unpaired_outputs), (files.inputs, 0, 0, 0));
    assert_eq!((packed.headline.patients.leaking, packed.headline.plants.leaked), (0, 0));
    assert_eq!((pixels.lossy, pixels.untouched), (plain.damage.pixels.lossy, plain.damage.pixels.untouched));
    assert!(pixels.lossy > 0 && pixels.not_measured == 0, "{pixels:?}");
}

#[test]
fn pictures_that_were_turned_are_paired_without_any_name() {
    for turned in ["transposed", "mirrored"] {
        let (_, packed) = pictures().repacked(turned, numbered);
        let files = &packed.headline.instances;
        assert_eq!(
            (files.usable, files.missing, files.doubled, files.unpaired_outputs),
            (files.inputs, 0, 0, 0),
            "{turned}"
        );
        assert_eq!((packed.headline.patients.leaking, packed.headline.plants.leaked), (0, 0), "{turned}");
        assert!(packed.damage.pixels.changes["orientation"] > 0, "{turned}");
    }
}

#[test]
fn no_burned_line_of_a_copy_in_half_the_size_holds() {
    let kinds = vec![StudyKind::ComputedRadiography, StudyKind::ComputedTomography];
    let bench = Bench::new(12, Suite::Standard, kinds, &[("copy", "")]);
    let (plain, packed) = bench.repacked("copy", smaller);
    let (files, row) = (&packed.headline.instances, &packed.surfaces["pixel"]);
    assert_eq!((files.missing, files.unpaired_outputs, files.doubled), (0, 0, 0));
    assert!(row.planted > 50 && row.planted == plain.surfaces["pixel"].planted, "{row:?}");
    assert_eq!(row.held, 0, "{row:?}");
    assert!(row.leaked * 2 > row.planted, "{row:?}");
}
