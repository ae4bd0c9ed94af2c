//! Inputs by their paths and names, as tools change them.

use super::inputs::InputKey;
use std::collections::HashMap;

/// Endings that tools add and remove.
const ENDINGS: [&str; 4] = [".dcm", ".dicom", ".ima", ".img"];
/// Words that may be added before or behind a name.
const MOST_WORDS: usize = 3;
/// Characters that a name keeps at least when words are taken off it.
const SHORTEST: usize = 3;

/// Where an output's name leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The very path.
    Path(u32),
    /// A name that one input alone has.
    Base(u32),
}

/// Looks inputs up by name. Names that several inputs have lead nowhere.
pub(super) struct Names<'a> {
    paths: HashMap<&'a str, u32>,
    in_folder: HashMap<String, Option<u32>>,
    anywhere: HashMap<String, Option<u32>>,
    uids: HashMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    pub(super) fn new(inputs: &'a [InputKey]) -> Self {
        let mut names =
            Self { paths: HashMap::new(), in_folder: HashMap::new(), anywhere: HashMap::new(), uids: HashMap::new() };
        for (index, input) in inputs.iter().enumerate() {
            let index = index as u32;
            names.paths.insert(&input.path, index);
            names.uids.insert(&input.sop_instance_uid, index);
            let (folder, name) = split(&input.path);
            let stem = stem(name).to_lowercase();
            let only = |found: &mut Option<u32>| *found = None;
            names.in_folder.entry(format!("{folder}/{stem}")).and_modify(only).or_insert(Some(index));
            names.anywhere.entry(stem).and_modify(only).or_insert(Some(index));
        }
        names
    }

    /// The input with this very path.
    pub(super) fn path(&self, path: &str) -> Option<u32> {
        self.paths.get(path).copied()
    }

    /// The input with this SOP Instance UID.
    pub(super) fn uid(&self, uid: &str) -> Option<u32> {
        if uid.is_empty() { None } else { self.uids.get(uid).copied() }
    }

    /// The input whose SOP Instance UID is the name of the file.
    pub(super) fn uid_in_name(&self, path: &str) -> Option<u32> {
        self.uid(stem(split(path).1))
    }

    /// The input that a path leads to: the same path, the same below added folders, or a name with words added.
    pub(super) fn find(&self, path: &str) -> Option<Named> {
        if let Some(input) = self.path(path) {
            return Some(Named::Path(input));
        }
        let mut tail = path;
        while let Some((_, below)) = tail.split_once('/') {
            tail = below;
            if let Some(input) = self.path(tail).filter(|_| tail.contains('/')) {
                return Some(Named::Base(input));
            }
        }
        let (folder, name) = split(path);
        let candidates = variants(&stem(name).to_lowercase());
        let near = candidates.iter().find_map(|stem| *self.in_folder.get(&format!("{folder}/{stem}"))?);
        let far = || candidates.iter().find_map(|stem| *self.anywhere.get(stem)?);
        near.or_else(far).map(Named::Base)
    }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The folder of a path.
pub(super) fn folder_of(path: &str) -> &str {
    split(path).0
}

/// The name without an ending that tools add and remove.
pub(super) fn stem(name: &str) -> &str {
    let cut = |ending: &&str| {
        let at = name.len().checked_sub(ending.len()).filter(|at| *at > 0)?;
        name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).and(name.get(..at))
    };
    ENDINGS.iter().find_map(cut).unwrap_or(name)
}

/// The name, then what is left of it without words before and behind, longest first.
fn variants(stem: &str) -> Vec<String> {
    let separators: Vec<usize> =
        stem.char_indices().filter(|(_, letter)| matches!(letter, '-' | '_' | '.' | ' ')).map(|(at, _)| at).collect();
    let starts = std::iter::once(0).chain(separators.iter().map(|at| at + 1)).take(MOST_WORDS + 1);
    let ends = || std::iter::once(stem.len()).chain(separators.iter().rev().copied()).take(MOST_WORDS + 1);
    let mut parts: Vec<&str> = starts
        .flat_map(|start| ends().filter_map(move |end| stem.get(start..end)))
        .filter(|part| part.len() == stem.len() || part.chars().count() >= SHORTEST)
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts.into_iter().map(str::to_owned).collect()
}

/// Whether a file without DICOM in it may be a broken answer: its ending is none, or one of DICOM's.
pub(super) fn may_be_broken(path: &str) -> bool {
    let name = split(path).1;
    !name.contains('.') || stem(name) != name || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(paths: &[&str]) -> Vec<InputKey> {
        paths.iter().map(|path| InputKey { path: (*path).to_owned(), ..InputKey::default() }).collect()
    }

    #[test]
    fn names_are_found_with_words_added_and_endings_changed() {
        let inputs = inputs(&["a/IM0001", "a/IM0002.dcm", "b/IM0001", "c/scan-7.dcm"]);
        let names = Names::new(&inputs);
        for (path, expected) in [
            ("a/IM0001", Some(Named::Path(0))),
            ("out/a/IM0001", Some(Named::Base(0))),
            ("a/IM0001.dcm", Some(Named::Base(0))),
            ("b/cleaned-IM0001", Some(Named::Base(2))),
            ("IM0002_Anon.dcm", Some(Named::Base(1))),
            ("m000-im0002.DCM", Some(Named::Base(1))),
            ("scan-7_Anon.dcm", Some(Named::Base(3))),
            ("IM0001_Anon.dcm", None),
            ("other", None),
        ] {
            assert_eq!(names.find(path), expected, "{path}");
        }
    }
}
