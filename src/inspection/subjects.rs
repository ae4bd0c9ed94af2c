//! Who is shown, where folders say it and the first folder is a split.

use crate::inspection::survey::Entry;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What people call the folders of a split.
const SPLITS: [&str; 11] =
    ["train", "training", "val", "valid", "validation", "dev", "development", "test", "testing", "eval", "holdout"];

/// Corrects the subjects of files whose folder was taken for a person, where those folders are splits: `train/P1/3.png` shows
/// `P1`. Where the same names stand in every split they are classes, or people in several splits; nobody knows which, so nobody
/// knows whom those files show. Gives these names.
pub fn below_splits(entries: &mut [Entry]) -> Vec<String> {
    let first = |entry: &Entry| entry.facts.path.split_once('/').map(|(first, _)| first.to_owned());
    // A file that says itself whom it shows has another subject than its folder.
    let is_by_folder = |entry: &Entry| first(entry).is_some_and(|first| first == entry.subject);
    let mut below: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_by_folder(entry)) {
        let names = below.entry(entry.subject.clone()).or_default();
        names.extend(second(entry));
    }
    if below.len() < 2 || !below.keys().all(|name| SPLITS.contains(&name.to_lowercase().as_str())) {
        return Vec::new();
    }
    let mut sets = below.values();
    let common: BTreeSet<String> = sets.next().cloned().unwrap_or_default();
    let common: BTreeSet<String> = sets.fold(common, |all, names| all.intersection(names).cloned().collect());
    let unclear = !common.is_empty() && below.values().all(|names| *names == common);
    for entry in entries.iter_mut().filter(|entry| is_by_folder(entry)) {
        entry.subject = if unclear { String::new() } else { second(entry).unwrap_or_default() };
    }
    if unclear { common.into_iter().collect() } else { Vec::new() }
}

/// The second folder of a path.
fn second(entry: &Entry) -> Option<String> {
    let (_, rest) = entry.facts.path.split_once('/')?;
    rest.split_once('/').map(|(second, _)| second.to_owned())
}
