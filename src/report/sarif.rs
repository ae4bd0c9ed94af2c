//! SARIF 2.1.0 (OASIS), for code scanning and its viewers.
//!
//! GitHub shows 5,000 results of a run and refuses more than 25,000, so the worst 5,000 are written, and a notification says
//! how many were left out.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::report::Exporter;
use crate::report::Report;
use crate::report::redact::digest;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::io;
use std::io::Write;

/// Results that are written at most.
const MOST: usize = 5000;

/// For code scanning.
pub(super) struct Sarif;

/// How much a result weighs, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Leak,
    Part,
    Damage,
    Remark,
}

const WEIGHTS: [Weight; 4] = [Weight::Leak, Weight::Part, Weight::Damage, Weight::Remark];

impl Weight {
    fn of(finding: &Finding) -> Self {
        match (finding.topic, finding.verdict) {
            (Topic::Leak, Some(Verdict::Leaked)) => Self::Leak,
            (Topic::Leak | Topic::Coverage | Topic::FalseMatch, _) => Self::Part,
            (Topic::HeaderDamage | Topic::PixelDamage, _) => Self::Damage,
            _ => Self::Remark,
        }
    }

    fn level(self) -> &'static str {
        match self {
            Self::Leak => "error",
            Self::Part | Self::Damage => "warning",
            Self::Remark => "note",
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
    logical_locations: [Logical; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

/// Viewers ask for a line; an image has none, so it is the first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

impl Exporter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn describe(&self) -> &'static str {
        "SARIF 2.1.0 with the 5,000 worst findings, for code scanning"
    }

    fn extension(&self) -> &'static str {
        "sarif"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (kept, total) = worst(report)?;
        let mut rules: BTreeMap<String, Weight> = BTreeMap::new();
        for (weight, finding) in &kept {
            rules.entry(rule(finding)).and_modify(|known| *known = (*known).min(*weight)).or_insert(*weight);
        }
        let indices: BTreeMap<&str, usize> =
            rules.keys().enumerate().map(|(index, rule)| (rule.as_str(), index)).collect();
        let results: Vec<Entry> = kept
            .iter()
            .map(|(weight, finding)| {
                let rule = rule(finding);
                let index = indices.get(rule.as_str()).copied().unwrap_or(0);
                entry(*weight, finding, rule, index)
            })
            .collect();
        let card = report.scorecard;
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "deidbench",
                    "version": card.deidbench,
                    "rules": rules.iter().map(|(id, weight)| described(id, *weight)).collect::<Vec<_>>(),
                }},
                "automationDetails": { "id": format!("deidbench/{}/", card.tool.name) },
                "invocations": [{
                    "executionSuccessful": true,
                    "toolExecutionNotifications": notifications(total, results.len() as u64),
                }],
                "properties": {
                    "tool": card.tool.name,
                    "toolVersion": card.tool.version,
                    "datasetDigest": card.dataset.digest,
                    "findings": total,
                    "findingsLeftOut": total - results.len() as u64,
                },
                "results": results,
            }],
        });
        serde_json::to_writer_pretty(&mut *out, &log).map_err(io::Error::from)?;
        writeln!(out)
    }
}

/// The worst findings, in their order by weight, and how many there are in all.
fn worst(report: &Report<'_>) -> io::Result<(Vec<(Weight, Finding)>, u64)> {
    let mut kept: BTreeMap<Weight, Vec<Finding>> = BTreeMap::new();
    let mut total = 0;
    report.each_shown(&mut |finding| {
        total += 1;
        let same = kept.entry(Weight::of(finding)).or_default();
        if same.len() < MOST {
            same.push(finding.clone());
        }
        Ok(())
    })?;
    let sorted = WEIGHTS
        .iter()
        .flat_map(|weight| kept.remove(weight).unwrap_or_default().into_iter().map(|finding| (*weight, finding)))
        .take(MOST)
        .collect();
    Ok((sorted, total))
}

fn notifications(total: u64, written: u64) -> serde_json::Value {
    if total == written {
        return json!([]);
    }
    json!([{
        "level": "warning",
        "message": { "text": format!(
            "{} of {total} findings are left out, the least grave ones: readers show no more than {MOST}. findings.csv \
             holds all of them.",
            total - written
        )},
    }])
}

/// The rule of a finding: its trap for leaks, and otherwise its topic.
fn rule(finding: &Finding) -> String {
    if finding.topic == Topic::Leak && !finding.trap.is_empty() {
        finding.trap.clone()
    } else {
        finding.topic.word().to_owned()
    }
}

fn described(id: &str, weight: Weight) -> serde_json::Value {
    let is_topic = Topic::ALL.iter().any(|topic| topic.word() == id);
    let (short, help) = if is_topic {
        (format!("Findings about {id}"), "docs/scoring.md explains them".to_owned())
    } else {
        (format!("An identifier of the trap {id} can be read"), format!("deidbench explain {id}"))
    };
    json!({
        "id": id,
        "shortDescription": { "text": short },
        "help": { "text": help },
        "defaultConfiguration": { "level": weight.level() },
    })
}

fn entry(weight: Weight, finding: &Finding, rule_id: String, rule_index: usize) -> Entry {
    let words = |text: &str, lead: &str| if text.is_empty() { String::new() } else { format!("{lead}{text}") };
    let kind = finding.kind.map_or(finding.topic.word(), |kind| kind.word());
    let verdict = finding.verdict.map_or(String::new(), |verdict| format!(": {}", verdict.word()));
    let text = format!(
        "{kind}{verdict}{}{}{}{}",
        words(&finding.seen_at, ", at "),
        words(&finding.form, ", as "),
        words(&finding.evidence, ", "),
        words(&finding.plant, ", plant "),
    );
    let same = [finding.topic.word(), &finding.plant, &finding.instance, &finding.seen_at, &finding.form].join("\n");
    let place = if finding.output.is_empty() { &finding.instance } else { &finding.output };
    Entry {
        rule_id,
        rule_index,
        level: weight.level(),
        message: Message { text },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact { uri: uri(place) },
                region: Region { start_line: 1 },
            },
            logical_locations: [Logical { fully_qualified_name: finding.seen_at.clone() }],
        }],
        partial_fingerprints: BTreeMap::from([("deidbench/v1", digest("sarif", &same))]),
    }
}

/// A path as a relative reference (RFC 3986): what is not unreserved is written in percents. Nothing is `output`.
fn uri(path: &str) -> String {
    if path.is_empty() {
        return "output".to_owned();
    }
    path.bytes().fold(String::new(), |mut uri, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference_that_nothing_misreads() {
        assert_eq!(uri("Export 1/[mrn]/Größe.dcm"), "Export%201/%5Bmrn%5D/Gr%C3%B6%C3%9Fe.dcm");
        assert_eq!(uri(""), "output");
    }
}
