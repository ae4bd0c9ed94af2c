//! Splits in other forms than a table: JSON, a folder with a list for each split, a folder with a folder for each.

use crate::splits::SplitRow;
use crate::splits::SubjectColumn;
use crate::splits::file::FILE;
use crate::splits::file::PATIENT;
use crate::splits::file::SPLIT;
use crate::text::readable;
use serde_json::Map;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// What a row of JSON is about, as other tools call it, beside the names of columns.
const PICTURE: [&str; 2] = ["image", "img"];

type Rows = (SubjectColumn, Vec<SplitRow>);

/// Reads JSON: `{"train": ["a", ...]}`, `{"a": "train", ...}` or `[{"file": "a", "split": "train"}, ...]`. An error says what is
/// wrong in words.
pub fn json(text: &str) -> Result<Rows, String> {
    match serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))? {
        Value::Object(object) if object.values().any(Value::is_array) => by_split(&object),
        Value::Object(object) if !object.is_empty() && object.values().all(Value::is_string) => {
            let row = |(subject, split): (String, Value)| Some(SplitRow { subject, split: split.as_str()?.to_owned() });
            Ok((SubjectColumn::Either, object.into_iter().filter_map(row).collect()))
        }
        Value::Array(rows) if rows.iter().any(is_fold) => {
            Err(format!("it holds {} folds; write the one to be audited into a file of its own", rows.len()))
        }
        Value::Array(rows) if !rows.is_empty() => by_row(&rows),
        _ => Err("expected {\"train\": [...]}, {\"a.png\": \"train\"} or [{\"file\": ..., \"split\": ...}]".to_owned()),
    }
}

/// A split of its own among others, as cross-validation has them.
fn is_fold(value: &Value) -> bool {
    value.as_object().is_some_and(|object| !object.is_empty() && object.values().all(Value::is_array))
}

/// A list for each split; what is no list says something else.
fn by_split(object: &Map<String, Value>) -> Result<Rows, String> {
    let mut sorts = Vec::new();
    let mut rows = Vec::new();
    for (split, list) in object {
        for value in list.as_array().into_iter().flatten() {
            let (sort, subject) =
                subject(value).ok_or_else(|| format!("a row of `{split}` names no file and no patient"))?;
            sorts.push(sort);
            rows.push(SplitRow { subject, split: split.clone() });
        }
    }
    Ok((common(&sorts), rows))
}

fn by_row(list: &[Value]) -> Result<Rows, String> {
    let mut sorts = Vec::new();
    let mut rows = Vec::new();
    for (number, value) in list.iter().enumerate() {
        let split = value.as_object().and_then(|object| field(object, &SPLIT));
        let (Some((sort, subject)), Some(split)) = (subject(value), split) else {
            return Err(format!("row {} has no `split`, or neither `patient` nor `file`", number + 1));
        };
        sorts.push(sort);
        rows.push(SplitRow { subject, split });
    }
    Ok((common(&sorts), rows))
}

/// What one value is about.
fn subject(value: &Value) -> Option<(SubjectColumn, String)> {
    match value {
        Value::String(text) => Some((SubjectColumn::Either, text.clone())),
        Value::Number(number) => Some((SubjectColumn::Either, number.to_string())),
        Value::Object(object) => field(object, &FILE)
            .or_else(|| field(object, &PICTURE))
            .map(|file| (SubjectColumn::File, file))
            .or_else(|| Some((SubjectColumn::Patient, field(object, &PATIENT)?))),
        _ => None,
    }
}

/// The text of the first field with one of these names, without regard to case.
fn field(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| object.iter().find(|(key, _)| key.to_lowercase() == *name))?.1;
    value.as_str().map(str::to_owned).or_else(|| value.as_number().map(ToString::to_string))
}

/// The sort of all rows; mixed ones are looked up both ways.
fn common(sorts: &[SubjectColumn]) -> SubjectColumn {
    match sorts.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => *first,
        _ => SubjectColumn::Either,
    }
}

/// Reads a folder: lists such as `train.txt`, a file or a patient in each line; or a folder for each split.
pub fn folder(path: &Path) -> io::Result<Rows> {
    let mut lists = Vec::new();
    for entry in path.read_dir()? {
        let file = entry?.path();
        let is_list = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
        if is_list && file.is_file() {
            let split = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let text = fs::read_to_string(&file)?;
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lists.extend(lines.map(|line| SplitRow { subject: line.to_owned(), split: split.clone() }));
        }
    }
    if !lists.is_empty() {
        return Ok((SubjectColumn::Either, lists));
    }
    let mut rows = Vec::new();
    for entry in WalkDir::new(path).min_depth(2).sort_by_file_name() {
        let entry = entry.map_err(io::Error::other)?;
        let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let split = below.components().next().map(|first| first.as_os_str().to_string_lossy().into_owned());
        if let (false, Some(split)) = (entry.file_type().is_dir(), split) {
            rows.push(SplitRow { subject: readable(below), split });
        }
    }
    Ok((SubjectColumn::File, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> (SubjectColumn, Vec<(String, String)>) {
        let (sort, rows) = json(text).expect("rows");
        (sort, rows.into_iter().map(|row| (row.subject, row.split)).collect())
    }

    #[test]
    fn json_of_three_forms_is_read_and_folds_are_refused() {
        let pair = |subject: &str, split: &str| (subject.to_owned(), split.to_owned());
        let both = vec![pair("a.png", "train"), pair("b.png", "val")];
        for (text, sort) in [
            (r#"{"train": ["a.png"], "val": ["b.png"], "name": "x"}"#, SubjectColumn::Either),
            (r#"{"train": [{"image": "a.png", "label": "m.png"}], "val": [{"image": "b.png"}]}"#, SubjectColumn::File),
            (r#"{"a.png": "train", "b.png": "val"}"#, SubjectColumn::Either),
            (r#"[{"File_Name": "a.png", "Split": "train"}, {"file": "b.png", "set": "val"}]"#, SubjectColumn::File),
        ] {
            assert_eq!(pairs(text), (sort, both.clone()), "{text}");
        }
        assert_eq!(pairs(r#"[{"patient": 7, "split": "train"}]"#), (SubjectColumn::Patient, vec![pair("7", "train")]));
        for (text, word) in [
            (r#"[{"train": [1], "val": [2]}, {"train": [2], "val": [1]}]"#, "2 folds"),
            (r#"[{"file": "a.png"}]"#, "row 1"),
            (r#"{"train": [[1]]}"#, "`train`"),
            ("3", "expected"),
            ("{", "no JSON"),
        ] {
            assert!(json(text).expect_err("refused").contains(word), "{text}");
        }
    }

    #[test]
    fn lists_and_folders_are_read() {
        let root = tempfile::tempdir().expect("a folder");
        for (name, text) in [("train/p1/a.png", "x"), ("test/b.png", "x")] {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let (sort, rows) = folder(root.path()).expect("rows");
        let subjects: Vec<(&str, &str)> = rows.iter().map(|row| (row.subject.as_str(), row.split.as_str())).collect();
        assert_eq!((sort, subjects), (SubjectColumn::File, vec![("test/b.png", "test"), ("train/p1/a.png", "train")]));
        fs::write(root.path().join("train.txt"), "p1\n\n p2 \n").expect("written");
        let (sort, rows) = folder(root.path()).expect("rows");
        assert_eq!((sort, rows.len(), rows[1].subject.as_str()), (SubjectColumn::Either, 2, "p2"));
    }
}
