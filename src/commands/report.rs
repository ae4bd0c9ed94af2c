//! `deidbench report`.

use crate::cli::ReportArgs;
use crate::cli::ResultArgs;
use crate::commands::judge;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::finding::Finding;
use crate::kind::Kind;
use crate::report;
use crate::report::Findings;
use crate::report::FindingsFile;
use crate::report::Report;
use crate::report::Target;
use crate::report::redact::is_digest;
use crate::scorecard::FORMAT;
use crate::scorecard::Scorecard;
use anyhow::Context;
use anyhow::bail;
use indicatif::ProgressBar;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Draws reports again.
pub fn execute(arguments: &ReportArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let targets = targets(&arguments.results)?;
    let file = if arguments.run.is_dir() { arguments.run.join("scorecard.json") } else { arguments.run.clone() };
    let scorecard = read(&file)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    draw(&scorecard, folder, &targets, &arguments.results, terminal)?;
    Ok(judge::outcome(&scorecard, &arguments.results))
}

/// Reads a scorecard. One of a newer format is refused.
pub fn read(file: &Path) -> anyhow::Result<Scorecard> {
    let at = file.display();
    let text = fs::read_to_string(file)
        .with_context(|| format!("could not read `{at}`; is this the folder of a run that was scored?"))?;
    let value: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("`{at}` is no scorecard; score the run again"))?;
    let format = value.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if format > u64::from(FORMAT) {
        bail!("the scorecard `{at}` has format {format}, and this build reads up to {FORMAT}; use a newer deidbench");
    }
    serde_json::from_value(value).with_context(|| format!("`{at}` is no scorecard; score the run again"))
}

/// The reports that the arguments name.
pub fn targets(results: &ResultArgs) -> anyhow::Result<Vec<Target>> {
    results.reports.iter().map(|text| text.parse::<Target>().map_err(anyhow::Error::msg)).collect()
}

/// The named reports, and the page in the folder of a run unless one of them goes there.
pub fn with_page(targets: &[Target], folder: &Path) -> Vec<Target> {
    let path = folder.join("report.html");
    let mut all = targets.to_vec();
    if let Some(exporter) = report::find("html").filter(|_| all.iter().all(|target| target.path != path)) {
        all.push(Target { exporter, path });
    }
    all
}

/// Prints the table and writes the named reports.
pub fn draw(
    scorecard: &Scorecard,
    folder: &Path,
    targets: &[Target],
    results: &ResultArgs,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let file = FindingsFile(folder.join("findings.csv"));
    let none = Vec::new();
    let findings: &dyn Findings = if file.0.exists() { &file } else { &none };
    let show_values = results.show_values;
    // The table and each report go through all of them once.
    let steps = rows(&file.0) * (1 + targets.len() as u64);
    let bar = if steps == 0 { ProgressBar::hidden() } else { terminal.bar("reporting", steps) };
    let watched = Watched { findings, bar, in_clear: OnceCell::new() };
    let report = Report { scorecard, findings: &watched, show_values, colour: terminal.colours() };
    let mut text = Vec::new();
    if let Some(table) = report::find("table") {
        table.write(&report, &mut text).context("could not draw the table")?;
    }
    let written = report::write_all(&report, targets);
    watched.bar.finish_and_clear();
    terminal.print(&String::from_utf8_lossy(&text))?;
    written?;
    for target in targets {
        terminal.note(&format!("wrote {}", target.path.display()));
    }
    Ok(())
}

/// Files below this size are read before anybody waits, bytes.
const SMALL: u64 = 4_000_000;

/// Bytes of a row of findings, on average.
const ROW_BYTES: u64 = 180;

/// About how many findings a file holds; nothing where nobody has to wait for it.
fn rows(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |facts| if facts.len() < SMALL { 0 } else { facts.len() / ROW_BYTES })
}

/// Findings that move a bar while they are gone through.
struct Watched<'a> {
    findings: &'a dyn Findings,
    bar: ProgressBar,
    /// The values that stand there in clear, which each report asks for; mostly none.
    in_clear: OnceCell<BTreeSet<(String, Kind, String)>>,
}

/// Findings from one move of the bar to the next.
const STEP: u64 = 1024;

impl Findings for Watched<'_> {
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        let mut seen = 0;
        self.findings.each(&mut |finding| {
            seen += 1;
            if seen % STEP == 0 {
                self.bar.inc(STEP);
            }
            visit(finding)
        })
    }

    fn values(&self, visit: &mut dyn FnMut(&str, Kind, &str)) -> io::Result<()> {
        if self.in_clear.get().is_none() {
            let mut all = BTreeSet::new();
            self.findings.values(&mut |patient, kind, value| {
                if !is_digest(value) {
                    all.insert((patient.to_owned(), kind, value.to_owned()));
                }
            })?;
            let _ = self.in_clear.set(all);
        }
        for (patient, kind, value) in self.in_clear.get().into_iter().flatten() {
            visit(patient, *kind, value);
        }
        Ok(())
    }

    fn pictures(&self) -> Option<PathBuf> {
        self.findings.pictures()
    }
}
