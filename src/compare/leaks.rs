//! Which leaks are in which run. A leak is a plant that is readable at its place, or an identifier that is readable on a
//! surface where it was not planted.
//!
//! Findings are streamed: of each leak only a hash is kept, and which runs have it.

use csv::ByteRecord;
use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::io;
use std::path::Path;

/// Runs that one index can tell apart.
pub const MOST_RUNS: usize = 64;

/// A leak as one row of `findings.csv` names it.
#[derive(Clone, Copy, Debug)]
pub struct Leak<'a> {
    /// The plant, or the first plant of the identifier.
    pub plant: &'a str,
    /// The patient.
    pub patient: &'a str,
    /// The trap of the plant.
    pub trap: &'a str,
    /// Where it is readable.
    pub surface: &'a str,
    /// Away from where it was planted.
    pub moved: bool,
}

impl Leak<'_> {
    /// The same leak has the same key in every run of one dataset.
    pub fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.plant.hash(&mut hasher);
        self.moved.hash(&mut hasher);
        if self.moved {
            self.surface.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// Columns of `findings.csv` that tell leaks.
struct Columns {
    topic: usize,
    verdict: usize,
    patient: usize,
    plant: usize,
    trap: usize,
    surface: usize,
    moved: usize,
}

impl Columns {
    fn new(header: &ByteRecord) -> io::Result<Self> {
        let column = |name: &str| {
            header.iter().position(|cell| cell == name.as_bytes()).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, format!("there is no column `{name}`; score the run again"))
            })
        };
        Ok(Self {
            topic: column("topic")?,
            verdict: column("verdict")?,
            patient: column("patient")?,
            plant: column("plant")?,
            trap: column("trap")?,
            surface: column("surface")?,
            moved: column("moved")?,
        })
    }
}

/// Visits every row of `findings.csv` that is a leak; one leak may have several rows.
pub fn each(findings: &Path, visit: &mut dyn FnMut(Leak<'_>) -> io::Result<()>) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 17).from_path(findings).map_err(io::Error::from)?;
    let header = reader.byte_headers().map_err(io::Error::from)?.clone();
    // A table without rows is an empty file.
    if header.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(&header)?;
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(io::Error::from)? {
        if row.get(columns.topic) != Some(b"leak") || row.get(columns.verdict) != Some(b"leaked") {
            continue;
        }
        let cell = |column: usize| {
            std::str::from_utf8(row.get(column).unwrap_or_default())
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        };
        visit(Leak {
            plant: cell(columns.plant)?,
            patient: cell(columns.patient)?,
            trap: cell(columns.trap)?,
            surface: cell(columns.surface)?,
            moved: row.get(columns.moved) == Some(b"true"),
        })?;
    }
    Ok(())
}

/// Trap, surface, and whether the leak is away from its place.
pub type Group = (String, String, bool);

/// The leaks of several runs.
#[derive(Default)]
pub struct LeakIndex {
    /// How many runs were added.
    pub runs: usize,
    /// Groups, by number.
    pub groups: Vec<Group>,
    numbers: HashMap<Group, u32>,
    leaks: HashMap<u64, (u32, u64)>,
}

impl LeakIndex {
    /// Adds the leaks of one run. At most [`MOST_RUNS`] fit.
    pub fn add(&mut self, findings: &Path) -> io::Result<()> {
        if self.runs >= MOST_RUNS {
            return Err(io::Error::other(format!("more than {MOST_RUNS} runs at once; compare fewer")));
        }
        let bit = 1_u64 << self.runs;
        self.runs += 1;
        each(findings, &mut |leak| {
            let number = self.number(&leak);
            self.leaks.entry(leak.key()).or_insert((number, 0)).1 |= bit;
            Ok(())
        })
    }

    /// The runs that have a leak, as bits.
    pub fn runs_with(&self, leak: &Leak<'_>) -> u64 {
        self.leaks.get(&leak.key()).map_or(0, |(_, runs)| *runs)
    }

    /// Every leak: its group by number, and the runs that have it as bits. In no order.
    pub fn leaks(&self) -> impl Iterator<Item = (usize, u64)> {
        self.leaks.values().map(|(group, runs)| (*group as usize, *runs))
    }

    /// Number of the group of a leak. A clone of the names is made for groups that are new alone.
    fn number(&mut self, leak: &Leak<'_>) -> u32 {
        if let Some((known, _)) = self.leaks.get(&leak.key()) {
            return *known;
        }
        let group = (leak.trap.to_owned(), leak.surface.to_owned(), leak.moved);
        if let Some(number) = self.numbers.get(&group) {
            return *number;
        }
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        self.groups.push(group.clone());
        self.numbers.insert(group, number);
        number
    }
}
