//! Files that answer no input: searched for the direct identifiers of all patients.

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
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

/// Bytes that are searched at a time.
const WINDOW: usize = 8 << 20;
/// Bytes that a window shares with the one before, so that no value is cut in two.
const OVERLAP: usize = 4096;
/// Values that are searched at a time: the memory that their forms take stays flat however many patients there are.
const BATCH: usize = 1000;
/// Largest file that is taken apart as DICOM.
const LARGEST_OBJECT: u64 = 256 << 20;
/// Bytes that a packed file may hold.
const MOST_UNPACKED: u64 = 1 << 30;

/// What a file is to the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It lies in the output, so it would be handed on.
    Output,
    /// The tool left it elsewhere, or said it.
    Said,
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

    /// Searches files, given with the name under which they are reported. Gives the findings of each patient; a file that
    /// can't be read is passed over, because it can't be handed on either. `progress` is called once for each of
    /// [`Self::steps`], from any thread.
    pub fn search(
        self,
        files: &[(String, &Path, Role)],
        progress: &(dyn Fn() + Sync),
    ) -> BTreeMap<String, Vec<Finding>> {
        let mut by_patient: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for (targets, plants) in self.targets.chunks(BATCH).zip(self.plants.chunks(BATCH)) {
            let needles = Needles::new(targets.to_vec());
            let found: Vec<Vec<Finding>> = files
                .par_iter()
                .map(|(name, path, role)| {
                    let seen = search_file(&needles, name, path);
                    progress();
                    let found = seen.into_iter().filter_map(|(target, seen)| Some((plants.get(target)?, seen)));
                    found.map(|(plant, (verdict, form))| finding(plant, verdict, form, name, *role)).collect()
                })
                .collect();
            for finding in found.into_iter().flatten() {
                by_patient.entry(finding.patient.clone()).or_default().push(finding);
            }
        }
        by_patient
    }
}

type Seen = BTreeMap<usize, (Verdict, &'static str)>;

/// The worst of each value in a file and its name. Parts of a value are too common in files of unknown make.
fn search_file(needles: &Needles, name: &str, path: &Path) -> Seen {
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
    search(name.as_bytes(), Content::Words);
    // Failures leave what was read until then.
    let _ = each_window(path, |window| search(window, place::content(VR::UN, window)));
    let _ = each_unpacked_window(path, |window| search(window, place::content(VR::UN, window)));
    if let Ok(scan) = Scan::open(path, LARGEST_OBJECT)
        && scan.is_dicom()
    {
        let sets = Sets::new(&scan, None);
        object::search(needles, &scan, None, &sets, &mut |_, hit, _, _| note(hit.target, hit.verdict, hit.form));
    }
    seen
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

/// Reads a file window by window; each begins with the end of the one before.
fn each_window(path: &Path, visit: impl FnMut(&[u8])) -> io::Result<()> {
    windows(File::open(path)?, visit)
}

/// The same for what a file holds that was packed with gzip.
fn each_unpacked_window(path: &Path, visit: impl FnMut(&[u8])) -> io::Result<()> {
    let mut magic = [0; 2];
    File::open(path)?.read_exact(&mut magic)?;
    match magic {
        [0x1f, 0x8b] => windows(MultiGzDecoder::new(File::open(path)?).take(MOST_UNPACKED), visit),
        _ => Ok(()),
    }
}

fn windows(mut file: impl Read, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
    let mut window = Vec::new();
    loop {
        let kept = window.len().min(OVERLAP);
        window.drain(..window.len() - kept);
        let read = file.by_ref().take(WINDOW as u64).read_to_end(&mut window);
        if window.len() > kept {
            visit(&window);
        }
        if read? == 0 {
            return Ok(());
        }
    }
}
