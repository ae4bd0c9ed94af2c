//! The oracle, but for the plants of one trap, which it leaves.

use crate::call::Call;
use crate::known::File;
use crate::treatment::PERFECT;
use crate::treatment::Treatment;
use deidbench::truth::Plant;

pub fn run(call: &Call) -> u8 {
    let spare = |_: &File<'_>, plant: &Plant| plant.trap == call.word;
    call.treat_all(&Treatment { spare: &spare, ..PERFECT });
    0
}
