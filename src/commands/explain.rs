//! `deidbench explain`.

use crate::card::Card;
use crate::cli::ExplainArgs;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::WIDTH;
use crate::dataset;
use crate::detectors;
use crate::dicom::locus::Locus;
use crate::exit::Outcome;
use crate::seed::Seed;
use crate::traps;
use crate::traps::Trap;
use crate::truth::Plant;
use anyhow::bail;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use std::collections::BTreeMap;

/// Places that are shown of an example.
const PLACES: usize = 12;
/// Characters of a place or a value in one line.
const LONGEST: usize = 80;
/// Ids that are offered for one that is unknown.
const OFFERED: usize = 5;

/// Says everything about one trap or detector.
pub fn execute(arguments: &ExplainArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let id = arguments.id.trim().to_lowercase().replace('_', "-");
    let text = match (traps::find(&id), detectors::cards().into_iter().find(|card| card.id == id)) {
        (Some(trap), _) => of_trap(trap, arguments.seed),
        (None, Some(card)) => of_card(card, "detector", &[]),
        (None, None) => bail!(
            "there is no trap or detector called `{id}`; near to it are {}; `deidbench traps` lists them all",
            near(&id).join(", ")
        ),
    };
    terminal.print(&text)?;
    Ok(Outcome::Done)
}

fn of_trap(trap: &'static dyn Trap, seed: Seed) -> String {
    let shared = match (trap.is_core(), trap.ends_tools()) {
        (true, _) => "in every patient that carries anything",
        (_, true) => "in the suite coverage alone, because some tools end on such a file",
        _ => "shared out among patients",
    };
    let facts = [("Surface", trap.surface().to_string()), ("Planted", shared.to_owned())];
    let mut text = of_card(trap.card(), "trap", &facts);
    let plants = dataset::example(trap, seed);
    let mut places: BTreeMap<(String, &str), (usize, &Plant)> = BTreeMap::new();
    for plant in &plants {
        let place = plant.value_box.map_or_else(|| plant.locus.to_string(), |area| format!("pixels at {area}"));
        places.entry((place, plant.written.as_str())).or_insert((0, plant)).0 += 1;
    }
    text.push_str(&format!("\nFor example, alone in the first patient of seed {seed} (all values are invented):\n\n"));
    for ((place, written), (files, plant)) in places.iter().take(PLACES) {
        let files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        let shown: String = written.chars().take(LONGEST).collect();
        let rest = if shown.len() < written.len() { " and more" } else { "" };
        text.push_str(&format!("  {}\n      {shown:?}{rest}\n", in_lines(place)));
        text.push_str(&format!("      {}, {}, {files}\n", plant.kind, asked(plant)));
    }
    if places.len() > PLACES {
        text.push_str(&format!("  and at {} other places\n", places.len() - PLACES));
    }
    text
}

/// A path in lines that fit, broken between its steps.
fn in_lines(place: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for step in place.split_inclusive('/') {
        if width + step.chars().count() > LONGEST {
            lines.push_str("\n    ");
            width = 0;
        }
        lines.push_str(step);
        width += step.chars().count();
    }
    lines
}

/// What the standard asks of the place.
fn asked(plant: &Plant) -> String {
    match (&plant.locus, plant.basic_action.as_str()) {
        (Locus::Pixel, _) => "clean pixel data".to_owned(),
        (Locus::Attribute(_) | Locus::Meta(..), "") => "not in Table E.1-1".to_owned(),
        (_, "") => "no attribute".to_owned(),
        (_, action) => format!("basic profile {action}"),
    }
}

fn of_card(card: &Card, sort: &str, facts: &[(&str, String)]) -> String {
    let mut table = columns();
    let seen = if card.seen.is_empty() { "no public thread known" } else { card.seen };
    table.add_row(["What", card.title]);
    for (name, value) in facts {
        table.add_row([*name, value]);
    }
    table.add_row(["Why", card.why]).add_row(["Standard", card.standard]).add_row(["Seen in", seen]);
    table.add_row([if sort == "trap" { "Holds when" } else { "Passes when" }, card.passes]);
    format!("{} ({sort}, version {})\n\n{}\n", card.id, card.version, table.trim_fmt())
}

fn columns() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table
}

/// Ids that look like a word, the most alike first.
fn near(word: &str) -> Vec<&'static str> {
    let cards = traps::all().map(Trap::card).chain(detectors::cards());
    let mut ids: Vec<(bool, f64, &'static str)> =
        cards.map(|card| (card.id.contains(word), strsim::jaro_winkler(card.id, word), card.id)).collect();
    ids.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
    ids.into_iter().take(OFFERED).map(|(_, _, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trap_and_detector_is_explained_in_a_hundred_columns() {
        for trap in traps::all() {
            let text = of_trap(trap, Seed(1));
            assert!(text.contains(trap.card().id) && text.contains("For example"), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(WIDTH)), "{text}");
        }
        for card in detectors::cards() {
            assert!(of_card(card, "detector", &[]).contains(card.id));
        }
    }

    #[test]
    fn an_unknown_word_is_answered_with_ids_like_it() {
        assert_eq!(near("patient-nam")[0], "patient-name");
        assert!(near("preambel").contains(&"preamble"));
    }
}
