//! `deidbench.toml`, and rules of the command line. Each unknown word is answered with the right ones.

use crate::gate::Level;
use crate::gate::Limits;
use crate::gate::Metric;
use crate::gate::Preset;
use crate::gate::Rule;
use crate::gate::Scope;
use crate::gate::Waivers;
use crate::gate::rule;
use crate::scorecard::Waiver;
use std::collections::BTreeSet;
use std::path::PathBuf;
use thiserror::Error;
use toml::Table;
use toml::Value;

/// Rules that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct ConfigError(String);

/// Ids that rules may name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Every surface.
    pub surfaces: Vec<String>,
    /// Every trap.
    pub traps: Vec<String>,
}

/// What a result is held against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The rules, one for each place and metric.
    pub rules: Vec<Rule>,
    /// The waivers.
    pub waivers: Waivers,
    /// The baseline that the file names.
    pub baseline: Option<PathBuf>,
}

const KEYS: [&str; 7] = ["preset", "baseline", "gates", "surfaces", "traps", "modalities", "waivers"];
const LIMITS: [&str; 5] = ["level", "max", "max-share", "max-increase", "max-share-increase"];
const WAIVER: [&str; 5] = ["id", "pattern", "reason", "owner", "expires"];

type Answer<T> = Result<T, ConfigError>;

impl Config {
    /// Reads the text of a `deidbench.toml`.
    pub fn parse(text: &str, names: &Names) -> Answer<Self> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| ConfigError(error.message().to_owned()))?;
        known(&table, &KEYS, "the file")?;
        let mut config = Self::default();
        if let Some(preset) = table.get("preset") {
            config.preset(word(preset, "preset")?.parse().map_err(|error| ConfigError(format!("preset: {error}")))?);
        }
        config.baseline = table.get("baseline").map(|path| word(path, "baseline")).transpose()?.map(PathBuf::from);
        if let Some(gates) = table.get("gates") {
            config.add(&Scope::Whole, inner(gates, "[gates]")?, "[gates]")?;
        }
        type Make = fn(String) -> Scope;
        let places: [(&str, Make, Option<&[String]>); 3] = [
            ("surfaces", Scope::Surface, Some(&names.surfaces)),
            ("traps", Scope::Trap, Some(&names.traps)),
            ("modalities", Scope::Modality, None),
        ];
        for (key, make, ids) in places {
            let Some(value) = table.get(key) else { continue };
            for (id, rules) in inner(value, &format!("[{key}]"))? {
                let at = format!("[{key}.{id}]");
                named(id, ids, &at)?;
                config.add(&make(id.clone()), inner(rules, &at)?, &at)?;
            }
        }
        if let Some(waivers) = table.get("waivers") {
            config.waivers = read_waivers(waivers)?;
        }
        Ok(config)
    }

    /// Adds the rules of a preset; those that are there stay.
    pub fn preset(&mut self, preset: Preset) {
        let mut rules = preset.rules();
        rule::merge(&mut rules, std::mem::take(&mut self.rules));
        self.rules = rules;
    }

    /// Adds a rule as the command line writes it: `leaked-plants=error`, `surface:pixel/leaked-plants=error,max=3`.
    pub fn flag(&mut self, text: &str, names: &Names) -> Answer<()> {
        let example = "write for example leaked-plants=error or surface:pixel/leaked-plants=warn,max-share=0.01";
        let (what, how) =
            text.split_once('=').ok_or_else(|| ConfigError(format!("`{text}` names no level; {example}")))?;
        let (scope, metric) = match what.rsplit_once('/') {
            None => (Scope::Whole, what),
            Some((place, metric)) => {
                let (kind, id) =
                    place.split_once(':').ok_or_else(|| ConfigError(format!("`{place}` is no place; {example}")))?;
                let scope = match kind {
                    "surface" => named(id, Some(&names.surfaces), text).map(|()| Scope::Surface(id.to_owned()))?,
                    "trap" => named(id, Some(&names.traps), text).map(|()| Scope::Trap(id.to_owned()))?,
                    "modality" => Scope::Modality(id.to_owned()),
                    _ => return Err(ConfigError(format!("`{kind}` is not one of surface, trap, modality"))),
                };
                (scope, metric)
            }
        };
        let mut table = Table::new();
        for (number, part) in how.split(',').enumerate() {
            match part.split_once('=') {
                None if number == 0 => drop(table.insert("level".to_owned(), Value::String(part.to_owned()))),
                Some((key, figure)) => {
                    let number = figure.parse().map(Value::Integer);
                    let figure = number.or_else(|_| figure.parse().map(Value::Float));
                    let figure = figure.map_err(|_| ConfigError(format!("`{part}` holds no number; {example}")))?;
                    table.insert(key.to_owned(), figure);
                }
                None => return Err(ConfigError(format!("`{part}` is no KEY=NUMBER; {example}"))),
            }
        }
        let rules = Table::from_iter([(metric.to_owned(), Value::Table(table))]);
        self.add(&scope, &rules, text)
    }

    /// Adds the rules of one place.
    fn add(&mut self, scope: &Scope, table: &Table, at: &str) -> Answer<()> {
        let whole = *scope == Scope::Whole;
        let metrics: Vec<&str> =
            if whole { Metric::ALL } else { &Metric::OF_ROWS }.iter().map(|metric| metric.word()).collect();
        known(table, &metrics, at)?;
        let mut rules = Vec::new();
        for (name, value) in table {
            let metric: Metric = name.parse().map_err(|error| ConfigError(format!("{at}: {error}")))?;
            let (level, limits) = limits(value, &format!("{at} {name}"))?;
            if metric == Metric::NewLeaks && limits.against_baseline() {
                return Err(ConfigError(format!("{at}: new-leaks is told against the baseline already; use max")));
            }
            rules.push(Rule { scope: scope.clone(), metric, level, limits });
        }
        rule::merge(&mut self.rules, rules);
        Ok(())
    }
}

