//! For a browser: one file that loads nothing, light and dark, with tables that say what they are.

use crate::report::document::Document;
use crate::report::document::Tone;
use crate::report::paint;
use std::io;
use std::io::Write;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem;display:block;overflow-x:auto}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8885;text-align:right;vertical-align:top}
th{border-bottom:2px solid #888}
.w{text-align:left}
.bad{color:light-dark(#a8071a,#ff7875);font-weight:600}
.warn{color:light-dark(#874d00,#ffc069)}
.good{color:light-dark(#135200,#95de64)}
figure{margin:0 0 1rem;overflow-x:auto;background:#fff}
@media print{body{margin:0;font-size:11px}table{display:table}}
";

pub(super) fn write(page: &Document, out: &mut dyn Write) -> io::Result<()> {
    let title = escaped(&page.title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>"
    )?;
    for (tone, line) in &page.lead {
        writeln!(out, "<p class=\"{}\">{}</p>", class(*tone), escaped(line))?;
    }
    for section in page.shown() {
        writeln!(out, "<section>\n<h2>{}</h2>", escaped(&section.title))?;
        if let Some(picture) = &section.picture {
            writeln!(out, "<figure>\n{picture}\n</figure>")?;
        }
        let table = &section.table;
        if !table.rows.is_empty() {
            let words = |column: usize| if column < table.left { "w" } else { "" };
            write!(out, "<table>\n<thead><tr>")?;
            for (column, word) in table.header.iter().enumerate() {
                write!(out, "<th scope=\"col\" class=\"{}\">{}</th>", words(column), escaped(word))?;
            }
            writeln!(out, "</tr></thead>\n<tbody>")?;
            for row in &table.rows {
                write!(out, "<tr>")?;
                for (column, cell) in row.iter().enumerate() {
                    let class = format!("{} {}", words(column), class(cell.tone));
                    write!(out, "<td class=\"{}\">{}</td>", class.trim(), escaped(&cell.text))?;
                }
                writeln!(out, "</tr>")?;
            }
            writeln!(out, "</tbody>\n</table>")?;
        }
        for line in &section.remarks {
            writeln!(out, "<p>{}</p>", escaped(line))?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in paint::clean(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
