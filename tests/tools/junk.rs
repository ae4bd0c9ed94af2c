//! The oracle, with ten thousand other files around its answers.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for number in 0..10_000 {
        let name = format!("cache/{}/{number}.bin", number % 100);
        call.write(name.as_ref(), format!("block {number}").as_bytes());
    }
    crate::oracle::run(call)
}
