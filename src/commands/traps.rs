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
        let note = match (trap.is_core(), trap.ends_tools()) {
            (true, _) => " (core)",
            (_, true) => " (coverage)",
            _ => "",
        };
        rows.add_row([trap.card().id.to_owned(), trap.surface().to_string(), format!("{}{note}", trap.card().title)]);
    }
    let count = traps::all().count();
    terminal.print(&format!(
        "{rows}\n{count} traps; core: in every patient that carries anything; coverage: in that suite alone,\nbecause \
         some tools end on such a file\n`deidbench explain TRAP` says why tools miss it and what passes\n"
    ))?;
    Ok(Outcome::Done)
}
