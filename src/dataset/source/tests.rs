//! Somebody's folders, good and bad, from discovery to the written file.

use super::*;
use crate::dicom::base_file::BaseFile;
use crate::dicom::frame::FrameSource;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::banner::PlannedLine;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::instance::Burn;
use crate::seed::Seed;
use crate::truth::SourceStatus;
use image::DynamicImage;
use image::GrayImage;
use image::Luma;
use image::Rgb;
use image::RgbImage;
use std::env;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A dark picture with a grey field below the burn region.
fn grey(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        Luma([if y > height / 3 { (40 + (x * 7 + y * 3) % 180) as u8 } else { 2 }])
    })
}

fn put(folder: &Path, name: &str, image: impl Into<DynamicImage>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    image.into().save(path).unwrap();
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn place() -> CasePlace {
    CasePlace { patient: "DEID-0001".to_owned(), patient_number: 1, case_number: 1, first_instance: 1 }
}

fn built(folder: &Path, options: &SourceOptions) -> Result<SourceStudy, Quarantine> {
    let source = discover(folder).unwrap();
    case(&source.patients[0].cases[0], &place(), Seed(1), options)
}

fn refusal(folder: &Path, options: &SourceOptions) -> String {
    match built(folder, options) {
        Ok(_) => panic!("it was taken"),
        Err(refused) => refused.reason,
    }
}

/// Frame `index` of the first instance.
fn frame(study: &mut SourceStudy, index: u32) -> Vec<u8> {
    let pixels = study.study.instances[0].pixels.as_mut().unwrap();
    let mut frame = vec![0; pixels.format().frame_bytes().unwrap()];
    pixels.draw(index, &mut frame).unwrap();
    frame
}

/// Real pictures, where they are; they are no part of the project.
fn real() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let folder = env::var_os("DEIDBENCH_REAL").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no real pictures at {}; set DEIDBENCH_REAL", folder.display());
    None
}

#[test]
fn folders_of_the_first_level_are_patients_and_leaf_folders_cases() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    for name in ["b/zone/frame_10.png", "b/zone/frame_2.png", "b/loose.png", "a/f1.png", "alone.png", "z/x/y/1.bmp"] {
        put(root, name, grey(8, 8));
    }
    write(root, "b/zone/notes.txt", b"nothing");
    write(root, "readme.md", b"# none");
    let source = discover(root).unwrap();
    let ids: Vec<&str> = source.patients.iter().map(|patient| patient.source_id.as_str()).collect();
    assert_eq!(ids, ["a", "alone.png", "b", "z"]);
    let cases: Vec<&str> = source.patients[2].cases.iter().map(|case| case.relative_path.as_str()).collect();
    assert_eq!(cases, ["b/loose.png", "b/zone"]);
    let CaseFiles::Cine(files) = &source.patients[2].cases[1].files else { panic!("a cine") };
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["frame_2.png", "frame_10.png"]);
    let left: Vec<_> = source.left_out.iter().map(|left| (left.relative_path.as_str(), left.status)).collect();
    assert_eq!(left, [("b/zone/notes.txt", SourceStatus::Skipped), ("readme.md", SourceStatus::Skipped)]);
}

#[test]
fn links_out_of_the_tree_and_loops_are_skipped_with_a_reason() {
    let outside = TempDir::new().unwrap();
    put(outside.path(), "secret.png", grey(8, 8));
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    put(root, "a/1.png", grey(8, 8));
    symlink(outside.path().join("secret.png"), root.join("a/2.png")).unwrap();
    symlink(outside.path(), root.join("b")).unwrap();
    symlink(root, root.join("a/loop")).unwrap();
    symlink(root.join("a/self"), root.join("a/self")).unwrap();
    symlink("1.png", root.join("a/3.png")).unwrap();
    let source = discover(root).unwrap();
    assert_eq!(source.patients.len(), 1);
    let CaseFiles::Cine(files) = &source.patients[0].cases[0].files else { panic!("a cine") };
    assert_eq!(files.len(), 2, "the picture and the link to it");
    let left: Vec<&str> = source.left_out.iter().map(|left| left.relative_path.as_str()).collect();
    assert_eq!(left, ["a/2.png", "a/loop", "a/self", "b"]);
    assert!(source.left_out.iter().all(|left| left.reason.contains("symbolic link")));
}

