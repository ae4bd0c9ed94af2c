//! JUnit XML: a test case for each trap and each surface, and one for each check of the gate.
//!
//! What was not measured is an error, never passed.

use crate::report::Exporter;
use crate::report::Report;
use crate::scorecard::Gate;
use crate::scorecard::Row;
use quick_junit::NonSuccessKind;
use quick_junit::TestCase;
use quick_junit::TestCaseStatus;
use quick_junit::TestSuite;
use std::collections::BTreeMap;
use std::io;
use std::io::Write;

/// For build servers.
pub(super) struct Junit;

impl Exporter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn describe(&self) -> &'static str {
        "JUnit XML, a test case for each trap and surface"
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let card = report.scorecard;
        let mut xml = quick_junit::Report::new(format!("deidbench: {}", card.tool.name));
        xml.add_test_suite(rows("trap", &card.traps));
        xml.add_test_suite(rows("surface", &card.surfaces));
        if card.gate.passed.is_some() {
            xml.add_test_suite(gate(&card.gate));
        }
        xml.serialize(out).map_err(io::Error::other)
    }
}

fn rows(what: &str, rows: &BTreeMap<String, Row>) -> TestSuite {
    let mut suite = TestSuite::new(format!("leaks by {what}"));
    suite.add_test_cases(rows.iter().map(|(id, row)| {
        let mut case = TestCase::new(id.as_str(), status(row));
        case.set_classname(format!("deidbench.{what}"));
        case
    }));
    suite
}

fn status(row: &Row) -> TestCaseStatus {
    let failed = |kind, word: &str, count: u64| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(word);
        status.set_message(format!("{count} of {} plants: {word}", row.planted));
        status.set_description(format!(
            "patients {}, leaking {}; plants {}, leaked {}, partial {}, recoverable {}, permitted {}, held {}, not \
             measured {}",
            row.patients,
            row.leaking_patients,
            row.planted,
            row.leaked,
            row.partial,
            row.recoverable,
            row.permitted,
            row.held,
            row.not_measured
        ));
        status
    };
    if row.planted == 0 {
        let mut status = TestCaseStatus::skipped();
        status.set_message("nothing was planted");
        return status;
    }
    for (word, count) in [("leaked", row.leaked), ("partial", row.partial), ("recoverable", row.recoverable)] {
        if count > 0 {
            return failed(NonSuccessKind::Failure, word, count);
        }
    }
    // A row that does not add up was not measured either.
    let unseen = row.not_measured.max(row.planted.saturating_sub(row.measured));
    if unseen > 0 { failed(NonSuccessKind::Error, "not_measured", unseen) } else { TestCaseStatus::success() }
}

fn gate(gate: &Gate) -> TestSuite {
    let mut suite = TestSuite::new("gate");
    let case = |name: &str, status| {
        let mut case = TestCase::new(name, status);
        case.set_classname("deidbench.gate");
        case
    };
    for check in &gate.failed_checks {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("gate").set_message(check.as_str());
        suite.add_test_case(case(check, status));
    }
    if gate.passed == Some(true) {
        suite.add_test_case(case("passed", TestCaseStatus::success()));
    }
    suite
}
