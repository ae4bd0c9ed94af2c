//! One export, from dataset to folder.

use crate::dicom::shown::AskedWindow;
use crate::export::BoxForm;
use crate::export::Category;
use crate::export::ExportedImage;
use crate::export::FrameForm;
use crate::export::LabelForm;
use crate::export::coco::Coco;
use crate::export::frames::FrameOptions;
use crate::export::frames::write_frames;
use crate::export::icdar::Icdar;
use crate::export::metadata::Metadata;
use crate::export::overlays::Overlays;
use crate::export::writer::LabelWriter;
use crate::export::yolo::Yolo;
use crate::seed::Seed;
use crate::splits;
use crate::splits::Assignment;
use crate::splits::Member;
use crate::splits::Overlap;
use crate::splits::Ratios;
use crate::splits::SplitFileError;
use crate::splits::SubjectColumn;
use crate::splits::profile;
use crate::truth::Dataset;
use crate::truth::OverlayRow;
use crate::truth::TruthError;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use thiserror::Error;

/// Format of `export.json`.
const FORMAT: u32 = 1;
/// Name of the only split where none was asked for.
const ALL: &str = "all";

/// Who goes where.
#[derive(Clone, Debug, PartialEq)]
pub enum SplitWish {
    /// All in one.
    None,
    /// By shares, evenly, and by chance.
    Shares(Ratios, Seed),
    /// As a file says.
    File(PathBuf),
}

/// What an export follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPlan {
    /// Where it goes; new or empty.
    pub out: PathBuf,
    /// Forms of labels.
    pub forms: Vec<LabelForm>,
    /// What frames become.
    pub frames: FrameForm,
    /// Which box is the label.
    pub boxes: BoxForm,
    /// Every how many frames one is taken.
    pub every: u32,
    /// A window for all grey files, instead of their own.
    pub window: Option<AskedWindow>,
    /// Who goes where.
    pub split: SplitWish,
}

/// Counts of one split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SplitCounts {
    /// Patients.
    pub patients: u64,
    /// Files that were exported.
    pub files: u64,
    /// Images: frames that were exported.
    pub images: u64,
    /// Images with an identifier.
    pub labelled: u64,
    /// Boxes of identifiers.
    pub boxes: u64,
    /// Boxes of benign text.
    pub benign: u64,
    /// Patients by modality and trap.
    pub strata: BTreeMap<String, u64>,
}

/// Content of `export.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportRecord {
    /// Its format.
    pub format: u32,
    /// Version of the program.
    pub generator: String,
    /// Digest of the dataset.
    pub dataset_digest: String,
    /// The options by name.
    pub options: BTreeMap<String, String>,
    /// Each split.
    pub splits: BTreeMap<String, SplitCounts>,
    /// Files with pixels that were left out, each with its reason.
    pub left_out: Vec<String>,
}

