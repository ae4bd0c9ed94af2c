//! Objects beside the images are valid for their IODs, are read by other readers, and refer to the images of their study.

use deidbench::dataset;
use deidbench::dataset::Coding;
use deidbench::dataset::Plan;
use deidbench::dataset::Suite;
use deidbench::dataset::base::BaseOptions;
use deidbench::dataset::base::add_companions;
use deidbench::dataset::base::study;
use deidbench::dicom::Tag;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::instance::Companion;
use deidbench::instance::Instance;
use deidbench::instance::Study;
use deidbench::instance::StudyKind;
use deidbench::seed::Seed;
use deidbench::truth::Dataset;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;

type Outcome = Result<(), Box<dyn Error>>;

/// What `dciodvfy` says of a directory, and why that is meant: its files keep the names of the export.
const MEANT: &[&str] = &["(0x0004,0x1500) CS Referenced File ID", "invalid data values for Value Representations"];

/// Python of the sample tools, with pydicom; another one is tried where it is not there.
const PYTHONS: &[&str] = &["python3"];

/// Reads every file that it is told, and the file-set of every directory with its files.
const READ: &str = "\
import os, sys, pydicom
from pydicom.fileset import FileSet
for path in sys.argv[1:]:
    dataset = pydicom.dcmread(path)
    str(dataset)
    if path.endswith('DICOMDIR'):
        files = [entry.path for entry in FileSet(dataset)]
        assert files and all(os.path.exists(file) for file in files), files
";

fn options() -> BaseOptions {
    with(false)
}

