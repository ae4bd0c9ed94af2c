//! What the validator prints, from release 0.5 on.
//!
//! ```text
//! SOP class is "1.2.840.10008.5.1.4.1.1.2" (Computed Tomography Image IOD)
//!
//! Module "General Study":
//! Tag (0020,000D) (Study Instance UID) is missing
//! (0040,A730) (Content Sequence):
//!   Tag (0040,A040) (Value Type) - enum value 'X' not allowed,
//!   allowed values: TEXT, NUM
//! ```

use std::collections::BTreeSet;

/// Errors of one file that are kept.
const MOST_ERRORS: usize = 200;
/// How a line ends about an attribute that the IOD does not have. Standard Extended SOP Classes may have more (PS3.2 §3.11.3), so
/// it is no error.
const EXTENSION: &str = " is unexpected";
/// A line that is printed of every file that is checked.
const CHECKED: &str = "SOP class is \"";
/// A file whose class is not in the copy of the standard.
const UNKNOWN_CLASS: [&str; 2] = ["Unknown SOPClassUID", "Unknown or retired SOP Class UID"];
/// Lines that tell why a file was not checked, which are errors of the file.
const REFUSED: [(&str, &str); 4] = [
    ("Missing SOP Class UID", "Missing SOP Class UID"),
    ("Missing SOPClassUID", "Missing SOP Class UID"),
    ("Not a DICOM File", "Not a DICOM file"),
    ("Invalid DICOM file", "Not a DICOM file"),
];

/// What was printed.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The file was checked, or refused for what it is.
    Errors(BTreeSet<String>),
    /// Its SOP class is not in the copy of the standard.
    UnknownClass,
    /// Nothing that tells a result: it broke off.
    None,
}

/// Reads what was printed of one file.
pub fn read(said: &str) -> Answer {
    let mut errors = BTreeSet::new();
    let (mut checked, mut unknown) = (false, false);
    let (mut module, mut parent) = (String::new(), String::new());
    for line in said.lines() {
        // A logger may put its level before the message.
        let whole = line.trim_start_matches("ERROR:").trim_start_matches("WARNING:").trim_start_matches("INFO:");
        let line = whole.trim();
        checked |= line.starts_with(CHECKED);
        unknown |= UNKNOWN_CLASS.iter().any(|start| line.starts_with(start));
        if let Some(name) = line.strip_prefix("Module ") {
            module = name.trim_matches(['"', ':']).to_owned();
            parent.clear();
        } else if let Some(tag) = line.strip_prefix("Tag ").filter(|tag| tag.starts_with('(')) {
            if !whole.starts_with(' ') {
                parent.clear();
            }
            let place = [module.as_str(), parent.as_str()].into_iter().filter(|part| !part.is_empty());
            let parts: Vec<String> = place.map(str::to_owned).chain([format!("Tag {}", without_values(tag))]).collect();
            if errors.len() < MOST_ERRORS && !tag.ends_with(EXTENSION) {
                errors.insert(parts.join(": "));
            }
        } else if line.starts_with('(') && line.ends_with("):") {
            parent = line.trim_end_matches(':').to_owned();
        } else if let Some((_, words)) = REFUSED.iter().find(|(start, _)| line.starts_with(start)) {
            errors.insert((*words).to_owned());
        }
    }
    match (checked || !errors.is_empty(), unknown) {
        (true, _) => Answer::Errors(errors),
        (false, true) => Answer::UnknownClass,
        (false, false) => Answer::None,
    }
}

/// A message with every quoted value cut: it may be a planted one, and it may hold quotes and line ends itself. Names of
/// attributes have apostrophes and stay.
fn without_values(line: &str) -> String {
    let Some(at) = [" value '", " value: '"].iter().find_map(|mark| Some(line.find(mark)? + mark.len())) else {
        return line.to_owned();
    };
    let (before, behind) = line.split_at(at);
    let after = behind.rfind('\'').and_then(|end| behind.get(end + 1..)).unwrap_or_default();
    // What stands behind the last quote is the program's own, or another part of the value.
    let is_own = |after: &str| {
        let vr = after.strip_prefix(" for VR ");
        vr.is_some_and(|vr| vr.len() == 2 && vr.bytes().all(|byte| byte.is_ascii_uppercase()))
            || after == " not allowed,"
    };
    let after = if is_own(after) { after.trim_end_matches(',') } else { "" };
    format!("{before}…'{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CT: &str = "SOP class is \"1.2.840.10008.5.1.4.1.1.2\" (Computed Tomography Image IOD)\n";

    fn errors(said: &str) -> Vec<String> {
        match read(&format!("{CT}{said}")) {
            Answer::Errors(errors) => errors.into_iter().collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn errors_are_read_with_their_module_and_their_sequence() {
        let said = "\nErrors\n======\n\nModule \"SOP Common\":\nTag (0008,0018) (SOP Instance UID) is missing\n\
                    \nModule \"SR Document Content\":\n(0040,A730) (Content Sequence):\n  Tag (0040,A040) (Value Type) is missing\n\
                    Tag (0040,A043) (Concept Name Code Sequence) is not allowed by condition:\n  Tag is equal to 1\n\n======\n";
        assert_eq!(
            errors(said),
            [
                "SOP Common: Tag (0008,0018) (SOP Instance UID) is missing",
                "SR Document Content: (0040,A730) (Content Sequence): Tag (0040,A040) (Value Type) is missing",
                "SR Document Content: Tag (0040,A043) (Concept Name Code Sequence) is not allowed by condition:",
            ]
        );
        assert!(errors("").is_empty());
        assert!(errors("\nModule \"General\":\nTag (0018,0088) is unexpected\n").is_empty());
        assert_eq!(errors("Tag (0018,0088) is unexpected in Shared Group\n").len(), 1);
    }

    #[test]
    fn values_are_cut_whatever_they_hold_and_names_stay() {
        for (line, expected) in [
            (
                "(0010,0040) (Patient's Sex) - enum value 'OKAFOR' not allowed,",
                "(0010,0040) (Patient's Sex) - enum value '…' not allowed",
            ),
            (
                "(0010,0010) (Patient's Name) has invalid value 'Okafor' for VR PN",
                "(0010,0010) (Patient's Name) has invalid value '…' for VR PN",
            ),
            ("(0008,4000) (x) has invalid value 'O'Okafor", "(0008,4000) (x) has invalid value '…'"),
            ("(0008,4000) (x) has invalid value 'Okafor", "(0008,4000) (x) has invalid value '…'"),
            ("(0010,0010) (Patient's Name) is missing", "(0010,0010) (Patient's Name) is missing"),
        ] {
            assert_eq!(without_values(line), expected);
        }
        assert!(!format!("{:?}", errors("Tag (1,2) - enum value 'a\nOkafor' not allowed,\n")).contains("Okafor"));
    }

    #[test]
    fn no_result_is_no_pass() {
        assert_eq!(read(""), Answer::None);
        assert_eq!(read("Using DICOM edition 2026b\nTraceback\n"), Answer::None);
        assert_eq!(read("Invalid DICOM edition local - aborting\n"), Answer::None);
        assert_eq!(read("Unknown or retired SOP Class UID: 1.2.3\n"), Answer::UnknownClass);
        let refused = Answer::Errors(["Not a DICOM file".to_owned()].into());
        assert_eq!(read("Not a DICOM File: /tmp/a.dcm - ignoring\n"), refused);
        assert_eq!(read(CT), Answer::Errors(BTreeSet::new()));
    }
}
