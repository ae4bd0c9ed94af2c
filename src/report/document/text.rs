//! For a terminal.

use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Tone;
use crate::report::paint;
use crate::report::paint::Role;
use crate::report::table::Grid;
use crate::report::table::remark;
use crate::report::table::sentence;
use std::io;
use std::io::Write;

pub(super) fn write(page: &Document, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut text = sentence(&Role::Strong.of(paint::clean(&page.title)));
    for (tone, line) in &page.lead {
        text += &sentence(&toned(*tone, line));
    }
    for section in page.shown() {
        text += &format!("\n{}\n", Role::Strong.of(paint::clean(&section.title)));
        let table = &section.table;
        if !table.rows.is_empty() {
            let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
            let mut grid = Grid::new(&header, table.left);
            for row in table.rows.iter().take(table.shown) {
                grid.row(row.iter().map(cell));
            }
            text += &grid.text();
            if let Some(more @ 1..) = table.rows.len().checked_sub(table.shown) {
                text += &remark(&format!("and {more} more rows, which every other form of this report lists"));
            }
        }
        for line in &section.remarks {
            text += &remark(&paint::clean(line));
        }
    }
    paint::write(&text, colour, out)
}

fn cell(cell: &Cell) -> String {
    toned(cell.tone, &cell.text)
}

fn toned(tone: Tone, text: &str) -> String {
    let text = paint::clean(text);
    match tone {
        Tone::Plain => text,
        Tone::Good => Role::Good.of(text),
        Tone::Warn => Role::Warn.of(text),
        Tone::Bad => Role::Bad.of(text),
    }
}
