//! What must be seen of a mutant, and the signal that shows it.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::scorecard::Scorecard;
use crate::selftest::cheat;
use crate::tool::Ending;
use crate::tool::ToolRun;
use std::collections::BTreeSet;
use std::fmt;

/// What must be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Each of these plants is convicted at its place.
    Plants(BTreeSet<String>),
    /// A planted value is found, wherever it is.
    Leak,
    /// A planted value is found in what the tool said or left outside of its output.
    Said,
    /// Something that must survive is gone or changed.
    Damage,
    /// A link between objects is broken.
    Link,
    /// A rule of the policy or the standard is not kept, or a claim is not so.
    Rule,
    /// An input has no usable answer.
    Missing,
    /// A link or another odd file is recorded and not followed.
    OddFile,
    /// The tool's copy of the input was changed.
    ChangedInput,
    /// An input has two answers.
    Doubled,
    /// Processes that the tool left were ended.
    Leftover,
    /// The tool was ended in this way.
    Ended(Ending),
    /// The truth could not be read.
    Blind,
    /// The truth could not be read through the eyes of another process either.
    BlindAround,
    /// A file could not be searched to its end, and that is said.
    Unsearched,
    /// Nothing at all.
    Nothing,
}

/// What came of a mutant.
#[derive(Debug)]
pub struct Outcome {
    /// The scorecard.
    pub scorecard: Scorecard,
    /// The findings, values left out.
    pub findings: Vec<Finding>,
    /// How the process ran, where there was one.
    pub run: Option<ToolRun>,
}

/// Whether a mutant was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// By this signal.
    Caught(String),
    /// It was not, or it was accused without reason.
    Missed(String),
    /// It could not be played, for this reason.
    Untested(String),
}

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caught(signal) => formatter.write_str(signal),
            Self::Missed(why) => write!(formatter, "MISSED: {why}"),
            Self::Untested(why) => write!(formatter, "not tested: {why}"),
        }
    }
}

/// A finding in a few words.
pub fn in_words(finding: &Finding) -> String {
    let verdict = finding.verdict.map(|verdict| format!(" {verdict}")).unwrap_or_default();
    let form = if finding.form.is_empty() { String::new() } else { format!(", {}", finding.form) };
    format!("{}:{verdict} {} at {}{form}", finding.detector, finding.topic, finding.seen_at)
}

impl Expect {
    /// The signal in what came of the mutant.
    pub fn told(&self, outcome: &Outcome) -> Told {
        let findings = &outcome.findings;
        let is_leak = |finding: &Finding| finding.topic == Topic::Leak && convicts(finding);
        let first = |wanted: &dyn Fn(&Finding) -> bool, what: &str| match findings.iter().find(|found| wanted(found)) {
            Some(found) => Told::Caught(in_words(found)),
            None => Told::Missed(format!("no {what}")),
        };
        let run = |signal: &dyn Fn(&ToolRun) -> Option<String>, what: &str| match outcome.run.as_ref().and_then(signal)
        {
            Some(signal) => Told::Caught(signal),
            None => Told::Missed(what.to_owned()),
        };
        match self {
            Self::Plants(plants) => convicted(plants, findings),
            Self::Leak => first(&is_leak, "planted value was found"),
            Self::Said => first(&|found| found.topic == Topic::Said, "planted value was found in what it said"),
            Self::Damage => damage(outcome),
            Self::Link => first(&|found| found.topic == Topic::Link, "broken link was found"),
            Self::Rule => {
                let is_rule = |found: &Finding| {
                    matches!(found.topic, Topic::Action | Topic::Claim | Topic::Conformance | Topic::HeaderDamage)
                };
                first(&is_rule, "rule was found broken")
            }
            Self::Missing => {
                let instances = &outcome.scorecard.headline.instances;
                let lost = instances.inputs - instances.usable.min(instances.inputs);
                match lost {
                    0 => Told::Missed("every input has a usable answer".to_owned()),
                    _ => {
                        Told::Caught(format!("coverage: {lost} of {} inputs without a usable answer", instances.inputs))
                    }
                }
            }
            Self::OddFile => {
                let signal = |run: &ToolRun| {
                    let odd = run.odd_files.first()?;
                    Some(format!("runner: {} recorded and not followed: {}", odd.kind, odd.path))
                };
                run(&signal, "no odd file was recorded")
            }
            Self::ChangedInput => first(&|found| found.detector == "runner", "change of the input was seen"),
            Self::Doubled => match outcome.scorecard.headline.instances.doubled {
                0 => Told::Missed("no second answer was seen".to_owned()),
                doubled => Told::Caught(format!("pairing: {doubled} inputs with more than one answer")),
            },
            Self::Leftover => {
                let signal = |run: &ToolRun| {
                    let left: u64 = run.invocations.iter().map(|call| call.leftover_processes).sum();
                    (left > 0).then(|| format!("runner: {left} leftover processes ended before anything was read"))
                };
                run(&signal, "no leftover process was seen")
            }
            Self::Ended(wanted) => {
                let signal = |run: &ToolRun| {
                    let call = run.invocations.iter().find(|call| call.ending == *wanted)?;
                    Some(format!("runner: {}", call.ending))
                };
                run(&signal, &format!("it did not end with `{wanted}`"))
            }
            Self::Blind => blind(outcome, false),
            Self::BlindAround => blind(outcome, true),
            Self::Unsearched => {
                first(&|found| found.topic == Topic::Coverage, "file was said to be searched in part only")
            }
            Self::Nothing => match findings.first() {
                None => Told::Caught("nothing, as it should be".to_owned()),
                Some(found) => Told::Missed(format!("accused of {}", in_words(found))),
            },
        }
    }
}

