//! One rule: what is looked at, how far it may go, and what becomes of it if it goes further.

use crate::gate::Metric;
use crate::text::words;
use std::fmt;

words! {
    /// What a breach means.
    pub enum Level {
        /// Not looked at.
        Off = "off",
        /// Shown.
        Warn = "warn",
        /// Fails the gate.
        Error = "error",
    }
}

/// Part of a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All of it.
    Whole,
    /// One surface.
    Surface(String),
    /// One trap.
    Trap(String),
    /// One modality.
    Modality(String),
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => out.write_str("all"),
            Self::Surface(id) => write!(out, "surface {id}"),
            Self::Trap(id) => write!(out, "trap {id}"),
            Self::Modality(id) => write!(out, "modality {id}"),
        }
    }
}

/// How far a figure may go. Those that are not given do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// The greatest count.
    pub max: Option<u64>,
    /// The greatest share, between 0 and 1.
    pub max_share: Option<f64>,
    /// The greatest count above that of the baseline.
    pub max_increase: Option<u64>,
    /// The greatest share above that of the baseline.
    pub max_share_increase: Option<f64>,
}

impl Limits {
    /// Not a single one.
    pub const NONE_AT_ALL: Self = Self { max: Some(0), max_share: None, max_increase: None, max_share_increase: None };

    /// Whether a baseline is needed.
    pub fn against_baseline(&self) -> bool {
        self.max_increase.is_some() || self.max_share_increase.is_some()
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where.
    pub scope: Scope,
    /// What.
    pub metric: Metric,
    /// What a breach means.
    pub level: Level,
    /// How far it may go.
    pub limits: Limits,
}

impl Rule {
    /// A rule over the whole result that allows not a single one.
    pub fn none(metric: Metric, level: Level) -> Self {
        Self { scope: Scope::Whole, metric, level, limits: Limits::NONE_AT_ALL }
    }

    /// Whether it needs a baseline.
    pub fn needs_baseline(&self) -> bool {
        self.level != Level::Off && (self.metric == Metric::NewLeaks || self.limits.against_baseline())
    }
}

/// Adds rules; one for the same place and metric replaces the one before.
pub(super) fn merge(rules: &mut Vec<Rule>, more: Vec<Rule>) {
    for rule in more {
        rules.retain(|known| (&known.scope, known.metric) != (&rule.scope, rule.metric));
        rules.push(rule);
    }
}
