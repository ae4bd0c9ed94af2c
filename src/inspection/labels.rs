//! What was planted in a dataset, as the truth records it.

use crate::dicom::canvas::Canvas;
use crate::inspection::contrast::contrast;
use crate::inspection::measures::median;
use crate::inspection::scripts::scripts;
use crate::truth::Dataset;
use crate::truth::KeepKind;
use crate::truth::Kind;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::Surface;
use crate::truth::TruthError;
use crate::truth::patient::read_table;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Burned lines whose contrast is measured, of each patient.
const MOST_CONTRASTS: usize = 20;
/// Reasons of quarantine that are kept.
const MOST_REASONS: usize = 100;

/// Plants and patients of one sort.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Planted {
    /// Plants.
    pub plants: u64,
    /// Patients that carry one.
    pub patients: u64,
}

/// Percentiles of some numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// How many there are.
    pub count: u64,
    /// The smallest.
    pub least: f64,
    /// The middle.
    pub median: f64,
    /// The largest.
    pub most: f64,
}

/// What the truth of a dataset says.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Labels {
    /// Patients.
    pub patients: u64,
    /// Patients without any plant.
    pub patients_without: u64,
    /// Patients with burned text.
    pub patients_with_text: u64,
    /// Files with pixels.
    pub images: u64,
    /// Files with burned text on a frame.
    pub labelled_images: u64,
    /// Frames.
    pub frames: u64,
    /// Frames with burned text.
    pub labelled_frames: u64,
    /// Plants.
    pub plants: u64,
    /// Boxes of burned text, one for each line and place.
    pub lines: u64,
    /// Annotations that must survive.
    pub keeps: u64,
    /// By trap.
    pub by_trap: BTreeMap<String, Planted>,
    /// By surface.
    pub by_surface: BTreeMap<String, Planted>,
    /// By Safe Harbor letter.
    pub by_hipaa: BTreeMap<String, Planted>,
    /// By kind of identifier.
    pub by_kind: BTreeMap<String, Planted>,
    /// Burned lines by kind of identifier: the classes of a training set.
    pub classes: BTreeMap<String, u64>,
    /// Burned lines by place: rows and columns of a grid of three by three.
    pub positions: BTreeMap<String, u64>,
    /// Burned lines by rotation, degrees clockwise.
    pub rotations: BTreeMap<String, u64>,
    /// Burned lines by typeface.
    pub faces: BTreeMap<String, u64>,
    /// Size of the letters, em in pixels.
    pub sizes: Spread,
    /// Ink against the mean of what is under it, as a share of the range.
    pub contrasts: Spread,
    /// Different names of patients.
    pub names: u64,
    /// Different values of all plants.
    pub values: u64,
    /// Plants by the scripts of their values.
    pub scripts: BTreeMap<String, u64>,
    /// Sources that are not in the dataset, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Reads the truth patient by patient.
pub fn labels(dataset: &Dataset) -> Result<Labels, TruthError> {
    let parts: Vec<(Labels, Gathered)> = dataset
        .patients()
        .par_iter()
        .map(|patient| Ok(of_patient(dataset, &dataset.truth(patient)?)))
        .collect::<Result<_, TruthError>>()?;
    let (mut labels, mut gathered) = (Labels::default(), Gathered::default());
    for (part, of_part) in parts {
        labels.merge(part);
        gathered.names.extend(of_part.names);
        gathered.values.extend(of_part.values);
        gathered.sizes.extend(of_part.sizes);
        gathered.contrasts.extend(of_part.contrasts);
    }
    labels.names = gathered.names.len() as u64;
    labels.values = gathered.values.len() as u64;
    labels.sizes = spread(&gathered.sizes);
    labels.contrasts = spread(&gathered.contrasts);
    let manifest: Vec<ManifestRow> = read_table(&dataset.folder().join("truth"), "run_manifest.csv")?;
    let out = manifest.into_iter().filter(|row| !row.reason.is_empty());
    labels.left_out =
        out.map(|row| (row.source, format!("{}: {}", row.status, row.reason))).take(MOST_REASONS).collect();
    Ok(labels)
}

/// What sums do not hold.
#[derive(Default)]
struct Gathered {
    names: BTreeSet<String>,
    values: BTreeSet<String>,
    sizes: Vec<f64>,
    contrasts: Vec<f64>,
}

