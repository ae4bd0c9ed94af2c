//! What the template of the page is filled with.

use crate::report::Report;
use crate::report::html::crops::Crops;
use crate::report::html::findings::Packed;
use crate::report::html::findings::script_safe;
use crate::report::html::repeat;
use crate::report::html::rows;
use crate::report::html::rows::LeakRow;
use crate::report::html::rows::Split;
use crate::report::html::story;
use crate::report::html::story::Fact;
use crate::report::html::story::Statement;
use crate::report::html::story::Worst;
use crate::report::paint;
use crate::report::plots;
use crate::report::table;
use crate::report::table::Sort;
use crate::report::table::grouped;
use crate::scorecard::InvocationFacts;
use crate::scorecard::Scorecard;
use crate::scorecard::ToolFacts;
use askama::Template;
use std::io;

/// Bars of a plot; the table below it holds all rows.
const MOST_BARS: usize = 25;

/// The worst things of the first screen.
const WORST: usize = 3;

/// The page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page<'a> {
    card: &'a Scorecard,
    style: &'static str,
    script: &'static str,
    tool: String,
    verdict: Vec<Statement>,
    facts: Vec<Fact>,
    worst: Vec<Worst>,
    groups: Vec<Group>,
    damage: Vec<Share>,
    policy: Vec<Share>,
    calls: Vec<Call>,
    command: String,
    repeat: Vec<String>,
    held: String,
    crops: &'a Crops,
    crops_held: String,
    /// JSON of what traps and detectors are.
    explanations: String,
    show_values: bool,
}

/// Leaks split in one way.
struct Group {
    split: Split,
    /// The plot, as SVG.
    plot: String,
    /// Rows that the plot has no room for.
    rest: usize,
    rows: Vec<LeakRow>,
}

/// A part of a whole.
struct Share {
    what: String,
    part: String,
    whole: String,
    share: String,
    /// `warn`, `good` or `plain`.
    class: &'static str,
}

/// How calls of the tool ended.
struct Call {
    count: u64,
    ending: String,
    files: u64,
    wall: String,
    cpu: String,
    memory: String,
}

impl<'a> Page<'a> {
    /// Fills the page.
    pub(super) fn new(report: &Report<'a>, leaks: Vec<Sort>, packed: &Packed, crops: &'a Crops) -> io::Result<Self> {
        let card = report.scorecard;
        let tool = tool_in_words(&card.tool);
        let explanations = serde_json::to_string(&card.explanations)?;
        Ok(Self {
            card,
            style: include_str!("page/page.css"),
            script: include_str!("page/page.js"),
            tool,
            verdict: story::verdict(card),
            facts: story::facts(card),
            worst: story::worst(card, &leaks, WORST),
            groups: groups(card)?,
            damage: damage(card),
            policy: policy(card),
            calls: card.invocations.iter().map(call).collect(),
            command: repeat::quoted(&card.tool.argv),
            repeat: repeat::commands(card),
            held: held(packed),
            crops,
            crops_held: crops_held(crops),
            explanations: script_safe(&explanations),
            show_values: report.show_values,
        })
    }
}

/// Name and version. Many tools say their name in their version.
fn tool_in_words(tool: &ToolFacts) -> String {
    let (name, version) = (paint::clean(&tool.name), paint::clean(&tool.version));
    let said = !name.is_empty() && version.to_lowercase().starts_with(&name.to_lowercase());
    let words = if said { version } else { format!("{name} {version}") };
    if words.trim().is_empty() { "unnamed tool".to_owned() } else { words.trim().to_owned() }
}

fn groups(card: &Scorecard) -> io::Result<Vec<Group>> {
    let group = |split: Split| {
        let (bars, rest) = rows::bars(card, split, MOST_BARS);
        let plot = if bars.rows.is_empty() { String::new() } else { plots::svg(&bars).map_err(io::Error::other)? };
        Ok(Group { split, plot, rest, rows: rows::leak_rows(card, split) })
    };
    Split::ALL.into_iter().map(group).collect()
}

