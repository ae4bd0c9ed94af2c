//! STOW-RS, QIDO-RS and WADO-RS (PS3.18 §10).

use crate::dicom::network::Fate;
use crate::tool::server::http::Client;
use crate::tool::server::http::Question;
use crate::tool::server::http::TEXT_LIMIT;
use crate::tool::server::http::percent_encoded;
use crate::tool::server::multipart;
use crate::tool::server::multipart::Parts;
use crate::tool::server::pointer;
use crate::tool::server::results::Results;
use serde_json::Value;
use std::collections::BTreeSet;

const DICOM: &str = "application/dicom";
const JSON: &str = "application/dicom+json";
/// Studies of one page of a search.
const PAGE: usize = 500;
/// Studies that are fetched at most.
const MOST_STUDIES: usize = 1_000_000;
/// Keywords by their tags: Failed SOP Sequence and Failure Reason, Referenced SOP Sequence and Warning Reason, Study
/// Instance UID, Number of Study Related Instances.
const FAILED: &str = "00081198/Value/*/00081197/Value/0";
const WARNED: &str = "00081199/Value/*/00081196/Value/0";
const STUDY: &str = "0020000D/Value/0";
const NUMBER: &str = "00201208/Value/0";

/// Stores one file; an error says that there was no answer.
pub(super) fn store(client: &Client, url: &str, file: &[u8]) -> Result<(Fate, String), String> {
    let (media_type, body) = multipart::write(DICOM, file);
    let question = Question { method: "POST", url, accept: JSON, body: Some((&media_type, &body)) };
    let mut answer = client.ask(question)?;
    let status = answer.status;
    if !answer.is_good() {
        return Ok((Fate::Refused, format!("HTTP status {status}")));
    }
    // Whoever answers with XML, or nothing, is taken by the status alone.
    let said: Value = serde_json::from_slice(&answer.bytes(TEXT_LIMIT)?).unwrap_or_default();
    let first = |path: &str| pointer::take(&said, path).first().and_then(|number| number.parse::<u16>().ok());
    if let Some(reason) = first(FAILED) {
        return Ok((Fate::Refused, format!("status {reason:04X}")));
    }
    let failed = said.get("00081198").and_then(|failed| failed.get("Value")).and_then(Value::as_array);
    if failed.is_some_and(|failed| !failed.is_empty()) {
        return Ok((Fate::Refused, "without a reason".to_owned()));
    }
    match first(WARNED) {
        Some(reason) => Ok((Fate::Warned, format!("status {reason:04X}"))),
        None if status == 202 => Ok((Fate::Warned, "HTTP status 202".to_owned())),
        None => Ok((Fate::Accepted, String::new())),
    }
}

/// Study Instance UIDs of the service and how many instances each has, without those in `known`.
pub(super) fn studies(client: &Client, url: &str, known: &BTreeSet<String>) -> Result<Vec<(String, u64)>, String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while seen.len() < MOST_STUDIES {
        let page = format!("{url}/studies?limit={PAGE}&offset={}&includefield=00201208", seen.len());
        let answer = client.json(&page, JSON)?;
        let before = seen.len();
        for study in answer.as_array().into_iter().flatten() {
            let Some(uid) = pointer::take(study, STUDY).into_iter().next() else { continue };
            if !seen.insert(uid.clone()) || known.contains(&uid) {
                continue;
            }
            let number = pointer::take(study, NUMBER).first().and_then(|number| number.parse().ok());
            let number = number.map_or_else(|| instances(client, url, &uid), Ok)?;
            found.push((uid, number));
        }
        // A service that knows no pages gives the same again.
        if seen.len() == before || seen.len() - before < PAGE {
            break;
        }
    }
    Ok(found)
}

fn instances(client: &Client, url: &str, study: &str) -> Result<u64, String> {
    let answer = client.json(&format!("{url}/studies/{}/instances", percent_encoded(study)), JSON)?;
    Ok(answer.as_array().map_or(0, Vec::len) as u64)
}

/// Fetches every instance of a study.
pub(super) fn fetch(client: &Client, url: &str, study: &str, limit: u64, results: &mut Results) -> Result<(), String> {
    let url = format!("{url}/studies/{}", percent_encoded(study));
    let accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    let mut answer = client.ask(Question { method: "GET", url: &url, accept, body: None })?;
    if !answer.is_good() {
        return Err(format!("HTTP status {}", answer.status));
    }
    let Some(boundary) = multipart::boundary(&answer.content_type) else {
        // A single object, or something else that came out of the tool.
        let bytes = answer.bytes(limit)?;
        results.save(None, &bytes)?;
        let is_object = answer.content_type.starts_with(DICOM);
        return if is_object { Ok(()) } else { Err("the answer was not multipart".to_owned()) };
    };
    let mut parts = Parts::new(answer.reader(), &boundary, limit);
    while let Some(part) = parts.next()? {
        results.save(None, &part.body)?;
        if !part.content_type.starts_with(DICOM) {
            return Err("a part was no DICOM".to_owned());
        }
    }
    Ok(())
}
