//! `deidbench traps`.

use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::traps;

/// Lists the traps.
pub fn execute(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut rows = table(["trap", "surface", "what is planted, and why tools miss it"]);
    for trap in traps::all() {
        let card = trap.card();
        rows.add_row([
            format!("{}\nversion {}", card.id, card.version),
            trap.surface().to_string(),
            format!("{}\n{}\n{}", card.title, card.why, card.standard),
        ]);
    }
    terminal.print(&format!("{rows}\n{} traps\n", traps::all().count()))?;
    Ok(Outcome::Done)
}
