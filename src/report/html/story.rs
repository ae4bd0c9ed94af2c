//! What a scorecard says, in words.

use crate::finding::Finding;
use crate::finding::Verdict;
use crate::kind::Kind;
use crate::report::paint;
use crate::report::paint::Role;
use crate::report::table;
use crate::report::table::Sort;
use crate::report::table::count;
use crate::report::table::of;
use crate::report::table::percent;
use crate::report::unread::unread;
use crate::scorecard::Explanation;
use crate::scorecard::PatientRate;
use crate::scorecard::Scorecard;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A sentence with its first words set apart.
pub(super) struct Statement {
    /// `bad`, `warn` or `good`.
    pub(super) class: &'static str,
    /// The strong words.
    pub(super) strong: String,
    /// What follows.
    pub(super) rest: String,
}

impl Statement {
    /// Of a text with roles, as the table for a terminal has it.
    fn of(text: &str) -> Self {
        let mut statement = Self { class: "plain", strong: String::new(), rest: String::new() };
        for (role, piece) in paint::lines(text).into_iter().flatten() {
            match role {
                Some(role) if statement.strong.is_empty() => {
                    statement.class = class(role);
                    statement.strong = piece;
                }
                _ => statement.rest += &piece,
            }
        }
        statement
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Bad => "bad",
        Role::Warn => "warn",
        Role::Good => "good",
        Role::Strong | Role::Dim => "plain",
    }
}

/// The verdict: on leaks, on damage, and on the gate where there is one.
pub(super) fn verdict(card: &Scorecard) -> Vec<Statement> {
    let mut verdict = vec![Statement::of(&table::leak_verdict(card)), Statement::of(&table::damage_verdict(card))];
    match card.gate.passed {
        Some(true) => verdict.push(Statement::of(&Role::Good.of("GATE PASSED."))),
        Some(false) => {
            let failed = format!("{} {}", Role::Bad.of("GATE FAILED:"), card.gate.failed_checks.join("; "));
            verdict.push(Statement::of(&failed));
        }
        None => {}
    }
    verdict
}

/// A figure of the first screen.
pub(super) struct Fact {
    /// What it is.
    pub(super) label: &'static str,
    /// The figure.
    pub(super) value: String,
    /// What it means.
    pub(super) note: String,
    /// `bad`, `warn`, `good` or `plain`.
    pub(super) class: &'static str,
}

/// Patients, damage, coverage and cost.
pub(super) fn facts(card: &Scorecard) -> Vec<Fact> {
    vec![patients(card), damage(card), coverage(card), cost(card)]
}

fn patients(card: &Scorecard) -> Fact {
    let patients = &card.headline.patients;
    let value = match patients.rate {
        Some(rate) => format!("{} ({})", of(patients.leaking, patients.with_plants), percent(rate)),
        None => "not measured".to_owned(),
    };
    let class = match (patients.rate, patients.leaking, patients.unmeasured) {
        (None, ..) => "warn",
        (_, 0, 0) => "good",
        (_, 0, _) => "warn",
        _ => "bad",
    };
    Fact { label: "Patients leaking", value, note: interval(patients), class }
}

/// What the rate means, with its interval.
pub(super) fn interval(patients: &PatientRate) -> String {
    let (Some(low), Some(high)) = (patients.low, patients.high) else {
        return "nothing came back in which a direct identifier could be looked for".to_owned();
    };
    let mut text = match patients.leaking {
        0 => format!("{}: the true rate can still be up to {}", of(0, patients.with_plants), percent(high)),
        _ => format!("95 % interval {} to {}", percent(low), percent(high)),
    };
    if patients.unmeasured > 0 {
        let missing = count(patients.unmeasured, "patient");
        text += &format!("; {missing} not fully measured, whom the upper end takes as leaking");
    }
    text
}

fn damage(card: &Scorecard) -> Fact {
    let (files, header, pixels) = (&card.headline.instances, &card.damage.header, &card.damage.pixels);
    let note = format!(
        "{} attributes gone or changed; {} pictures changed outside the planted lines",
        of(header.lost + header.changed, header.checked),
        of(pixels.lossy + pixels.local + pixels.global, pixels.instances),
    );
    let class = if files.damaged > 0 { "warn" } else { "good" };
    Fact { label: "Files damaged", value: part(files.damaged, files.inputs), note, class }
}

fn coverage(card: &Scorecard) -> Fact {
    let (files, plants) = (&card.headline.instances, &card.headline.plants);
    let unreadable = files.inputs.saturating_sub(files.usable).saturating_sub(files.missing);
    let mut notes = vec![format!("{} plants have a verdict", of(plants.measured, plants.planted))];
    if files.missing > 0 {
        notes.push(format!("{} never came back", count(files.missing, "file")));
    }
    if unreadable > 0 {
        notes.push(format!("{} came back unreadable", count(unreadable, "file")));
    }
    let class = if files.usable < files.inputs { "warn" } else { "good" };
    Fact { label: "Files back and usable", value: part(files.usable, files.inputs), note: notes.join("; "), class }
}

fn cost(card: &Scorecard) -> Fact {
    let cost = &card.cost;
    let facts = [
        cost.instances_per_s.map(|rate| format!("{rate:.1} files/s")),
        cost.mb_per_s.map(|rate| format!("{rate:.1} MB/s")),
        cost.cpu_s.map(|seconds| format!("CPU {}", table::time(seconds))),
        cost.peak_rss_bytes.map(|bytes| format!("peak memory {}", table::memory(bytes))),
    ];
    let note = facts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let value = cost.wall_s.map_or_else(|| "not recorded".to_owned(), table::time);
    Fact { label: "Time taken", value, note, class: "plain" }
}

