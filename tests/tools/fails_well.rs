//! The oracle, which says that it failed.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    crate::oracle::run(call);
    eprintln!("error: 17 warnings");
    3
}
