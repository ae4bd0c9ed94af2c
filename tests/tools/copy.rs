//! Gives back what it got.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for file in call.files() {
        call.write(&file, &call.read(&file));
    }
    0
}
