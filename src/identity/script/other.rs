//! Other names in the script and form of a given one.

use crate::identity::script::chinese;
use crate::identity::script::cyrillic;
use crate::identity::script::greek;
use crate::identity::script::japanese;
use crate::identity::script::korean;
use crate::identity::script::latin;
use crate::seed::Stream;
use rand::RngExt;
use std::sync::LazyLock;

/// What patients can be called in one script and form.
pub(super) struct Pool {
    /// Family names.
    pub(super) family: Vec<String>,
    /// Given names.
    pub(super) given: Vec<String>,
}

static POOLS: LazyLock<Vec<Pool>> = LazyLock::new(|| {
    [cyrillic::pools(), greek::pools(), japanese::pools(), korean::pools(), chinese::pools(), latin::pools()]
        .into_iter()
        .flatten()
        .collect()
});

/// What stands between family and given name.
const BETWEEN: &[&str] = &["^", ", ", " "];

/// Every pair of halves, joined by a hyphen.
pub(super) fn pairs(left: &[&str], right: &[&str]) -> Vec<String> {
    left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}-{right}"))).collect()
}

/// The names from which a given one was drawn, and how that was written.
pub struct OtherNames {
    pool: &'static Pool,
    between: &'static str,
    upper: bool,
    own: (String, String),
}

impl OtherNames {
    /// For a name of [`crate::identity::script::ScriptNames`], family name first: `山田 太郎`, `ШЕВЧЕНКО-РОМАНЮК, ОЛЬГА`.
    /// `None` where it is none.
    pub fn of(value: &str) -> Option<Self> {
        if value.is_ascii() {
            return None;
        }
        let (between, family, given) =
            BETWEEN.iter().find_map(|between| value.split_once(between).map(|(a, b)| (*between, a, b)))?;
        // Scripts without capitals are the same in both.
        let upper = value == value.to_uppercase() && value != value.to_lowercase();
        let same = |listed: &String, written: &str| {
            if upper { listed.to_uppercase() == written } else { listed == written }
        };
        let find = |names: &'static [String], written: &str| names.iter().find(|name| same(name, written)).cloned();
        let found = |pool: &'static Pool| Some((pool, (find(&pool.family, family)?, find(&pool.given, given)?)));
        let (pool, own) = POOLS.iter().find_map(found)?;
        Some(Self { pool, between, upper, own })
    }

    /// One of them, drawn uniformly; `None` where it shares a name with the given one.
    pub fn draw(&self, stream: &mut Stream) -> Option<String> {
        let mut one = |names: &'static [String]| names.get(stream.random_range(0..names.len().max(1)));
        let (family, given) = (one(&self.pool.family)?, one(&self.pool.given)?);
        let shares = |half: &str| self.own.0.split('-').any(|own| own == half);
        if family.split('-').any(shares) || *given == self.own.1 {
            return None;
        }
        let written = format!("{family}{}{given}", self.between);
        Some(if self.upper { written.to_uppercase() } else { written })
    }
}
