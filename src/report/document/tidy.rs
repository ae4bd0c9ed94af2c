//! For a program: one row for each cell, so that tables of different shapes stand in one file.

use crate::report::document::Document;
use serde::Serialize;
use std::io;
use std::io::Write;

#[derive(Serialize)]
struct Row<'a> {
    /// Title of the table.
    section: &'a str,
    /// Number of the row in its table, from 1.
    row: usize,
    /// Its first cell.
    name: &'a str,
    /// Name of the column.
    column: &'a str,
    /// What a person reads.
    text: &'a str,
    /// The figure.
    value: Option<f64>,
    /// What it is out of.
    of: Option<f64>,
}

pub(super) fn write(page: &Document, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    for section in page.shown() {
        for (number, row) in section.table.rows.iter().enumerate() {
            let name = row.first().map_or("", |cell| cell.text.as_str());
            for (cell, column) in row.iter().zip(&section.table.header).skip(1) {
                let row = Row {
                    section: &section.title,
                    row: number + 1,
                    name,
                    column,
                    text: &cell.text,
                    value: cell.value,
                    of: cell.of,
                };
                table.serialize(row).map_err(io::Error::from)?;
            }
        }
    }
    table.flush()
}
