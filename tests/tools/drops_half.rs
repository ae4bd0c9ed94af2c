//! The oracle, but every second patient does not come back.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        if file.patient % 2 == 1 {
            let (name, bytes) = PERFECT.treated(call, &file);
            call.write(&name, &bytes);
        }
    }
    0
}
