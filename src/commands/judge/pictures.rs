//! Pictures of what was found, drawn while patients are judged. They are for people: where they can't be written, the result stands.

use crate::commands::judge::Case;
use crate::commands::judge::spool::Judged;
use crate::commands::terminal::Terminal;
use crate::detectors::crops::CropFolder;
use crate::detectors::crops::IndexRow;
use crate::detectors::crops::Selection;
use crate::detectors::crops::Source;
use crate::detectors::crops::Wanted;
use crate::detectors::crops::draw;
use crate::pairing::Pair;
use crate::scorecard::EvidenceFacts;
use crate::truth::InstanceRow;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

/// What was drawn so far, and what could not be written.
pub struct Album {
    folder: Option<CropFolder>,
    selection: Selection,
    problems: Vec<String>,
}

impl Album {
    /// Starts an album in the folder of the run.
    pub fn new(run: &Path) -> Self {
        let (folder, problems) = match CropFolder::new(run) {
            Ok(folder) => (Some(folder), Vec::new()),
            Err(error) => (None, vec![error.to_string()]),
        };
        Self { folder, selection: Selection::default(), problems }
    }

    /// Draws findings of the next patients, in the order of the dataset, and notes in each the name of its pictures.
    pub fn draw(&mut self, case: &Case<'_>, pairs: &BTreeMap<&str, Vec<&Pair>>, judged: &mut [Judged]) {
        let Some(folder) = &mut self.folder else { return };
        let wanted: Vec<Vec<Wanted>> =
            judged.iter().map(|judged| self.selection.choose(&judged.judgement.findings)).collect();
        let place = folder.path();
        let drawn: Vec<Vec<(usize, Result<IndexRow, String>)>> = judged
            .par_iter()
            .zip(wanted)
            .map(|(judged, wanted)| of_patient(case, pairs, judged, &wanted, place))
            .collect();
        for (judged, drawn) in judged.iter_mut().zip(drawn) {
            for (number, row) in drawn {
                match row {
                    Ok(row) => {
                        if let Some(finding) = judged.judgement.findings.get_mut(number) {
                            finding.crop.clone_from(&row.crop);
                        }
                        folder.add([row]);
                    }
                    Err(problem) => self.problems.push(problem),
                }
            }
        }
    }

    /// Puts the pictures in their place, and says what could not be written.
    pub fn finish(mut self, terminal: &Terminal) -> EvidenceFacts {
        let mut facts = EvidenceFacts { left_out: self.selection.left_out, ..EvidenceFacts::default() };
        if let Some(folder) = self.folder.take() {
            facts.crops = folder.len() as u64;
            match folder.finish() {
                Ok(()) => facts.index = "evidence/index.csv".to_owned(),
                Err(error) => self.problems.push(error.to_string()),
            }
        }
        if let Some(first) = self.problems.first() {
            terminal.note(&format!(
                "{} pictures of findings could not be written, the scores are not affected: {first}",
                self.problems.len()
            ));
        }
        facts
    }
}

fn of_patient(
    case: &Case<'_>,
    pairs: &BTreeMap<&str, Vec<&Pair>>,
    judged: &Judged,
    wanted: &[Wanted],
    place: &Path,
) -> Vec<(usize, Result<IndexRow, String>)> {
    let patient = judged.judgement.patient.as_str();
    if wanted.is_empty() {
        return Vec::new();
    }
    let Ok(truth) = case.dataset.truth(patient) else { return Vec::new() };
    let pairs = pairs.get(patient).map(Vec::as_slice).unwrap_or_default();
    let files = |row: &InstanceRow| -> Option<(PathBuf, PathBuf)> {
        let output = pairs.iter().find(|pair| pair.instance == row.instance)?.output.as_ref()?;
        Some((case.dataset.input().join(&row.path), case.output.join(&output.path)))
    };
    draw(&Source { truth: &truth, files: &files, folder: place }, &judged.judgement.findings, wanted)
}
