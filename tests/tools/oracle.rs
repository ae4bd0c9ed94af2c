//! Removes what was planted and nothing else.

use crate::call::Call;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    call.treat_all(&PERFECT);
    0
}
