//! A result held against rules.

use crate::gate::Level;
use crate::gate::Metric;
use crate::gate::NewLeaks;
use crate::gate::Rule;
use crate::gate::Scope;
use crate::gate::Waived;
use crate::gate::metric::Figure;
use crate::gate::waiver;
use crate::scorecard::Gate;
use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::scorecard::Waiver;

/// What became of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Held,
    /// It does not, for these reasons.
    Broken(Vec<String>),
    /// It could not be looked at, and why. That is not clean, and fails where the level is error.
    Unknown(String),
    /// The dataset has no such row, or there is nothing to compare with yet.
    Nothing(String),
}

/// One rule and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// The figure without what was waived: how many, of how many.
    pub figure: Option<(u64, u64)>,
    /// The same in the baseline.
    pub before: Option<(u64, u64)>,
    /// What became of it.
    pub status: Status,
}

impl Check {
    /// Whether it fails the gate.
    pub fn fails(&self) -> bool {
        self.rule.level == Level::Error && matches!(self.status, Status::Broken(_) | Status::Unknown(_))
    }

    /// Whether it is to be looked at, and fails nothing.
    pub fn warns(&self) -> bool {
        self.rule.level == Level::Warn && matches!(self.status, Status::Broken(_) | Status::Unknown(_))
    }
}

/// A result held against rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Every rule that is not off.
    pub checks: Vec<Check>,
    /// Every waiver, with what it covered.
    pub waivers: Vec<Waiver>,
    /// Waivers that expired or cover nothing, in words.
    pub broken_waivers: Vec<String>,
    /// Leaks that the baseline does not have.
    pub new_leaks: Option<NewLeaks>,
}

impl Judged {
    /// What goes into the scorecard.
    pub fn gate(&self) -> Gate {
        let mut failed: Vec<String> = self.checks.iter().filter(|check| check.fails()).map(words).collect();
        failed.extend(self.broken_waivers.iter().cloned());
        Gate { passed: Some(failed.is_empty()), failed_checks: failed }
    }
}

/// `surface pixel: leaked-plants: 9 of 10, at most 0 allowed`.
pub(super) fn words(check: &Check) -> String {
    let place = if check.rule.scope == Scope::Whole { String::new() } else { format!("{}: ", check.rule.scope) };
    let why = match &check.status {
        Status::Held => "held".to_owned(),
        Status::Broken(reasons) => reasons.join("; "),
        Status::Unknown(why) | Status::Nothing(why) => why.clone(),
    };
    let found = match (check.figure, &check.status) {
        (Some((count, of)), Status::Broken(_)) => format!("{count} of {of}, "),
        _ => String::new(),
    };
    format!("{place}{}: {found}{why}", check.rule.metric)
}

/// Holds a result against rules. `baseline` is another result of the same dataset.
pub fn evaluate(
    rules: &[Rule],
    card: &Scorecard,
    waived: &Waived,
    baseline: Option<&Scorecard>,
    new_leaks: Option<NewLeaks>,
    today: &str,
) -> Judged {
    let looked_at = rules.iter().filter(|rule| rule.level != Level::Off);
    let checks = looked_at.map(|rule| check(rule, card, waived, baseline, new_leaks.as_ref())).collect();
    let broken = |waiver: &Waiver| {
        if waiver::expired(waiver, today) {
            Some(format!("waiver {} expired on {}: renew it or remove it", waiver.id, waiver.expires))
        } else if waiver.covered == 0 {
            Some(format!("waiver {} covers nothing any more: remove it", waiver.id))
        } else {
            None
        }
    };
    let broken_waivers = waived.waivers.iter().filter_map(broken).collect();
    Judged { checks, waivers: waived.waivers.clone(), broken_waivers, new_leaks }
}

fn check(
    rule: &Rule,
    card: &Scorecard,
    waived: &Waived,
    baseline: Option<&Scorecard>,
    new_leaks: Option<&NewLeaks>,
) -> Check {
    let done = |figure: Option<(u64, u64)>, before, status| Check { rule: rule.clone(), figure, before, status };
    if rule.metric == Metric::NewLeaks {
        return match new_leaks {
            None => done(None, None, Status::Nothing("there is no baseline to compare with".to_owned())),
            Some(new) => {
                let figure = Figure { count: new.count, of: card.headline.plants.planted, measured: 1 };
                done(Some((figure.count, figure.of)), None, held(rule, figure, None))
            }
        };
    }
    let Some(figure) = figure(rule, card) else {
        return done(None, None, Status::Nothing("this dataset plants nothing there".to_owned()));
    };
    let figure = Figure { count: waived.apply(&rule.scope, rule.metric, figure.count), ..figure };
    let before = baseline.and_then(|card| self::figure(rule, card));
    let pair = |figure: Figure| (figure.count, figure.of);
    let status = if figure.of > 0 && figure.measured == 0 {
        Status::Unknown("nothing was measured".to_owned())
    } else if rule.limits.against_baseline()
        && before.is_none()
        && rule.limits.max.is_none()
        && rule.limits.max_share.is_none()
    {
        Status::Nothing("there is no baseline to compare with".to_owned())
    } else {
        held(rule, figure, before)
    };
    done(Some(pair(figure)), before.map(pair), status)
}

/// The figure that a rule looks at; none where the dataset has no such row.
fn figure(rule: &Rule, card: &Scorecard) -> Option<Figure> {
    let of = |row: Option<&Row>| row.and_then(|row| rule.metric.of_row(row));
    match &rule.scope {
        Scope::Whole => rule.metric.of(card),
        Scope::Surface(id) => of(card.surfaces.get(id)),
        Scope::Trap(id) => of(card.traps.get(id)),
        Scope::Modality(id) => of(card.modalities.get(id)),
    }
}

fn held(rule: &Rule, figure: Figure, before: Option<Figure>) -> Status {
    let mut reasons = Vec::new();
    let limits = &rule.limits;
    if let Some(max) = limits.max.filter(|max| figure.count > *max) {
        reasons.push(format!("at most {max} allowed"));
    }
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let share = figure.share().unwrap_or(0.0);
    if let Some(max) = limits.max_share.filter(|max| share > *max) {
        reasons.push(format!("{}, at most {} allowed", percent(share), percent(max)));
    }
    if let Some(before) = before {
        let more = figure.count.saturating_sub(before.count);
        if let Some(max) = limits.max_increase.filter(|max| more > *max) {
            reasons.push(format!("{} in the baseline, at most {max} more allowed", before.count));
        }
        let was = before.share().unwrap_or(0.0);
        if let Some(max) = limits.max_share_increase.filter(|max| share - was > *max) {
            reasons.push(format!(
                "{}, {} in the baseline, at most {} more allowed",
                percent(share),
                percent(was),
                percent(max)
            ));
        }
    }
    if reasons.is_empty() { Status::Held } else { Status::Broken(reasons) }
}
