//! Which patient carries what: kinds of study, clean patients, and the traps.
//!
//! Each patient takes the fitting traps with the highest draws, and a draw depends on seed, patient and trap alone
//! (rendezvous hashing, Thaler and Ravishankar 1998). So a new trap moves nothing but in the patients that it enters.

use crate::dataset::Suite;
use crate::dataset::patient_name;
use crate::instance::Companion;
use crate::instance::StudyKind;
use crate::seed::Seed;
use crate::traps;
use crate::traps::Trap;
use crate::truth::Surface;
use rand::Rng;

/// Traps of a patient beside the core.
const TRAPS_EACH: usize = 4;
/// One patient in so many carries nothing.
const CLEAN_ONE_IN: u64 = 10;

/// Kinds of study that the same traps fit: cines, projections, slices, and whatever else. Drawing from families lets few
/// patients have something of everything.
const FAMILIES: &[&[StudyKind]] = &[
    &[
        StudyKind::UltrasoundCine,
        StudyKind::VascularUltrasound,
        StudyKind::CardiacUltrasound,
        StudyKind::XRayAngiography,
    ],
    &[StudyKind::ComputedRadiography, StudyKind::DigitalRadiography, StudyKind::Mammography],
    &[StudyKind::ComputedTomography, StudyKind::MagneticResonance, StudyKind::PositronEmission],
    &[StudyKind::ScreenCapture, StudyKind::Photography, StudyKind::NuclearMedicine],
];

/// What one patient is made of.
#[derive(Clone)]
pub struct Design {
    /// Number of the patient, from 0.
    pub index: u64,
    /// Its folder below `truth/`.
    pub patient: String,
    /// The study.
    pub kind: StudyKind,
    /// Whether text is burned into its pixels.
    pub burned: bool,
    /// The traps, in catalogue order; none for a clean patient.
    pub traps: Vec<&'static dyn Trap>,
    /// Objects beside the images: what the traps need, or one or two by chance for a clean patient.
    pub companions: Vec<Companion>,
}

/// The design of a whole dataset of studies of the given kinds.
pub fn design(seed: Seed, suite: Suite, patients: u64, kinds: &[StudyKind]) -> Vec<Design> {
    let mut designs: Vec<Design> = (0..patients).map(|index| first_draft(seed, suite, index, kinds)).collect();
    top_up(seed, suite, &mut designs);
    for design in &mut designs {
        design.traps = traps::all().filter(|trap| carries(design, *trap)).collect();
        design.companions = companions(seed, design);
    }
    designs
}

/// The kind of study of a patient. Every block of as many patients as there are families has each family once, and a
/// family's own blocks have each of its kinds once, in orders of their own.
fn kind_of(seed: Seed, index: u64, kinds: &[StudyKind]) -> StudyKind {
    let chosen = |family: &[StudyKind]| family.iter().copied().filter(|kind| kinds.contains(kind)).collect();
    let families: Vec<Vec<StudyKind>> =
        FAMILIES.iter().map(|family| chosen(family)).filter(|family: &Vec<_>| !family.is_empty()).collect();
    let block = index / families.len().max(1) as u64;
    let place = seed.permute(&["family", &block.to_string()], index, families.len() as u64) as usize;
    let Some(family) = families.get(place) else { return StudyKind::UltrasoundCine };
    let round = block / family.len().max(1) as u64;
    let member = seed.permute(&["kind", &place.to_string(), &round.to_string()], block, family.len() as u64) as usize;
    family.get(member).copied().unwrap_or(StudyKind::UltrasoundCine)
}

fn first_draft(seed: Seed, suite: Suite, index: u64, kinds: &[StudyKind]) -> Design {
    let kind = kind_of(seed, index, kinds);
    let patient = patient_name(index);
    let burned = seed.permute(&["burned", &(index / 2).to_string()], index, 2) == 0;
    let block = (index / CLEAN_ONE_IN).to_string();
    let clean = seed.permute(&["clean", &block], index, CLEAN_ONE_IN) == 0;
    let mut design =
        Design { index, patient, kind, burned: burned && !clean, traps: Vec::new(), companions: Vec::new() };
    if !clean {
        design.traps = chosen(seed, suite, &design);
    }
    design
}

/// What the traps need; for a clean patient one or two by chance, so that false matches are measured in them too.
fn companions(seed: Seed, design: &Design) -> Vec<Companion> {
    let needed = |companion: &Companion| design.traps.iter().any(|trap| trap.needs() == Some(*companion));
    if !design.traps.is_empty() {
        return Companion::ALL.iter().copied().filter(needed).collect();
    }
    let draw = |label: &str| seed.stream(&["companions", &design.patient, label]).next_u64();
    let mut ranked: Vec<Companion> = Companion::ALL
        .iter()
        .copied()
        .filter(|companion| companion.is_clinical() && companion.fits(design.kind))
        .collect();
    ranked.sort_by_key(|companion| draw(companion.word()));
    ranked.truncate(1 + (draw("number") % 2) as usize);
    ranked.sort_unstable();
    ranked
}

