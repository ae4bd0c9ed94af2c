use super::*;
use crate::dataset::Coding;
use crate::dataset::Plan;
use crate::dataset::StudyKind;
use crate::dataset::Suite;
use crate::dataset::estimate;
use crate::dataset::generate;
use crate::dicom::encode::Syntax;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::seed::Seed;
use std::fs;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

/// One small dataset for every test, with the four kinds of study.
pub(super) fn dataset() -> &'static (tempfile::TempDir, Dataset) {
    static MADE: OnceLock<(tempfile::TempDir, Dataset)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = Plan {
            seed: Seed(7),
            suite: Suite::Quick,
            patients: 4,
            blind: false,
            kinds: StudyKind::ALL.to_vec(),
            coding: Coding::Only(Syntax::ExplicitLittleEndian),
        };
        generate(&plan, estimate(&plan, 1), folder.path(), &|_| {}, &AtomicBool::new(false)).expect("a dataset");
        for patient in fs::read_dir(folder.path().join("truth")).expect("patients") {
            pictures_alone(&patient.expect("a patient").path().join("instances.csv"));
        }
        let dataset = Dataset::open(folder.path()).expect("opened");
        (folder, dataset)
    })
}

/// Takes objects beside the images out of a table of instances: their pairing is tested by itself.
fn pictures_alone(table: &Path) {
    let Ok(text) = fs::read_to_string(table) else { return };
    let beside = |line: &&str| line.split(',').next().is_some_and(|id| id.contains("-I1"));
    let lines: Vec<&str> = text.lines().filter(|line| !beside(line)).collect();
    fs::write(table, lines.join("\n") + "\n").expect("a table");
}

pub(super) struct Input {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    pub(super) key: InputKey,
}

pub(super) fn inputs() -> Vec<Input> {
    let dataset = &dataset().1;
    read_inputs(dataset)
        .expect("keys")
        .into_iter()
        .map(|key| {
            let bytes = fs::read(dataset.input().join(&key.path)).expect("an input");
            Input { path: key.path.clone(), bytes, key }
        })
        .collect()
}

/// The file with another UID of the same length in every place.
pub(super) fn renamed(input: &Input) -> Vec<u8> {
    let old = input.key.sop_instance_uid.as_bytes();
    let mut new = old.to_vec();
    for digit in new.iter_mut().rev().take(12).filter(|byte| byte.is_ascii_digit()) {
        *digit = b'0' + (*digit - b'0' + 3) % 9 + 1;
    }
    new.iter_mut().rev().take(1).for_each(|last| *last = b'1');
    let mut bytes = input.bytes.clone();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(old.len()).position(|window| window == old) {
        bytes[at + found..at + found + old.len()].copy_from_slice(&new);
        at += found + old.len();
    }
    bytes
}

/// Black boxes over every planted line, or where there is none, over a corner.
pub(super) fn redacted(input: &Input, bytes: Vec<u8>) -> Vec<u8> {
    let scan = Scan::parse(bytes, 1 << 30).expect("a scan");
    let Some(PixelSpan::Native(span)) = scan.pixels.clone() else { return scan.file().to_vec() };
    let reader = PixelReader::new(&scan).expect("a reader");
    let (format, frames) = (reader.format(), reader.frames());
    let mut bytes = scan.file().to_vec();
    let each = format.frame_bytes().expect("fits");
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated / 8);
    let mut boxes = input.key.line_boxes.clone();
    boxes.push(PixelBox::new(0, 0, 20, 20));
    for frame in 0..frames as usize {
        for area in &boxes {
            for y in area.y..area.y + area.height {
                let first = span.start + frame * each + (y * format.columns + area.x) as usize * pixel;
                bytes[first..first + area.width as usize * pixel].fill(0);
            }
        }
    }
    bytes
}

pub(super) fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a parent")).expect("made");
    fs::write(file, bytes).expect("written");
}

fn pairing(output: &Path) -> Pairing {
    Pairing::new(&dataset().1, &Request::new(output)).expect("a pairing")
}

/// What answers each input, by path.
pub(super) fn answers(pairing: &Pairing) -> BTreeMap<String, String> {
    let answer = |pair: &Pair| Some((pair.input.clone(), pair.output.as_ref()?.lossy()));
    pairing.pairs.iter().filter_map(answer).collect()
}

