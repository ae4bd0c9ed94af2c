//! `deidbench generate`.

use crate::cli::DatasetArgs;
use crate::cli::GenerateArgs;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::dataset;
use crate::dataset::Plan;
use crate::exit::Outcome;
use crate::truth::DatasetRecord;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Makes a dataset.
pub fn execute(arguments: &GenerateArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let cancel = cancel_flag()?;
    let record = make(&arguments.dataset, &arguments.out, terminal, &cancel)?;
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
    let plan = Plan { seed: arguments.seed, suite: arguments.suite, patients, blind: arguments.blind };
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
    let record = dataset::generate(&plan, folder, &|done| bar.inc(done), cancel)?;
    bar.finish_and_clear();
    Ok(record)
}

/// Seconds as people say them.
fn duration(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=99 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}
