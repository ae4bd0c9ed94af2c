//! `deidbench check`.

use crate::cli::CheckArgs;
use crate::commands::judge;
use crate::commands::results;
use crate::commands::results::Pages;
use crate::commands::results::ResultFiles;
use crate::commands::terminal::Terminal;
use crate::compare;
use crate::compare::Entry;
use crate::compare::LeakIndex;
use crate::exit::Outcome;
use crate::gate;
use crate::gate::Config;
use crate::gate::Judged;
use crate::gate::Names;
use crate::gate::NewLeaks;
use crate::gate::Waived;
use crate::report::FindingsFile;
use crate::traps;
use crate::truth::Surface;
use anyhow::Context;
use anyhow::bail;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The file that is read where none is named.
const USUAL: &str = "deidbench.toml";

/// Holds a result against its gates.
pub fn execute(arguments: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let pages = Pages::parse(&arguments.reports, &[])?;
    let config = config(arguments)?;
    if config.rules.is_empty() {
        bail!("there is no rule to check: name --preset or --gate, or write {USUAL} (docs/gates.md)");
    }
    let mut result = results::open(&arguments.run)?;
    let baseline = baseline(arguments, &config, &result, terminal)?;
    let today = arguments.today.clone().unwrap_or_else(|| jiff::Zoned::now().date().to_string());
    let judged = judged(&config, &result, baseline.as_ref(), &today)?;
    let shown = baseline.as_ref().map(|baseline| baseline.folder.display().to_string());
    pages.write(&gate::document(&judged, &result.scorecard, shown.as_deref()), terminal)?;

    result.scorecard.waivers.clone_from(&judged.waivers);
    result.scorecard.gate = judged.gate();
    if let Err(error) = judge::write_scorecard(&result.scorecard, &result.file) {
        terminal.note(&format!("the gate is not in the scorecard: {error:#}"));
    }
    Ok(judge::outcome_of(&result.scorecard, judged.gate().passed == Some(true)))
}

/// Preset, file and flags, each stronger than the one before.
fn config(arguments: &CheckArgs) -> anyhow::Result<Config> {
    let names = names();
    let usual = Path::new(USUAL);
    let file = arguments.config.as_deref().or_else(|| usual.exists().then_some(usual));
    let mut config = match file {
        None => Config::default(),
        Some(path) => {
            let at = path.display();
            let text = fs::read_to_string(path).with_context(|| format!("could not read the gates `{at}`"))?;
            Config::parse(&text, &names).with_context(|| format!("could not read the gates `{at}`"))?
        }
    };
    if let Some(preset) = arguments.preset {
        config.preset(preset);
    }
    for flag in &arguments.gates {
        config.flag(flag, &names).with_context(|| format!("could not read --gate {flag}"))?;
    }
    Ok(config)
}

/// What rules may name.
fn names() -> Names {
    Names {
        surfaces: Surface::ALL.iter().map(|surface| surface.word().to_owned()).collect(),
        traps: traps::all().map(|trap| trap.card().id.to_owned()).collect(),
    }
}

/// The result to compare with: the one that is named, or the newest of the same tool in a folder of runs.
fn baseline(
    arguments: &CheckArgs,
    config: &Config,
    result: &ResultFiles,
    terminal: &Terminal,
) -> anyhow::Result<Option<ResultFiles>> {
    let Some(path) = arguments.baseline.as_ref().or(config.baseline.as_ref()) else {
        if let Some(rule) = config.rules.iter().find(|rule| rule.needs_baseline()) {
            bail!(
                "the rule {} needs a baseline: add --baseline RUN, a scorecard.json, or a folder of runs",
                rule.metric
            );
        }
        return Ok(None);
    };
    let found = if path.is_dir() && !path.join("scorecard.json").exists() {
        newest(path, result)?
    } else {
        Some(results::open(path)?)
    };
    let Some(found) = found else {
        terminal.note(&format!(
            "`{}` holds no earlier run of {} on this dataset, so nothing is compared with a baseline",
            path.display(),
            result.scorecard.tool.name
        ));
        return Ok(None);
    };
    let entry = |result: &ResultFiles| Entry {
        name: result.scorecard.tool.name.clone(),
        place: result.folder.display().to_string(),
        scorecard: result.scorecard.clone(),
        findings: result.findings.clone(),
    };
    // Counts of another dataset or scorer say nothing of this one.
    compare::check(&[entry(&found), entry(result)], false, arguments.allow_other_version)?;
    Ok(Some(found))
}

/// The newest other run of the same tool on the same dataset, by when the tool was started.
fn newest(folder: &Path, result: &ResultFiles) -> anyhow::Result<Option<ResultFiles>> {
    let own = fs::canonicalize(&result.file).ok();
    let mut found: Option<ResultFiles> = None;
    for run in results::runs_below(folder)? {
        let other = results::open(&run)?;
        let same = other.scorecard.tool.name == result.scorecard.tool.name
            && other.scorecard.dataset.digest == result.scorecard.dataset.digest;
        let own = fs::canonicalize(&other.file).ok() == own;
        let newer = found.as_ref().is_none_or(|found| results::started(&other) > results::started(found));
        if same && !own && newer {
            found = Some(other);
        }
    }
    Ok(found)
}

fn judged(
    config: &Config,
    result: &ResultFiles,
    baseline: Option<&ResultFiles>,
    today: &str,
) -> anyhow::Result<Judged> {
    let card = &result.scorecard;
    let index = baseline.map(leaks_of).transpose()?.flatten();
    let (waived, new_leaks): (Waived, Option<NewLeaks>) = match &result.findings {
        _ if config.waivers.is_empty() && index.is_none() => (Waived::default(), None),
        None => bail!(
            "waivers cover findings, and there is no findings.csv beside `{}`; name the folder of the run",
            result.file.display()
        ),
        Some(findings) => {
            let at = || format!("could not read the findings `{}`", findings.display());
            let file = FindingsFile(findings.clone());
            let (waived, new) = gate::waive(&file, &config.waivers, today, index.as_ref()).with_context(at)?;
            let leaking = card.headline.patients.leaking;
            if waived.leaking != leaking {
                bail!(
                    "`{}` tells of {} leaking patients and its scorecard of {leaking}; score the run again",
                    findings.display(),
                    waived.leaking
                );
            }
            (waived, index.is_some().then_some(new))
        }
    };
    Ok(gate::evaluate(&config.rules, card, &waived, baseline.map(|result| &result.scorecard), new_leaks, today))
}

fn leaks_of(result: &ResultFiles) -> anyhow::Result<Option<LeakIndex>> {
    let Some(findings): Option<&PathBuf> = result.findings.as_ref() else { return Ok(None) };
    let mut index = LeakIndex::default();
    index.add(findings).with_context(|| format!("could not read the findings `{}`", findings.display()))?;
    Ok(Some(index))
}
