//! `deidbench export`.

use crate::cli::ExportArgs;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::export::ExportPlan;
use crate::export::FrameForm;
use crate::export::LabelForm;
use crate::export::SplitWish;
use crate::export::export;
use crate::truth::Dataset;

/// Reasons that are named on the terminal.
const MOST_REASONS: usize = 10;

/// Exports a dataset.
pub fn execute(arguments: &ExportArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let cancel = cancel_flag()?;
    let dataset = Dataset::open(&arguments.dataset)?;
    let split = match (&arguments.split, &arguments.splits) {
        (Some(ratios), _) => SplitWish::Shares(ratios.clone(), arguments.seed),
        (None, Some(file)) => SplitWish::File(file.clone()),
        (None, None) => SplitWish::None,
    };
    let fits =
        |form: &LabelForm| arguments.frames == FrameForm::Png || !matches!(form, LabelForm::Yolo | LabelForm::Metadata);
    let forms = if arguments.labels.is_empty() {
        LabelForm::ALL.iter().copied().filter(fits).collect()
    } else {
        arguments.labels.clone()
    };
    let plan = ExportPlan {
        out: arguments.out.clone(),
        forms,
        frames: arguments.frames,
        boxes: arguments.boxes,
        every: arguments.every,
        window: arguments.window,
        split,
    };
    let bar = terminal.bar("exporting", dataset.patients().len() as u64);
    let record = export(&dataset, &plan, &|done| bar.inc(done), &cancel)?;
    bar.finish_and_clear();
    let mut rows = table(["split", "patients", "files", "images", "with text", "boxes", "benign"]);
    for (name, counts) in &record.splits {
        let numbers = [counts.patients, counts.files, counts.images, counts.labelled, counts.boxes, counts.benign];
        let cells = std::iter::once(name.clone()).chain(numbers.map(|number| number.to_string()));
        rows.add_row(cells.collect::<Vec<String>>());
    }
    for reason in record.left_out.iter().take(MOST_REASONS) {
        terminal.note(&format!("left out: {reason}"));
    }
    if record.left_out.len() > MOST_REASONS {
        let more = record.left_out.len() - MOST_REASONS;
        terminal.note(&format!("left out: {more} more, in export.json"));
    }
    terminal.print(&format!("{rows}\nwrote {}\n", arguments.out.display()))?;
    Ok(if record.left_out.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}
