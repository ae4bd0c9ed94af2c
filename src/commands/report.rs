//! `deidbench report`.

use crate::cli::ReportArgs;
use crate::cli::ResultArgs;
use crate::commands::judge;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::report;
use crate::report::Findings;
use crate::report::FindingsFile;
use crate::report::Report;
use crate::report::Target;
use crate::scorecard::FORMAT;
use crate::scorecard::Scorecard;
use anyhow::Context;
use anyhow::bail;
use std::fs;
use std::path::Path;

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
    let report = Report { scorecard, findings, show_values, colour: terminal.colours() };
    let mut text = Vec::new();
    if let Some(table) = report::find("table") {
        table.write(&report, &mut text).context("could not draw the table")?;
    }
    terminal.print(&String::from_utf8_lossy(&text))?;
    report::write_all(&report, targets)?;
    for target in targets {
        terminal.note(&format!("wrote {}", target.path.display()));
    }
    Ok(())
}
