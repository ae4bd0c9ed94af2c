//! Any bytes as the output for one small input.
#![no_main]

#[path = "../checks/judge.rs"]
mod judge;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| judge::check(bytes));
