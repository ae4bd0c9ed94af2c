//! Files that answer no input: searched for the direct identifiers of all patients.

use crate::detectors::evidence::leak;
use crate::detectors::search::needles::Needles;
use crate::detectors::search::needles::Target;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::Plant;
use crate::truth::Surface;
use aho_corasick::BuildError;
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
/// Longest part of a window that is also read as text.
const TEXT: usize = 1 << 20;

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
                self.targets.push(Target { kind: plant.kind, value: plant.value.clone(), control: false });
                self.plants.push(plant.clone());
            }
        }
    }

    /// Searches files, given with the name under which they are reported. Gives the findings of each patient; a file that
    /// can't be read is passed over, because it can't be handed on either.
    pub fn search(self, files: &[(String, &Path, Role)]) -> Result<BTreeMap<String, Vec<Finding>>, BuildError> {
        let needles = Needles::new(self.targets)?;
        let found: Vec<Vec<Finding>> = files
            .par_iter()
            .map(|(name, path, role)| {
                let mut seen: BTreeMap<usize, (Verdict, &'static str)> = BTreeMap::new();
                for hit in needles.in_text(name) {
                    see(&mut seen, hit.target, (hit.form.verdict, hit.form.name));
                }
                let _ = each_window(path, |window| {
                    for hit in needles.in_bytes(window) {
                        see(&mut seen, hit.target, (hit.form.verdict, hit.form.name));
                    }
                    let text = String::from_utf8_lossy(window.get(..TEXT).unwrap_or(window));
                    for hit in needles.in_text(&text) {
                        // Parts of a name are too common in a file of unknown make.
                        if hit.form.verdict == Verdict::Leaked {
                            see(&mut seen, hit.target, (hit.form.verdict, hit.form.name));
                        }
                    }
                });
                seen.into_iter()
                    .filter_map(|(target, (verdict, form))| Some((self.plants.get(target)?, verdict, form)))
                    .map(|(plant, verdict, form)| finding(plant, verdict, form, name, *role))
                    .collect()
            })
            .collect();
        let mut by_patient: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in found.into_iter().flatten() {
            by_patient.entry(finding.patient.clone()).or_default().push(finding);
        }
        Ok(by_patient)
    }
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
fn each_window(path: &Path, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut window = Vec::new();
    loop {
        let kept = window.len().min(OVERLAP);
        window.drain(..window.len() - kept);
        let read = file.by_ref().take(WINDOW as u64).read_to_end(&mut window)?;
        if read == 0 {
            return Ok(());
        }
        visit(&window);
    }
}
