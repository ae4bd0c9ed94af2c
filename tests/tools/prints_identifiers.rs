//! The oracle, which prints what it removes.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for patient in call.known().patients() {
        for plant in &patient.plants {
            println!("removing {} {}", plant.kind, plant.value);
        }
    }
    crate::oracle::run(call)
}
