//! `deidbench history`.

use crate::cli::HistoryArgs;
use crate::commands::results;
use crate::commands::results::Pages;
use crate::commands::terminal::Terminal;
use crate::compare::leaks;
use crate::exit::Outcome;
use crate::history;
use crate::history::Run;
use crate::history::SpanIndex;
use crate::history::Track;
use crate::report::plots;
use anyhow::Context;
use anyhow::bail;
use std::collections::HashSet;
use std::io;
use std::io::Write;

/// Shows runs over time.
pub fn execute(arguments: &HistoryArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let pages = Pages::parse(&arguments.reports, &["leaks", "svg", "png"])?;
    let mut notes = Vec::new();
    let runs = runs(arguments, &mut notes)?;
    let mut followed: Vec<(Track, SpanIndex)> = Vec::new();
    let bar = terminal.bar("reading", runs.len() as u64);
    for places in history::tracks(&runs) {
        let mut index = SpanIndex::default();
        for run in places.iter().filter_map(|place| runs.get(*place)) {
            let Some(findings) = &run.findings else { continue };
            index.add(findings).with_context(|| format!("could not read the findings `{}`", findings.display()))?;
            bar.inc(1);
        }
        followed.push((index.track(places), index));
    }
    bar.finish_and_clear();
    let tracks: Vec<Track> = followed.iter().map(|(track, _)| track.clone()).collect();
    pages.write(&history::document(&runs, &tracks, &notes), terminal)?;
    let trend = history::trend(&runs, &tracks);
    if let Some(path) = pages.other("svg") {
        let picture = plots::svg(&trend)?;
        results::replace(path, |out| out.write_all(picture.as_bytes()))?;
    }
    if let Some(path) = pages.other("png") {
        let picture = plots::png(&trend)?;
        results::replace(path, |out| out.write_all(&picture))?;
    }
    if let Some(path) = pages.other("leaks") {
        results::replace(path, |out| list(&runs, &followed, out))?;
    }
    Ok(Outcome::Done)
}

/// Every run below the folder with its findings, the oldest first.
fn runs(arguments: &HistoryArgs, notes: &mut Vec<String>) -> anyhow::Result<Vec<Run>> {
    let at = arguments.folder.display();
    let mut runs = Vec::new();
    for folder in results::runs_below(&arguments.folder)? {
        let result = results::open(&folder)?;
        let wanted = arguments.tool.as_ref().is_none_or(|tool| *tool == result.scorecard.tool.name);
        if !wanted {
            continue;
        }
        if result.findings.is_none() {
            notes.push(format!("`{}` has no findings.csv and is left out", folder.display()));
            continue;
        }
        runs.push(Run {
            name: folder.display().to_string(),
            started: results::started(&result),
            scorecard: result.scorecard,
            findings: result.findings,
        });
    }
    if runs.is_empty() {
        bail!("there is no run in `{at}`; make some with `deidbench run --out {at}/NAME`");
    }
    runs.sort_by(|a, b| a.started.cmp(&b.started).then_with(|| a.name.cmp(&b.name)));
    let first = runs.first().map(|run| run.scorecard.deidbench.clone());
    if let Some(other) = runs.iter().find(|run| Some(&run.scorecard.deidbench) != first.as_ref()) {
        notes.push(format!(
            "`{}` was scored by deidbench {}, another version than the first run: a change may be the scorer's; `deidbench \
             score --run FOLDER` scores a run again",
            other.name, other.scorecard.deidbench
        ));
    }
    Ok(runs)
}

/// Every leak, one row each, as the first run that has it names it.
fn list(runs: &[Run], followed: &[(Track, SpanIndex)], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let header = [
        "tool",
        "patient",
        "plant",
        "trap",
        "surface",
        "moved",
        "first_run",
        "first_started",
        "gone_run",
        "gone_started",
        "returned",
    ];
    table.write_record(header).map_err(io::Error::from)?;
    for (track, index) in followed {
        let run = |number: usize| track.runs.get(number).and_then(|place| runs.get(*place));
        for number in 0..track.runs.len() {
            let Some((here, findings)) = run(number).and_then(|run| Some((run, run.findings.as_ref()?))) else {
                continue;
            };
            let mut written = HashSet::new();
            leaks::each(findings, &mut |leak| {
                let Some(spans) = index.spans(&leak).filter(|spans| spans.first == number) else { return Ok(()) };
                if !written.insert(leak.key()) {
                    return Ok(());
                }
                let gone = spans.gone.and_then(run);
                let (moved, returned) = (leak.moved.to_string(), spans.returned.to_string());
                let row = [
                    here.scorecard.tool.name.as_str(),
                    leak.patient,
                    leak.plant,
                    leak.trap,
                    leak.surface,
                    &moved,
                    &here.name,
                    &here.started,
                    gone.map_or("", |run| run.name.as_str()),
                    gone.map_or("", |run| run.started.as_str()),
                    &returned,
                ];
                table.write_record(row).map_err(io::Error::from)
            })?;
        }
    }
    table.flush()
}
