//! `deidbench extract`: the files of one finding, for a vendor's ticket.

use crate::cli::ExtractArgs;
use crate::commands::results;
use crate::commands::results::ResultFiles;
use crate::commands::run;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::finding::Finding;
use crate::pairing::Pairing;
use crate::report;
use crate::report::Findings;
use crate::report::FindingsFile;
use crate::report::redact::redact;
use crate::traps;
use crate::truth::Dataset;
use crate::truth::Plant;
use anyhow::Context;
use anyhow::bail;
use std::fmt::Write as _;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

/// Further findings of the plant that the page lists.
const LISTED: usize = 20;

/// What is handed on.
struct Ticket {
    /// The finding that was asked for.
    finding: Finding,
    /// Its number in `findings.csv`, from 1.
    number: u64,
    /// Other findings of the same plant.
    others: Vec<Finding>,
    /// The plant.
    plant: Option<Plant>,
    /// Everything that was planted in the patient, to be kept out of the page.
    planted: Vec<Plant>,
    /// Paths below the folder of what was copied, or why not.
    files: Vec<Result<String, String>>,
}

/// Copies input, output and evidence of one finding, and says what is wrong and how to repeat it.
pub fn execute(arguments: &ExtractArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let result = results::open(&arguments.run)?;
    let Some(findings) = &result.findings else {
        bail!("there is no findings.csv in `{}`; name the folder of a run", result.folder.display());
    };
    let (number, finding, others) = wanted(&FindingsFile(findings.clone()), &arguments.finding)
        .with_context(|| format!("could not read the findings `{}`", findings.display()))?
        .with_context(|| {
            format!(
                "there is no finding `{}` in `{}`; name a plant (DEID-0001-P004) or the number of a row, from 1",
                arguments.finding,
                findings.display()
            )
        })?;
    let dataset = dataset(&result, arguments.dataset.as_deref())?;
    let out = &arguments.out;
    if out.exists() && fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("`{}` is not empty; choose a new folder with --out", out.display());
    }
    fs::create_dir_all(out).with_context(|| format!("could not make the folder `{}`", out.display()))?;
    let planted = planted(&dataset, &finding)?;
    let plant = planted.iter().find(|plant| plant.id == finding.plant).cloned();
    let files = copy_files(&finding, &result, &dataset, out)?;
    let ticket = Ticket { finding, number, others, plant, planted, files };
    let page = out.join("README.md");
    let mut text = readme(&ticket, &result, arguments.show_values);
    if !arguments.show_values {
        // Names of files may hold what was planted.
        let values: Vec<_> = ticket
            .planted
            .iter()
            .flat_map(|plant| [(plant.kind, plant.value.as_str()), (plant.kind, plant.written.as_str())])
            .collect();
        text = redact(&text, &values);
    }
    fs::write(&page, text).with_context(|| format!("could not write `{}`", page.display()))?;
    for missing in ticket.files.iter().filter_map(|file| file.as_ref().err()) {
        terminal.note(missing);
    }
    terminal.print(&format!("wrote {}\n", page.display()))?;
    Ok(Outcome::Done)
}

/// The finding that is asked for, by number or plant, and others of its plant.
fn wanted(findings: &dyn Findings, asked: &str) -> io::Result<Option<(u64, Finding, Vec<Finding>)>> {
    let by_number: Option<u64> = asked.trim_start_matches('#').parse().ok();
    let (mut row, mut found): (u64, Option<(u64, Finding)>) = (0, None);
    findings.each(&mut |finding| {
        row += 1;
        let fits = by_number.map_or(finding.plant == asked, |number| number == row);
        // Of several findings of a plant the worst tells most.
        let worse = found.as_ref().is_none_or(|(_, known)| finding.verdict > known.verdict);
        if fits && worse {
            found = Some((row, finding.clone()));
        }
        Ok(())
    })?;
    let Some((number, finding)) = found else { return Ok(None) };
    let (mut row, mut others) = (0, Vec::new());
    findings.each(&mut |other| {
        row += 1;
        let same = !finding.plant.is_empty() && other.plant == finding.plant && row != number;
        if same && others.len() < LISTED {
            others.push(other.clone());
        }
        Ok(())
    })?;
    Ok(Some((number, finding, others)))
}

/// The dataset of the run.
fn dataset(result: &ResultFiles, named: Option<&Path>) -> anyhow::Result<Dataset> {
    let recorded = run::dataset_of(&result.folder)?;
    let Some(place) = named.map(Path::to_owned).or(recorded) else {
        bail!("`{}` does not say where its dataset is; add --dataset DIR", result.folder.display());
    };
    let dataset = Dataset::open(&place)?;
    if dataset.record.digest != result.scorecard.dataset.digest {
        bail!("`{}` is not the dataset that was measured; name it with --dataset", place.display());
    }
    Ok(dataset)
}

/// All plants of the patient whom the finding names.
fn planted(dataset: &Dataset, finding: &Finding) -> anyhow::Result<Vec<Plant>> {
    if !dataset.patients().contains(&finding.patient) {
        return Ok(Vec::new());
    }
    Ok(dataset.truth(&finding.patient)?.plants)
}

