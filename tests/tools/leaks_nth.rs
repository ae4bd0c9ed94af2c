//! The oracle, but for one trap of each patient, which it leaves: the one of that number in alphabetical order.

use crate::call::Call;
use crate::known::File;
use crate::treatment::PERFECT;
use crate::treatment::Treatment;
use deidbench::truth::Plant;
use std::collections::BTreeSet;

pub fn run(call: &Call) -> u8 {
    let number: usize = call.word.parse().unwrap();
    let spare = |file: &File<'_>, plant: &Plant| {
        let traps: BTreeSet<&str> = file.truth.plants.iter().map(|plant| plant.trap.as_str()).collect();
        traps.into_iter().nth(number) == Some(plant.trap.as_str())
    };
    call.treat_all(&Treatment { spare: &spare, ..PERFECT });
    0
}