#[test]
fn names_that_are_no_utf_8_stay_apart() {
    let folder = TempDir::new().unwrap();
    for byte in [0xff, 0xfe] {
        let patient = folder.path().join(std::ffi::OsStr::from_bytes(&[b'p', byte]));
        put(&patient, "1.png", grey(8, 8));
    }
    let source = discover(folder.path()).unwrap();
    let [one, two] = source.patients.as_slice() else { panic!("two patients") };
    assert_eq!(one.cases[0].relative_path, two.cases[0].relative_path);
    let id = |patient: &SourcePatient| CaseId::new(Seed(1), &patient.cases[0].source_id);
    assert_ne!(id(one).study_instance_uid, id(two).study_instance_uid);
}

#[test]
fn folders_without_pictures_are_told_from_those_that_are_not_there() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(discover(folder.path()), Err(SourceError::Empty { files: 0, .. })));
    assert!(matches!(discover(&folder.path().join("none")), Err(SourceError::Unreadable { .. })));
    write(folder.path(), "file", b"");
    assert!(matches!(discover(&folder.path().join("file")), Err(SourceError::NotAFolder { .. })));
}

#[test]
fn a_cine_becomes_one_object_or_a_series() {
    let folder = TempDir::new().unwrap();
    for index in 0..5 {
        put(folder.path(), &format!("p/z/{index}.png"), grey(80, 60).rotate_if(index));
    }
    let options = SourceOptions::default();
    let mut together = built(folder.path(), &options).unwrap();
    assert_eq!(together.study.instances.len(), 1);
    assert_eq!(together.study.instances[0].pixels.as_ref().unwrap().frames(), 5);
    assert_eq!(together.study.instances[0].free_boxes, [PixelBox::new(0, 0, 40, 12)]);
    let mut twice = built(folder.path(), &SourceOptions { memory: 0, ..options.clone() }).unwrap();
    for index in [4, 0, 3, 1, 2] {
        assert_eq!(frame(&mut together, index), frame(&mut twice, index), "decoded twice or kept");
    }
    let series = built(folder.path(), &SourceOptions { cine: CineForm::Series, ..options }).unwrap();
    assert_eq!(series.study.instances.len(), 5);
    let ids: Vec<&str> = series.study.instances.iter().map(|instance| instance.id.as_str()).collect();
    assert_eq!(ids, ["DEID-0001-I001", "DEID-0001-I002", "DEID-0001-I003", "DEID-0001-I004", "DEID-0001-I005"]);
}

/// Frames that differ from each other.
trait Differ {
    fn rotate_if(self, index: u32) -> Self;
}

impl Differ for GrayImage {
    fn rotate_if(mut self, index: u32) -> Self {
        self.put_pixel(30 + index, 50, Luma([255]));
        self
    }
}

#[test]
fn one_bright_frame_refuses_the_whole_case() {
    let folder = TempDir::new().unwrap();
    for index in 0..20 {
        put(folder.path(), &format!("p/z/{index}.png"), grey(80, 60));
    }
    assert!(built(folder.path(), &SourceOptions::default()).is_ok());
    put(folder.path(), "p/z/17.png", GrayImage::from_pixel(80, 60, Luma([90])));
    let reason = refusal(folder.path(), &SourceOptions::default());
    assert!(reason.contains("17.png") && reason.contains("too bright"), "{reason}");
    let below = SourceOptions { region: Region::Bottom, ..SourceOptions::default() };
    assert!(refusal(folder.path(), &below).starts_with("0.png"));
}

#[test]
fn black_with_jpeg_noise_passes_and_speckle_marks_and_white_do_not() {
    let judged = |paint: &dyn Fn(u32, u32) -> u8| {
        let folder = TempDir::new().unwrap();
        put(folder.path(), "a.png", GrayImage::from_fn(640, 480, |x, y| Luma([paint(x, y)])));
        built(folder.path(), &SourceOptions::default()).map(|_| ())
    };
    let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(97) >> 24;
    assert_eq!(judged(&|x, y| (noise(x, y) % 12) as u8), Ok(()));
    assert!(judged(&|x, y| (noise(x, y) % 60) as u8).is_err(), "speckle of dark tissue");
    assert!(judged(&|_, _| 255).is_err(), "white");
    assert!(
        judged(&|x, y| if x < 40 && y < 12 && (x + y) % 3 == 0 { 220 } else { 3 }).is_err(),
        "a mark of the device"
    );
}

