//! The oracle, which prints what it removes.

use crate::call::Call;
use crate::known::Known;

pub fn run(call: &Call) -> u8 {
    for patient in Known::read().patients() {
        for plant in &patient.plants {
            println!("removing {} {}", plant.kind, plant.value);
        }
    }
    crate::oracle::run(call)
}
