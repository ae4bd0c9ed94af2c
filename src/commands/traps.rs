//! `deidbench traps`.

use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use crate::traps;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;

/// Width of every table, in characters.
const WIDTH: u16 = 100;

/// Lists the traps.
pub fn execute(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(["trap", "surface", "what is planted, and why tools miss it"]);
    for trap in traps::all() {
        let card = trap.card();
        table.add_row([
            format!("{}\nversion {}", card.id, card.version),
            trap.surface().to_string(),
            format!("{}\n{}\n{}", card.title, card.why, card.standard),
        ]);
    }
    terminal.print(&format!("{table}\n{} traps\n", traps::all().count()))?;
    Ok(Outcome::Done)
}
