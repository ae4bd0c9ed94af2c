//! A split that somebody made, looked at: is anybody in two?

use crate::collection::Place;
use crate::inspection::Duplicates;
use crate::inspection::Survey;
use crate::inspection::duplicates::Pair;
use crate::splits;
use crate::splits::Member;
use crate::splits::NEARLY_THE_SAME;
use crate::splits::Overlap;
use crate::splits::PICTURE;
use crate::splits::SplitFileError;
use crate::splits::SubjectColumn;
use crate::truth::TruthError;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use thiserror::Error;

/// Overlaps that are listed.
const MOST_OVERLAPS: usize = 100;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SplitAudit {
    /// The file.
    pub file: String,
    /// Subjects in each split.
    pub subjects: BTreeMap<String, u64>,
    /// Rows of each split.
    pub rows: BTreeMap<String, u64>,
    /// Rows that are about nobody who is there.
    pub strangers: u64,
    /// Subjects that no row names.
    pub unnamed: u64,
    /// Files of which nobody knows whom they show, so that nobody can say whether the split is clean.
    pub without_subject: u64,
    /// People and pictures in two splits.
    pub overlaps: u64,
    /// Some of them.
    pub listed: Vec<Overlap>,
}

/// A split could not be audited.
#[derive(Debug, Error)]
pub enum SplitAuditError {
    /// The split file.
    #[error(transparent)]
    File(#[from] SplitFileError),
    /// The truth.
    #[error(transparent)]
    Truth(#[from] TruthError),
}

/// Audits a split file against what is there. Keys of a dataset are those of its truth; of other folders the pixels, and pictures
/// that are nearly the same.
pub fn audit_split(
    file: &Path,
    place: &Place,
    survey: &Survey,
    duplicates: Option<&Duplicates>,
) -> Result<SplitAudit, SplitAuditError> {
    let (sort, rows) = splits::read(file)?;
    let members = members(place, survey)?;
    let by_file = ByFile::new(survey);
    let mut audit = SplitAudit {
        file: file.display().to_string(),
        subjects: BTreeMap::new(),
        rows: BTreeMap::new(),
        strangers: 0,
        unnamed: 0,
        without_subject: 0,
        overlaps: 0,
        listed: Vec::new(),
    };
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut placed: Vec<(Member, String)> = Vec::new();
    let mut of_file: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        *audit.rows.entry(row.split.clone()).or_default() += 1;
        let (subject, own) = match sort {
            SubjectColumn::Patient => (row.subject.clone(), None),
            SubjectColumn::File | SubjectColumn::Either => match by_file.find(&row.subject) {
                Some((path, subject, picture)) => {
                    of_file.entry(path).or_default().insert(row.split.clone());
                    (subject.to_owned(), Some((path, picture)))
                }
                None if sort == SubjectColumn::Either => (row.subject.clone(), None),
                None => {
                    audit.strangers += 1;
                    continue;
                }
            },
        };
        if subject.is_empty() {
            // Nobody knows whom it shows, but a picture can be known again.
            audit.without_subject += 1;
            if let Some((path, picture)) = own {
                placed.push((
                    Member { patient: path.to_owned(), keys: picture.into_iter().collect(), ..Member::default() },
                    row.split,
                ));
            }
            continue;
        }
        let Some(member) = members.get(&subject) else {
            audit.strangers += 1;
            continue;
        };
        named.entry(&member.patient).or_default().push(row.split.clone());
        // A row about one file brings that file's picture, not all of its subject's.
        let member = match own {
            Some((_, picture)) => Member { keys: picture.into_iter().collect(), ..member.clone() },
            None => member.clone(),
        };
        placed.push((member, row.split));
    }
    for splits in named.values_mut() {
        splits.sort();
        splits.dedup();
        for split in splits {
            *audit.subjects.entry(split.clone()).or_default() += 1;
        }
    }
    audit.unnamed = (members.len() - named.len()) as u64;
    let overlaps = splits::audit(placed.iter().map(|(member, split)| (member, split.as_str())));
    let overlaps: Vec<Overlap> = overlaps.into_iter().chain(nearly(duplicates, &of_file, &named, &by_file)).collect();
    audit.overlaps = overlaps.len() as u64;
    audit.listed = overlaps.into_iter().take(MOST_OVERLAPS).collect();
    Ok(audit)
}

/// Pictures of different people that are nearly the same, in different splits.
fn nearly(
    duplicates: Option<&Duplicates>,
    of_file: &BTreeMap<&str, BTreeSet<String>>,
    of_subject: &BTreeMap<&str, Vec<String>>,
    by_file: &ByFile<'_>,
) -> Vec<Overlap> {
    let splits = |path: &str| -> BTreeSet<String> {
        let own = of_file.get(path).cloned();
        own.or_else(|| Some(of_subject.get(by_file.subject(path)?)?.iter().cloned().collect())).unwrap_or_default()
    };
    let overlap = |pair: &Pair| {
        let (one, other) = (splits(&pair.one), splits(&pair.other));
        let same_subject = by_file.subject(&pair.one).is_some_and(|subject| !subject.is_empty())
            && by_file.subject(&pair.one) == by_file.subject(&pair.other);
        let apart = !one.is_empty() && !other.is_empty() && one != other && !same_subject;
        apart.then(|| Overlap {
            sort: NEARLY_THE_SAME.to_owned(),
            key: String::new(),
            patients: vec![pair.one.clone(), pair.other.clone()],
            splits: one.union(&other).cloned().collect(),
        })
    };
    duplicates.into_iter().flat_map(|found| &found.near_pairs).filter_map(overlap).collect()
}

type Key = (String, String);

/// Everybody who is there, with what must not stand in two splits.
fn members(place: &Place, survey: &Survey) -> Result<BTreeMap<String, Member>, TruthError> {
    let mut members = BTreeMap::new();
    if let Some(dataset) = &place.dataset {
        for patient in dataset.patients() {
            members.insert(patient.clone(), splits::profile(dataset, &dataset.truth(patient)?));
        }
        return Ok(members);
    }
    for entry in survey.entries.iter().filter(|entry| !entry.subject.is_empty()) {
        let member = members
            .entry(entry.subject.clone())
            .or_insert_with(|| Member { patient: entry.subject.clone(), ..Member::default() });
        member.keys.extend(picture_key(entry.looks.as_ref().map(|looks| looks.digest)));
    }
    Ok(members)
}

fn picture_key(digest: Option<u128>) -> Option<Key> {
    Some((PICTURE.to_owned(), format!("{:016x}", digest? >> 64)))
}

/// Subject and picture of each file, by its path and, where only one file has it, by its name.
struct ByFile<'a> {
    by_path: BTreeMap<&'a str, (&'a str, Option<Key>)>,
    by_name: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> ByFile<'a> {
    fn new(survey: &'a Survey) -> Self {
        let (mut by_path, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for entry in &survey.entries {
            let path = entry.facts.path.as_str();
            let key = picture_key(entry.looks.as_ref().map(|looks| looks.digest));
            by_path.insert(path, (entry.subject.as_str(), key));
            let name = path.rsplit('/').next().unwrap_or(path);
            by_name.entry(name).and_modify(|only| *only = None).or_insert(Some(path));
        }
        Self { by_path, by_name }
    }

    /// The subject of a file by its path.
    fn subject(&self, path: &str) -> Option<&'a str> {
        self.by_path.get(path).map(|(subject, _)| *subject)
    }

    /// The path of a file, its subject, and the key of its picture.
    fn find(&self, named: &str) -> Option<(&'a str, &'a str, Option<Key>)> {
        let named = named.trim_start_matches("./");
        let by_path = |path: &str| {
            let (path, (subject, key)) = self.by_path.get_key_value(path)?;
            Some((*path, *subject, key.clone()))
        };
        by_path(named).or_else(|| {
            let name = named.rsplit('/').next().unwrap_or(named);
            by_path((*self.by_name.get(name)?)?)
        })
    }
}
