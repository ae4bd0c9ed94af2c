//! Removes what was planted and nothing else.

use crate::call::Call;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    PERFECT.apply(call);
    0
}
