//! `deidbench traps`.

use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::traps;
use comfy_table::LineStyle;
use comfy_table::TableStyle;

/// Lists the traps.
pub fn execute(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut rows = table(["trap", "surface", "what is planted"]);
    // One line each: a rule between them would double the length of the list.
    rows.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    for trap in traps::all() {
        let core = if trap.is_core() { " (core)" } else { "" };
        rows.add_row([trap.card().id.to_owned(), trap.surface().to_string(), format!("{}{core}", trap.card().title)]);
    }
    let count = traps::all().count();
    terminal
        .print(&format!("{rows}\n{count} traps; `deidbench explain TRAP` says why tools miss it and what passes\n"))?;
    Ok(Outcome::Done)
}
