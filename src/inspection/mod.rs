//! What a collection holds, and what it can and cannot support: a dataset, or any folder of DICOM files and pictures.
//!
//! ```text
//! walk ──> survey (facts, looks) ──> composition, intensities, duplicates, labels, splits, comparison ──> verdicts
//! ```

mod comparison;
mod composition;
mod contrast;
mod duplicates;
mod fine;
mod histogram;
mod labels;
mod load;
mod look;
mod measures;
mod page;
mod preview;
mod same_scene;
mod scripts;
mod sketch;
mod spectrum;
mod split_audit;
mod subjects;
mod survey;
mod tables;
mod texture;
mod verdicts;

pub use comparison::Comparison;
pub use comparison::compare;
pub use composition::Composition;
pub use duplicates::Duplicates;
pub use duplicates::duplicates;
pub use histogram::Histogram;
pub use labels::Labels;
pub use measures::Measure;
pub use measures::Measures;
pub use page::page;
pub use preview::Preview;
pub use preview::PreviewError;
pub use preview::preview;
pub use split_audit::SplitAudit;
pub use split_audit::SplitAuditError;
pub use split_audit::audit_split;
pub use survey::Survey;
pub use survey::SurveyOptions;
pub use survey::survey;
pub use tables::text;
pub use verdicts::Verdict;
pub use verdicts::Weight;

use crate::collection::Place;
use crate::truth::TruthError;
use serde::Serialize;
use std::collections::BTreeMap;

/// Format of the JSON report.
const FORMAT: u32 = 1;

/// All that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Its format.
    pub format: u32,
    /// The folder, as it was named.
    pub folder: String,
    /// Whether it is a dataset of this program.
    pub dataset: bool,
    /// What it holds.
    pub composition: Composition,
    /// What was planted, where it is a dataset.
    pub labels: Option<Labels>,
    /// Intensities as shown, by modality.
    pub intensities: BTreeMap<String, Intensity>,
    /// Files that show the same.
    pub duplicates: Option<Duplicates>,
    /// A split that somebody made.
    pub splits: Option<SplitAudit>,
    /// Another collection beside this one.
    pub comparison: Option<Comparison>,
    /// How a baseline does, as the user says.
    pub baseline: Option<String>,
    /// Files that could not be used, each with the reason, sorted; the first thousand.
    pub problems: Vec<(String, String)>,
    /// Number of files that could not be used.
    pub unusable: u64,
    /// What the set can and cannot support.
    pub verdicts: Vec<Verdict>,
}

/// Levels of one modality, from 0 (black) to 255 (white), over all frames.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intensity {
    /// Frames.
    pub frames: u64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// Percentiles 1, 5, 25, 50, 75, 95 and 99.
    pub percentiles: [u8; 7],
    /// Pixels of each level.
    pub histogram: Histogram,
    /// Median of each measure over the files.
    pub measures: BTreeMap<Measure, f64>,
}

/// What the caller adds to a survey.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// What was planted, where it is a dataset.
    pub labels: Option<Labels>,
    /// The audit of a split.
    pub splits: Option<SplitAudit>,
    /// Files that show the same.
    pub duplicates: Option<Duplicates>,
    /// Another collection.
    pub comparison: Option<Comparison>,
    /// How a baseline does.
    pub baseline: Option<String>,
    /// Whether contact sheets are written now.
    pub previewed: bool,
}

/// Problems that are listed.
const MOST_PROBLEMS: usize = 1000;

/// What was planted, where the folder is a dataset.
///
/// # Errors
/// The truth of a patient can't be read.
pub fn labels(place: &Place) -> Result<Option<Labels>, TruthError> {
    place.dataset.as_ref().map(labels::labels).transpose()
}

/// Puts together what a survey found.
pub fn inspect(place: &Place, survey: &Survey, extras: Extras) -> Inspection {
    let intensities = survey
        .histograms
        .iter()
        .map(|(modality, (frames, histogram))| {
            let measures = survey.measures_of(modality);
            let medians = Measure::ALL
                .iter()
                .filter_map(|measure| Some((*measure, measures::median(&measures.of(*measure))?)))
                .collect();
            let intensity = Intensity {
                frames: *frames,
                mean: histogram.mean(),
                deviation: histogram.deviation(),
                percentiles: [1, 5, 25, 50, 75, 95, 99].map(|share| histogram.percentile(f64::from(share) / 100.0)),
                histogram: histogram.clone(),
                measures: medians,
            };
            (modality.clone(), intensity)
        })
        .collect();
    let mut inspection = Inspection {
        format: FORMAT,
        folder: place.folder.display().to_string(),
        dataset: place.dataset.is_some(),
        composition: composition::composition(place, survey),
        labels: extras.labels,
        intensities,
        duplicates: extras.duplicates.map(Duplicates::listed),
        splits: extras.splits,
        comparison: extras.comparison,
        baseline: extras.baseline,
        problems: survey.problems.iter().take(MOST_PROBLEMS).cloned().collect(),
        unusable: survey.problems.len() as u64,
        verdicts: Vec::new(),
    };
    inspection.verdicts = verdicts::verdicts(&inspection, extras.previewed);
    inspection
}
