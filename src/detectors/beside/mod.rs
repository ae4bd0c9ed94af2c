//! Files that answer no input: searched for the direct identifiers of all patients, also in what is packed in them, and
//! in the extended attributes of every file.
//!
//! Times of these files are not read: the values that are searched here name somebody, and a time is a date without a name. Those
//! of answers are, for the dates of their patients.

mod archive;
mod database;
#[cfg(test)]
mod tests;
mod unfold;

use crate::detectors::beside::unfold::Piece;
use crate::detectors::evidence::leak;
use crate::detectors::search::needles::Needles;
use crate::detectors::search::needles::Target;
use crate::detectors::search::object;
use crate::detectors::search::object::Sets;
use crate::detectors::search::place;
use crate::detectors::search::place::Content;
use crate::dicom::VR;
use crate::dicom::scan::Scan;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::Plant;
use crate::truth::Surface;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Values that are searched at a time: the memory that their forms take stays flat however many patients there are.
const BATCH: usize = 1000;
/// Largest file that is taken apart as DICOM.
const LARGEST_OBJECT: u64 = 256 << 20;
/// Objects inside of one packed file that are taken apart.
const MOST_OBJECTS: usize = 100;

/// What a file is to the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It lies in the output, so it would be handed on.
    Output,
    /// The tool left it elsewhere, or said it.
    Said,
    /// It answers an input and is judged as such; here only its extended attributes are searched.
    Answer,
}

/// What was seen in files that answer no input.
#[derive(Debug, Default)]
pub struct Beside {
    /// The findings of each patient.
    pub by_patient: BTreeMap<String, Vec<Finding>>,
    /// Files that could not be searched to their end, which tell of no patient.
    pub unsearched: Vec<Finding>,
}

/// Whether a file has extended attributes that anybody may read.
pub fn has_attributes(path: &Path) -> bool {
    xattr::list(path).is_ok_and(|names| names.count() > 0)
}

/// The direct identifiers of all patients, ready to be searched.
#[derive(Default)]
pub struct Everybody {
    targets: Vec<Target>,
    plants: Vec<Plant>,
    seen: BTreeSet<(String, String)>,
}

impl Everybody {
    /// Adds the direct identifiers of a patient.
    pub fn add(&mut self, plants: &[Plant]) {
        for plant in plants.iter().filter(|plant| plant.direct) {
            if self.seen.insert((plant.patient.clone(), plant.value.clone())) {
                let (kind, value) = (plant.kind, plant.value.clone());
                self.targets.push(Target { kind, value, written: Vec::new(), control: false });
                self.plants.push(plant.clone());
            }
        }
    }

    /// How often files are gone through, each one counted.
    pub fn steps(&self, files: usize) -> u64 {
        (self.targets.len().div_ceil(BATCH) * files) as u64
    }

    /// Searches files, given with the name under which they are reported. A file that can't be opened is passed over,
    /// because it can't be handed on either; one that is not searched to its end is named. `progress` is called once for
    /// each of [`Self::steps`], from any thread.
    pub fn search(self, files: &[(String, &Path, Role)], progress: &(dyn Fn() + Sync)) -> Beside {
        let mut beside = Beside::default();
        for (targets, plants) in self.targets.chunks(BATCH).zip(self.plants.chunks(BATCH)) {
            let needles = Needles::new(targets.to_vec());
            let searched: Vec<(Seen, Option<String>)> = files
                .par_iter()
                .map(|(name, path, role)| {
                    let seen = search_file(&needles, name, path, *role);
                    progress();
                    seen
                })
                .collect();
            let first = beside.unsearched.is_empty();
            for ((name, _, role), (seen, problem)) in files.iter().zip(searched) {
                for (target, (verdict, form)) in seen {
                    let Some(plant) = plants.get(target) else { continue };
                    let found = finding(plant, verdict, form, name, *role);
                    beside.by_patient.entry(found.patient.clone()).or_default().push(found);
                }
                // Every batch of values meets the same limits.
                beside.unsearched.extend(problem.filter(|_| first).map(|problem| unsearched(name, &problem)));
            }
        }
        beside
    }
}