/// The core, one trap in the pixels where text is burned, and as many others as are missing.
fn chosen(seed: Seed, suite: Suite, design: &Design) -> Vec<&'static dyn Trap> {
    let mut ranked: Vec<(u64, &'static dyn Trap)> = traps::all()
        .filter(|trap| !trap.is_core() && trap.fits(design.kind) && is_of(suite, *trap))
        .map(|trap| (draw(seed, &design.patient, trap), trap))
        .collect();
    ranked.sort_by_key(|(draw, _)| std::cmp::Reverse(*draw));
    let pixel = |trap: &&'static dyn Trap| trap.surface() == Surface::Pixel;
    let in_pixels = usize::from(design.burned);
    let ranked: Vec<&'static dyn Trap> = ranked.into_iter().map(|(_, trap)| trap).collect();
    let burned = ranked.iter().copied().filter(pixel).take(in_pixels);
    let others = ranked.iter().copied().filter(|trap| !pixel(trap)).take(TRAPS_EACH - in_pixels);
    traps::all().filter(|trap| trap.is_core()).chain(burned).chain(others).collect()
}

/// Gives traps that are used too seldom to the fitting patients with the highest draws.
fn top_up(seed: Seed, suite: Suite, designs: &mut [Design]) {
    for trap in traps::all().filter(|trap| !trap.is_core() && is_of(suite, *trap)) {
        let used = designs.iter().filter(|design| carries(design, trap)).count();
        let pixel = trap.surface() == Surface::Pixel;
        let mut open: Vec<(u64, usize)> = designs
            .iter()
            .enumerate()
            .filter(|(_, design)| !design.traps.is_empty() && trap.fits(design.kind) && !carries(design, trap))
            // Text is burned where there is some already, so that half of the patients stay without.
            .map(|(place, design)| {
                let draw = draw(seed, &design.patient, trap);
                (if pixel && !design.burned { draw / 2 } else { draw / 2 + u64::MAX / 2 }, place)
            })
            .collect();
        open.sort_unstable_by_key(|(draw, _)| std::cmp::Reverse(*draw));
        for (_, place) in open.into_iter().take(suite.least_uses().saturating_sub(used)) {
            if let Some(design) = designs.get_mut(place) {
                design.traps.push(trap);
                design.burned |= pixel;
            }
        }
    }
}

/// Whether the suite has such a trap at all.
fn is_of(suite: Suite, trap: &dyn Trap) -> bool {
    suite.may_end_tools() || !trap.ends_tools()
}

fn carries(design: &Design, trap: &dyn Trap) -> bool {
    design.traps.iter().any(|other| other.card().id == trap.card().id)
}

fn draw(seed: Seed, patient: &str, trap: &dyn Trap) -> u64 {
    seed.stream(&["design", patient, trap.card().id]).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_belongs_to_one_family_and_few_patients_have_all_families() {
        let mut listed = FAMILIES.concat();
        listed.sort_unstable();
        assert_eq!(listed, StudyKind::ALL);
        for seed in 1..6 {
            let all = design(Seed(seed), Suite::Standard, 48, StudyKind::ALL);
            for block in all.chunks(FAMILIES.len()) {
                for family in FAMILIES {
                    assert_eq!(block.iter().filter(|design| family.contains(&design.kind)).count(), 1);
                }
            }
            for kind in StudyKind::ALL {
                let count = all.iter().filter(|design| design.kind == *kind).count();
                assert!((3..=4).contains(&count), "{kind}: {count} of 48");
            }
        }
        let only = [StudyKind::Photography, StudyKind::UltrasoundCine, StudyKind::NuclearMedicine];
        let some = design(Seed(3), Suite::Standard, 40, &only);
        assert!(some.iter().all(|design| only.contains(&design.kind)));
        assert!(only.iter().all(|kind| some.iter().any(|design| design.kind == *kind)));
    }

    #[test]
    fn one_patient_in_ten_is_clean_and_half_are_burned() {
        let designs = design(Seed(5), Suite::Standard, 100, StudyKind::ALL);
        assert_eq!(designs.iter().filter(|design| design.traps.is_empty()).count(), 10);
        let burned = designs.iter().filter(|design| design.burned).count();
        assert!((40..=55).contains(&burned), "{burned}");
    }

    #[test]
    fn every_trap_is_used_at_least_as_often_as_the_suite_promises() {
        for suite in Suite::ALL.iter().copied() {
            for seed in 1..4 {
                let designs = design(Seed(seed), suite, suite.patients(), StudyKind::ALL);
                for trap in traps::all().filter(|trap| is_of(suite, *trap)) {
                    let used = designs.iter().filter(|design| carries(design, trap)).count();
                    let fitting =
                        designs.iter().filter(|design| !design.traps.is_empty() && trap.fits(design.kind)).count();
                    assert!(used >= suite.least_uses().min(fitting), "{} in {suite}: {used}", trap.card().id);
                    // A suite that promises nothing may lack the only kind of study that a trap fits.
                    assert!(fitting > 0 || suite.least_uses() == 0, "{} in {suite}", trap.card().id);
                }
            }
        }
    }

    #[test]
    fn a_patient_has_the_companions_of_its_traps_and_a_clean_one_has_one_or_two() {
        for design in design(Seed(2), Suite::Standard, 60, StudyKind::ALL) {
            let needed: Vec<Companion> = design.traps.iter().filter_map(|trap| trap.needs()).collect();
            if design.traps.is_empty() {
                assert!((1..=2).contains(&design.companions.len()));
            } else {
                assert!(needed.iter().all(|companion| design.companions.contains(companion)));
                assert!(design.companions.iter().all(|companion| needed.contains(companion)));
            }
            assert!(design.companions.iter().all(|companion| companion.fits(design.kind)));
        }
    }

    #[test]
    fn a_smaller_dataset_is_the_beginning_of_a_larger_one_but_for_topping_up() {
        let kinds = |patients| {
            design(Seed(9), Suite::Full, patients, StudyKind::ALL)
                .into_iter()
                .take(10)
                .map(|design| design.kind)
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(10), kinds(100));
    }
}
