//! Results on disk, and pages drawn from them: what `compare`, `check` and `history` share.

use crate::commands::report;
use crate::commands::terminal::Terminal;
use crate::report::document::Document;
use crate::report::document::Form;
use crate::scorecard::Scorecard;
use anyhow::Context;
use anyhow::bail;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// A result that was read.
pub struct ResultFiles {
    /// The scorecard.
    pub scorecard: Scorecard,
    /// Its file.
    pub file: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// Its findings, where they are.
    pub findings: Option<PathBuf>,
}

/// Reads a run folder, or a scorecard file.
pub fn open(run: &Path) -> anyhow::Result<ResultFiles> {
    let file = if run.is_dir() { run.join("scorecard.json") } else { run.to_owned() };
    let scorecard = report::read(&file)?;
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    let findings = Some(folder.join("findings.csv")).filter(|path| path.exists());
    Ok(ResultFiles { scorecard, file, folder, findings })
}

/// Folders below that hold a scorecard, sorted by path. A run that lies in another run is passed over.
pub fn runs_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.with_context(|| format!("could not look through `{}`", folder.display()))?;
        if entry.file_type().is_dir() && entry.path().join("scorecard.json").is_file() {
            found.push(entry.path().to_owned());
            walk.skip_current_dir();
        }
    }
    Ok(found)
}

/// When the tool was started, as text that sorts by time: as recorded, or the time in the name of the folder
/// (`TOOL-YYYYMMDD-HHMMSS`), or when the scorecard was written.
pub fn started(result: &ResultFiles) -> String {
    let recorded = result.scorecard.tool.started.clone();
    recorded.or_else(|| named_time(&result.folder)).or_else(|| written_time(&result.file)).unwrap_or_default()
}

fn named_time(folder: &Path) -> Option<String> {
    let name = fs::canonicalize(folder).ok()?.file_name()?.to_str()?.to_owned();
    let (rest, time) = name.rsplit_once('-')?;
    let (_, day) = rest.rsplit_once('-')?;
    let stamp = jiff::civil::DateTime::strptime("%Y%m%d-%H%M%S", format!("{day}-{time}")).ok()?;
    Some(stamp.strftime(TIME).to_string())
}

fn written_time(file: &Path) -> Option<String> {
    let modified = fs::metadata(file).ok()?.modified().ok()?;
    Some(jiff::Timestamp::try_from(modified).ok()?.strftime(TIME).to_string())
}

/// A time in universal time (RFC 3339).
pub const TIME: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Writes beside a file and renames, so that it is there whole or not at all.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut beside = OsString::from(path);
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = File::create(&beside).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("could not write `{}`; does the folder exist, and is there room?", path.display()))
}

/// Pages that the command line asks for: `NAME=PATH` each.
pub struct Pages {
    forms: Vec<(Form, PathBuf)>,
    others: Vec<(String, PathBuf)>,
}

impl Pages {
    /// Reads `NAME=PATH`; `others` are names of files that are no pages.
    pub fn parse(words: &[String], others: &[&str]) -> anyhow::Result<Self> {
        let names =
            || Form::ALL.iter().map(|form| form.name()).chain(others.iter().copied()).collect::<Vec<_>>().join(", ");
        let mut pages = Self { forms: Vec::new(), others: Vec::new() };
        for word in words {
            let Some((name, path)) = word.split_once('=').filter(|(_, path)| !path.is_empty()) else {
                bail!("expected --report NAME=PATH, with NAME one of {}; found `{word}`", names());
            };
            match Form::find(name) {
                Some(form) => pages.forms.push((form, path.into())),
                None if others.contains(&name) => pages.others.push((name.to_owned(), path.into())),
                None => bail!("no report `{name}`; try {}", names()),
            }
        }
        Ok(pages)
    }

    /// The file of a name that is no page.
    pub fn other(&self, name: &str) -> Option<&Path> {
        self.others.iter().find(|(other, _)| other == name).map(|(_, path)| path.as_path())
    }

    /// Prints the page and writes it in every form that was asked for.
    pub fn write(&self, page: &Document, terminal: &Terminal) -> anyhow::Result<()> {
        let mut text = Vec::new();
        page.write(Form::Text, terminal.colours(), &mut text).context("could not draw the page")?;
        terminal.print(&String::from_utf8_lossy(&text))?;
        for (form, path) in &self.forms {
            replace(path, |out| page.write(*form, false, out))?;
            terminal.note(&format!("wrote {}", path.display()));
        }
        Ok(())
    }
}
