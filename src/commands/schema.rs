//! `deidbench schema`.

use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::report;

/// Prints the JSON Schema of `scorecard.json`.
pub fn execute(terminal: &Terminal) -> anyhow::Result<Outcome> {
    terminal.print(&format!("{}\n", serde_json::to_string_pretty(&report::schema())?))?;
    Ok(Outcome::Done)
}