/// Copies input, output and pictures, each below a folder of its own.
fn copy_files(
    finding: &Finding,
    result: &ResultFiles,
    dataset: &Dataset,
    out: &Path,
) -> anyhow::Result<Vec<Result<String, String>>> {
    let mut files = Vec::new();
    let table = result.folder.join("pairs.csv");
    let at = || format!("could not read `{}`; score the run again", table.display());
    let pairing = Pairing::read(BufReader::new(File::open(&table).with_context(at)?)).with_context(at)?;
    let pair = pairing.pairs.iter().find(|pair| pair.instance == finding.instance);
    if let Some(pair) = pair {
        files.push(copy(&dataset.input(), Path::new(&pair.input), &out.join("input"))?);
    }
    let output = result.folder.join("output");
    match pair.and_then(|pair| pair.output.as_ref()) {
        Some(answer) => files.push(copy(&output, &answer.path, &out.join("output"))?),
        None if pair.is_some() => files.push(Err("the tool returned no output for this input".to_owned())),
        None => {
            // What was said lies beside the output.
            let named = PathBuf::from(&finding.output);
            let base = if output.join(&named).is_file() { &output } else { &result.folder };
            files.push(copy(base, &named, &out.join("output"))?);
        }
    }
    let evidence = result.folder.join("evidence");
    if !finding.crop.is_empty() {
        for part in ["before.png", "after.png", "difference.png"] {
            let name = format!("{}.{part}", finding.crop);
            if evidence.join(&name).is_file() {
                files.push(copy(&evidence, Path::new(&name), &out.join("evidence"))?);
            }
        }
    }
    Ok(files)
}

/// Copies one file to the same place below another folder. A file that is not there is told, and no error.
fn copy(from: &Path, path: &Path, to: &Path) -> anyhow::Result<Result<String, String>> {
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let source = from.join(path);
    if !plain || !source.is_file() {
        return Ok(Err(format!(
            "not copied: `{}` is not below `{}`; where a mark such as [person-name] stands in the name, score the run again \
             with --show-values",
            path.display(),
            from.display()
        )));
    }
    let target = to.join(path);
    let at = || format!("could not copy `{}` to `{}`; is the disk full?", source.display(), target.display());
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).with_context(at)?;
    }
    fs::copy(&source, &target).with_context(at)?;
    let folder = to.file_name().unwrap_or_default().to_string_lossy();
    Ok(Ok(format!("{folder}/{}", path.display())))
}

fn readme(ticket: &Ticket, result: &ResultFiles, show_values: bool) -> String {
    let (finding, card) = (&ticket.finding, &result.scorecard);
    let kind = finding.kind.map_or(finding.topic.word(), |kind| kind.word());
    let verdict = finding.verdict.map_or("", |verdict| verdict.word());
    let mut text = format!("# {} {}: {kind} {verdict}\n\n", card.tool.name, card.tool.version);
    text += "Everything here is synthetic: the person, the values and the picture were made by deidbench, and every \
             identifier was planted. No real patient is concerned.\n\n## What is wrong\n\n";
    // Writing to a String cannot fail.
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "- {name}: `{}`", value.replace('`', "'"));
        }
    };
    line("topic", finding.topic.word());
    line("verdict", verdict);
    line("kind of identifier", finding.kind.map_or("", |kind| kind.word()));
    line("seen at", &finding.seen_at);
    line("in which form", &finding.form);
    line("evidence", &finding.evidence);
    line("file", &finding.output);
    line("instance", &finding.instance);
    line("trap", &finding.trap);
    line("plant", &finding.plant);
    if let Some(plant) = &ticket.plant {
        line("planted at", &plant.locus.to_string());
        line("asked by the basic profile", &plant.basic_action);
        if let Some(area) = plant.value_box {
            line("box in pixels (x, y, width, height)", &area.to_string());
        }
        let shown = "not shown here; it stands in the input at the place above (--show-values prints it)";
        line("planted value", if show_values { &plant.value } else { shown });
    }
    line("row of findings.csv", &ticket.number.to_string());
    if finding.moved {
        text += "\nThe value is seen away from where it was planted.\n";
    }
    if let Some(words) = explained(finding, result) {
        let _ = write!(text, "\n## Why it matters\n\n{words}");
    }
    if !ticket.others.is_empty() {
        text += "\n## Also seen of the same plant\n\n";
        for other in &ticket.others {
            let _ = writeln!(text, "- `{}` at `{}` in `{}`", other.form, other.seen_at, other.output);
        }
    }
    text += "\n## Files\n\n";
    for file in &ticket.files {
        let _ = match file {
            Ok(path) => writeln!(text, "- `{path}`"),
            Err(why) => writeln!(text, "- {why}"),
        };
    }
    text += "\n`input/` is what the tool was given, `output/` what it returned, and `evidence/` shows the place before and \
             after. They hold the planted value.\n\n## How to repeat it\n\n```sh\n";
    for command in report::commands_to_repeat(card) {
        text += &format!("{command}\n");
    }
    let digest = &card.dataset.digest;
    let _ = write!(
        text,
        "```\n\nDataset digest {digest}, judged by deidbench {}. The tool was called as `{}`.\n",
        card.deidbench,
        card.tool.argv.join(" ")
    );
    text
}

/// What the scorecard says of the trap or detector, or where it says little, what this build knows of the trap.
fn explained(finding: &Finding, result: &ResultFiles) -> Option<String> {
    let recorded = &result.scorecard.explanations;
    let recorded = recorded.get(&finding.trap).or_else(|| recorded.get(&finding.detector));
    let written = |title: &str, why: &str, standard: &str, passes: &str| {
        format!("{title}. {why}\n\nStandard: {standard}\n\nHolds when: {passes}\n")
    };
    if let Some(words) = recorded.filter(|words| !words.why.is_empty()) {
        return Some(written(words.title.trim_end_matches('.'), &words.why, &words.standard, &words.passes));
    }
    let card = traps::find(&finding.trap)?.card();
    Some(written(card.title.trim_end_matches('.'), card.why, card.standard, card.passes))
}
