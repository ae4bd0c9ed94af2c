//! Planted values stay out of reports, unless they are asked for.

use super::*;
use crate::report::ALL;
use crate::report::FindingsWriter;
use crate::report::redact;
use crate::report::tests::page;

/// Spellings of planted values that no report may hold by default.
const SECRETS: &[&str] = &["okafor", "lindqvist", "mari", "mx-40391", "mx40391"];

fn holds_a_secret(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    SECRETS.iter().copied().find(|secret| lower.contains(secret))
}

const PLANTED: &[(Kind, &str)] = &[(Kind::PersonName, "Okafor-Lindqvist^Mari"), (Kind::Mrn, "MX-40391")];

fn read(text: &str) -> Vec<Finding> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

fn written(writer: FindingsWriter<Vec<u8>>, findings: &[Finding]) -> String {
    let mut writer = writer;
    writer.write(findings, PLANTED).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn a_findings_file_holds_no_planted_value_by_default_not_even_in_paths() {
    assert!(holds_a_secret(&written(FindingsWriter::in_clear(Vec::new()), &findings())).is_some());
    let text = written(FindingsWriter::redacted(Vec::new(), "5f2c"), &findings());
    assert_eq!(holds_a_secret(&text), None, "{text}");
    let rows = read(&text);
    assert_eq!(rows.len(), findings().len());
    assert_eq!(rows[4].output, "US/[person-name]/a-rather-long-name-that-a-tool-gave-to-it/IM0002.dcm");
    assert_eq!(rows[4].seen_at, "US/[person-name]");
    assert_eq!(rows[4].value, redact::digest("5f2c", "Okafor-Lindqvist^Mari"));
    assert_eq!(rows[4].value, rows[2].value);
}

#[test]
fn a_value_that_another_finding_of_the_patient_names_goes_too() {
    let mut pixel = findings().remove(1);
    pixel.evidence = "beside Lindqvist".into();
    pixel.output = "OKAFOR_LINDQVIST_MARI.dcm".into();
    let text = written(FindingsWriter::redacted(Vec::new(), "5f2c"), &[pixel]);
    assert_eq!(holds_a_secret(&text), None, "{text}");
}

#[test]
fn a_findings_file_in_clear_reads_back_as_it_was() {
    assert_eq!(read(&written(FindingsWriter::in_clear(Vec::new()), &findings())), findings());
}

#[test]
fn no_exporter_shows_a_planted_value_even_where_the_findings_are_in_clear() {
    let (card, findings) = (halfway(), findings());
    for exporter in names() {
        let text = drawn(exporter, &report(&card, &findings));
        assert_eq!(holds_a_secret(&text), None, "{exporter}: {text}");
        assert_eq!(holds_a_secret(&page::unpacked(&text)), None, "{exporter}");
    }
}

#[test]
fn values_are_shown_where_they_are_asked_for() {
    let (card, findings) = (halfway(), findings());
    let shown = Report { show_values: true, ..report(&card, &findings) };
    for exporter in ["table", "findings", "svg"] {
        assert!(holds_a_secret(&drawn(exporter, &shown)).is_some(), "{exporter}");
    }
}

#[test]
fn redacting_twice_is_redacting_once() {
    let card = halfway();
    let once = read(&drawn("findings", &report(&card, &findings())));
    assert_eq!(read(&drawn("findings", &report(&card, &once))), once);
}

fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|exporter| exporter.name())
}
