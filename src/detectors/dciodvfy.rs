//! Errors that `dciodvfy` of dicom3tools finds in an output and not in its input.
//!
//! The program is a second opinion, known to archives; its standard is that of its release. It is called without a shell
//! and has a limit of time and output. The file is its standard input, opened here, so that no name of a stranger becomes
//! an argument; a pipe would not do, because it skips pixel data by seeking.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::scan::Scan;
use crate::dicom::uids;
use crate::finding::Topic;
use crate::policy;
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

static CARD: Card = Card {
    id: "dciodvfy",
    version: 2,
    title: "Errors that an independent validator finds in the output and not in the input",
    why: "The benchmark's own checks are its own; archives refuse objects by validators like this one.",
    standard: "PS3.3 IODs, as dciodvfy of dicom3tools reads them",
    seen: "",
    passes: "Where dciodvfy is installed, every line of errors that it prints for the output it prints for the input too. \
             Counted apart from the other breaches.",
};

const PROGRAM: &str = "dciodvfy";
/// Time for one file.
const LIMIT: Duration = Duration::from_secs(10);
/// Bytes of output that are read; a broken file can yield a message for every element.
const MOST_OUTPUT: u64 = 1 << 20;
/// Findings of one output; the others are counted.
const MOST_FINDINGS: usize = 20;
/// Pause between two looks at the program.
const PAUSE: Duration = Duration::from_millis(2);

/// The validator, as installed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dciodvfy {
    version: String,
}

impl Dciodvfy {
    /// The validator, if it is installed and answers.
    pub fn installed() -> Option<Self> {
        let said = run(&["-version"], Stdio::null()).ok()?;
        let version = said.lines().find_map(|line| line.split_once("Version: "))?.1.trim().to_owned();
        Some(Self { version })
    }

    /// Errors of a file, without the values that they quote. `None` where the program gave no answer.
    fn errors(&self, file: &Path) -> Option<BTreeSet<String>> {
        let said = run(&[], Stdio::from(File::open(file).ok()?)).ok()?;
        Some(said.lines().filter_map(|line| line.strip_prefix("Error - ")).map(without_values).collect())
    }
}

/// The validator with the two files of one pair.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a> {
    /// The validator.
    pub program: &'a Dciodvfy,
    /// The input.
    pub input: &'a Path,
    /// The output.
    pub output: &'a Path,
}

/// Compares the errors of output and input.
pub struct NewErrors;

impl Detector for NewErrors {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let Some(Validation { program, input, output }) = evidence.dciodvfy else { return };
        // The program knows no directories.
        let is_directory = evidence.row.sop_class_uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE;
        if is_directory || [evidence.input, evidence.output].into_iter().any(is_unreadable) {
            return;
        }
        let Some(after) = program.errors(output) else { return };
        let before = if after.is_empty() { Some(BTreeSet::new()) } else { program.errors(input) };
        let Some(before) = before else { return };
        let new: Vec<&String> = after.difference(&before).filter(|line| !follows_from_the_profile(line)).collect();
        let count = &mut notes.judgement.damage.conformance.dciodvfy;
        count.version = Some(program.version.clone());
        count.checked += 1;
        count.new_errors += new.len() as u64;
        count.instances += u64::from(!new.is_empty());
        for text in new.into_iter().take(MOST_FINDINGS) {
            let mut finding = evidence.finding(Topic::Conformance, CARD.id);
            finding.form = "dciodvfy".to_owned();
            finding.evidence.clone_from(text);
            notes.judgement.findings.push(finding);
        }
    }
}

/// Whether the program would call the file broken for its transfer syntax: it does not inflate, and knows no native
/// samples in fragments.
fn is_unreadable(scan: &Scan) -> bool {
    scan.is_deflated() || scan.transfer_syntax == uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN
}

/// Whether a line is about what follows from the basic profile: an attribute is missing that it takes away, or one has lost
/// the attribute that it stands beside, such as the role of a responsible person.
fn follows_from_the_profile(line: &str) -> bool {
    let element = line.split_once("Element=<").and_then(|(_, behind)| behind.split_once('>'));
    if line.starts_with("Attribute present when condition unsatisfied") {
        return true;
    }
    let Some((keyword, _)) = element.filter(|(keyword, _)| !keyword.is_empty()) else { return false };
    let row = policy::rows().iter().find(|row| row.keyword == keyword);
    let missing = line.starts_with("Missing attribute") || line.starts_with("Empty attribute");
    missing && row.is_some_and(policy::Row::takes_away)
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

/// What the program prints on its standard error.
fn run(arguments: &[&str], input: Stdio) -> io::Result<String> {
    let mut child =
        Command::new(PROGRAM).args(arguments).stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let stderr = child.stderr.take();
    thread::scope(|scope| {
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            let mut pipe = stderr?;
            let _ = pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut said);
            // What is beyond the limit is read and dropped, so that the program can end.
            let _ = io::copy(&mut pipe, &mut io::sink());
            Some(said)
        });
        wait(&mut child)?;
        let said = said.join().ok().flatten().unwrap_or_default();
        Ok(String::from_utf8_lossy(&said).into_owned())
    })
}

/// Waits until the program ends, and ends it at the limit.
fn wait(child: &mut Child) -> io::Result<()> {
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_profile_brings_about_is_no_error_of_the_tool() {
        let line = |what: &str, element: &str| format!("{what} Type 1 Required Element=<{element}> Module=<Any>");
        let gone = "Missing attribute";
        assert!(follows_from_the_profile(&line(gone, "PresentationCreationDate")));
        assert!(
            !follows_from_the_profile(&line(gone, "Rows"))
                && !follows_from_the_profile(&line(gone, "StudyInstanceUID"))
        );
        let alone = "Attribute present when condition unsatisfied (which may not be present otherwise)";
        assert!(follows_from_the_profile(&line(alone, "ResponsiblePersonRole")));
        assert!(!follows_from_the_profile("Unrecognized tag"));
    }
    use crate::detectors::trial::Trial;
    use crate::detectors::trial::scan;
    use crate::dicom::tags;

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

    #[test]
    fn a_value_that_does_not_fit_is_an_error_where_the_program_is_installed() {
        let Some(program) = Dciodvfy::installed() else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("-one");
        let errors = |bytes: &[u8]| {
            std::fs::write(&file, bytes).expect("written");
            program.errors(&file).expect("an answer")
        };
        let mut trial = Trial::new();
        trial.input.set_str(tags::STUDY_DATE, "20240102");
        let right = errors(scan(&trial.input).file());
        trial.input.set_str(tags::STUDY_DATE, "2024-01-02");
        let wrong = errors(scan(&trial.input).file());
        let new: Vec<&String> = wrong.difference(&right).collect();
        assert!(new.iter().any(|line| line.contains("Study Date")), "{new:?}");
        assert!(!new.iter().any(|line| line.contains("2024")), "{new:?}");
        // Nonsense yields some answer or none.
        let _ = errors(b"no DICOM at all");
    }
}
