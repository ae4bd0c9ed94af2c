//! Clean studies are valid for their IODs, can be read back, and are the same for the same seed.

use deidbench::dataset::base::BaseOptions;
use deidbench::dataset::base::study;
use deidbench::dicom::tags;
use deidbench::instance::Study;
use deidbench::instance::StudyKind;
use deidbench::seed::Seed;
use dicom_object::open_file;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

type Outcome = Result<(), Box<dyn Error>>;

fn options(blind: bool) -> BaseOptions {
    BaseOptions {
        blind,
        study_date: "20190514".to_owned(),
        study_time: "101530".to_owned(),
        character_set: "ISO_IR 192".to_owned(),
        folder: Vec::new(),
    }
}

/// Writes a study below `folder` and gives its files.
fn write(study: &mut Study, folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for instance in &mut study.instances {
        let file = folder.join(instance.relative_path());
        fs::create_dir_all(file.parent().ok_or("a file has no folder")?)?;
        instance.write(&file)?;
        files.push(file);
    }
    Ok(files)
}

fn fill_identity(study: &mut Study) {
    for instance in &mut study.instances {
        for (tag, value) in [
            (tags::PATIENT_NAME, "Okafor-Lindqvist^Märta^^Dr"),
            (tags::PATIENT_ID, "MRN0048213"),
            (tags::PATIENT_BIRTH_DATE, "19610203"),
            (tags::PATIENT_SEX, "F"),
            (tags::REFERRING_PHYSICIAN_NAME, "Marchetti^Paolo"),
            (tags::STUDY_ID, "4711"),
            (tags::ACCESSION_NUMBER, "A190514003"),
        ] {
            instance.object.set_str(tag, value);
        }
    }
}

/// The errors of `dciodvfy`, each with its file; warnings are printed. `None` where it is not installed.
fn errors(files: &[PathBuf]) -> Option<Vec<String>> {
    let mut errors = Vec::new();
    for file in files {
        let output = Command::new("dciodvfy").arg(file).output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        for line in said.lines() {
            if line.contains("Error") {
                errors.push(format!("{}: {line}", file.display()));
            } else if !line.contains("DICOMDIR") {
                println!("{}: {line}", file.display());
            }
        }
    }
    Some(errors)
}

#[test]
fn no_file_breaks_its_iod_with_or_without_an_identity() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut faults = Vec::new();
    for kind in StudyKind::ALL {
        for (seed, blind, filled) in [(1, false, false), (2, true, false), (3, false, true), (4, true, true)] {
            let mut study = study(*kind, "DEID-0001", Seed(seed), &options(blind));
            if filled {
                fill_identity(&mut study);
            }
            let files = write(&mut study, &folder.path().join(format!("{kind}-{seed}")))?;
            assert!(!files.is_empty());
            let Some(errors) = errors(&files) else {
                println!("skipped: dciodvfy is not installed");
                return Ok(());
            };
            faults.extend(errors);
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    Ok(())
}

#[test]
fn the_validator_sees_a_file_that_breaks_its_iod() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut study = study(StudyKind::ComputedTomography, "DEID-0001", Seed(1), &options(false));
    for instance in &mut study.instances {
        instance.object.remove(tags::IMAGE_POSITION_PATIENT);
    }
    match errors(&write(&mut study, folder.path())?) {
        Some(errors) => assert!(!errors.is_empty()),
        None => println!("skipped: dciodvfy is not installed"),
    }
    Ok(())
}