#[test]
fn a_copy_answers_at_the_same_path_and_nothing_is_left_over() {
    let output = tempfile::tempdir().expect("a folder");
    for input in inputs() {
        put(output.path(), &input.path, &input.bytes);
    }
    let found = pairing(output.path());
    assert!(found.pairs.iter().all(|pair| pair.output.as_ref().is_some_and(|file| file.lossy() == pair.input)));
    assert!(found.pairs.iter().all(|pair| pair.evidence.contains(&Evidence::SamePath)));
    assert!(found.pairs.iter().all(|pair| pair.evidence.contains(&Evidence::SopUid)));
    // The usual case is settled by names and samples: no pixels are hashed.
    assert!(found.pairs.iter().all(|pair| !pair.evidence.contains(&Evidence::EqualPixels)));
    assert!(found.unpaired_outputs.is_empty() && found.side_files.is_empty() && found.doubled.is_empty());
    let named = Request { named: true, ..Request::new(output.path()) };
    let named = Pairing::new(&dataset().1, &named).expect("a pairing");
    assert!(named.pairs.iter().all(|pair| pair.evidence.first() == Some(&Evidence::NamedPath)));
}

#[test]
fn an_empty_folder_answers_nothing_and_a_missing_one_is_an_error() {
    let output = tempfile::tempdir().expect("a folder");
    let found = pairing(output.path());
    assert!(!found.pairs.is_empty() && found.pairs.iter().all(|pair| pair.output.is_none() && !pair.note.is_empty()));
    assert!(Pairing::new(&dataset().1, &Request::new(&output.path().join("gone"))).is_err());
}

#[test]
fn new_names_and_new_uids_are_paired_by_equal_pixels() {
    let output = tempfile::tempdir().expect("a folder");
    let mut expected = BTreeMap::new();
    for (number, input) in inputs().iter().enumerate() {
        let path = format!("{:04}.dcm", 9000 - number);
        put(output.path(), &path, &renamed(input));
        expected.insert(input.path.clone(), path);
    }
    assert_eq!(answers(&pairing(output.path())), expected);
}

#[test]
fn redacted_files_with_new_names_and_uids_are_paired_by_the_rest_of_the_picture() {
    let output = tempfile::tempdir().expect("a folder");
    let mut expected = BTreeMap::new();
    for (number, input) in inputs().iter().enumerate() {
        let path = format!("x/{:04}_Anon", 9000 - number);
        put(output.path(), &path, &redacted(input, renamed(input)));
        expected.insert(input.path.clone(), path);
    }
    let found = pairing(output.path());
    assert_eq!(answers(&found), expected);
    assert!(found.pairs.iter().any(|pair| pair.evidence.contains(&Evidence::NearPixels)));
}

#[test]
fn swapped_files_are_seen_whether_redacted_or_not() {
    let inputs = inputs();
    let twins = (0..inputs.len()).flat_map(|one| (one + 1..inputs.len()).map(move |other| (one, other)));
    let size = |index: usize| (inputs[index].key.geometry.rows, inputs[index].key.geometry.columns);
    let (one, other) =
        twins.into_iter().find(|(one, other)| size(*one) == size(*other)).expect("two inputs of one size");
    for redact in [false, true] {
        let output = tempfile::tempdir().expect("a folder");
        for (index, input) in inputs.iter().enumerate() {
            let source = if index == one {
                &inputs[other]
            } else if index == other {
                &inputs[one]
            } else {
                input
            };
            let bytes = if redact { redacted(source, renamed(source)) } else { renamed(source) };
            put(output.path(), &input.path, &bytes);
        }
        let named = Request { named: true, ..Request::new(output.path()) };
        let answers = answers(&Pairing::new(&dataset().1, &named).expect("a pairing"));
        for (index, input) in inputs.iter().enumerate() {
            let expected = if index == one {
                other
            } else if index == other {
                one
            } else {
                index
            };
            assert_eq!(answers.get(&input.path), Some(&inputs[expected].path), "redacted: {redact}");
        }
    }
}

