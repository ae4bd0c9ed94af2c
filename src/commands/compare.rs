//! `deidbench compare`.

use crate::cli::CompareArgs;
use crate::commands::results;
use crate::commands::results::Pages;
use crate::commands::terminal::Terminal;
use crate::compare;
use crate::compare::Comparison;
use crate::compare::Entry;
use crate::compare::LeakIndex;
use crate::compare::pictures;
use crate::exit::Outcome;
use crate::report::plots;
use crate::report::plots::Plot;
use anyhow::Context;
use anyhow::bail;
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::io;
use std::io::Write;
use std::path::Path;

/// Puts results side by side.
pub fn execute(arguments: &CompareArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let pages = Pages::parse(&arguments.reports, &["leaks", "trade-off", "heat-map", "throughput"])?;
    if arguments.runs.len() < 2 {
        bail!("name two results or more to compare: run folders, or scorecard.json files");
    }
    let mut entries: Vec<Entry> = arguments.runs.iter().map(|run| entry(run)).collect::<anyhow::Result<_>>()?;
    name_apart(&mut entries);
    let mut notes = compare::check(&entries, arguments.allow_other_dataset, arguments.allow_other_version)?;
    let index = index(&entries, &mut notes, terminal)?;
    let comparison = Comparison::new(entries, index.as_ref(), notes, arguments.seed.0);
    pages.write(&compare::document(&comparison), terminal)?;
    if let Some(path) = pages.other("leaks") {
        let Some(index) = &index else {
            bail!("there is no list of leaks to write: that needs run folders with findings.csv, on one dataset");
        };
        results::replace(path, |out| list(&comparison.entries, index, out))?;
        terminal.note(&format!("wrote {}", path.display()));
    }
    picture(&pages, "trade-off", pictures::trade_off(&comparison), terminal)?;
    picture(&pages, "heat-map", pictures::heat_map(&comparison), terminal)?;
    picture(&pages, "throughput", pictures::throughput(&comparison), terminal)?;
    Ok(Outcome::Done)
}

/// Writes a plot that was asked for: as SVG where the file is named so, otherwise as PNG.
fn picture(pages: &Pages, name: &str, plot: Option<impl Plot>, terminal: &Terminal) -> anyhow::Result<()> {
    let Some(path) = pages.other(name) else { return Ok(()) };
    let Some(plot) = plot else {
        terminal.note(&format!("no `{name}` was drawn: no result has figures for it"));
        return Ok(());
    };
    let as_svg = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    let picture = if as_svg { plots::svg(&plot)?.into_bytes() } else { plots::png(&plot)? };
    results::replace(path, |out| out.write_all(&picture))?;
    terminal.note(&format!("wrote {}", path.display()));
    Ok(())
}

fn entry(run: &Path) -> anyhow::Result<Entry> {
    let result = results::open(run)?;
    Ok(Entry {
        name: result.scorecard.tool.name.clone(),
        place: run.display().to_string(),
        scorecard: result.scorecard,
        findings: result.findings,
    })
}

/// Adds the place to names that several results have.
fn name_apart(entries: &mut [Entry]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries.iter() {
        *counts.entry(entry.name.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut() {
        if counts.get(&entry.name).is_some_and(|count| *count > 1) {
            entry.name = format!("{} ({})", entry.name, entry.place);
        }
    }
}

/// The leaks of all results; none where findings are missing or the datasets differ.
fn index(entries: &[Entry], notes: &mut Vec<String>, terminal: &Terminal) -> anyhow::Result<Option<LeakIndex>> {
    let mut digests = entries.iter().map(|entry| &entry.scorecard.dataset.digest);
    let first = digests.next();
    if digests.any(|digest| Some(digest) != first) {
        return Ok(None);
    }
    if let Some(without) = entries.iter().find(|entry| entry.findings.is_none()) {
        notes.push(format!(
            "`{}` has no findings.csv beside its scorecard, so new and fixed leaks are not listed",
            without.place
        ));
        return Ok(None);
    }
    let mut index = LeakIndex::default();
    let bar = terminal.bar("reading", entries.len() as u64);
    for entry in entries {
        if let Some(findings) = &entry.findings {
            index.add(findings).with_context(|| format!("could not read the findings `{}`", findings.display()))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Some(index))
}

/// Every leak with the results that have it: one row each, as the first result that has it names it.
fn list(entries: &[Entry], index: &LeakIndex, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let names = entries.iter().map(|entry| entry.name.as_str());
    let header: Vec<&str> = ["patient", "plant", "trap", "surface", "moved"].into_iter().chain(names).collect();
    table.write_record(&header).map_err(io::Error::from)?;
    for (place, entry) in entries.iter().enumerate() {
        let Some(findings) = &entry.findings else { continue };
        // A leak with several findings is written once: at its first.
        let mut written = HashSet::new();
        compare::leaks::each(findings, &mut |leak| {
            let runs = index.runs_with(&leak);
            if runs.trailing_zeros() as usize != place || !written.insert(leak.key()) {
                return Ok(());
            }
            let moved = if leak.moved { "true" } else { "false" };
            let has = (0..entries.len()).map(|run| if runs >> run & 1 == 1 { "leaked" } else { "" });
            let row: Vec<&str> =
                [leak.patient, leak.plant, leak.trap, leak.surface, moved].into_iter().chain(has).collect();
            table.write_record(&row).map_err(io::Error::from)
        })?;
    }
    table.flush()
}
