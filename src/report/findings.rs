//! `findings.csv`: every observation, one row each.

use crate::finding::Finding;
use crate::kind::Kind;
use crate::report::Exporter;
use crate::report::Report;
use crate::report::redact::Redactor;
use std::collections::BTreeSet;
use std::io;
use std::io::Write;

/// Every observation as a table.
pub(super) struct FindingsTable;

impl Exporter for FindingsTable {
    fn name(&self) -> &'static str {
        "findings"
    }

    fn describe(&self) -> &'static str {
        "every finding as CSV, one row each"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        report.each_shown(&mut |finding| table.serialize(finding).map_err(io::Error::from))?;
        table.flush()
    }
}

/// Writes the `findings.csv` of a run patient by patient, without planted values unless these are asked for.
pub struct FindingsWriter<W: Write> {
    table: csv::Writer<W>,
    salt: Option<String>,
}

impl<W: Write> FindingsWriter<W> {
    /// A table without planted values. The salt is the digest of the dataset.
    pub fn redacted(out: W, salt: &str) -> Self {
        Self { table: csv::Writer::from_writer(out), salt: Some(salt.to_owned()) }
    }

    /// A table with planted values in clear.
    pub fn in_clear(out: W) -> Self {
        Self { table: csv::Writer::from_writer(out), salt: None }
    }

    /// Writes findings that name one patient, whose planted values are `planted`.
    pub fn write(&mut self, findings: &[Finding], planted: &[(Kind, &str)]) -> io::Result<()> {
        let Some(salt) = &self.salt else {
            return findings.iter().try_for_each(|finding| self.table.serialize(finding).map_err(io::Error::from));
        };
        let mut redactor = Redactor::new(salt);
        let patients: BTreeSet<&str> = findings.iter().map(|finding| finding.patient.as_str()).collect();
        for (patient, (kind, value)) in
            patients.iter().flat_map(|patient| planted.iter().map(move |one| (patient, one)))
        {
            redactor.plant(patient, *kind, value);
        }
        findings.iter().for_each(|finding| redactor.learn(finding));
        findings.iter().try_for_each(|finding| {
            let shown = redactor.redact(finding);
            self.table.serialize(shown).map_err(io::Error::from)
        })
    }

    /// Ends the table and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.table.into_inner().map_err(|failed| io::Error::other(failed.to_string()))
    }
}
