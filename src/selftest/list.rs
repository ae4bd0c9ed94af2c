//! Which mutants are played on a dataset, and on whom.

use crate::selftest::bent_rules;
use crate::selftest::beside;
use crate::selftest::broken_links;
use crate::selftest::cheat;
use crate::selftest::damage;
use crate::selftest::disguise;
use crate::selftest::expect::Expect;
use crate::selftest::files;
use crate::selftest::mutant::Deed;
use crate::selftest::mutant::Group;
use crate::selftest::mutant::Mutant;
use crate::selftest::oracle::known::Known;
use crate::selftest::oracle::picture::Means;
use crate::tool::Ending;
use crate::truth::KeepKind;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use std::collections::BTreeSet;

/// Every mutant that the patients of a dataset allow.
pub fn mutants(known: &Known) -> Vec<Mutant> {
    let cast = Cast::new(known.patients());
    let mut mutants = traps(&cast);
    mutants.extend(lines(&cast));
    let with_name = cast.smallest(|truth| !truth.plants.is_empty());
    let pair = cast.pair();
    mutants.extend(group(Group::Disguise, disguise::WORDS, &with_name, Deed::Disguise, |_| Expect::Leak));
    mutants.extend(group(Group::Beside, beside::WORDS, &with_name, Deed::Beside, |_| Expect::Leak));
    mutants.extend(group(Group::Beside, beside::BOMBS, &with_name, Deed::Beside, |_| Expect::Unsearched));
    for word in damage::WORDS {
        if *word == "native" {
            // The oracle itself writes native samples.
            continue;
        }
        let expect = if *word == "rle" { Expect::Nothing } else { Expect::Damage };
        let group = if expect == Expect::Nothing { Group::Innocent } else { Group::Damage };
        let patients = cast.smallest(|truth| damageable(word, truth));
        mutants.push(Mutant { group, word: (*word).to_owned(), patients, deed: Deed::Damage(word), expect });
    }
    // Whoever gives no name at all names nobody twice.
    let (nameless, torn): (Vec<_>, Vec<_>) = broken_links::WORDS.iter().partition(|word| **word == "no-name-at-all");
    // References stand in reports and the like, so it takes a patient with many files to forget one.
    let (forgetting, torn): (Vec<&str>, Vec<&str>) = torn.into_iter().partition(|word| *word == "forgets-references");
    // Some of these go by the number of the patient.
    mutants.extend(group(Group::Link, &torn, &[0, 1], Deed::Link, |_| Expect::Link));
    mutants.extend(group(Group::Link, &forgetting, &cast.richest(), Deed::Link, |_| Expect::Link));
    mutants.extend(group(Group::Innocent, &nameless, &pair, Deed::Link, |_| Expect::Nothing));
    mutants.extend(group(Group::Rule, bent_rules::WORDS, &with_name, Deed::Rule, |_| Expect::Rule));
    let with_picture = cast.smallest(|truth| {
        truth.plants.iter().any(|plant| plant.direct) && truth.instances.first().is_some_and(|row| row.frames > 0)
    });
    mutants.extend(group(Group::Files, files::WORDS, &with_picture, Deed::Files, of_files));
    mutants.extend(group(Group::Files, files::CROSSED, &cast.pictured_pair(), Deed::Files, |_| Expect::Damage));
    mutants.extend(group(Group::Cheat, cheat::WORDS, &pair, Deed::Cheat, of_cheat));
    mutants.extend(group(Group::Innocent, cheat::INNOCENT, &with_name, Deed::Cheat, |_| Expect::Nothing));
    mutants.retain(|mutant| !mutant.patients.is_empty());
    mutants
}

fn group(
    group: Group,
    words: &[&'static str],
    patients: &[usize],
    deed: fn(&'static str) -> Deed,
    expect: fn(&str) -> Expect,
) -> Vec<Mutant> {
    let mutant = |word: &&'static str| Mutant {
        group,
        word: (*word).to_owned(),
        patients: patients.to_vec(),
        deed: deed(word),
        expect: expect(word),
    };
    words.iter().map(mutant).collect()
}

fn of_files(word: &str) -> Expect {
    match word {
        "one-bit-of-input" | "input-as-it-is" | "named-after-patient" | "old-file-behind" => Expect::Leak,
        "no-file-meta" | "huge-frames" => Expect::Damage,
        "told-twice" => Expect::Doubled,
        _ => Expect::Missing,
    }
}

fn of_cheat(word: &str) -> Expect {
    match word {
        "writes-into-home" | "writes-into-temporary" | "writes-into-work" => Expect::Said,
        "prints-identifiers" | "prints-errors" => Expect::Said,
        "links-to-truth" | "links-to-root" | "links-to-input" | "makes-odd-files" => Expect::OddFile,
        "spoils-input" | "adds-to-input" | "erases-input" => Expect::ChangedInput,
        "changes-while-read" => Expect::Leftover,
        "reads-truth-above" => Expect::Blind,
        "reads-truth-through-processes" => Expect::BlindAround,
        "reads-the-clock" | "swaps-patients" => Expect::Leak,
        "writes-without-end" | "makes-files-without-end" => Expect::Ended(Ending::OutputLimit),
        "takes-all-memory" | "takes-all-memory-at-once" => Expect::Ended(Ending::MemoryLimit),
        "hangs" => Expect::Ended(Ending::TimedOut),
        _ => Expect::Missing,
    }
}

/// The patients by size: mutants are played where it takes least.
struct Cast<'a> {
    patients: &'a [PatientTruth],
    by_size: Vec<usize>,
}

