//! Reports, each drawn from a scorecard and its findings alone, so that it can be drawn again next year.
//!
//! By default no report holds a planted value in clear: see [`redact`].

pub mod document;
mod findings;
mod html;
mod json;
mod junit;
mod paint;
mod parquet;
pub mod plots;
pub mod redact;
mod sarif;
mod source;
mod summary;
mod svg;
mod table;
mod target;
mod unread;
pub mod waivers;
pub mod words;

pub use findings::FindingsWriter;
pub use source::Findings;
pub use source::FindingsFile;
pub use target::Target;
pub use target::WriteReportError;
pub use target::write_all;

use crate::finding::Finding;
use crate::report::redact::Redactor;
use crate::scorecard::Scorecard;
use std::io;
use std::io::Write;

/// A form of report: one file, one entry in [`ALL`].
pub trait Exporter: Sync {
    /// The word that selects it.
    fn name(&self) -> &'static str;
    /// What it is good for, in one line.
    fn describe(&self) -> &'static str;
    /// How its files end, without the dot.
    fn extension(&self) -> &'static str;
    /// Writes the whole report.
    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// Every exporter, in the order in which help lists them.
pub static ALL: &[&dyn Exporter] = &[
    &table::Table,
    &json::Json,
    &findings::FindingsTable,
    &svg::Svg,
    &junit::Junit,
    &summary::Summary,
    &sarif::Sarif,
    &parquet::Parquet,
    &summary::SignOff,
    &summary::SignOffPage,
    &html::Html,
    &html::Figure::SURFACES,
    &html::Figure::TRAPS,
    &html::Figure::HIPAA,
    &html::Figure::MODALITIES,
];

/// The exporter of that name.
pub fn find(name: &str) -> Option<&'static dyn Exporter> {
    ALL.iter().copied().find(|exporter| exporter.name() == name)
}

/// What a report is drawn from.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The result.
    pub scorecard: &'a Scorecard,
    /// What it rests on. An empty list where a scorecard is all there is.
    pub findings: &'a dyn Findings,
    /// Whether planted values are shown in clear.
    pub show_values: bool,
    /// Whether the terminal that reads it shows colours. Files are written without.
    pub colour: bool,
}

impl Report<'_> {
    /// Visits every finding as this report may show it.
    fn each_shown(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        if self.show_values {
            return self.findings.each(visit);
        }
        // The findings may have been written in clear, and one may hold in its path what another holds as its value.
        let mut redactor = Redactor::new(&self.scorecard.dataset.digest);
        self.findings.values(&mut |patient, kind, value| redactor.learn_value(patient, kind, value))?;
        self.findings.each(&mut |finding| visit(&redactor.redact(finding)))
    }
}

/// The commands that make the dataset again and measure the tool again.
pub fn commands_to_repeat(card: &Scorecard) -> Vec<String> {
    html::repeat::commands(card)
}

/// The JSON Schema of `scorecard.json`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Scorecard).to_value()
}

#[cfg(test)]
mod tests;
