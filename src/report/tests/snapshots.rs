//! The table as it reads for tools whose result is known. `UPDATE_SNAPSHOTS=1` writes the expected texts anew.

use super::*;
use std::env;
use std::fs;
use std::path::Path;

fn matches_snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reports").join(name);
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert!(expected == text, "{name} changed; it reads now:\n{text}");
}

#[test]
fn the_table_of_each_known_tool_reads_as_recorded() {
    let found = findings();
    for (name, card, findings) in [
        ("perfect.txt", perfect(), Vec::new()),
        ("copying.txt", copying(), found.clone()),
        ("deleting.txt", deleting(), Vec::new()),
        ("halfway.txt", halfway(), found),
    ] {
        matches_snapshot(name, &drawn("table", &report(&card, &findings)));
    }
}

#[test]
fn the_coloured_table_reads_as_recorded() {
    let (card, findings) = (halfway(), findings());
    let coloured = Report { colour: true, ..report(&card, &findings) };
    matches_snapshot("halfway.ansi", &drawn("table", &coloured));
}

#[test]
fn the_picture_is_drawn_as_recorded() {
    let (card, findings) = (halfway(), findings());
    matches_snapshot("halfway.svg", &drawn("svg", &report(&card, &findings)));
}
