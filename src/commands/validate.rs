//! `deidbench validate`.

use crate::cli::ValidateArgs;
use crate::collection::Place;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::validation::Checker;
use crate::validation::Tier;
use crate::validation::Validation;
use crate::validation::validate;
use anyhow::Context;
use anyhow::bail;
use std::fs;

/// Files that are named on the terminal.
const MOST_FILES: usize = 20;
/// Problems of a file that are named on the terminal.
const MOST_PROBLEMS: usize = 3;

/// Checks every file of a folder.
pub fn execute(arguments: &ValidateArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut targets = Vec::new();
    for report in &arguments.reports {
        match report.split_once('=') {
            Some(("json", path)) if !path.is_empty() => targets.push(path),
            _ => bail!("`{report}` is no report of validate; expected json=PATH"),
        }
    }
    let place = Place::open(&arguments.folder)?;
    let checker = Checker::choose(arguments.tier, arguments.standard.as_deref())?;
    terminal.note(&format!("tier: {} ({})", checker.tier, checker.why));
    let files = place.dataset.as_ref().map_or(0, |dataset| dataset.record.instances);
    let bar = terminal.bar("validating", files);
    let validation = validate(&place, &checker, &|done| bar.inc(done))
        .with_context(|| format!("could not validate `{}`", arguments.folder.display()))?;
    bar.finish_and_clear();
    terminal.print(&text(&validation))?;
    for path in targets {
        let json = serde_json::to_string_pretty(&validation)?;
        fs::write(path, json + "\n").with_context(|| format!("could not write `{path}`"))?;
        terminal.note(&format!("wrote {path}"));
    }
    Ok(match (validation.sums.checked, validation.sums.failed) {
        (0, _) => Outcome::NothingMeasured,
        (_, 0) => Outcome::Done,
        _ => Outcome::GateFailed,
    })
}

fn text(validation: &Validation) -> String {
    let sums = &validation.sums;
    let mut out = String::new();
    if !validation.failed.is_empty() {
        let mut rows = table(["file", "check", "what"]);
        for file in validation.failed.iter().take(MOST_FILES) {
            for (number, problem) in file.problems.iter().take(MOST_PROBLEMS).enumerate() {
                let name = if number == 0 { file.path.as_str() } else { "" };
                rows.add_row([name, &problem.check, &problem.text]);
            }
            if file.problems.len() > MOST_PROBLEMS {
                rows.add_row(["", "", &format!("and {} more", file.problems.len() - MOST_PROBLEMS)]);
            }
        }
        out.push_str(&format!("{rows}\n"));
        if validation.failed.len() > MOST_FILES {
            let more = validation.failed.len() - MOST_FILES;
            out.push_str(&format!("and {more} more files; --report json=PATH lists all\n"));
        }
    }
    let checks: Vec<String> = sums.by_check.iter().map(|(check, files)| format!("{check} {files}")).collect();
    let failed = if checks.is_empty() { String::new() } else { format!(" (files by check: {})", checks.join(", ")) };
    let seen_by = match validation.tier {
        Tier::Rereading => String::new(),
        tier => format!(", {} of them seen by {tier}", sums.validated),
    };
    out.push_str(&format!(
        "tier {}: {}\n{} files{seen_by}, {} frames decoded; {} no DICOM\n{} passed, {} failed{failed}\n",
        validation.tier, validation.why, sums.checked, sums.frames, sums.skipped, sums.passed, sums.failed
    ));
    if validation.dataset {
        out.push_str("boxes and digests of the truth were checked\n");
    }
    for (path, why) in validation.skipped.iter().take(MOST_FILES) {
        out.push_str(&format!("passed over: {path}: {why}\n"));
    }
    if validation.skipped.len() > MOST_FILES {
        out.push_str(&format!("passed over: {} more\n", validation.skipped.len() - MOST_FILES));
    }
    out
}
