//! The report for a terminal as a picture.

use crate::report::Exporter;
use crate::report::Report;
use crate::report::paint;
use crate::report::paint::Piece;
use crate::report::paint::Role;
use crate::report::table;
use std::io;
use std::io::Write;

/// Pixels from one line to the next.
const LINE: f64 = 19.0;

/// Width of a letter at `FONT` pixels, as in most monospaced typefaces.
const LETTER: f64 = 8.4;

/// Size of the typeface in pixels.
const FONT: f64 = 14.0;

/// Space around the text.
const MARGIN: f64 = 20.0;

/// Letters that a line has room for.
const COLUMNS: f64 = 100.0;

/// The text of the table in a dark window.
pub(super) struct Svg;

impl Exporter for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn describe(&self) -> &'static str {
        "the text of `table` as a picture, for a web page"
    }

    fn extension(&self) -> &'static str {
        "svg"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let text = table::text(report)?;
        let lines = paint::lines(&text);
        let (width, height) = (COLUMNS * LETTER + 2.0 * MARGIN, lines.len() as f64 * LINE + 2.0 * MARGIN);
        writeln!(out, r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img""#)?;
        writeln!(out, r#"  width="{width}" height="{height}" font-size="{FONT}" fill="{}""#, fill(None))?;
        writeln!(out, r#"  font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">"#)?;
        writeln!(out, "<title>What deidbench says of a de-identification tool</title>")?;
        writeln!(out, r##"<rect width="100%" height="100%" rx="8" fill="#0d1117"/>"##)?;
        for (number, line) in lines.iter().enumerate() {
            draw(line, MARGIN + FONT + number as f64 * LINE, out)?;
        }
        writeln!(out, "</svg>")
    }
}

/// Draws a line. Each piece gets its own place and length, so that columns align in any typeface; viewers do not agree
/// on what several blanks are, so none is left inside a piece.
fn draw(line: &[Piece], y: f64, out: &mut dyn Write) -> io::Result<()> {
    let mut column = 0;
    for (role, piece) in line {
        for part in piece.split("  ") {
            let shown = part.trim();
            let blanks = part.chars().take_while(|letter| *letter == ' ').count();
            if !shown.is_empty() {
                label(shown, *role, column + blanks, y, out)?;
            }
            column += part.chars().count() + 2;
        }
        // The last part is followed by no blanks.
        column -= 2;
    }
    Ok(())
}

/// Draws a text from a column on.
fn label(text: &str, role: Option<Role>, column: usize, y: f64, out: &mut dyn Write) -> io::Result<()> {
    let (x, length) = (MARGIN + column as f64 * LETTER, text.chars().count() as f64 * LETTER);
    let weight = if matches!(role, Some(Role::Bad | Role::Strong)) { r#" font-weight="bold""# } else { "" };
    let colour = role.map(|role| format!(r#" fill="{}""#, fill(Some(role)))).unwrap_or_default();
    write!(out, r#"<text x="{x:.1}" y="{y:.1}" textLength="{length:.1}"{colour}{weight}>"#)?;
    writeln!(out, "{}</text>", escaped(text))
}

/// Colours on a dark ground; each has a contrast of 4.5 to 1 or more, which is what WCAG 2 asks of text.
fn fill(role: Option<Role>) -> &'static str {
    match role {
        None => "#c9d1d9",
        Some(Role::Bad) => "#ff7b72",
        Some(Role::Warn) => "#e3b341",
        Some(Role::Good) => "#56d364",
        Some(Role::Strong) => "#f0f6fc",
        Some(Role::Dim) => "#8b949e",
    }
}

/// Text without the characters that XML keeps for itself.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