#[test]
fn files_open_again_with_as_many_samples_as_they_say() -> Outcome {
    let folder = tempfile::tempdir()?;
    for kind in StudyKind::ALL {
        let mut study = study(*kind, "DEID-0002", Seed(5), &options(false));
        let files = write(&mut study, &folder.path().join(kind.word()))?;
        for file in &files {
            let object = open_file(file)?;
            let number = |tag| -> Result<usize, Box<dyn Error>> { Ok(object.element(tag)?.to_int::<usize>()?) };
            let frames = number(tags::NUMBER_OF_FRAMES).unwrap_or(1);
            let samples = number(tags::ROWS)? * number(tags::COLUMNS)? * number(tags::SAMPLES_PER_PIXEL)?;
            let bytes = samples * frames * number(tags::BITS_ALLOCATED)? / 8;
            assert_eq!(object.element(tags::PIXEL_DATA)?.to_bytes()?.len(), bytes, "{}", file.display());
            assert_eq!(
                object.meta().media_storage_sop_instance_uid(),
                object.element(tags::SOP_INSTANCE_UID)?.to_str()?.trim_end_matches('\0'),
            );
        }
    }
    Ok(())
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_gives_others() -> Outcome {
    let folder = tempfile::tempdir()?;
    let digests = |seed, name: &str| -> Result<Vec<String>, Box<dyn Error>> {
        let mut all = Vec::new();
        for kind in StudyKind::ALL {
            let mut study = study(*kind, "DEID-0003", Seed(seed), &options(true));
            for file in write(&mut study, &folder.path().join(name).join(kind.word()))? {
                let bytes = fs::read(&file)?;
                let below = file.strip_prefix(folder.path().join(name))?.display().to_string();
                all.push(format!("{below} {}", deidbench::dicom::write::hexadecimal(&digest(&bytes))));
            }
        }
        Ok(all)
    };
    let first = digests(7, "first")?;
    assert_eq!(first, digests(7, "second")?);
    let other = digests(8, "other")?;
    assert!(first.iter().all(|line| !other.contains(line)));
    Ok(())
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

#[test]
fn blind_files_do_not_say_where_they_come_from_and_others_do() -> Outcome {
    let folder = tempfile::tempdir()?;
    let says =
        |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    for kind in StudyKind::ALL {
        for (blind, name) in [(true, "blind"), (false, "marked")] {
            let mut study = study(*kind, "DEID-0004", Seed(9), &options(blind));
            for file in write(&mut study, &folder.path().join(name).join(kind.word()))? {
                let bytes = fs::read(&file)?;
                assert_eq!(says(&bytes, "deidbench") && says(&bytes, "synthetic"), !blind);
                assert_eq!(says(&bytes, "deidbench") || says(&bytes, "synthetic"), !blind);
            }
        }
    }
    Ok(())
}

#[test]
fn no_two_pictures_or_uids_are_equal_within_a_patient_or_between_patients() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (mut pictures, mut uids, mut paths, mut count) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), 0);
    for patient in ["DEID-0005", "DEID-0006"] {
        for kind in StudyKind::ALL {
            let mut study = study(*kind, patient, Seed(10), &options(false));
            for instance in &mut study.instances {
                let (written, _) = instance.write(&folder.path().join("one.dcm"))?;
                pictures.insert(written.pixel_sha256);
                uids.insert(instance.object.text(tags::SOP_INSTANCE_UID));
                paths.insert((*kind, instance.relative_path()));
                count += 1;
            }
        }
    }
    assert_eq!((pictures.len(), uids.len(), paths.len()), (count, count, count));
    Ok(())
}

#[test]
fn slices_stand_a_slice_thickness_apart_in_one_frame_of_reference() -> Outcome {
    let study = study(StudyKind::ComputedTomography, "DEID-0007", Seed(11), &options(false));
    let number = |text: Option<String>| -> Result<f64, Box<dyn Error>> { Ok(text.ok_or("missing")?.parse()?) };
    let mut last: Option<f64> = None;
    for instance in &study.instances {
        let position = instance.object.text(tags::IMAGE_POSITION_PATIENT).ok_or("no position")?;
        let z: f64 = position.split('\\').next_back().ok_or("no z")?.parse()?;
        let thickness = number(instance.object.text(tags::SLICE_THICKNESS))?;
        if let Some(last) = last {
            assert!((last - z - thickness).abs() < 1e-6, "{last} to {z}");
        }
        last = Some(z);
    }
    let frames: BTreeSet<_> =
        study.instances.iter().map(|instance| instance.object.text(tags::FRAME_OF_REFERENCE_UID)).collect();
    assert_eq!((frames.len(), study.instances.len()), (1, 6));
    Ok(())
}

#[test]
fn clinical_and_free_boxes_lie_inside_the_frame() {
    for kind in StudyKind::ALL {
        for instance in study(*kind, "DEID-0008", Seed(12), &options(true)).instances {
            let format = instance.pixels.as_ref().map(|pixels| pixels.format());
            let (columns, rows) = format.map_or((0, 0), |format| (format.columns, format.rows));
            assert!(instance.clinical_box.is_some_and(|area| area.fits(columns, rows)), "{}", instance.id);
            assert!(!instance.free_boxes.is_empty(), "{}", instance.id);
            assert!(instance.free_boxes.iter().all(|area| area.fits(columns, rows)), "{}", instance.id);
        }
    }
}