type Seen = BTreeMap<usize, (Verdict, &'static str)>;

/// The worst of each value in a file and its name, and why the file was not searched to its end. Parts of a value are too
/// common in files of unknown make.
fn search_file(needles: &Needles, name: &str, path: &Path, role: Role) -> (Seen, Option<String>) {
    let mut seen = Seen::new();
    let mut note = |target, verdict, form| {
        if verdict != Verdict::Partial {
            see(&mut seen, target, (verdict, form));
        }
    };
    let mut search = |bytes: &[u8], content| {
        for hit in needles.in_bytes(bytes) {
            note(hit.target, hit.verdict, hit.form);
        }
        object::search_value(needles, bytes, content, &[], &mut |_, hit, _| note(hit.target, hit.verdict, hit.form));
    };
    for attribute in xattr::list(path).into_iter().flatten() {
        search(attribute.as_bytes(), Content::Words);
        let value = xattr::get(path, &attribute).ok().flatten().unwrap_or_default();
        search(&value, place::content(VR::UN, &value));
    }
    if role == Role::Answer {
        return (seen, None);
    }
    search(name.as_bytes(), Content::Words);
    if let Ok(file) = File::open(path) {
        // Failures leave what was read until then.
        let _ = unfold::windows(
            Vec::new(),
            file,
            &mut |window| search(window, place::content(VR::UN, window)),
            &mut |_| Ok(()),
        );
    }
    let mut inner: Vec<Scan> = Vec::new();
    let problem = unfold::unfold(path, &mut |piece| match piece {
        Piece::Words(words) => search(words, Content::Words),
        Piece::Window(bytes) => search(bytes, place::content(VR::UN, bytes)),
        Piece::Whole(bytes) => {
            search(bytes, place::content(VR::UN, bytes));
            let scan = Scan::parse(bytes.to_vec(), LARGEST_OBJECT).ok();
            inner.extend(scan.filter(|scan| scan.is_dicom() && inner.len() < MOST_OBJECTS));
        }
    });
    inner.extend(Scan::open(path, LARGEST_OBJECT).ok().filter(Scan::is_dicom));
    for scan in inner {
        let sets = Sets::new(&scan, None);
        object::search(needles, &scan, None, &sets, &mut |_, hit, _, _| note(hit.target, hit.verdict, hit.form));
    }
    (seen, problem.err())
}

fn see(seen: &mut BTreeMap<usize, (Verdict, &'static str)>, target: usize, new: (Verdict, &'static str)) {
    let entry = seen.entry(target).or_insert(new);
    if new.0 > entry.0 {
        *entry = new;
    }
}

fn finding(plant: &Plant, verdict: Verdict, form: &str, name: &str, role: Role) -> Finding {
    let mut finding = leak("beside", plant, verdict, name);
    finding.moved = true;
    finding.surface = Some(Surface::Sidecar);
    finding.seen_at = "a file that answers no input".to_owned();
    finding.form = form.to_owned();
    if role == Role::Said {
        finding.topic = Topic::Said;
        finding.seen_at = "what the tool said or left elsewhere".to_owned();
    }
    finding
}

/// A file that may hold more than was seen.
fn unsearched(name: &str, problem: &str) -> Finding {
    Finding {
        topic: Topic::Coverage,
        detector: "beside".to_owned(),
        verdict: None,
        patient: String::new(),
        instance: String::new(),
        plant: String::new(),
        trap: String::new(),
        surface: Some(Surface::Sidecar),
        kind: None,
        direct: false,
        moved: false,
        output: name.to_owned(),
        seen_at: "a file that answers no input".to_owned(),
        form: "not searched to its end".to_owned(),
        evidence: problem.to_owned(),
        value: String::new(),
        crop: String::new(),
    }
}
