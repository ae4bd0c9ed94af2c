//! What a single trap plants, for the catalogue.

use crate::dataset::Coding;
use crate::dataset::Plan;
use crate::dataset::Suite;
use crate::dataset::design::Design;
use crate::dataset::generate;
use crate::dataset::patient;
use crate::dataset::patient_name;
use crate::identity::Identity;
use crate::instance::StudyKind;
use crate::seed::Seed;
use crate::traps::Trap;
use crate::truth::PatientTruth;
use crate::truth::Plant;

/// The plants of this trap alone in the first patient of a seed, in a study of the first kind that it fits. Nothing is
/// written.
pub fn example(trap: &'static dyn Trap, seed: Seed) -> Vec<Plant> {
    let fitting = StudyKind::ALL.iter().copied().find(|kind| trap.fits(*kind));
    let kind = fitting.unwrap_or(StudyKind::UltrasoundCine);
    let kinds = vec![kind];
    let plan = Plan { seed, suite: Suite::Quick, patients: 1, blind: false, kinds, coding: Coding::Mixed };
    let design = Design {
        index: 0,
        patient: patient_name(0),
        kind,
        burned: false,
        traps: vec![trap],
        companions: trap.needs().into_iter().collect(),
    };
    let identity = Identity::new(seed, design.index);
    let mut study = generate::study(&plan, &design, &identity);
    let mut truth = PatientTruth { patient: design.patient.clone(), ..PatientTruth::default() };
    patient::plant(seed, &identity, &mut study, &design.traps, &mut truth);
    truth.plants
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traps;

    #[test]
    fn every_trap_has_an_example_of_its_own() {
        for trap in traps::all() {
            let plants = example(trap, Seed(1));
            assert!(!plants.is_empty(), "{}", trap.card().id);
            assert!(plants.iter().all(|plant| plant.trap == trap.card().id));
        }
    }
}
