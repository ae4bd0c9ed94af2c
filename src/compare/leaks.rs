//! Which leaks are in which run. A leak is a plant that is readable at its place, or an identifier that is readable on a
//! surface where it was not planted.
//!
//! Findings are streamed: of each leak only hashes are kept, and which runs have it. What a run could not measure is not
//! fixed there: nobody looked.

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
    /// The instance in whose output it is.
    pub instance: &'a str,
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

    /// Hashes of its plant and its instance, by which rows say that nobody could look.
    pub fn places(&self) -> [u64; 2] {
        [hash(self.plant), hash(self.instance)]
    }

    /// Its trap and surface.
    pub fn group(&self) -> Group {
        (self.trap.to_owned(), self.surface.to_owned(), self.moved)
    }
}

/// Columns of `findings.csv` that tell leaks.
struct Columns {
    topic: usize,
    verdict: usize,
    patient: usize,
    instance: usize,
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
            instance: column("instance")?,
            plant: column("plant")?,
            trap: column("trap")?,
            surface: column("surface")?,
            moved: column("moved")?,
        })
    }
}

/// What a row says.
pub enum Said {
    /// It can be read.
    Leaked,
    /// Nobody could look.
    Unseen,
}

/// Visits every row of `findings.csv` that is a leak; one leak may have several rows.
pub fn each(findings: &Path, visit: &mut dyn FnMut(Leak<'_>) -> io::Result<()>) -> io::Result<()> {
    rows(findings, &mut |said, leak| if let Said::Leaked = said { visit(leak) } else { Ok(()) })
}

/// Visits rows that are leaks, and rows that say of a plant or an instance that it was not measured.
pub fn rows(findings: &Path, visit: &mut dyn FnMut(Said, Leak<'_>) -> io::Result<()>) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 17).from_path(findings).map_err(io::Error::from)?;
    let header = reader.byte_headers().map_err(io::Error::from)?.clone();
    // A table without rows is an empty file.
    if header.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(&header)?;
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(io::Error::from)? {
        let said = match (row.get(columns.topic), row.get(columns.verdict)) {
            (Some(b"leak"), Some(b"leaked")) => Said::Leaked,
            (Some(b"leak" | b"coverage"), Some(b"not_measured")) => Said::Unseen,
            _ => continue,
        };
        let cell = |column: usize| {
            std::str::from_utf8(row.get(column).unwrap_or_default())
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        };
        let leak = Leak {
            plant: cell(columns.plant)?,
            patient: cell(columns.patient)?,
            instance: cell(columns.instance)?,
            trap: cell(columns.trap)?,
            surface: cell(columns.surface)?,
            moved: row.get(columns.moved) == Some(b"true"),
        };
        visit(said, leak)?;
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
    leaks: HashMap<u64, Held>,
    /// Plants and instances that a run could not measure, by hash: the runs as bits.
    unseen: HashMap<u64, u64>,
}

/// What is kept of a leak.
struct Held {
    group: u32,
    runs: u64,
    /// Hashes of its plant and of the first instance in which it was seen.
    places: [u64; 2],
}

/// A leak as the index knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Number of its group.
    pub group: usize,
    /// The runs that have it, as bits.
    pub runs: u64,
    /// The runs that could not look, as bits: there it is not fixed.
    pub unseen: u64,
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

impl LeakIndex {
    /// Adds the leaks of one run. At most [`MOST_RUNS`] fit.
    pub fn add(&mut self, findings: &Path) -> io::Result<()> {
        if self.runs >= MOST_RUNS {
            return Err(io::Error::other(format!("more than {MOST_RUNS} runs at once; compare fewer")));
        }
        let bit = 1_u64 << self.runs;
        self.runs += 1;
        rows(findings, &mut |said, leak| {
            let places = leak.places();
            if let Said::Unseen = said {
                // Of a file that did not come back the instance is named, of a line that could not be judged the plant.
                let place = if leak.plant.is_empty() { places[1] } else { places[0] };
                *self.unseen.entry(place).or_default() |= bit;
                return Ok(());
            }
            let group = self.number(&leak);
            self.leaks.entry(leak.key()).or_insert(Held { group, runs: 0, places }).runs |= bit;
            Ok(())
        })
    }

    /// The runs that have a leak, as bits.
    pub fn runs_with(&self, leak: &Leak<'_>) -> u64 {
        self.leaks.get(&leak.key()).map_or(0, |held| held.runs)
    }

    /// Every leak, in no order.
    pub fn leaks(&self) -> impl Iterator<Item = Known> {
        let unseen = |place: &u64| self.unseen.get(place).copied().unwrap_or(0);
        self.leaks.values().map(move |held| Known {
            group: held.group as usize,
            runs: held.runs,
            unseen: held.places.iter().map(unseen).fold(0, |all, runs| all | runs) & !held.runs,
        })
    }

    /// Number of the group of a leak. A clone of the names is made for groups that are new alone.
    fn number(&mut self, leak: &Leak<'_>) -> u32 {
        if let Some(known) = self.leaks.get(&leak.key()) {
            return known.group;
        }
        let group = leak.group();
        if let Some(number) = self.numbers.get(&group) {
            return *number;
        }
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        self.groups.push(group.clone());
        self.numbers.insert(group, number);
        number
    }
}
