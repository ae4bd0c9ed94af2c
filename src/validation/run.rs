//! Validating a folder: files side by side, each held once.

use crate::collection::Item;
use crate::collection::LARGEST_FILE;
use crate::collection::Place;
use crate::collection::Sort;
use crate::collection::walk;
use crate::dicom::scan::Scan;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::truth::TruthError;
use crate::validation::Checker;
use crate::validation::Tier;
use crate::validation::reread::reread;
use crate::validation::truth_checks::truth_problems;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Format of the JSON report.
const FORMAT: u32 = 1;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The check: `opens`, `decodes`, `round trip`, `boxes`, `digest`, `there`, `dciodvfy` or `dicom-validator`.
    pub check: String,
    /// In words, without values of the file.
    pub text: String,
}

/// A file with problems, or one that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileResult {
    /// Path below the folder.
    pub path: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Counts over all files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// DICOM files that were checked.
    pub checked: u64,
    /// Those without a problem.
    pub passed: u64,
    /// Those with one.
    pub failed: u64,
    /// Frames that decoded.
    pub frames: u64,
    /// Files that the validator of the tier has seen.
    pub validated: u64,
    /// Files that are no DICOM, such as pictures and notes.
    pub skipped: u64,
    /// Failed files by check.
    pub by_check: BTreeMap<String, u64>,
}

/// The result of a validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Validation {
    /// Its format.
    pub format: u32,
    /// The tier that was used.
    pub tier: Tier,
    /// Why this one.
    pub why: String,
    /// Whether the folder is a dataset, so that boxes and digests were checked.
    pub dataset: bool,
    /// Counts.
    pub sums: Sums,
    /// Files with problems, by path.
    pub failed: Vec<FileResult>,
    /// Files that are no DICOM, each with the reason, by path.
    pub skipped: Vec<(String, String)>,
}

/// What came of one file.
enum Seen {
    Checked { path: String, frames: u64, validated: bool, problems: Vec<Problem> },
    Skipped(String, String),
}

/// Checks every file of a folder.
pub fn validate(place: &Place, checker: &Checker, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Validation> {
    let mut seen: Vec<Seen> = match &place.dataset {
        None => walk(&place.files)?
            .par_bridge()
            .map(|item| {
                let seen = stranger(&item, checker);
                progress(1);
                seen
            })
            .collect(),
        Some(dataset) => {
            let known: Vec<(Vec<String>, Vec<Seen>)> = dataset
                .patients()
                .par_iter()
                .map(|patient| {
                    let truth = dataset.truth(patient)?;
                    let recorded = dataset.record.patient_digests.get(patient);
                    let seen = of_patient(place, &truth, recorded, checker, progress);
                    Ok((truth.instances.into_iter().map(|row| row.path).collect(), seen))
                })
                .collect::<Result<_, TruthError>>()
                .map_err(io::Error::other)?;
            let paths: BTreeSet<String> = known.iter().flat_map(|(paths, _)| paths.iter().cloned()).collect();
            let beside = walk(&place.files)?.filter(|item| !paths.contains(&item.relative)).map(|item| {
                let text = "it is not recorded in the truth".to_owned();
                problem_of(&item.relative, "there", text)
            });
            known.into_iter().flat_map(|(_, seen)| seen).chain(beside).collect()
        }
    };
    seen.sort_by(|one, other| path_of(one).cmp(path_of(other)));
    Ok(sum(seen, place, checker))
}

fn path_of(seen: &Seen) -> &str {
    match seen {
        Seen::Checked { path, .. } | Seen::Skipped(path, _) => path,
    }
}

fn problem_of(path: &str, check: &str, text: String) -> Seen {
    Seen::Checked {
        path: path.to_owned(),
        frames: 0,
        validated: false,
        problems: vec![Problem { check: check.to_owned(), text }],
    }
}

/// A file of which nothing is recorded.
fn stranger(item: &Item, checker: &Checker) -> Seen {
    match &item.sort {
        Sort::Skipped(why) => Seen::Skipped(item.relative.clone(), why.clone()),
        Sort::Picture => Seen::Skipped(item.relative.clone(), "a picture, no DICOM file".to_owned()),
        Sort::Failed(why) => problem_of(&item.relative, "opens", why.clone()),
        Sort::Dicom => match Scan::open(&item.path, LARGEST_FILE) {
            Err(error) => problem_of(&item.relative, "opens", error.to_string()),
            Ok(scan) => check(item.relative.clone(), &item.path, &scan, None, checker),
        },
    }
}

/// The files of one patient of a dataset.
fn of_patient(
    place: &Place,
    truth: &PatientTruth,
    recorded: Option<&String>,
    checker: &Checker,
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<Seen> {
    let mut seen: Vec<Seen> = truth
        .instances
        .iter()
        .map(|row| {
            let file = place.files.join(&row.path);
            progress(1);
            match Scan::open(&file, LARGEST_FILE) {
                Err(_) if !file.exists() => problem_of(&row.path, "there", "it is missing".to_owned()),
                Err(error) => problem_of(&row.path, "opens", error.to_string()),
                Ok(scan) => {
                    let known = Some((truth, row));
                    check(row.path.clone(), &file, &scan, known, checker)
                }
            }
        })
        .collect();
    if recorded != Some(&truth.digest()) {
        let text = "the truth of this patient is not the one that dataset.json records (SHA-256 differs)".to_owned();
        seen.push(problem_of(&format!("truth of {}", truth.patient), "digest", text));
    }
    seen
}

type Known<'a> = Option<(&'a PatientTruth, &'a InstanceRow)>;

fn check(path: String, file: &Path, scan: &Scan, known: Known<'_>, checker: &Checker) -> Seen {
    let reread = reread(scan);
    let mut problems = reread.problems.clone();
    if let Some((truth, row)) = known {
        problems.extend(truth_problems(truth, row, scan.file(), &reread));
    }
    let mut problems: Vec<Problem> =
        problems.into_iter().map(|(check, text)| Problem { check: check.to_owned(), text }).collect();
    let answer = if scan.is_dicom() { checker.errors(file, scan) } else { None };
    let validated = matches!(answer, Some(Ok(_)));
    let name = checker.tier.word();
    match answer {
        Some(Ok(errors)) => {
            problems.extend(errors.into_iter().map(|text| Problem { check: name.to_owned(), text }));
        }
        Some(Err(text)) => problems.push(Problem { check: name.to_owned(), text }),
        None => {}
    }
    Seen::Checked { path, frames: reread.frames, validated, problems }
}

fn sum(seen: Vec<Seen>, place: &Place, checker: &Checker) -> Validation {
    let mut validation = Validation {
        format: FORMAT,
        tier: checker.tier,
        why: checker.why.clone(),
        dataset: place.dataset.is_some(),
        sums: Sums::default(),
        failed: Vec::new(),
        skipped: Vec::new(),
    };
    let sums = &mut validation.sums;
    for one in seen {
        match one {
            Seen::Skipped(path, why) => {
                sums.skipped += 1;
                validation.skipped.push((path, why));
            }
            Seen::Checked { path, frames, validated, problems } => {
                sums.checked += 1;
                sums.frames += frames;
                sums.validated += u64::from(validated);
                if problems.is_empty() {
                    sums.passed += 1;
                    continue;
                }
                sums.failed += 1;
                let checks: BTreeSet<&str> = problems.iter().map(|problem| problem.check.as_str()).collect();
                for check in checks {
                    *sums.by_check.entry(check.to_owned()).or_default() += 1;
                }
                validation.failed.push(FileResult { path, problems });
            }
        }
    }
    validation
}