fn with(blind: bool) -> BaseOptions {
    BaseOptions {
        blind,
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
fn errors(companion: Companion, file: &Path) -> Option<Vec<String>> {
    let output = Command::new("dciodvfy").arg(file).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let meant = |line: &str| companion == Companion::MediaDirectory && MEANT.iter().any(|words| line.contains(words));
    Some(said.lines().filter(|line| line.contains("Error") && !meant(line)).map(str::to_owned).collect())
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
                let Some(errors) = errors(companion, &file) else {
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

/// A dataset with every trap, and the companions in it by their file.
fn planted(folder: &Path) -> Result<Vec<(Companion, PathBuf)>, Box<dyn Error>> {
    let plan = Plan {
        seed: Seed(4),
        suite: Suite::Coverage,
        patients: 10,
        blind: false,
        kinds: StudyKind::ALL.to_vec(),
        coding: Coding::Mixed,
    };
    dataset::generate(&plan, dataset::estimate(&plan, 1), folder, &|_| (), &AtomicBool::new(false))?;
    let opened = Dataset::open(folder)?;
    let mut files = Vec::new();
    for patient in opened.patients() {
        for row in opened.truth(patient)?.instances {
            let number = |companion: &&Companion| row.instance.ends_with(&format!("-I{:03}", companion.number()));
            if let Some(companion) = Companion::ALL.iter().find(number) {
                files.push((*companion, opened.input().join(&row.path)));
            }
        }
    }
    Ok(files)
}

#[test]
fn planted_companions_are_valid_and_read_by_others() -> Outcome {
    let folder = tempfile::tempdir()?;
    let files = planted(folder.path())?;
    let kinds: BTreeSet<Companion> = files.iter().map(|(companion, _)| *companion).collect();
    assert_eq!(kinds.len(), Companion::ALL.len(), "a coverage suite has every companion");
    for (companion, file) in &files {
        match errors(*companion, file) {
            Some(errors) => assert_eq!(errors, Vec::<String>::new(), "{companion}"),
            None => println!("skipped: dciodvfy is not installed"),
        }
        let is_report =
            matches!(companion, Companion::BasicTextSr | Companion::ComprehensiveSr | Companion::KeyObjects);
        for reader in ["dcmdump", "dsrdump"].iter().filter(|reader| **reader == "dcmdump" || is_report) {
            match Command::new(reader).arg(file).output() {
                Ok(output) => assert!(output.status.success(), "{companion}: {output:?}"),
                Err(_) => println!("skipped: {reader} is not installed"),
            }
        }
    }
    let python = PYTHONS.iter().find(|python| {
        Command::new(python).args(["-c", "import pydicom"]).output().is_ok_and(|it| it.status.success())
    });
    let Some(python) = python else {
        println!("skipped: pydicom is not installed");
        return Ok(());
    };
    let output = Command::new(python).args(["-c", READ]).args(files.iter().map(|(_, file)| file)).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[test]
fn companions_belong_to_the_study_and_refer_to_its_images_alone() {
    for kind in StudyKind::ALL {
        let study = whole(*kind, 3, "DEID-0002");
        let text = |instance: &Instance, tag| instance.object.text(tag).unwrap_or_default();
        let of_images = |tag| -> BTreeSet<String> { study.instances.iter().map(|image| text(image, tag)).collect() };
        let (images, series) = (of_images(tags::SOP_INSTANCE_UID), of_images(tags::SERIES_INSTANCE_UID));
        let studies = of_images(tags::STUDY_INSTANCE_UID);
        let mut own_series = BTreeSet::new();
        for companion in &study.companions {
            let Some(what) = companion.companion else { panic!("a companion has no kind") };
            let nested: Vec<_> = companion.object.uids().into_iter().filter(|(path, _)| path.depth() > 0).collect();
            let at = |tag: Tag| {
                let leaf = Attribute::Tag(tag.group(), tag.element());
                nested.iter().filter(move |(path, _)| path.leaf == leaf).map(|(_, uid)| uid.clone())
            };
            let of_study = ["1.2.840.10008.3.1.2.3.1".to_owned()];
            let classes = at(tags::REFERENCED_SOP_CLASS_UID).filter(|class| !of_study.contains(class)).count();
            let referred: Vec<String> = at(tags::REFERENCED_SOP_INSTANCE_UID)
                .chain(at(tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE))
                .filter(|uid| !studies.contains(uid))
                .collect();
            assert!(referred.iter().all(|uid| images.contains(uid)), "{what} beside {kind}");
            assert!(at(tags::SERIES_INSTANCE_UID).all(|uid| series.contains(&uid)), "{what} beside {kind}");
            let refers = !matches!(what, Companion::EcgWaveform | Companion::SecondaryCapture);
            assert_eq!(!referred.is_empty(), refers, "{what} beside {kind}");
            assert!(what == Companion::MediaDirectory || classes == referred.len(), "{what} beside {kind}");
            if what != Companion::MediaDirectory {
                assert!(studies.contains(&text(companion, tags::STUDY_INSTANCE_UID)), "{what}");
                assert!(own_series.insert(text(companion, tags::SERIES_INSTANCE_UID)), "{what}");
            }
        }
        assert!(own_series.is_disjoint(&series));
    }
}

#[test]
fn one_companion_more_moves_no_byte_of_any_other() -> Outcome {
    let folder = tempfile::tempdir()?;
    let kind = StudyKind::ComputedTomography;
    let mut all = whole(kind, 5, "DEID-0003");
    let together = write(&mut all, &folder.path().join("together"))?;
    for (companion, file) in together {
        let mut alone = study(kind, "DEID-0003", Seed(5), &options());
        add_companions(&mut alone, &[companion], Seed(5), &options());
        let files = write(&mut alone, &folder.path().join(companion.word()))?;
        let [(_, alone)] = files.as_slice() else { panic!("{companion} alone is {} files", files.len()) };
        assert!(fs::read(&file)? == fs::read(alone)?, "{companion}");
    }
    Ok(())
}

#[test]
fn a_segmentation_has_a_frame_of_single_bits_for_every_slice() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut study = study(StudyKind::ComputedTomography, "DEID-0004", Seed(6), &options());
    add_companions(&mut study, &[Companion::Segmentation], Seed(6), &options());
    let slices = study.instances.len() as u32;
    let (_, file) = write(&mut study, folder.path())?.pop().ok_or("no file")?;
    let scan = Scan::open(&file, u64::MAX)?;
    let reader = PixelReader::new(&scan)?;
    assert_eq!((reader.frames(), reader.format().bits_allocated), (slices, 1));
    let mut last = 0;
    for frame in 0..slices {
        let inside = reader.native(frame)?.iter().map(|sample| u32::from(*sample)).sum::<u32>();
        assert!(inside > last, "frame {frame} has {inside} pixels inside, the one before {last}");
        last = inside;
    }
    Ok(())
}

#[test]
fn blind_companions_do_not_say_where_they_come_from_and_others_do() -> Outcome {
    let folder = tempfile::tempdir()?;
    let says =
        |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    for kind in StudyKind::ALL {
        for (blind, name) in [(true, "blind"), (false, "marked")] {
            let mut study = study(*kind, "DEID-0005", Seed(9), &with(blind));
            let fitting: Vec<Companion> = Companion::ALL.iter().copied().filter(|it| it.fits(*kind)).collect();
            add_companions(&mut study, &fitting, Seed(9), &with(blind));
            for (companion, file) in write(&mut study, &folder.path().join(name).join(kind.word()))? {
                let bytes = fs::read(&file)?;
                assert_eq!(says(&bytes, "deidbench") && says(&bytes, "synthetic"), !blind, "{companion}");
                assert_eq!(says(&bytes, "deidbench") || says(&bytes, "synthetic"), !blind, "{companion}");
            }
        }
    }
    Ok(())
}
