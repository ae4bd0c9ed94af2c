//! HTTP requests of a recipe, step by step: upload, de-identify, download.

use crate::dicom::network::Fate;
use crate::tool::server::definition::Each;
use crate::tool::server::definition::Step;
use crate::tool::server::drive::Driver;
use crate::tool::server::http::Client;
use crate::tool::server::http::Question;
use crate::tool::server::http::TEXT_LIMIT;
use crate::tool::server::http::percent_encoded;
use crate::tool::server::pointer;
use crate::tool::server::results::Results;
use crate::tool::template;
use std::collections::BTreeMap;
use std::path::Path;

/// Requests in a row without an answer after which no more are made.
const FAILURES: u32 = 3;
/// Different values of one name.
const MOST_VALUES: usize = 1_000_000;

/// What a recipe has gathered.
struct Cook<'a, 'j> {
    driver: &'a mut Driver<'j>,
    client: Client,
    results: Results,
    /// Different values by name, in the order in which they came.
    values: BTreeMap<String, Vec<String>>,
    silent: u32,
}

/// Follows the recipe; gives the number of results.
pub(super) fn follow(driver: &mut Driver<'_>, client: Client) -> u64 {
    let job = driver.job;
    let results = Results::new(job.output.as_path(), job.most_results);
    let mut cook = Cook { driver, client, results, values: BTreeMap::new(), silent: 0 };
    let mut files_sent = false;
    for (number, step) in (1..).zip(&job.server.recipe) {
        match step.each() {
            Each::File => {
                cook.files(step, number, !files_sent);
                files_sent = true;
            }
            Each::Once => cook.repeat(step, number, &[String::new()]),
            Each::Value(name) => {
                let values = cook.values.get(name).cloned().unwrap_or_default();
                cook.repeat(step, number, &values);
            }
        }
    }
    cook.results.written
}

impl Cook<'_, '_> {
    fn files(&mut self, step: &Step, number: usize, counts: bool) {
        let job = self.driver.job;
        for (index, path) in job.files.iter().enumerate() {
            let fate = match self.why_stop() {
                Some(why) => (Fate::NotSent, why),
                None => match std::fs::read(job.input.as_path().join(path.as_path())) {
                    Err(_) => (Fate::Unsendable, "the file could not be read".to_owned()),
                    Ok(bytes) => self.ask(step, "", Some(&bytes), Some(path.as_path())),
                },
            };
            if counts {
                self.driver.told(index, fate.0, &fate.1);
            } else if !fate.0.is_taken() {
                self.driver.problem(&format!("step {number} for a file: {}", fate.1));
            }
        }
    }

    fn repeat(&mut self, step: &Step, number: usize, values: &[String]) {
        for value in values {
            let why = self.why_stop();
            let (fate, detail) = why.map_or_else(|| self.ask(step, value, None, None), |why| (Fate::NotSent, why));
            if !fate.is_taken() {
                self.driver.problem(&format!("step {number}: {detail}"));
            }
        }
    }

    fn why_stop(&self) -> Option<String> {
        let silent = || format!("{FAILURES} requests in a row had no answer");
        self.driver.why_stop().or_else(|| (self.silent >= FAILURES).then(silent))
    }

    fn ask(&mut self, step: &Step, value: &str, file: Option<&[u8]>, path: Option<&Path>) -> (Fate, String) {
        let url = with_value(&step.url, &step.each, &percent_encoded(value));
        let body = with_value(&step.body, &step.each, &json_escaped(value));
        let media_type = step.content_type.as_deref().unwrap_or(match file {
            Some(_) => "application/dicom",
            None => "application/json",
        });
        let content = file.unwrap_or(body.as_bytes());
        let has_body = file.is_some() || !matches!(step.method.as_str(), "GET" | "HEAD" | "DELETE");
        let question = Question {
            method: &step.method,
            url: &url,
            accept: step.accept.as_deref().unwrap_or_default(),
            body: has_body.then_some((media_type, content)),
        };
        match self.client.ask(question) {
            Err(why) => {
                self.silent += 1;
                (Fate::Lost, why)
            }
            Ok(answer) if !answer.is_good() => {
                self.silent = 0;
                (Fate::Refused, format!("HTTP status {}", answer.status))
            }
            Ok(mut answer) => {
                self.silent = 0;
                let limit = if step.save { self.driver.job.answer_bytes } else { TEXT_LIMIT };
                let kept = answer.bytes(limit).and_then(|bytes| self.keep(step, path, &bytes));
                kept.map_or_else(|why| (Fate::Lost, why), |()| (Fate::Accepted, String::new()))
            }
        }
    }

    fn keep(&mut self, step: &Step, path: Option<&Path>, bytes: &[u8]) -> Result<(), String> {
        if step.save {
            self.results.save(path, bytes)?;
        }
        if step.take.is_empty() {
            return Ok(());
        }
        let answer = serde_json::from_slice(bytes).map_err(|_| "the answer was no JSON".to_owned())?;
        for (name, at) in &step.take {
            let found = pointer::take(&answer, at);
            if found.is_empty() {
                return Err(format!("the answer has no `{at}`"));
            }
            let known = self.values.entry(name.clone()).or_default();
            for value in found {
                if known.len() < MOST_VALUES && !known.contains(&value) {
                    known.push(value);
                }
            }
        }
        Ok(())
    }
}

fn with_value(text: &str, name: &str, value: &str) -> String {
    // `file` is a body, and stands for nothing in a text.
    let is_value = !name.is_empty() && name != "file" && template::words(text).contains(&name);
    if is_value { text.replace(&format!("{{{name}}}"), value) } else { text.to_owned() }
}

/// A value for the inside of a JSON string.
fn json_escaped(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_put_where_its_name_stands_and_can_not_break_out() {
        assert_eq!(with_value("/studies/{study}/x", "study", &percent_encoded("a/../b")), "/studies/a%2F..%2Fb/x");
        assert_eq!(with_value("{\"id\": \"{id}\"}", "id", &json_escaped("a\"b")), "{\"id\": \"a\\\"b\"}");
        assert_eq!(with_value("{other}", "id", "x"), "{other}");
    }
}
