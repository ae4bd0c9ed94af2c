//! `deidbench score`.

use crate::cli::ScoreArgs;
use crate::commands::judge;
use crate::commands::judge::Case;
use crate::commands::report;
use crate::commands::run;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::exit::Outcome;
use crate::scorecard::Cost;
use crate::scorecard::ToolFacts;
use crate::truth::Dataset;
use anyhow::bail;

/// Scores an output folder, or a run again.
pub fn execute(arguments: &ScoreArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let judging = &arguments.judging;
    let targets = report::targets(&judging.results)?;
    let cancel = cancel_flag()?;
    if let Some(folder) = &arguments.run {
        return run::score_again(folder, judging, &targets, terminal, &cancel);
    }
    let (Some(dataset), Some(output)) = (&arguments.dataset, &arguments.output) else {
        bail!("name what to score: --dataset DIR --output DIR, or --run DIR");
    };
    let dataset = Dataset::open(dataset)?;
    if !output.is_dir() {
        bail!(
            "there is no output folder `{}`; name what the tool made of {}",
            output.display(),
            dataset.input().display()
        );
    }
    let policy = judging.claimed().unwrap_or_default();
    let case = Case {
        dataset: &dataset,
        output,
        folder: &arguments.out,
        mapping: arguments.mapping.clone(),
        named: false,
        tool: ToolFacts { name: "by hand".to_owned(), policy: vec![policy.to_string()], ..ToolFacts::default() },
        policy,
        cost: Cost::default(),
        invocations: Vec::new(),
        said: Vec::new(),
        remarks: Vec::new(),
        dciodvfy: judge::dciodvfy(judging),
    };
    let mut scorecard = judge::judge(case, judging.results.show_values, terminal, &cancel)?;
    judge::record_gate(&mut scorecard, &arguments.out, &judging.results)?;
    let targets = report::with_page(&targets, &arguments.out);
    report::draw(&scorecard, &arguments.out, &targets, &judging.results, terminal)?;
    terminal.note(&format!("results in {}", arguments.out.display()));
    Ok(judge::outcome(&scorecard, &judging.results))
}
