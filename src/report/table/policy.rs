//! The claimed policy: actions met, the attributes that did not come to theirs, and what outputs say of themselves.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::words::count;
use crate::report::table::words::remark;
use crate::scorecard::Checked;
use crate::scorecard::Claims;
use crate::scorecard::Scorecard;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Attributes that are named.
const SHOWN: usize = 6;

/// A few lines; empty where nothing was checked.
pub(super) fn policy(card: &Scorecard, found: Unmet) -> String {
    let mut text = sentence("PS3.15 actions met", card.actions.iter().map(action));
    let unmet = card.actions.values().any(|action| action.met < action.checked);
    if unmet {
        text += &worst(found);
    }
    text + &sentence("what outputs say of themselves", card.claims.iter().map(claim))
}

fn action((name, action): (&String, &Checked)) -> String {
    let role = if action.met < action.checked { Role::Warn } else { Role::Good };
    format!("{} {} of {}", clean(name), role.of(action.met.to_string()), action.checked)
}

fn claim((name, claim): (&String, &Claims)) -> String {
    let Claims { checked, untrue, missing } = *claim;
    let wrong = [(untrue, "false", Role::Bad), (missing, "missing", Role::Warn)];
    let mut facts: Vec<String> = wrong
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, word, role)| role.of(format!("{number} {word}")))
        .collect();
    if facts.is_empty() {
        facts.push(Role::Good.of(format!("{checked} true")));
    }
    format!("{} {} of {checked}", clean(name), facts.join(" and "))
}

/// Attributes that did not come to what is asked, with what became of them and in how many files.
#[derive(Default)]
pub(super) struct Unmet(BTreeMap<(String, String), u64>);

impl Unmet {
    /// Counts a finding, if it is of this sort.
    pub(super) fn add(&mut self, finding: &Finding) {
        if finding.topic == Topic::Action {
            // The keyword stands first; a number of places may follow.
            let name = finding.evidence.split(' ').next().unwrap_or_default().to_owned();
            *self.0.entry((name, finding.form.clone())).or_default() += 1;
        }
    }
}

/// The attributes that failed in most files, with what became of them.
fn worst(Unmet(attributes): Unmet) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<_> = attributes.into_iter().collect();
    sorted.sort_by_key(|(_, files)| Reverse(*files));
    let rest = sorted.len().saturating_sub(SHOWN) as u64;
    let mut parts: Vec<String> = sorted
        .into_iter()
        .take(SHOWN)
        .map(|((name, form), files)| format!("{} ({}) in {}", clean(&name), clean(&form), count(files, "file")))
        .collect();
    if rest > 0 {
        parts.push(format!("{rest} more"));
    }
    remark(&format!("not met most often: {}", parts.join(", ")))
}

fn sentence(what: &str, parts: impl Iterator<Item = String>) -> String {
    let parts = parts.collect::<Vec<_>>().join(", ");
    if parts.is_empty() { String::new() } else { remark(&format!("{what}: {parts}")) }
}