impl<'a> Cast<'a> {
    fn new(patients: &'a [PatientTruth]) -> Self {
        let bytes = |truth: &PatientTruth| truth.instances.iter().map(|row| row.bytes).sum::<u64>();
        let mut by_size: Vec<usize> = (0..patients.len()).collect();
        by_size.sort_by_key(|index| patients.get(*index).map(bytes));
        Self { patients, by_size }
    }

    /// The smallest patient of that sort, as a list of one; empty where there is none.
    fn smallest(&self, wanted: impl Fn(&PatientTruth) -> bool) -> Vec<usize> {
        let fits = |index: &&usize| self.patients.get(**index).is_some_and(&wanted);
        self.by_size.iter().find(fits).copied().into_iter().collect()
    }

    /// The patient with most files, as a list of one.
    fn richest(&self) -> Vec<usize> {
        let files = |index: &usize| self.patients.get(*index).map_or(0, |truth| truth.instances.len());
        (0..self.patients.len()).max_by_key(files).into_iter().collect()
    }

    /// The two smallest patients with pictures.
    fn pictured_pair(&self) -> Vec<usize> {
        let pictured = |index: &usize| {
            self.patients
                .get(*index)
                .is_some_and(|truth| truth.instances.iter().any(|row| row.frames > 0 && row.bits > 1))
        };
        self.by_size.iter().copied().filter(pictured).take(2).collect()
    }

    /// The first two patients with names.
    fn pair(&self) -> Vec<usize> {
        let named = |index: &usize| self.patients.get(*index).is_some_and(|truth| !truth.plants.is_empty());
        (0..self.patients.len()).filter(named).take(2).collect()
    }
}

fn traps(cast: &Cast<'_>) -> Vec<Mutant> {
    let all: BTreeSet<&str> =
        cast.patients.iter().flat_map(|truth| &truth.plants).map(|plant| plant.trap.as_str()).collect();
    let mutant = |trap: &str| {
        let patients = cast.smallest(|truth| truth.plants.iter().any(|plant| plant.trap == trap));
        let truths = patients.iter().filter_map(|index| cast.patients.get(*index));
        let plants = truths.flat_map(|truth| &truth.plants).filter(|plant| plant.trap == trap);
        Mutant {
            group: Group::Trap,
            word: trap.to_owned(),
            expect: Expect::Plants(plants.map(|plant| plant.id.clone()).collect()),
            patients,
            deed: Deed::Spare(trap.to_owned()),
        }
    };
    all.into_iter().map(mutant).collect()
}

/// Burned lines treated by half.
fn lines(cast: &Cast<'_>) -> Vec<Mutant> {
    let upright = |plant: &&Plant| plant.is_drawn() && plant.direct && plant.rotation == 0;
    let patients = cast.smallest(|truth| truth.plants.iter().filter(upright).count() >= 3);
    [("blurred", Means::Blur), ("mosaic", Means::Mosaic), ("faint", Means::Faint(10)), ("half", Means::Half)]
        .into_iter()
        .map(|(word, means)| Mutant {
            group: Group::Line,
            word: word.to_owned(),
            patients: patients.clone(),
            deed: Deed::Lines(means),
            expect: Expect::Leak,
        })
        .collect()
}

/// Whether a patient has pictures of the sort that a damage needs.
fn damageable(word: &str, truth: &PatientTruth) -> bool {
    let pictures = || truth.instances.iter().filter(|row| row.frames > 0 && row.bits > 1);
    match word {
        "frame-doubled" | "frames-reordered" | "frames-lost" => pictures().any(|row| row.frames > 2),
        "planar-wrong" => pictures().any(|row| row.photometric == "RGB"),
        "palette-changed" => pictures().any(|row| row.photometric == "PALETTE COLOR"),
        "rescale-changed" => pictures().any(|row| row.modality == "CT"),
        "window-lost" => pictures().any(|row| ["CT", "MR"].contains(&row.modality.as_str())),
        "mark-erased" => truth.keeps.iter().any(|keep| keep.kind == KeepKind::Annotation && keep.area.is_some()),
        "jpeg-90" | "jpeg-75" | "jpeg-50" => pictures().any(|row| row.bits == 8),
        "blurred-patch" | "region-boxed" => pictures().any(|row| row.clinical_box.is_some()),
        _ => pictures().next().is_some(),
    }
}
