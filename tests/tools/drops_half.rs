//! The oracle, but every second patient does not come back.

use crate::call::Call;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    let known = call.known();
    for path in call.files() {
        let file = known.file(&path).unwrap();
        if file.patient % 2 == 1 {
            let (name, bytes) = call.treated(&PERFECT, &file);
            call.write(&name, &bytes);
        }
    }
    0
}