fn spread(values: &[f64]) -> Spread {
    let ends = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    match median(values) {
        Some(median) => Spread { count: values.len() as u64, least: ends.0, median, most: ends.1 },
        None => Spread::default(),
    }
}

fn of_patient(dataset: &Dataset, truth: &PatientTruth) -> (Labels, Gathered) {
    let mut labels = Labels { patients: 1, ..Labels::default() };
    let mut gathered = Gathered::default();
    labels.patients_without = u64::from(truth.plants.is_empty());
    labels.plants = truth.plants.len() as u64;
    labels.keeps = truth.keeps.iter().filter(|keep| keep.kind == KeepKind::Annotation).count() as u64;
    let once = |table: &mut BTreeMap<String, Planted>, key: String| {
        let row = table.entry(key).or_default();
        row.plants += 1;
        row.patients = 1;
    };
    for plant in &truth.plants {
        once(&mut labels.by_trap, plant.trap.clone());
        once(&mut labels.by_surface, plant.surface.to_string());
        once(&mut labels.by_hipaa, plant.hipaa.to_string());
        once(&mut labels.by_kind, plant.kind.to_string());
        gathered.values.insert(plant.value.clone());
        if plant.kind == Kind::PersonName {
            gathered.names.insert(plant.value.clone());
        }
        for script in scripts(&plant.written) {
            *labels.scripts.entry(script.to_owned()).or_default() += 1;
        }
    }
    for row in truth.instances.iter().filter(|row| row.frames > 0) {
        labels.images += 1;
        labels.frames += u64::from(row.frames);
        let mut frames = BTreeSet::new();
        let burned =
            truth.plants.iter().filter(|plant| plant.instance == row.instance && plant.surface == Surface::Pixel);
        for plant in burned {
            for patch in truth.patches_of(plant).filter(|patch| patch.canvas == Canvas::Frames) {
                if patch.value_box.is_none() {
                    continue;
                }
                frames.extend(patch.frames.iter());
                labels.lines += 1;
                *labels.classes.entry(plant.kind.to_string()).or_default() += 1;
                *labels.rotations.entry(plant.rotation.to_string()).or_default() += 1;
                *labels.faces.entry(plant.face.clone()).or_default() += 1;
                let line = patch.line_box;
                let third = |at: u32, size: u32, all: u32| (3 * (2 * at + size) / (2 * all.max(1))).min(2) as usize;
                let rows = ["top", "middle", "bottom"].get(third(line.y, line.height, row.rows)).copied().unwrap_or("");
                let columns =
                    ["left", "centre", "right"].get(third(line.x, line.width, row.columns)).copied().unwrap_or("");
                *labels.positions.entry(format!("{rows} {columns}")).or_default() += 1;
                gathered.sizes.push(f64::from(plant.font_px));
                if gathered.contrasts.len() < MOST_CONTRASTS {
                    let folder = dataset.truth_folder(&truth.patient).join("patches");
                    gathered.contrasts.extend(contrast(&folder, patch, row));
                }
            }
        }
        labels.labelled_frames += frames.len() as u64;
        labels.labelled_images += u64::from(!frames.is_empty());
    }
    labels.patients_with_text = u64::from(labels.lines > 0);
    (labels, gathered)
}

impl Labels {
    fn merge(&mut self, other: Self) {
        self.patients += other.patients;
        self.patients_without += other.patients_without;
        self.patients_with_text += other.patients_with_text;
        self.images += other.images;
        self.labelled_images += other.labelled_images;
        self.frames += other.frames;
        self.labelled_frames += other.labelled_frames;
        self.plants += other.plants;
        self.lines += other.lines;
        self.keeps += other.keeps;
        let planted = [
            (&mut self.by_trap, other.by_trap),
            (&mut self.by_surface, other.by_surface),
            (&mut self.by_hipaa, other.by_hipaa),
            (&mut self.by_kind, other.by_kind),
        ];
        for (table, others) in planted {
            for (key, row) in others {
                let sum = table.entry(key).or_default();
                sum.plants += row.plants;
                sum.patients += row.patients;
            }
        }
        let counts = [
            (&mut self.classes, other.classes),
            (&mut self.positions, other.positions),
            (&mut self.rotations, other.rotations),
            (&mut self.faces, other.faces),
            (&mut self.scripts, other.scripts),
        ];
        for (table, others) in counts {
            for (key, count) in others {
                *table.entry(key).or_default() += count;
            }
        }
    }
}
