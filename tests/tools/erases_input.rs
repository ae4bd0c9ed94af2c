//! Copies, and deletes its input.

use crate::call::Call;
use std::fs;

pub fn run(call: &Call) -> u8 {
    crate::copy::run(call);
    for file in call.files() {
        fs::remove_file(call.input.join(file)).unwrap();
    }
    0
}