fn part(part: u64, whole: u64) -> String {
    if whole == 0 { "none".to_owned() } else { format!("{} ({})", of(part, whole), table::share(part, whole)) }
}

/// Something bad, in words.
pub(super) struct Worst {
    /// `leaked`, `partial`, `recoverable` or `damage`.
    pub(super) word: &'static str,
    /// What can be read, or what was destroyed.
    pub(super) text: String,
    /// The trap whose findings show it; empty for damage.
    pub(super) trap: String,
    /// What a tool must do; empty where that is not recorded.
    pub(super) fix: String,
}

/// The worst `most` things: leaks, and where there are fewer of these, damage.
pub(super) fn worst(card: &Scorecard, leaks: &[Sort], most: usize) -> Vec<Worst> {
    // One of each trap, and among equals those first that show in most files.
    let mut traps = BTreeSet::new();
    let mut leaks: Vec<&Sort> = leaks.iter().filter(|sort| traps.insert(&sort.first.trap)).collect();
    leaks.sort_by_key(|sort| (sort.rank, Reverse(sort.more)));
    leaks.into_iter().map(|sort| leak(card, sort)).chain(destroyed(card)).take(most).collect()
}

fn leak(card: &Scorecard, sort: &Sort) -> Worst {
    let finding = &sort.first;
    let what = finding.kind.map_or_else(|| "An identifier".to_owned(), in_words);
    let verb = match finding.verdict {
        Some(Verdict::Partial) => "can be read in part",
        Some(Verdict::Recoverable) => "can be recovered from a list of candidates",
        _ => "can be read",
    };
    let known = card.explanations.get(&finding.trap);
    let mut text = format!("{what} {verb} {}", place(finding));
    if let Some(Explanation { title, .. }) = known {
        text += &format!(". Trap: {title}");
    }
    if sort.more > 0 {
        text += &format!(", and {} more like it", sort.more);
    }
    Worst {
        word: finding.verdict.map_or("", Verdict::word),
        text: paint::clean(&text),
        trap: finding.trap.clone(),
        fix: known.map(|known| known.passes.clone()).unwrap_or_default(),
    }
}

fn in_words(kind: Kind) -> String {
    match kind {
        Kind::PersonName => "The patient's name".to_owned(),
        Kind::RelativeName => "The name of a relative".to_owned(),
        Kind::Mrn => "The medical record number".to_owned(),
        Kind::OtherPatientId => "Another number of the patient".to_owned(),
        Kind::Url => "A web address that leads to the patient".to_owned(),
        Kind::Uid => "A UID".to_owned(),
        Kind::Staff => "The name of staff".to_owned(),
        other => format!("The {}", other.word().replace('-', " ")),
    }
}

fn place(finding: &Finding) -> String {
    let surface = finding.surface.map_or("", |surface| surface.word());
    let mut place =
        SURFACES.iter().find(|(word, _)| *word == surface).map_or("in an output", |(_, words)| words).to_owned();
    // Other places say no more than the surface does.
    if finding.seen_at.starts_with('(') || finding.seen_at.starts_with("meta:") {
        place += &format!(" at {}", finding.seen_at);
    }
    if finding.moved {
        place += ", where it was not planted";
    }
    // Shorter ones are the letters of a signal, which say something in the table of findings alone.
    if finding.form.chars().count() > 3 {
        place += &format!(" ({})", finding.form);
    }
    place
}

/// Surfaces in a sentence.
const SURFACES: &[(&str, &str)] = &[
    ("header", "in the header"),
    ("nested", "in a nested item"),
    ("private", "in a private element"),
    ("free-text", "in free text"),
    ("uid", "in a UID"),
    ("date", "in a date"),
    ("file-meta", "in file meta information"),
    ("preamble", "in the preamble"),
    ("padding", "in padding"),
    ("overlay", "on an overlay plane"),
    ("icon", "in the icon"),
    ("pixel", "in the pixels"),
    ("document", "in a document"),
    ("path", "in the name of a file or folder"),
    ("sidecar", "in a file beside the outputs"),
];

/// Damage that a reader must know of, worst first.
fn destroyed(card: &Scorecard) -> impl Iterator<Item = Worst> {
    let (files, damage) = (&card.headline.instances, &card.damage);
    let unreadable = files.inputs.saturating_sub(files.usable).saturating_sub(files.missing);
    let rows = [
        (files.missing, files.inputs, "files never came back, so that nothing in them was measured"),
        (unreadable, files.inputs, "files came back unreadable, so that nothing in them was measured"),
        (damage.pixels.global, damage.pixels.instances, "pictures changed in geometry, depth, colour or frames"),
        (damage.over_redaction.area, damage.over_redaction.of, "clinical pixels were erased without need"),
        (damage.header.lost, damage.header.checked, "attributes that must survive are gone"),
        (damage.keeps.lost, damage.keeps.checked, "annotations and words that identify nobody are lost"),
        (damage.pixels.lossy, damage.pixels.instances, "pictures are changed all over"),
        (damage.conformance.instances, files.usable, "outputs newly break the standard"),
    ];
    let worst = |text: String| Worst { word: "damage", text, trap: String::new(), fix: String::new() };
    let sorts = unread(card).into_iter().map(move |fact| worst(paint::clean(&format!("{fact}."))));
    let rows = rows.into_iter().filter(|(part, ..)| *part > 0);
    sorts.chain(rows.map(move |(part, whole, words)| worst(format!("{} {words}.", of(part, whole)))))
}
