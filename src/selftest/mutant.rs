//! A mutant: what it does otherwise than the oracle, and for whom.

use crate::dicom::locus::Locus;
use crate::selftest::bent_rules;
use crate::selftest::beside;
use crate::selftest::broken_links;
use crate::selftest::damage;
use crate::selftest::disguise;
use crate::selftest::expect::Expect;
use crate::selftest::files;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::parts::Parts;
use crate::selftest::oracle::picture::Means;
use crate::selftest::oracle::treatment::PERFECT;
use crate::selftest::oracle::treatment::Treatment;
use crate::selftest::scene::Bench;
use crate::selftest::scene::Scene;
use crate::selftest::scene::SelftestError;
use crate::selftest::scene::at;
use crate::selftest::scene::share;
use crate::selftest::scene::write;
use crate::truth::Plant;
use std::fmt;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Sorts of mutants, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Leaves the plants of one trap.
    Trap,
    /// Treats burned lines by half.
    Line,
    /// Hands identifiers on in another place or form.
    Disguise,
    /// Hands identifiers on in files beside the answers.
    Beside,
    /// Damages one thing.
    Damage,
    /// Tears what belongs together.
    Link,
    /// Bends one sort of rule.
    Rule,
    /// Gives other files than it should.
    Files,
    /// Cheats as a process.
    Cheat,
    /// Does nothing wrong, and looks odd.
    Innocent,
}

impl Group {
    /// Every group.
    pub const ALL: &[Self] = &[
        Self::Trap,
        Self::Line,
        Self::Disguise,
        Self::Beside,
        Self::Damage,
        Self::Link,
        Self::Rule,
        Self::Files,
        Self::Cheat,
        Self::Innocent,
    ];

    /// What its mutants do, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Trap => "leave the plants of one trap",
            Self::Line => "treat burned lines by half",
            Self::Disguise => "hide identifiers elsewhere or otherwise",
            Self::Beside => "leave identifiers in files beside the answers",
            Self::Damage => "damage one thing",
            Self::Link => "tear what belongs together",
            Self::Rule => "bend one sort of rule",
            Self::Files => "give other files than they should",
            Self::Cheat => "cheat while they run",
            Self::Innocent => "look odd and do nothing wrong",
        }
    }

    /// The first word of its mutants' names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::Line => "line",
            Self::Disguise => "disguise",
            Self::Beside => "beside",
            Self::Damage => "damage",
            Self::Link => "link",
            Self::Rule => "rule",
            Self::Files => "files",
            Self::Cheat => "cheat",
            Self::Innocent => "innocent",
        }
    }
}

/// What a mutant does otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Leaves the plants of this trap as they are.
    Spare(String),
    /// Treats burned lines so.
    Lines(Means),
    /// A word of [`disguise`].
    Disguise(&'static str),
    /// A word of [`beside`].
    Beside(&'static str),
    /// A word of [`damage`].
    Damage(&'static str),
    /// A word of [`broken_links`].
    Link(&'static str),
    /// A word of [`bent_rules`].
    Rule(&'static str),
    /// A word of [`files`].
    Files(&'static str),
    /// A word of [`crate::selftest::cheat`], played as a process.
    Cheat(&'static str),
}

/// One mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Its sort.
    pub group: Group,
    /// What tells it from others of its sort.
    pub word: String,
    /// The patients that it is played on, by number from 0.
    pub patients: Vec<usize>,
    /// What it does.
    pub deed: Deed,
    /// What must be seen of it.
    pub expect: Expect,
}

impl fmt::Display for Mutant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.group.word(), self.word)
    }
}

/// A file of a mutant: where it lies below the output folder, and what it holds.
pub(super) type Written = (PathBuf, Vec<u8>);

impl Mutant {
    /// Writes what the mutant makes of a scene to an output folder; files that are the oracle's are shared with it.
    /// Says how many files are not.
    ///
    /// # Errors
    /// The oracle cannot treat a file, or the folder cannot be written.
    pub fn write(&self, bench: &Bench, scene: &Scene, output: &Path) -> Result<u64, SelftestError> {
        fs::create_dir_all(output).map_err(at(output))?;
        let mut changed = 0;
        for file in bench.files_of(&scene.patients) {
            let Some(written) = self.of_file(bench, &file)? else {
                if let Some((name, _)) = bench.perfect(&file)? {
                    share(&scene.oracle.join(&name), &output.join(&name))?;
                }
                continue;
            };
            changed += 1;
            for (name, bytes) in written {
                write(&output.join(name), &bytes)?;
            }
        }
        if let Deed::Beside(word) = &self.deed {
            changed += beside::write(word, bench, scene, output)?;
        }
        Ok(changed)
    }

    /// What becomes of one file; `None` where it is the oracle's.
    fn of_file(&self, bench: &Bench, file: &File<'_>) -> Result<Option<Vec<Written>>, SelftestError> {
        match &self.deed {
            Deed::Spare(trap) => {
                let spare = |_: &File<'_>, plant: &Plant| plant.trap == *trap;
                if !file.plants().any(|plant| spare(file, plant)) {
                    return Ok(None);
                }
                Ok(Some(vec![Treatment { spare: &spare, ..PERFECT }.treated(bench.input(file)?, file)?]))
            }
            Deed::Lines(means) => {
                if !file.plants().any(|plant| plant.is_drawn() && plant.locus == Locus::Pixel) {
                    return Ok(None);
                }
                Ok(Some(vec![Treatment { pixels: Some(*means), ..PERFECT }.treated(bench.input(file)?, file)?]))
            }
            Deed::Files(word) => files::apply(word, bench, file, &self.patients),
            Deed::Beside(_) | Deed::Cheat(_) => Ok(None),
            Deed::Disguise(_) | Deed::Damage(_) | Deed::Link(_) | Deed::Rule(_) => self.edited(bench, file),
        }
    }

    /// The oracle's file, edited.
    fn edited(&self, bench: &Bench, file: &File<'_>) -> Result<Option<Vec<Written>>, SelftestError> {
        let Some((name, bytes)) = bench.perfect(file)? else { return Ok(None) };
        let mut parts = Parts::read(&bytes)?;
        let original = || Ok::<_, SelftestError>(Parts::read(&bench.input(file)?)?);
        let changed = match &self.deed {
            Deed::Disguise(word) => disguise::apply(word, &mut parts, file),
            Deed::Damage(word) => damage::apply(word, &mut parts, file)?,
            Deed::Link(word) => {
                broken_links::apply(word, &mut parts, &original()?, file);
                true
            }
            Deed::Rule(word) => {
                bent_rules::apply(word, &mut parts, &original()?);
                true
            }
            _ => false,
        };
        let written = if changed { Some(parts.write()) } else { None };
        Ok(written.filter(|written| *written != bytes).map(|written| vec![(name, written)]))
    }
}

/// Copies the oracle's answers, for cheats that add to them.
pub(super) fn copy_oracle(oracle: &Path, output: &Path) -> std::io::Result<()> {
    for entry in WalkDir::new(oracle).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let place = output.join(entry.path().strip_prefix(oracle).unwrap_or(entry.path()));
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(entry.path(), place)?;
    }
    Ok(())
}