/// A level alone, or a table with limits.
fn limits(value: &Value, at: &str) -> Answer<(Level, Limits)> {
    let level = |value: &Value| -> Answer<Level> {
        word(value, at)?.parse().map_err(|error| ConfigError(format!("{at}: {error}")))
    };
    if let Value::String(_) = value {
        return Ok((level(value)?, Limits::NONE_AT_ALL));
    }
    let table = inner(value, at).map_err(|_| {
        ConfigError(format!("{at}: write a level (off, warn, error) or {{ level = \"warn\", max-share = 0.01 }}"))
    })?;
    known(table, &LIMITS, at)?;
    let Some(given) = table.get("level") else {
        return Err(ConfigError(format!("{at}: level is missing; it is off, warn or error")));
    };
    let count = |key: &str| -> Answer<Option<u64>> {
        let number = |value: &Value| value.as_integer().and_then(|number| u64::try_from(number).ok());
        table
            .get(key)
            .map(|value| number(value).ok_or_else(|| ConfigError(format!("{at}: {key} is a whole number from 0 on"))))
            .transpose()
    };
    let share = |key: &str| -> Answer<Option<f64>> {
        let number = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
        table
            .get(key)
            .map(|value| {
                number(value)
                    .filter(|share| (0.0..=1.0).contains(share))
                    .ok_or_else(|| ConfigError(format!("{at}: {key} is a share between 0 and 1")))
            })
            .transpose()
    };
    let limits = Limits {
        max: count("max")?,
        max_share: share("max-share")?,
        max_increase: count("max-increase")?,
        max_share_increase: share("max-share-increase")?,
    };
    let limits = if limits == Limits::default() { Limits::NONE_AT_ALL } else { limits };
    Ok((level(given)?, limits))
}

fn read_waivers(value: &Value) -> Answer<Waivers> {
    let list = value.as_array().ok_or_else(|| ConfigError("waivers: write each below [[waivers]]".to_owned()))?;
    let (mut waivers, mut ids) = (Waivers::default(), BTreeSet::new());
    for (number, value) in list.iter().enumerate() {
        let at = format!("[[waivers]] number {}", number + 1);
        let table = inner(value, &at)?;
        known(table, &WAIVER, &at)?;
        let text = |key: &str| -> Answer<String> {
            let given = table.get(key).and_then(|value| match value {
                Value::String(text) => Some(text.trim().to_owned()),
                Value::Datetime(day) => Some(day.to_string()),
                _ => None,
            });
            given
                .filter(|text| !text.is_empty())
                .ok_or_else(|| ConfigError(format!("{at}: `{key}` is missing; a waiver has {}", WAIVER.join(", "))))
        };
        let waiver = Waiver {
            id: text("id")?,
            pattern: text("pattern")?,
            reason: text("reason")?,
            owner: text("owner")?,
            expires: text("expires")?,
            covered: 0,
        };
        let day = waiver.expires.parse::<jiff::civil::Date>().map(|day| day.to_string()).ok();
        if day.as_ref() != Some(&waiver.expires) {
            return Err(ConfigError(format!("{at}: expires is a day as YYYY-MM-DD, not `{}`", waiver.expires)));
        }
        if !ids.insert(waiver.id.clone()) {
            return Err(ConfigError(format!("{at}: there is another waiver `{}`", waiver.id)));
        }
        let pattern = waiver.pattern.parse().map_err(|error| ConfigError(format!("{at}: pattern: {error}")))?;
        waivers.0.push((waiver, pattern));
    }
    Ok(waivers)
}

/// Refuses keys that are not known.
fn known(table: &Table, keys: &[&str], at: &str) -> Answer<()> {
    match table.keys().find(|key| !keys.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(ConfigError(format!("`{key}` in {at} is not one of {}", keys.join(", ")))),
    }
}

/// Refuses ids that nothing bears, and names the nearest.
fn named(id: &str, ids: Option<&[String]>, at: &str) -> Answer<()> {
    let Some(ids) = ids.filter(|ids| !ids.iter().any(|known| known == id)) else { return Ok(()) };
    let mut near: Vec<(usize, &str)> =
        ids.iter().map(|known| (strsim::levenshtein(known, id), known.as_str())).collect();
    near.sort_unstable();
    let near: Vec<&str> = near.iter().take(15).map(|(_, id)| *id).collect();
    Err(ConfigError(format!("{at}: there is no `{id}`; the nearest are {}", near.join(", "))))
}

fn inner<'a>(value: &'a Value, at: &str) -> Answer<&'a Table> {
    value.as_table().ok_or_else(|| ConfigError(format!("{at}: a table is expected here")))
}

fn word<'a>(value: &'a Value, at: &str) -> Answer<&'a str> {
    value.as_str().ok_or_else(|| ConfigError(format!("{at}: a text is expected here")))
}
