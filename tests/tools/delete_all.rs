//! Writes nothing and says that all is well.

use crate::call::Call;

pub fn run(_: &Call) -> u8 {
    0
}
