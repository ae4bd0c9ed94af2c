//! What lines say: a label that may stay, and an identifier of the patient.

use crate::identity::Day;
use crate::identity::Identity;
use crate::identity::PersonName;
use crate::traps::Secret;
use crate::truth::Kind;

/// One line of text.
#[derive(Clone, Debug)]
pub(in crate::traps::pixel) struct Caption {
    /// Label, without the space behind it; may be empty.
    pub(in crate::traps::pixel) label: String,
    kind: Kind,
    value: String,
    written: String,
}

impl Caption {
    /// A value that is written otherwise than DICOM writes it.
    pub(in crate::traps::pixel) fn new(label: &str, kind: Kind, value: &str, written: &str) -> Self {
        Self { label: label.to_owned(), kind, value: value.to_owned(), written: written.to_owned() }
    }

    /// A value that is written as it is.
    pub(in crate::traps::pixel) fn plain(label: &str, kind: Kind, value: &str) -> Self {
        Self::new(label, kind, value, value)
    }

    /// The patient's name as consoles write it: in capitals, family name first.
    pub(in crate::traps::pixel) fn name(label: &str, identity: &Identity) -> Self {
        let name = &identity.name;
        let written = format!("{}, {}", name.family, name.given).to_uppercase();
        Self::new(label, Kind::PersonName, &name.dicom(), &written)
    }

    /// The name of somebody else, as people write it.
    pub(in crate::traps::pixel) fn person(label: &str, kind: Kind, name: &PersonName) -> Self {
        Self::new(label, kind, &name.dicom(), &name.readable())
    }

    /// The record number.
    pub(in crate::traps::pixel) fn mrn(label: &str, identity: &Identity) -> Self {
        Self::plain(label, Kind::Mrn, &identity.mrn)
    }

    /// The accession number.
    pub(in crate::traps::pixel) fn accession(label: &str, identity: &Identity) -> Self {
        Self::plain(label, Kind::Accession, &identity.accession)
    }

    /// The day of birth as ISO 8601.
    pub(in crate::traps::pixel) fn birth(label: &str, identity: &Identity) -> Self {
        Self::day(label, Kind::BirthDate, identity.birth_date, "%Y-%m-%d")
    }

    /// The day of the study as ISO 8601.
    pub(in crate::traps::pixel) fn study_date(label: &str, identity: &Identity) -> Self {
        Self::day(label, Kind::Date, identity.study_date, "%Y-%m-%d")
    }

    /// A day in a form of `strftime`.
    pub(in crate::traps::pixel) fn day(label: &str, kind: Kind, day: Day, form: &str) -> Self {
        Self::new(label, kind, &day.da(), &day.written(form))
    }

    /// Name and record number, the usual two lines.
    pub(in crate::traps::pixel) fn pair(identity: &Identity) -> Vec<Self> {
        vec![Self::name("", identity), Self::mrn("ID:", identity)]
    }

    /// The identifier.
    pub(in crate::traps::pixel) fn secret(&self) -> Secret<'_> {
        Secret { kind: self.kind, value: &self.value, written: &self.written }
    }

    /// Label and value.
    pub(in crate::traps::pixel) fn text(&self) -> String {
        format!("{}{}", self.start(), self.written)
    }

    /// What stands before the value.
    pub(in crate::traps::pixel) fn start(&self) -> String {
        if self.label.is_empty() { String::new() } else { format!("{} ", self.label) }
    }
}
