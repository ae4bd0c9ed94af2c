//! The pages of docs/ that are made from the cards beside the code are up to date.
//! `make bless` writes them.
#![expect(clippy::expect_used, reason = "a test that cannot read its own sources fails")]

use deidbench::card::Card;
use deidbench::detectors;
use deidbench::detectors::links;
use deidbench::tool;
use deidbench::tool::Tool;
use deidbench::traps;
use deidbench::truth::Surface;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Compares a page with its file, or writes the file where `DEIDBENCH_BLESS` is set.
fn check(name: &str, page: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if env::var_os("DEIDBENCH_BLESS").is_some() {
        fs::write(&file, page).expect("docs/ can be written");
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(known == page, "docs/{name} is not what the cards say; run `make bless` and commit the page");
}

/// The entry of one card, with facts that only its list knows.
fn entry(page: &mut String, card: &Card, facts: &str) {
    let Card { id, version, title, why, standard, seen, passes } = card;
    let seen = if seen.is_empty() { String::new() } else { format!("- Seen in: {seen}\n") };
    write!(
        page,
        "\n## {id}\n\n**{title}.** {facts}; version {version}.\n\n\
         - Why it is missed: {why}\n- Standard: {standard}\n{seen}- Passes when: {passes}\n"
    )
    .expect("a string takes text");
}

#[test]
fn the_page_of_traps_is_what_the_cards_say() {
    let mut page = String::from(
        "# Traps: what is planted\n\n\
         Made from the cards in `src/traps/` by `make bless`; `deidbench traps` prints the same.\n\n\
         A trap is one way in which an identifier hides. A *core* trap is planted in every patient with plants; the\n\
         others are shared out, four to a patient, by a seeded and balanced design. A trap's version rises when the\n\
         same seed would plant something else.\n\n\
         The suite `full` has every trap at least twice, and with them every row of PS3.15 Table E.1-1 but those that\n\
         `src/traps/table/exceptions.rs` lists with their reasons. Traps that are marked *in the suite `coverage` alone* are\n\
         left out of all other suites: tools that are given a folder were seen to end on such a file (gdcmanon 3.0.21 and\n\
         dicognito 0.19.0 gave back 17 and 18 of 68 files where two of them were DICOMDIRs; gdcmanon and the tools of DCMTK\n\
         3.6.7 refuse a file with text behind its data set), and what they then leave undone would be counted as not\n\
         measured, so that one file would hide what they do with all others.\n\n",
    );
    page.push_str("| trap | surface | planted |\n| --- | --- | --- |\n");
    for trap in traps::all() {
        let card = trap.card();
        writeln!(page, "| [{0}](#{0}) | {1} | {2} |", card.id, trap.surface(), card.title)
            .expect("a string takes text");
    }
    for trap in traps::all() {
        let place = match trap.surface() {
            Surface::Pixel => "Burned into pixels".to_owned(),
            surface => format!("Surface `{surface}`"),
        };
        let suites = match (trap.is_core(), trap.ends_tools()) {
            (true, _) => "; core",
            (_, true) => "; in the suite `coverage` alone, because some tools end on such a file",
            _ => "",
        };
        entry(&mut page, trap.card(), &format!("{place}{suites}"));
    }
    check("traps.md", &page);
}

#[test]
fn the_page_of_detectors_is_what_the_cards_say() {
    let mut page = String::from(
        "# Detectors: what is looked for\n\n\
         Made from the cards in `src/detectors/` by `make bless`.\n\n\
         A detector's version rises when the same output would score something else. How their figures become verdicts:\n\
         [scoring.md](scoring.md).\n",
    );
    for card in detectors::cards() {
        let facts = match links::CARDS.iter().any(|(_, link)| link.id == card.id) {
            true => "Looks at all files of a patient, and at all patients together",
            false => "Looks at every pair of input and output",
        };
        entry(&mut page, card, facts);
    }
    check("detectors.md", &page);
}

#[test]
fn the_page_of_tools_is_what_their_files_say() {
    let mut page = String::from(
        "# Tools: what is known\n\n\
         Made from the files in `fixtures/tools/` by `make bless`; `deidbench tools NAME` prints the same, and\n\
         `deidbench tools` says which are installed. `deidbench run --tool NAME` measures one,\n\
         `make vendors` all that are installed: [reports/vendors.md](../reports/vendors.md).\n\n\
         | tool | mode | claims |\n| --- | --- | --- |\n",
    );
    let tools: Vec<Tool> = tool::KNOWN.iter().map(|(_, file)| Tool::from_toml(file).expect("a tool file")).collect();
    for tool in &tools {
        writeln!(page, "| [{0}](#{0}) | {1} | {2} |", tool.name, tool.mode.name(), tool.policy)
            .expect("a string takes text");
    }
    for tool in &tools {
        write!(page, "\n## {}\n\n{}", tool.name, tool::describe(tool)).expect("a string takes text");
    }
    check("tools.md", &page);
}