#[test]
fn frames_of_different_size_or_colour_are_no_cine() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "p/z/1.png", grey(80, 60));
    put(folder.path(), "p/z/2.png", grey(80, 61));
    assert!(refusal(folder.path(), &SourceOptions::default()).contains("2.png has 80x61"));
    put(folder.path(), "p/z/2.png", RgbImage::from_pixel(80, 60, Rgb([0, 0, 0])));
    assert!(refusal(folder.path(), &SourceOptions::default()).contains("colour"));
}

#[test]
fn broken_pictures_fail_with_their_name_and_the_others_go_on() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    put(root, "good.png", grey(80, 60));
    put(root, "tiny.png", grey(1, 1));
    write(root, "empty.jpg", b"");
    let whole = fs::read(root.join("good.png")).unwrap();
    write(root, "cut.png", whole.get(..whole.len() / 2).unwrap());
    let mut huge = whole.get(..33).unwrap().to_vec();
    huge.splice(16..24, [0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    write(root, "huge.png", &huge);
    let outcomes: Vec<(String, String)> = discover(root)
        .unwrap()
        .patients
        .iter()
        .map(|patient| {
            let outcome = case(&patient.cases[0], &place(), Seed(1), &SourceOptions::default());
            (patient.source_id.clone(), outcome.map_or_else(|refused| refused.reason, |_| "good".to_owned()))
        })
        .collect();
    let reason = |name: &str| outcomes.iter().find(|(id, _)| id == name).map(|(_, reason)| reason.as_str()).unwrap();
    assert_eq!(reason("good.png"), "good");
    assert!(reason("tiny.png").contains("does not lie inside"));
    assert!(reason("empty.jpg").contains("empty.jpg: the file is empty"));
    assert!(reason("cut.png").contains("damaged"));
    assert!(reason("huge.png").contains("20000x20000 pixels are more than the limit of 64000000"));
}

#[test]
fn written_files_pass_dciodvfy_where_it_is_installed() {
    if Command::new("dciodvfy").arg("-version").output().is_err() {
        return eprintln!("skipped: dciodvfy is not installed");
    }
    let folder = TempDir::new().unwrap();
    for index in 0..3 {
        put(folder.path(), &format!("p/grey/{index}.png"), grey(80, 60));
        put(folder.path(), &format!("p/colour/{index}.png"), DynamicImage::from(grey(80, 60)).to_rgb8());
        put(folder.path(), &format!("p/deep/{index}.png"), DynamicImage::from(grey(80, 60)).to_luma16());
    }
    put(folder.path(), "q.jpg", grey(80, 60));
    put(folder.path(), "deep.png", DynamicImage::from(grey(80, 60)).to_luma16());
    let output = TempDir::new().unwrap();
    let mut number = 0;
    for (cine, blind) in [(CineForm::MultiFrame, false), (CineForm::Series, true)] {
        let options = SourceOptions { cine, blind, ..SourceOptions::default() };
        for patient in discover(folder.path()).unwrap().patients {
            for source in &patient.cases {
                let mut study = case(source, &place(), Seed(1), &options).unwrap();
                for instance in &mut study.study.instances {
                    number += 1;
                    let file = output.path().join(format!("{number}.dcm"));
                    instance.write(&file).unwrap();
                    let said = Command::new("dciodvfy").arg(&file).output().unwrap();
                    let said = String::from_utf8_lossy(&said.stderr).into_owned();
                    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("Error")).collect();
                    assert!(errors.is_empty(), "{} {cine}: {errors:?}", source.source_id);
                }
            }
        }
    }
    assert_eq!(number, 5 + 11);
}

