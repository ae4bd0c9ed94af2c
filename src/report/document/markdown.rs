//! For a chat or a pull request: tables as GitHub reads them (<https://github.github.com/gfm/>).

use crate::report::document::Document;
use crate::report::document::Tone;
use crate::report::paint;
use std::io;
use std::io::Write;

pub(super) fn write(page: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&page.title))?;
    for (tone, line) in &page.lead {
        let line = escaped(line);
        match tone {
            Tone::Plain => writeln!(out, "{line}\n")?,
            _ => writeln!(out, "**{line}**\n")?,
        }
    }
    for section in page.shown() {
        writeln!(out, "## {}\n", escaped(&section.title))?;
        let table = &section.table;
        if !table.rows.is_empty() {
            writeln!(out, "| {} |", joined(table.header.iter().map(|word| escaped(word))))?;
            let rule =
                (0..table.header.len()).map(|column| if column < table.left { "---" } else { "---:" }.to_owned());
            writeln!(out, "| {} |", joined(rule))?;
            for row in &table.rows {
                writeln!(out, "| {} |", joined(row.iter().map(|cell| escaped(&cell.text))))?;
            }
            writeln!(out)?;
        }
        for line in &section.remarks {
            writeln!(out, "{}\n", escaped(line))?;
        }
    }
    Ok(())
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(" | ")
}

/// Text that can neither end a cell nor become a link, a tag or emphasis.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in paint::clean(text).chars() {
        if matches!(letter, '|' | '<' | '>' | '[' | ']' | '*' | '_' | '`' | '\\' | '&' | '@' | '#' | '~') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}