fn held(packed: &Packed) -> String {
    if packed.held == packed.total {
        return format!("All {} findings are in this page.", grouped(packed.total));
    }
    format!(
        "This page holds the worst {} of {} findings. All of them are in findings.csv in the folder of the run.",
        grouped(packed.held),
        grouped(packed.total)
    )
}

fn crops_held(crops: &Crops) -> String {
    match (crops.held, crops.total) {
        (_, 0) => "No pictures were drawn in this run.".to_owned(),
        (held, total) if held == total => format!("{held} pictures before and after."),
        (held, total) => format!(
            "{held} of {total} pictures before and after fit into this page; the others are in evidence/ in the folder of \
             the run."
        ),
    }
}

fn share(what: &str, part: u64, whole: u64, bad: bool) -> Share {
    let class = match (whole, part, bad) {
        (0, ..) => "plain",
        (_, 0, true) => "good",
        (_, _, true) => "warn",
        (_, _, false) => "plain",
    };
    Share {
        what: what.to_owned(),
        part: if whole == 0 { "not measured".to_owned() } else { grouped(part) },
        whole: grouped(whole),
        share: table::share(part, whole),
        class,
    }
}

fn damage(card: &Scorecard) -> Vec<Share> {
    let (damage, files) = (&card.damage, &card.headline.instances);
    let (header, pixels) = (&damage.header, &damage.pixels);
    let mut rows = vec![
        share("Files with damage of any sort", files.damaged, files.inputs, true),
        share("Files that never came back", files.missing, files.inputs, true),
        share("Attributes that must survive: changed", header.changed, header.checked, true),
        share("Attributes that must survive: gone", header.lost, header.checked, true),
        share("Annotations and words that identify nobody: lost", damage.keeps.lost, damage.keeps.checked, true),
        share("Pictures untouched outside the planted lines", pixels.untouched, pixels.instances, false),
        share("Pictures changed so that nobody sees it", pixels.visually_lossless, pixels.instances, false),
        share("Pictures changed all over", pixels.lossy, pixels.instances, true),
        share("Pictures changed in places", pixels.local, pixels.instances, true),
        share("Pictures changed in geometry, depth, colour or frames", pixels.global, pixels.instances, true),
        share("Pictures not measured", pixels.not_measured, pixels.instances, true),
        share("Clinical pixels erased without need", damage.over_redaction.area, damage.over_redaction.of, true),
        share("Outputs that newly break the standard", damage.conformance.instances, files.usable, true),
    ];
    let validator = &damage.conformance.dciodvfy;
    if validator.version.is_some() {
        rows.push(share("Outputs with new errors by dciodvfy", validator.instances, validator.checked, true));
    }
    rows
}

/// Actions, links and claims that were not met, and controls that matched.
fn policy(card: &Scorecard) -> Vec<Share> {
    let actions = card.actions.iter().map(|(name, action)| {
        share(&format!("PS3.15 action {name} not met"), action.checked.saturating_sub(action.met), action.checked, true)
    });
    let links =
        card.links.iter().map(|(name, link)| share(&format!("Links broken: {name}"), link.broken, link.checked, true));
    let claims = card.claims.iter().flat_map(|(name, claim)| {
        [
            share(&format!("Outputs that claim falsely: {name}"), claim.untrue, claim.checked, true),
            share(&format!("Outputs that do not say: {name}"), claim.missing, claim.checked, true),
        ]
    });
    let controls = &card.headline.false_matches;
    let controls =
        share("Control values, planted nowhere, that matched all the same", controls.found, controls.needles, true);
    actions.chain(links).chain(claims).chain([controls]).collect()
}

fn call(call: &InvocationFacts) -> Call {
    let unknown = || "–".to_owned();
    Call {
        count: call.count,
        ending: call.ending.clone(),
        files: call.files,
        wall: table::time(call.wall_s),
        cpu: call.cpu_s.map_or_else(unknown, table::time),
        memory: call.peak_rss_bytes.map_or_else(unknown, table::memory),
    }
}
