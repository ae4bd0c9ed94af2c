//! `deidbench generate`.

use crate::cli::DatasetArgs;
use crate::cli::GenerateArgs;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::dataset;
use crate::dataset::Coding;
use crate::dataset::Plan;
use crate::dataset::SourcePlan;
use crate::dataset::source::Brightness;
use crate::dataset::source::Masks;
use crate::dataset::source::Palette;
use crate::dataset::source::SourceOptions;
use crate::dicom::encode::Syntax;
use crate::exit::Outcome;
use crate::truth::DatasetRecord;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::SourceStatus;
use crate::truth::patient::read_table;
use anyhow::Context;
use anyhow::bail;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Sources that were left out and are named on the terminal, of each sort.
const MOST_REASONS: usize = 10;

/// Makes a dataset.
pub fn execute(arguments: &GenerateArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let cancel = cancel_flag()?;
    let record = match &arguments.source.source {
        None => make(&arguments.dataset, &arguments.out, terminal, &cancel)?,
        Some(folder) => from_source(folder, arguments, terminal, &cancel)?,
    };
    let out = arguments.out.display();
    terminal.print(&format!(
        "{out}: {} patients, {} files, {} plants of {} traps, {:.1} MB\ndigest {}\n\
         give {out}/input to a tool, and keep {out}/truth from it\n",
        record.patients,
        record.instances,
        record.plants,
        record.traps.len(),
        record.bytes as f64 / 1e6,
        record.digest,
    ))?;
    Ok(Outcome::Done)
}

/// Makes the dataset that the arguments ask for in `folder`.
pub fn make(
    arguments: &DatasetArgs,
    folder: &Path,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<DatasetRecord> {
    let patients = arguments.patients.unwrap_or(arguments.suite.patients());
    let mut kinds = arguments.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let plan = Plan {
        seed: arguments.seed,
        suite: arguments.suite,
        patients,
        blind: arguments.blind,
        kinds,
        coding: arguments.transfer_syntax.unwrap_or_default(),
    };
    let cost = dataset::estimate(&plan, rayon::current_num_threads());
    terminal.note(&format!(
        "making {} patients in {}: {} files, {:.0} MB, about {}",
        patients,
        folder.display(),
        cost.files,
        cost.bytes as f64 / 1e6,
        duration(cost.seconds),
    ));
    let bar = terminal.bar("generating", patients);
    let record = dataset::generate(&plan, cost, folder, &|done| bar.inc(done), cancel)?;
    bar.finish_and_clear();
    Ok(record)
}

/// Makes the dataset of a folder of pictures, and says what was left out of it.
fn from_source(
    source: &Path,
    arguments: &GenerateArgs,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<DatasetRecord> {
    let wanted = &arguments.source;
    let mut options = SourceOptions {
        region: wanted.region,
        cine: wanted.cine,
        blind: arguments.dataset.blind,
        ..SourceOptions::default()
    };
    if let Some(mean) = wanted.brightness {
        if !(0.0..=1.0).contains(&mean) {
            bail!("--brightness takes a part of white between 0 and 1, and {mean} is none");
        }
        options.brightness.mean = mean;
        if mean >= 1.0 {
            // Whoever allows white allows every picture.
            options.brightness = Brightness { mean: 1.0, bright: 1.0, share: 1.0 };
        }
    }
    if let (Some(folder), Some(palette)) = (&wanted.masks, &wanted.palette) {
        if !folder.is_dir() {
            bail!("`{}` is no folder; --masks takes the folder of the masks", folder.display());
        }
        let canonical = source
            .canonicalize()
            .with_context(|| format!("could not list the source folder `{}`", source.display()))?;
        options.masks = Some(Masks { source: canonical, folder: folder.clone(), palette: Palette::read(palette)? });
    }
    let plan = SourcePlan {
        seed: arguments.dataset.seed,
        folder: source.to_owned(),
        licence: wanted.licence.clone(),
        options,
        // Somebody's own pictures are left as plain as they can be, unless it is asked for.
        coding: arguments.dataset.transfer_syntax.unwrap_or(Coding::Only(Syntax::ExplicitLittleEndian)),
    };
    let cost = dataset::estimate_source(source)?;
    terminal.note(&format!(
        "making {} cases of {} in {}: at most {:.0} MB, about {}",
        cost.files,
        source.display(),
        arguments.out.display(),
        cost.bytes as f64 / 1e6,
        duration(cost.seconds),
    ));
    let bar = terminal.bar("generating", cost.files);
    let record = dataset::generate_from_source(&plan, &arguments.out, &|done| bar.inc(done), cancel)?;
    bar.finish_and_clear();
    let rows: Vec<ManifestRow> = read_table(&arguments.out.join("truth"), "run_manifest.csv")?;
    for status in SourceStatus::ALL.iter().copied().filter(|status| *status != SourceStatus::Processed) {
        let reasons: Vec<&ManifestRow> = rows.iter().filter(|row| row.status == status).collect();
        for row in reasons.iter().take(MOST_REASONS) {
            terminal.note(&format!("{status}: {}: {}", row.source, row.reason));
        }
        if reasons.len() > MOST_REASONS {
            let more = reasons.len() - MOST_REASONS;
            terminal.note(&format!("{status}: {more} more, in truth/run_manifest.csv"));
        }
    }
    if wanted.masks.is_some() {
        note_masks(&arguments.out, &record, terminal)?;
    }
    Ok(record)
}

/// Says what was understood of the masks.
fn note_masks(folder: &Path, record: &DatasetRecord, terminal: &Terminal) -> anyhow::Result<()> {
    let (mut with, mut without, mut worst) = (0, 0, 0.0f64);
    let mut organs: BTreeMap<String, u64> = BTreeMap::new();
    for patient in record.patient_digests.keys() {
        let truth = PatientTruth::read(&folder.join("truth").join(patient))?;
        for row in &truth.instances {
            let of = truth.regions.iter().filter(|region| region.instance == row.instance);
            let has = of.clone().next().is_some();
            with += u64::from(has);
            without += u64::from(!has);
            for region in of {
                worst = worst.max(region.far_off);
                *organs.entry(region.organ.clone()).or_default() += 1;
            }
        }
    }
    let words: Vec<String> = organs.iter().map(|(organ, files)| format!("{organ} {files}")).collect();
    terminal.note(&format!(
        "masks: {with} files with organs, {without} without; files by organ: {}; at most {:.2} % of the pixels of a mask are far \
         off the palette",
        if words.is_empty() { "none".to_owned() } else { words.join(", ") },
        100.0 * worst
    ));
    Ok(())
}

/// Seconds as people say them.
fn duration(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=99 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}