fn convicts(finding: &Finding) -> bool {
    matches!(finding.verdict, Some(Verdict::Leaked | Verdict::Partial | Verdict::Recoverable))
}

/// Every plant that was left is convicted.
fn convicted(plants: &BTreeSet<String>, findings: &[Finding]) -> Told {
    let leaks = || findings.iter().filter(|finding| finding.topic == Topic::Leak && convicts(finding));
    let missing = |plant: &&String| !leaks().any(|finding| finding.plant == **plant);
    let missed = plants.iter().filter(missing).count();
    let seen = leaks().find(|finding| plants.contains(&finding.plant) && !finding.moved);
    match (missed, seen.or_else(|| leaks().find(|finding| plants.contains(&finding.plant)))) {
        (0, Some(finding)) => Told::Caught(in_words(finding)),
        _ => Told::Missed(format!("{missed} of its {} plants are not convicted", plants.len())),
    }
}

fn damage(outcome: &Outcome) -> Told {
    let is_damage = |found: &&Finding| {
        let topics = [Topic::HeaderDamage, Topic::PixelDamage, Topic::Conformance, Topic::Coverage];
        topics.contains(&found.topic) && found.detector != "dciodvfy"
    };
    if let Some(found) = outcome.findings.iter().find(is_damage) {
        return Told::Caught(in_words(found));
    }
    let pixels = &outcome.scorecard.damage.pixels;
    if pixels.visually_lossless > 0 {
        return Told::Caught(format!(
            "pixel-damage: {} pictures changed so that nobody sees it",
            pixels.visually_lossless
        ));
    }
    Told::Missed("no damage was found".to_owned())
}

fn blind(outcome: &Outcome, around: bool) -> Told {
    let Some(run) = &outcome.run else { return Told::Missed("it did not run".to_owned()) };
    let found = outcome.findings.iter().any(|finding| finding.output == cheat::FOUND);
    match (found, run.isolation.hidden.len()) {
        (true, _) if around && !run.isolation.processes => {
            Told::Untested("this machine offers no way to hide other processes from a process".to_owned())
        }
        (true, 0) => Told::Untested("this machine offers no way to hide folders from a process".to_owned()),
        (true, _) => Told::Missed("it read the truth".to_owned()),
        (false, hidden) => Told::Caught(format!("runner: {hidden} folders hidden, and no truth found above")),
    }
}
