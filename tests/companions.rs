//! Objects beside the images are valid for their IODs, are read by other readers, and refer to the images of their study.

use deidbench::dataset::base::BaseOptions;
use deidbench::dataset::base::add_companions;
use deidbench::dataset::base::study;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::instance::Companion;
use deidbench::instance::Study;
use deidbench::instance::StudyKind;
use deidbench::seed::Seed;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

type Outcome = Result<(), Box<dyn Error>>;

/// What `dciodvfy` calls an error and the standard of today does not.
const BEHIND: &[(&str, &str)] = &[];

/// A reader that must open every companion: its arguments before the file, and the companions that it reads.
type Reader<'a> = (&'a [&'a str], fn(Companion) -> bool);

fn options() -> BaseOptions {
    BaseOptions {
        blind: false,
        study_date: "20190514".to_owned(),
        study_time: "101530".to_owned(),
        character_set: "ISO_IR 192".to_owned(),
        folder: Vec::new(),
    }
}

/// A study with everything that can stand beside it.
fn whole(kind: StudyKind, seed: u64, patient: &str) -> Study {
    let mut whole = study(kind, patient, Seed(seed), &options());
    let fitting: Vec<Companion> = Companion::ALL.iter().copied().filter(|companion| companion.fits(kind)).collect();
    add_companions(&mut whole, &fitting, Seed(seed), &options());
    whole
}

/// Writes the companions of a study below `folder`.
fn write(study: &mut Study, folder: &Path) -> Result<Vec<(Companion, PathBuf)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for instance in &mut study.companions {
        let file = folder.join(instance.relative_path());
        fs::create_dir_all(file.parent().ok_or("a file has no folder")?)?;
        instance.write(&file)?;
        files.push((instance.companion.ok_or("no kind")?, file));
    }
    Ok(files)
}

fn fill_identity(study: &mut Study) {
    for instance in study.all_mut().filter(|instance| instance.media_storage.is_none()) {
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

/// The errors of `dciodvfy` in a file. `None` where it is not installed.
fn errors(file: &Path) -> Option<Vec<String>> {
    let output = Command::new("dciodvfy").arg(file).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let behind = |line: &str| BEHIND.iter().any(|(message, _)| line.contains(message));
    Some(said.lines().filter(|line| line.contains("Error") && !behind(line)).map(str::to_owned).collect())
}

#[test]
fn no_companion_breaks_its_iod_with_or_without_an_identity() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut found = Vec::new();
    for kind in StudyKind::ALL {
        for (seed, filled) in [(1, false), (2, true)] {
            let mut study = whole(*kind, seed, "DEID-0001");
            if filled {
                fill_identity(&mut study);
            }
            for (companion, file) in write(&mut study, &folder.path().join(format!("{kind}-{seed}")))? {
                if companion == Companion::MediaDirectory {
                    // The tool knows no directories; the other readers below do.
                    continue;
                }
                let Some(errors) = errors(&file) else {
                    println!("skipped: dciodvfy is not installed");
                    return Ok(());
                };
                found
                    .extend(errors.into_iter().map(|error| format!("{companion} beside {kind}, seed {seed}: {error}")));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
    Ok(())
}
