//! Who and what is in a collection.

use crate::collection::FileKind;
use crate::collection::Place;
use crate::dicom::uid_name::class_name;
use crate::dicom::uid_name::syntax_name;
use crate::inspection::Survey;
use crate::inspection::survey::Entry;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Counts of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Composition {
    /// Files that could be read.
    pub files: u64,
    /// Files with pixels.
    pub images: u64,
    /// Frames, as the headers claim.
    pub frames: u64,
    /// People: patients of the dataset, PatientIDs, or folders.
    pub subjects: u64,
    /// Files of which nobody knows whom they show: no PatientID and no folder.
    pub without_subject: u64,
    /// Folders that stand in every split: classes, or people in several splits.
    pub in_every_split: Vec<String>,
    /// Studies.
    pub studies: u64,
    /// Series.
    pub series: u64,
    /// Instances with a UID of their own.
    pub instances: u64,
    /// UIDs that several files claim.
    pub doubled_uids: u64,
    /// Images of the subject that has most.
    pub most_images_of_one: u64,
    /// Files by each axis: modality, object kind, transfer syntax, and so on.
    pub axes: BTreeMap<String, BTreeMap<String, u64>>,
    /// Subjects by modality.
    pub subjects_by_modality: BTreeMap<String, u64>,
    /// Names and licences of the sources, where it is a dataset.
    pub sources: Vec<(String, String)>,
}

/// Counts.
pub fn composition(place: &Place, survey: &Survey) -> Composition {
    let entries = &survey.entries;
    let distinct = |key: fn(&Entry) -> &str| -> u64 {
        entries.iter().map(key).filter(|key| !key.is_empty()).collect::<BTreeSet<&str>>().len() as u64
    };
    let images = || entries.iter().filter(|entry| entry.facts.kind != FileKind::Other);
    let mut by_subject: BTreeMap<&str, u64> = BTreeMap::new();
    let mut by_modality: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in images() {
        *by_subject.entry(&entry.subject).or_default() += 1;
        by_modality.entry(&entry.modality).or_default().insert(&entry.subject);
    }
    let with_uid = entries.iter().filter(|entry| !entry.facts.instance.is_empty()).count() as u64;
    let instances = distinct(|entry| &entry.facts.instance);
    let mut composition = Composition {
        files: entries.len() as u64,
        images: images().count() as u64,
        frames: entries.iter().map(|entry| u64::from(entry.facts.frames)).sum(),
        subjects: distinct(|entry| &entry.subject),
        without_subject: entries.iter().filter(|entry| entry.subject.is_empty()).count() as u64,
        studies: distinct(|entry| &entry.facts.study),
        series: distinct(|entry| &entry.facts.series),
        instances,
        doubled_uids: with_uid - instances,
        in_every_split: survey.in_every_split.clone(),
        most_images_of_one: by_subject
            .iter()
            .filter(|(who, _)| !who.is_empty())
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0),
        axes: BTreeMap::new(),
        subjects_by_modality: by_modality.into_iter().map(|(name, all)| (name.to_owned(), all.len() as u64)).collect(),
        sources: Vec::new(),
    };
    let mut count = |axis: &str, value: String| {
        *composition.axes.entry(axis.to_owned()).or_default().entry(value).or_default() += 1;
    };
    let record = place.dataset.as_ref().map(|dataset| &dataset.record);
    for entry in entries {
        let facts = &entry.facts;
        count("modality", entry.modality.clone());
        if !facts.class.is_empty() {
            count("object kind", class_name(&facts.class));
            count("transfer syntax", syntax_name(&facts.transfer_syntax));
        }
        if facts.kind != FileKind::Other {
            count("bits", facts.bits.to_string());
            count("colours", facts.photometric.clone());
            count("rows and columns", format!("{} x {}", facts.rows, facts.columns));
        }
        let is_synthetic = record.map_or(facts.says_synthetic, |record| record.synthetic);
        let unknown = if facts.kind == FileKind::Picture { "unknown (a picture)" } else { "real, or not marked" };
        count("origin", if is_synthetic { "synthetic" } else { unknown }.to_owned());
        if record.is_none() && facts.kind != FileKind::Picture {
            let maker = if facts.manufacturer.is_empty() { "(none)" } else { &facts.manufacturer };
            count("manufacturer", maker.to_owned());
        }
    }
    if let Some(record) = record {
        composition.sources =
            record.sources.iter().map(|source| (source.name.clone(), source.licence.clone())).collect();
    }
    composition
}