/// An export failed.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The folder holds something.
    #[error("`{0}` is not empty; name a new folder with --out")]
    NotEmpty(PathBuf),
    /// A truth can't be read.
    #[error(transparent)]
    Truth(#[from] TruthError),
    /// A split file can't be read.
    #[error(transparent)]
    SplitFile(#[from] SplitFileError),
    /// A split file is about files.
    #[error("the split file `{0}` names files; an export splits whole patients: name them in a column `patient`")]
    NotPatients(PathBuf),
    /// A split file leaves somebody out, or names strangers.
    #[error("the split file `{path}` does not fit the dataset: {why}")]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Somebody is in two splits.
    #[error("nothing was exported, because {} in two splits: {}", if .0.len() == 1 { "somebody is".to_owned() } else { format!("{} are", .0.len()) }, first_words(.0))]
    Overlap(Vec<Overlap>),
    /// Two forms that do not go together.
    #[error("`{0}` labels belong to pictures; leave --frames dicom or the form out")]
    NeedsPictures(LabelForm),
    /// The file system refused.
    #[error("could not write `{path}`; is the disk full, or read-only?")]
    Write {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody pressed Ctrl-C.
    #[error("stopped; what was exported so far is in the folder, and it is not complete")]
    Cancelled,
}

fn first_words(overlaps: &[Overlap]) -> String {
    let words: Vec<String> = overlaps.iter().take(5).map(Overlap::to_string).collect();
    words.join("; ")
}

/// What came of one patient.
struct Exported {
    split: String,
    files: u64,
    images: Vec<ExportedImage>,
    overlays: Vec<OverlayRow>,
    left_out: Vec<String>,
}

/// Exports a dataset. Patients are read side by side and written in their order, a few at a time, so memory stays flat.
pub fn export(
    dataset: &Dataset,
    plan: &ExportPlan,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<ExportRecord, ExportError> {
    check(plan)?;
    let members: Vec<Member> = dataset
        .patients()
        .par_iter()
        .map(|patient| Ok(profile(dataset, &dataset.truth(patient)?)))
        .collect::<Result<_, TruthError>>()?;
    let assignment = assignment(plan, &members)?;
    let write_error = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Write { path, source }
    };
    let mut record = ExportRecord {
        format: FORMAT,
        generator: env!("CARGO_PKG_VERSION").to_owned(),
        dataset_digest: dataset.record.digest.clone(),
        options: options(plan),
        splits: BTreeMap::new(),
        left_out: Vec::new(),
    };
    for split in assignment.values() {
        let folder = plan.out.join("images").join(split);
        fs::create_dir_all(&folder).map_err(write_error(&folder))?;
    }
    count_strata(&mut record, &members, &assignment);
    let splits_file = plan.out.join("splits.csv");
    splits::write(&splits_file, &assignment).map_err(write_error(&splits_file))?;
    let mut writers = writers(plan, dataset);
    let mut overlays = plan.forms.contains(&LabelForm::Overlays).then(|| Overlays::new(&plan.out.join("phi_overlays")));
    let mut next = 0;
    for chunk in dataset.patients().chunks(2 * rayon::current_num_threads().max(1)) {
        if cancel.load(Ordering::Relaxed) {
            return Err(ExportError::Cancelled);
        }
        let done: Vec<Exported> = chunk
            .par_iter()
            .map(|patient| {
                let exported = one(dataset, plan, patient, assignment.get(patient).map_or(ALL, String::as_str));
                progress(1);
                exported
            })
            .collect::<Result<_, TruthError>>()?;
        for mut exported in done {
            for image in &mut exported.images {
                next += 1;
                image.id = next;
                writers.iter_mut().try_for_each(|writer| writer.add(image)).map_err(write_error(&plan.out))?;
            }
            if let Some(overlays) = &mut overlays {
                overlays.add(&exported.split, &exported.overlays).map_err(write_error(&plan.out))?;
            }
            let counts = record.splits.entry(exported.split).or_default();
            counts.files += exported.files;
            counts.images += exported.images.len() as u64;
            for image in &exported.images {
                let benign = image.labels.iter().filter(|label| label.category == Category::Benign).count();
                counts.benign += benign as u64;
                counts.boxes += (image.labels.len() - benign) as u64;
                counts.labelled += u64::from(image.labels.len() > benign);
            }
            record.left_out.extend(exported.left_out);
        }
    }
    writers.iter_mut().try_for_each(|writer| writer.finish()).map_err(write_error(&plan.out))?;
    if let Some(overlays) = &mut overlays {
        overlays.finish().map_err(write_error(&plan.out))?;
    }
    let file = plan.out.join("export.json");
    let text = serde_json::to_string_pretty(&record)
        .map_err(|error| ExportError::Write { path: file.clone(), source: io::Error::other(error) })?;
    fs::write(&file, text + "\n").map_err(write_error(&file))?;
    Ok(record)
}

fn check(plan: &ExportPlan) -> Result<(), ExportError> {
    let needy = plan.forms.iter().find(|form| matches!(form, LabelForm::Yolo | LabelForm::Metadata));
    if let (FrameForm::Dicom, Some(form)) = (plan.frames, needy) {
        return Err(ExportError::NeedsPictures(*form));
    }
    let is_empty = fs::read_dir(&plan.out).map_or(true, |mut entries| entries.next().is_none());
    if is_empty { Ok(()) } else { Err(ExportError::NotEmpty(plan.out.clone())) }
}

/// Who goes where; an error where somebody would be in two splits.
fn assignment(plan: &ExportPlan, members: &[Member]) -> Result<Assignment, ExportError> {
    let assignment = match &plan.split {
        SplitWish::None => members.iter().map(|member| (member.patient.clone(), ALL.to_owned())).collect(),
        SplitWish::Shares(ratios, seed) => splits::assign(members, ratios, *seed),
        SplitWish::File(path) => return from_file(path, members),
    };
    let placed = members.iter().filter_map(|member| Some((member, assignment.get(&member.patient)?.as_str())));
    let overlaps = splits::audit(placed);
    if overlaps.is_empty() { Ok(assignment) } else { Err(ExportError::Overlap(overlaps)) }
}

fn from_file(path: &Path, members: &[Member]) -> Result<Assignment, ExportError> {
    let (sort, rows) = splits::read(path)?;
    if sort == SubjectColumn::File {
        return Err(ExportError::NotPatients(path.to_owned()));
    }
    let by_name: BTreeMap<&str, &Member> = members.iter().map(|member| (member.patient.as_str(), member)).collect();
    let unfit = |why: String| ExportError::Unfit { path: path.to_owned(), why };
    if let Some(row) = rows.iter().find(|row| !by_name.contains_key(row.subject.as_str())) {
        return Err(unfit(format!("it names the patient `{}`, who is not there", row.subject)));
    }
    let placed = rows.iter().filter_map(|row| Some((*by_name.get(row.subject.as_str())?, row.split.as_str())));
    let overlaps = splits::audit(placed);
    if !overlaps.is_empty() {
        return Err(ExportError::Overlap(overlaps));
    }
    let assignment: Assignment = rows.into_iter().map(|row| (row.subject, row.split)).collect();
    let is_name =
        |name: &String| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if let Some(split) = assignment.values().find(|split| !is_name(split)) {
        return Err(unfit(format!("`{split}` is no name of a split: letters, digits, - and _ are")));
    }
    match members.iter().find(|member| !assignment.contains_key(&member.patient)) {
        Some(member) => Err(unfit(format!("it does not name the patient {}", member.patient))),
        None => Ok(assignment),
    }
}

fn options(plan: &ExportPlan) -> BTreeMap<String, String> {
    let forms: Vec<&str> = plan.forms.iter().map(|form| form.word()).collect();
    let (split, seed) = match &plan.split {
        SplitWish::None => ("none".to_owned(), String::new()),
        SplitWish::Shares(ratios, seed) => (ratios.to_string(), seed.to_string()),
        SplitWish::File(path) => (path.display().to_string(), String::new()),
    };
    let window = plan.window.map_or(
        "of each file; full range of 8 bits, or least to largest sample of the first frame, \
                                     where it tells none"
            .to_owned(),
        |window| window.to_string(),
    );
    [
        ("labels", forms.join(",")),
        ("frames", plan.frames.to_string()),
        ("boxes", plan.boxes.to_string()),
        ("every", plan.every.to_string()),
        ("window", window),
        ("split", split),
        ("seed", seed),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn count_strata(record: &mut ExportRecord, members: &[Member], assignment: &Assignment) {
    for member in members {
        let Some(split) = assignment.get(&member.patient) else { continue };
        let counts = record.splits.entry(split.clone()).or_default();
        counts.patients += 1;
        for label in &member.labels {
            *counts.strata.entry(label.clone()).or_default() += 1;
        }
    }
}

fn writers(plan: &ExportPlan, dataset: &Dataset) -> Vec<Box<dyn LabelWriter>> {
    let info = json!({
        "description": "synthetic burned-in identifiers; every person is invented",
        "version": env!("CARGO_PKG_VERSION"),
        "dataset_digest": dataset.record.digest,
        "boxes": plan.boxes,
    });
    plan.forms
        .iter()
        .filter_map(|form| -> Option<Box<dyn LabelWriter>> {
            Some(match form {
                LabelForm::Coco => Box::new(Coco::new(&plan.out.join("coco"), info.clone())),
                LabelForm::Yolo => Box::new(Yolo::new(&plan.out)),
                LabelForm::Icdar => Box::new(Icdar::new(&plan.out.join("icdar"))),
                LabelForm::Metadata => Box::new(Metadata::new(&plan.out.join("images"))),
                LabelForm::Overlays => return None,
            })
        })
        .collect()
}

fn one(dataset: &Dataset, plan: &ExportPlan, patient: &str, split: &str) -> Result<Exported, TruthError> {
    let truth = dataset.truth(patient)?;
    let options = FrameOptions { form: plan.frames, boxes: plan.boxes, every: plan.every, window: plan.window };
    let (input, folder) = (dataset.input(), plan.out.join("images").join(split));
    let mut exported = Exported {
        split: split.to_owned(),
        files: 0,
        images: Vec::new(),
        overlays: truth.overlays.clone(),
        left_out: Vec::new(),
    };
    for row in truth.instances.iter().filter(|row| row.frames > 0) {
        match write_frames(&input, &folder, split, &truth, row, &options) {
            Ok(images) => {
                exported.files += 1;
                exported.images.extend(images);
            }
            Err(why) => exported.left_out.push(format!("{}: {why}", row.path)),
        }
    }
    Ok(exported)
}
