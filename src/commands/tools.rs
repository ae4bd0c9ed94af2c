//! `deidbench tools`.

use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::tool;
use crate::tool::RunOptions;

/// Lists the known tools.
pub fn execute(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut rows = table(["tool", "installed", "mode", "what to know"]);
    for listed in tool::tools(&RunOptions::default()) {
        let installed = match (&listed.version, listed.installed) {
            (Some(version), true) => version.clone(),
            (None, true) => "yes".to_owned(),
            (_, false) => format!("no: {}", listed.tool.install),
        };
        rows.add_row([
            listed.tool.name.clone(),
            installed,
            listed.tool.mode.name().to_owned(),
            listed.tool.notes.clone(),
        ]);
    }
    terminal.print(&format!("{rows}\n"))?;
    Ok(Outcome::Done)
}
