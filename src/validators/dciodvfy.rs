//! The validator `dciodvfy` of dicom3tools, where it is installed.
//!
//! The file is its standard input, opened here, so that no name of a stranger becomes an argument; a pipe would not do,
//! because it skips pixel data by seeking.

use crate::validators::Stream;
use crate::validators::run;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

const PROGRAM: &str = "dciodvfy";
/// Time for one file.
const LIMIT: Duration = Duration::from_secs(10);

/// The validator, as installed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dciodvfy {
    version: String,
}

impl Dciodvfy {
    /// The validator, if it is installed and answers.
    pub fn installed() -> Option<Self> {
        let said = run(Command::new(PROGRAM).arg("-version").stdin(Stdio::null()), Stream::Error, LIMIT).ok()?;
        let version = said.lines().find_map(|line| line.split_once("Version: "))?.1.trim().to_owned();
        Some(Self { version })
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Errors of a file, without the values that they quote. `None` where the program gave no answer.
    pub fn errors(&self, file: &Path) -> Option<BTreeSet<String>> {
        let said = run(Command::new(PROGRAM).stdin(File::open(file).ok()?), Stream::Error, LIMIT).ok()?;
        Some(said.lines().filter_map(|line| line.strip_prefix("Error - ")).map(without_values).collect())
    }
}

/// A message with every quoted value cut: it may be a planted one. Names of attributes, modules and paths stay.
fn without_values(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        let (quoted, after) = behind.split_once('>').unwrap_or((behind, ""));
        let names = ["Element=", "Module=", "attribute ", "Element Condition="];
        let is_name = names.iter().any(|name| before.ends_with(name)) || quoted.starts_with('/');
        out.push_str(&format!("<{}>", if is_name { quoted } else { "…" }));
        // A value may hold the mark of its own end: what follows up to the next dash is part of it.
        rest = if is_name { after } else { after.find(" - ").map_or("", |at| after.get(at..).unwrap_or_default()) };
        if !is_name && let Some(at) = after.find(" for value ") {
            rest = after.get(at..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    // The character that does not fit is a part of the value.
    match out.split_once("Character invalid for this VR") {
        Some((before, _)) => format!("{before}Character invalid for this VR"),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_are_cut_and_names_stay() {
        for (line, expected) in [
            (
                "Unrecognized enumerated value <OKAFOR> for value 1 of attribute <Patient's Sex>",
                "Unrecognized enumerated value <…> for value 1 of attribute <Patient's Sex>",
            ),
            (
                "Missing attribute Type 1 Required Element=<Rows> Module=<ImagePixelDescriptionMacro>",
                "Missing attribute Type 1 Required Element=<Rows> Module=<ImagePixelDescriptionMacro>",
            ),
            (
                "Value invalid for this VR - (0x0008,0x0020) DA Study Date  DA [1] = <19610307x> - Character invalid for \
                 this VR = 'x' (0x78)",
                "Value invalid for this VR - (0x0008,0x0020) DA Study Date  DA [1] = <…> - Character invalid for this VR",
            ),
            (
                "Value invalid for this VR - LO [1] = <a > Okafor> - Length invalid",
                "Value invalid for this VR - LO [1] = <…> - Length invalid",
            ),
            ("an end <Okafor", "an end <…>"),
        ] {
            assert_eq!(without_values(line), expected);
        }
    }
}
