//! Every file of a folder, side by side.

use crate::collection::Facts;
use crate::collection::Place;
use crate::collection::walk;
use crate::inspection::Histogram;
use crate::inspection::Measure;
use crate::inspection::Measures;
use crate::inspection::look::Looks;
use crate::inspection::look::see;
use crate::inspection::sketch::Sketch;
use crate::inspection::subjects;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;

/// How a survey is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyOptions {
    /// Whether frames are decoded, or headers alone are read.
    pub decode: bool,
    /// Modality of files that are no DICOM.
    pub pictures_as: String,
}

/// One file that could be read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its header says.
    pub facts: Facts,
    /// The person that it counts for; empty where nobody knows.
    pub subject: String,
    /// The modality that it counts under.
    pub modality: String,
    /// Its looks, but for the histogram, which is in [`Survey::histograms`]; `None` where it was not decoded.
    pub looks: Option<SmallLooks>,
}

/// What is kept of the looks of each file.
#[derive(Clone, Debug)]
pub struct SmallLooks {
    /// The middle frame in numbers.
    pub measures: Measures,
    /// Tells equal pictures: of all decoded frames and their layout.
    pub digest: u128,
    /// The middle frame in small views.
    pub sketch: Box<Sketch>,
}

/// What a folder holds. A few hundred bytes are kept of each file, and one histogram of each modality.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Files, sorted by path.
    pub entries: Vec<Entry>,
    /// Files that could not be used, each with the reason, sorted by path.
    pub problems: Vec<(String, String)>,
    /// Frames and levels of each modality.
    pub histograms: BTreeMap<String, (u64, Histogram)>,
    /// Whether frames were decoded.
    pub decoded: bool,
    /// Folders below those of a split that stand in every split: classes, or people in several splits.
    pub in_every_split: Vec<String>,
}

/// The measures of many pictures.
pub struct MeasuresOf<'a>(Vec<&'a Measures>);

impl MeasuresOf<'_> {
    /// The values of one measure, of the pictures that allow it.
    pub fn of(&self, measure: Measure) -> Vec<f64> {
        self.0.iter().filter_map(|measures| measures.get(measure)).collect()
    }
}

impl Survey {
    /// The measures of the files of a modality; of files that show the same, one counts.
    pub fn measures_of(&self, modality: &str) -> MeasuresOf<'_> {
        let of = self.entries.iter().filter(|entry| entry.modality == modality);
        let mut seen = BTreeSet::new();
        let looks = of.filter_map(|entry| entry.looks.as_ref()).filter(|looks| seen.insert(looks.digest));
        MeasuresOf(looks.map(|looks| &looks.measures).collect())
    }
}

/// Looks at every file. In a dataset the subject is the patient of the truth, because headers hold what was planted.
pub fn survey(place: &Place, options: &SurveyOptions, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Survey> {
    let patients = patients_of(place)?;
    let histograms: Mutex<BTreeMap<String, (u64, Histogram)>> = Mutex::default();
    let note = |modality: &str, looks: &Looks| {
        let mut all = histograms.lock().unwrap_or_else(PoisonError::into_inner);
        let (frames, histogram) = all.entry(modality.to_owned()).or_default();
        *frames += looks.frames;
        histogram.merge(&looks.histogram);
    };
    let seen: Vec<(String, Option<Entry>, Option<String>)> = walk(&place.files)?
        .par_bridge()
        .map(|item| {
            let seen = see(&item, options.decode);
            progress(1);
            let entry = seen.facts.map(|facts| {
                let modality = if facts.modality.is_empty() && facts.class.is_empty() {
                    options.pictures_as.clone()
                } else if facts.modality.is_empty() {
                    "(none)".to_owned()
                } else {
                    facts.modality.clone()
                };
                if let Some(looks) = &seen.looks {
                    note(&modality, looks);
                }
                let subject = patients.get(&facts.path).unwrap_or(&facts.subject).clone();
                let looks = seen.looks.map(|looks| SmallLooks {
                    measures: looks.measures,
                    digest: looks.digest,
                    sketch: Box::new(looks.sketch),
                });
                Entry { facts, subject, modality, looks }
            });
            (item.relative, entry, seen.problem)
        })
        .collect();
    let mut survey = Survey { decoded: options.decode, ..Survey::default() };
    for (path, entry, problem) in seen {
        survey.entries.extend(entry);
        survey.problems.extend(problem.map(|problem| (path, problem)));
    }
    survey.entries.sort_by(|one, other| one.facts.path.cmp(&other.facts.path));
    if place.dataset.is_none() {
        survey.in_every_split = subjects::below_splits(&mut survey.entries);
    }
    survey.problems.sort();
    survey.histograms = histograms.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(survey)
}

/// The patient of each file of a dataset.
fn patients_of(place: &Place) -> io::Result<BTreeMap<String, String>> {
    let mut patients = BTreeMap::new();
    if let Some(dataset) = &place.dataset {
        let read =
            |patient: &String| Ok((patient.clone(), dataset.truth(patient).map_err(io::Error::other)?.instances));
        let all: Vec<_> = dataset.patients().par_iter().map(read).collect::<io::Result<_>>()?;
        for (patient, instances) in all {
            patients.extend(instances.into_iter().map(|row| (row.path, patient.clone())));
        }
    }
    Ok(patients)
}