#[test]
fn a_blackout_keeps_its_paths() {
    let output = tempfile::tempdir().expect("a folder");
    for input in inputs() {
        let whole = PixelBox::new(0, 0, input.key.geometry.columns, input.key.geometry.rows);
        let black = Input { key: InputKey { line_boxes: vec![whole], ..input.key.clone() }, ..input };
        put(output.path(), &black.path, &redacted(&black, renamed(&black)));
    }
    let found = pairing(output.path());
    assert!(found.pairs.iter().all(|pair| pair.output.as_ref().is_some_and(|file| file.lossy() == pair.input)));
}

#[test]
fn dropped_doubled_broken_and_foreign_files_are_told_apart() {
    let output = tempfile::tempdir().expect("a folder");
    let inputs = inputs();
    let dropped = inputs.len() - 1;
    for input in &inputs[..dropped] {
        put(output.path(), &input.path, &input.bytes);
    }
    put(output.path(), &inputs[0].path, &inputs[0].bytes[..40]);
    put(output.path(), &format!("again/{}.dcm", 17), &renamed(&inputs[1]));
    put(output.path(), "report.json", b"{}");
    put(output.path(), &format!("{}.bak", inputs[2].path), &inputs[2].bytes);
    let mut foreign = inputs[2].bytes[..132].to_vec();
    foreign.extend([8, 0, 0x60, 0, b'C', b'S', 2, 0, b'S', b'R']);
    put(output.path(), "foreign", &foreign);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", output.path().join("link")).expect("a link");
    let found = pairing(output.path());
    assert!(found.pairs[0].output.as_ref().is_some_and(|file| !file.readable && !file.problem.is_empty()));
    assert!(found.pairs[dropped].output.is_none());
    assert_eq!(found.pairs.iter().filter(|pair| pair.output.is_none()).count(), 1);
    let paths = |files: &[OutputFile]| files.iter().map(OutputFile::lossy).collect::<Vec<_>>();
    assert_eq!(paths(&found.unpaired_outputs), ["foreign"]);
    assert_eq!(found.side_files.len(), 2);
    assert_eq!(found.doubled.len(), 1);
    assert_eq!(found.doubled[0].instance, found.pairs[1].instance);
    #[cfg(unix)]
    assert_eq!(paths(&found.odd_files), ["link"]);
    let mut table = Vec::new();
    found.write(&mut table).expect("written");
    assert_eq!(Pairing::read(table.as_slice()).expect("read"), found);
}

#[test]
fn a_mapping_file_is_used_where_it_is_alone_and_loses_to_pixels_where_it_lies() {
    let inputs = inputs();
    let output = tempfile::tempdir().expect("a folder");
    // Headers alone: nothing but the mapping tells whose they are.
    let header = |uid: &str| {
        let mut bytes = vec![0; 128];
        bytes.extend(b"DICM");
        bytes.extend([8, 0, 0x18, 0, b'U', b'I', uid.len() as u8, 0]);
        bytes.extend(uid.as_bytes());
        bytes
    };
    put(output.path(), "a", &header("1.22"));
    put(output.path(), "b", &header("1.33"));
    put(output.path(), "c", &renamed(&inputs[3]));
    let mapping = output.path().join("map.csv");
    let table = format!(
        "n,id_new,id_old\n1,1.22,{}\n2,1.33,{}\n3,c,{}\n",
        inputs[0].key.sop_instance_uid, inputs[1].key.sop_instance_uid, inputs[2].path
    );
    fs::write(&mapping, table).expect("written");
    let request = Request { mapping: Some(&mapping), ..Request::new(output.path()) };
    let answers = answers(&Pairing::new(&dataset().1, &request).expect("a pairing"));
    assert_eq!(answers.get(&inputs[0].path).map(String::as_str), Some("a"));
    assert_eq!(answers.get(&inputs[1].path).map(String::as_str), Some("b"));
    assert_eq!(answers.get(&inputs[3].path).map(String::as_str), Some("c"));
    let remarks = Pairing::new(&dataset().1, &request).expect("a pairing").remarks;
    assert!(remarks[0].contains("of 3 outputs; for 1 of them"), "{remarks:?}");
}

