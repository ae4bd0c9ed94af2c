//! `deidbench inspect`.

use crate::cli::InspectArgs;
use crate::collection::Place;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::inspection;
use crate::inspection::Extras;
use crate::inspection::Inspection;
use crate::inspection::Survey;
use crate::inspection::SurveyOptions;
use anyhow::Context;
use anyhow::bail;
use std::fs;
use std::path::Path;

/// A report that was asked for.
enum Target<'a> {
    Json(&'a str),
    Html(&'a str),
}

/// Looks at a folder.
pub fn execute(arguments: &InspectArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let targets = targets(&arguments.reports)?;
    let place = Place::open(&arguments.folder)?;
    let options = SurveyOptions { decode: !arguments.headers, pictures_as: arguments.pictures_as.clone() };
    let survey = survey(&place, &options, terminal)?;
    let mut extras = Extras { baseline: arguments.baseline.clone(), ..Extras::default() };
    if let Some(against) = &arguments.against {
        let other = survey_of(against, &options, terminal)?;
        extras.comparison = Some(inspection::compare(&survey, &other, &against.display().to_string()));
    }
    // One large picture may keep a core busy that long.
    let (duplicates, labels) =
        rayon::join(|| survey.decoded.then(|| inspection::duplicates(&place, &survey)), || inspection::labels(&place));
    (extras.duplicates, extras.labels) = (duplicates, labels?);
    if let Some(file) = &arguments.splits {
        extras.splits = Some(inspection::audit_split(file, &place, &survey, extras.duplicates.as_ref())?);
    }
    let mut sheets = None;
    if let Some(folder) = &arguments.preview {
        let bar = terminal.bar("drawing", survey.entries.len() as u64);
        sheets = Some((folder, inspection::preview(&place, &survey, folder, &|done| bar.inc(done))?));
        bar.finish_and_clear();
        extras.previewed = true;
    }
    let inspection = inspection::inspect(&place, &survey, extras);
    terminal.print(&inspection::text(&inspection))?;
    if let Some((folder, done)) = sheets {
        terminal.print(&format!(
            "{} contact sheets in {}: {} of {} pictures, {} sources that are not in the dataset\n",
            done.sheets,
            folder.display(),
            done.pictures,
            done.of,
            done.quarantined
        ))?;
    }
    write(&inspection, &targets, terminal)?;
    Ok(if inspection.composition.files == 0 { Outcome::NothingMeasured } else { Outcome::Done })
}

fn targets(reports: &[String]) -> anyhow::Result<Vec<Target<'_>>> {
    reports
        .iter()
        .map(|report| match report.split_once('=') {
            Some(("json", path)) if !path.is_empty() => Ok(Target::Json(path)),
            Some(("html", path)) if !path.is_empty() => Ok(Target::Html(path)),
            _ => bail!("`{report}` is no report of inspect; expected json=PATH or html=PATH"),
        })
        .collect()
}

fn survey_of(folder: &Path, options: &SurveyOptions, terminal: &Terminal) -> anyhow::Result<Survey> {
    survey(&Place::open(folder)?, options, terminal)
}

fn survey(place: &Place, options: &SurveyOptions, terminal: &Terminal) -> anyhow::Result<Survey> {
    let bar = terminal.bar("looking", place.dataset.as_ref().map_or(0, |dataset| dataset.record.instances));
    let found = inspection::survey(place, options, &|done| bar.inc(done))
        .with_context(|| format!("could not look at `{}`", place.folder.display()))?;
    bar.finish_and_clear();
    Ok(found)
}

fn write(inspection: &Inspection, targets: &[Target<'_>], terminal: &Terminal) -> anyhow::Result<()> {
    for target in targets {
        let (path, text) = match target {
            Target::Json(path) => (path, serde_json::to_string_pretty(inspection)? + "\n"),
            Target::Html(path) => (path, inspection::page(inspection)),
        };
        fs::write(path, text).with_context(|| format!("could not write `{path}`; is the folder there?"))?;
        terminal.note(&format!("wrote {path}"));
    }
    Ok(())
}
