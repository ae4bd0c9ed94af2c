//! `scorecard.json`.

use crate::report::Exporter;
use crate::report::Report;
use crate::scorecard::Scorecard;
use std::io;
use std::io::Write;

/// The scorecard itself, from which every report can be drawn again.
pub(super) struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn describe(&self) -> &'static str {
        "the scorecard, for programs and for drawing reports again"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(text(report.scorecard)?.as_bytes())
    }
}

/// The text of the file.
pub(super) fn text(scorecard: &Scorecard) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(scorecard).map_err(io::Error::from)? + "\n")
}
