//! Works in place: its input holds the oracle's answers, its output nothing.

use crate::call::Call;
use crate::treatment::PERFECT;
use std::fs;

pub fn run(call: &Call) -> u8 {
    let known = call.known();
    for path in call.files() {
        let (_, bytes) = call.treated(&PERFECT, &known.file(&path).unwrap());
        fs::write(call.input.join(path), bytes).unwrap();
    }
    0
}
