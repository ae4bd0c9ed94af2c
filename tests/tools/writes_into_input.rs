//! Works in place: its input holds the oracle's answers, its output nothing.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use std::fs;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let (_, bytes) = PERFECT.treated(call, &known.file(&path));
        fs::write(call.input.join(path), bytes).unwrap();
    }
    0
}
