//! The oracle, but for burned lines, which it treats in the way that it is told.

use crate::call::Call;
use crate::picture::black_out;
use crate::treatment::PERFECT;
use crate::treatment::Treatment;

pub fn run(call: &Call) -> u8 {
    if call.word == "blackout" {
        let known = call.known();
        for path in call.files() {
            let (name, mut bytes) = call.treated(&PERFECT, &known.file(&path).unwrap());
            black_out(&mut bytes).unwrap();
            call.write(&name, &bytes);
        }
        return 0;
    }
    call.treat_all(&Treatment { pixels: Some(call.word.parse().unwrap()), ..PERFECT });
    0
}