#[test]
fn a_mapping_file_that_is_gone_or_broken_is_a_remark_and_pairing_goes_on() {
    let inputs = inputs();
    let output = tempfile::tempdir().expect("a folder");
    put(output.path(), "c", &renamed(&inputs[3]));
    let mapping = output.path().join("map.csv");
    for content in [None, Some(&b"\xff\xfe\0\0\"unclosed, \n"[..])] {
        if let Some(content) = content {
            fs::write(&mapping, content).expect("written");
        }
        let request = Request { mapping: Some(&mapping), ..Request::new(output.path()) };
        let found = Pairing::new(&dataset().1, &request).expect("a pairing");
        assert_eq!(answers(&found).get(&inputs[3].path).map(String::as_str), Some("c"));
        assert_eq!(found.remarks.len(), usize::from(content.is_none()), "{:?}", found.remarks);
    }
}

/// The file with each frame at half its size, by means of four samples.
fn halved(input: &Input, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let scan = Scan::parse(bytes, 1 << 30).expect("a scan");
    let Some(PixelSpan::Native(span)) = scan.pixels.clone() else { return None };
    let reader = PixelReader::new(&scan).ok()?;
    let format = reader.format();
    let geometry = &input.key.geometry;
    if format.bits_allocated < 8 || geometry.rows < 64 || format.samples != 1 {
        return None;
    }
    let wide = usize::from(format.bits_allocated / 8);
    let (columns, rows) = (format.columns as usize, format.rows as usize);
    let sample = |frame: usize, x: usize, y: usize| {
        let at = span.start + ((frame * rows + y) * columns + x) * wide;
        scan.file()[at..at + wide].iter().rev().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte))
    };
    let mut pixels: Vec<u8> = Vec::new();
    for frame in 0..reader.frames() as usize {
        for y in 0..rows / 2 {
            for x in 0..columns / 2 {
                let sum: u32 = [(0, 0), (1, 0), (0, 1), (1, 1)]
                    .map(|(right, down)| sample(frame, 2 * x + right, 2 * y + down))
                    .iter()
                    .sum();
                pixels.extend(&(sum / 4).to_le_bytes()[..wide]);
            }
        }
    }
    let mut file = scan.file()[..span.start].to_vec();
    let length = file.len();
    file[length - 4..].copy_from_slice(&(pixels.len() as u32).to_le_bytes());
    for (tag, size) in [(crate::dicom::tags::ROWS, rows / 2), (crate::dicom::tags::COLUMNS, columns / 2)] {
        let range = scan.top(tag).expect("a size").range.clone();
        file[range].copy_from_slice(&(size as u16).to_le_bytes());
    }
    file.extend(pixels);
    Some(file)
}

#[test]
fn resized_files_with_new_names_and_uids_are_paired_by_their_look_and_never_wrongly() {
    let output = tempfile::tempdir().expect("a folder");
    let mut expected = BTreeMap::new();
    for (number, input) in inputs().iter().enumerate() {
        let path = format!("{:04}", 9000 - number);
        // Halving signed samples by their bytes would change what they are.
        let signed =
            Scan::parse(input.bytes.clone(), 1 << 30).expect("a scan").number(crate::dicom::tags::PIXEL_REPRESENTATION)
                == Some(1);
        match halved(input, redacted(input, renamed(input))).filter(|_| !signed) {
            Some(bytes) => {
                put(output.path(), &path, &bytes);
                expected.insert(input.path.clone(), path);
            }
            None => put(output.path(), &path, &renamed(input)),
        }
    }
    assert!(expected.len() > 3, "some of the inputs can be halved");
    let found = pairing(output.path());
    let answers = answers(&found);
    let right = expected.iter().filter(|(input, output)| answers.get(*input) == Some(output)).count();
    for (input, output) in &expected {
        assert!(
            answers.get(input).is_none_or(|answer| answer == output),
            "{input} was paired with {:?}",
            answers.get(input)
        );
    }
    assert!(right * 10 >= expected.len() * 9, "{right} of {}", expected.len());
    assert!(found.pairs.iter().any(|pair| pair.evidence.contains(&Evidence::SameLook)));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf_8_are_kept_and_come_back_from_the_table() {
    use std::os::unix::ffi::OsStrExt;
    let output = tempfile::tempdir().expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"M\xfcller 100%.dcm");
    fs::write(output.path().join(name), renamed(&inputs()[0])).expect("written");
    let found = pairing(output.path());
    assert!(found.pairs[0].output.as_ref().is_some_and(|file| file.path.as_os_str() == name));
    let mut table = Vec::new();
    found.write(&mut table).expect("written");
    assert_eq!(Pairing::read(table.as_slice()).expect("read"), found);
}