#[test]
fn a_burn_changes_its_mask_alone_on_every_frame() {
    let folder = TempDir::new().unwrap();
    for index in 0..3 {
        put(folder.path(), &format!("p/z/{index}.png"), grey(80, 60));
    }
    let mut study = built(folder.path(), &SourceOptions::default()).unwrap();
    let clean = frame(&mut study, 2);
    let line = PlannedLine::<()> {
        text: "X".to_owned(),
        mask: Mask { width: 2, height: 1, alpha: vec![255, 255] },
        line_box: PixelBox::new(3, 4, 2, 1),
        values: Vec::new(),
    };
    let ink = Ink { levels: [255; 3], opacity: 255 };
    let burn = Burn::of_line("b".to_owned(), &line, ink, FrameSet::all(3));
    study.study.instances[0].burns.push(burn);
    let file = folder.path().join("out.dcm");
    let (_, patches) = study.study.instances[0].write(&file).unwrap();
    assert_eq!(patches[0].frames.len(), 3);
    let bytes = fs::read(file).unwrap();
    let pixels = bytes.get(bytes.len() - 80 * 60..).unwrap();
    let changed: Vec<usize> = (0..clean.len()).filter(|at| clean[*at] != pixels[*at]).collect();
    assert_eq!(changed, [4 * 80 + 3, 4 * 80 + 4]);
}

#[test]
fn real_lossless_files_decode_to_the_pixels_of_the_uncompressed_one() {
    let Some(real) = real() else { return };
    let mut compared = 0;
    for (one, others) in [
        ("CT1", &["RLE", "JPLL", "JLSL", "J2KR"][..]),
        ("NM1", &["RLE", "JPLL", "JLSL"]),
        ("US1", &["RLE", "J2KR"]),
        ("VL1", &["RLE", "J2KR"]),
    ] {
        let frames = |kind: &str| {
            let path = real.join("wg04").join(format!("{one}_{kind}"));
            let mut base = BaseFile::read(&path, 1 << 26).unwrap();
            let mut frame = vec![0; base.frames.format().frame_bytes().unwrap()];
            base.frames.draw(0, &mut frame).unwrap();
            (base.frames.format(), frame)
        };
        let truth = frames("UNC");
        for other in others {
            let decoded = frames(other);
            assert_eq!(decoded.0, truth.0, "{one}_{other}");
            assert!(decoded.1 == truth.1, "{one}_{other} has other pixels");
            compared += 1;
        }
    }
    assert_eq!(compared, 11);
}

#[test]
fn real_dicom_files_are_cases_or_have_a_reason() {
    let Some(real) = real() else { return };
    let options = SourceOptions {
        region: Region::Box(PixelBox::new(0, 0, 1, 1)),
        brightness: Brightness { mean: 1.0, bright: 1.0, share: 1.0 },
        ..SourceOptions::default()
    };
    let output = TempDir::new().unwrap();
    let (mut taken, mut refused) = (0, Vec::new());
    for folder in ["dicom", "wg04", "pocus"] {
        for patient in discover(&real.join(folder)).unwrap().patients {
            for source in &patient.cases {
                match case(source, &place(), Seed(1), &options) {
                    Ok(mut study) => {
                        taken += 1;
                        let name = source.relative_path.replace('/', "-");
                        let file = output.path().join(format!("{name}.dcm"));
                        study.study.instances[0].write(&file).unwrap();
                        let again = BaseFile::read(&file, 1 << 26);
                        assert!(again.is_ok(), "{name}: {:?}", again.err());
                        new_errors(&name, &file);
                    }
                    Err(quarantine) => refused.push(format!("{}: {quarantine}", source.relative_path)),
                }
            }
        }
    }
    refused.iter().for_each(|reason| eprintln!("{reason}"));
    assert!(taken >= 30, "{taken} taken");
    assert!(refused.iter().any(|reason| reason.starts_with("MR_truncated.dcm: the file is truncated")));
    assert!(refused.iter().any(|reason| reason.starts_with("rtplan.dcm: the file has no pixel data")));
}

/// Prints what `dciodvfy` finds: bases may have been invalid before.
fn new_errors(name: &str, file: &Path) {
    if let Ok(said) = Command::new("dciodvfy").arg(file).output() {
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        said.lines().filter(|line| line.starts_with("Error")).for_each(|line| eprintln!("{name}: {line}"));
    }
}
