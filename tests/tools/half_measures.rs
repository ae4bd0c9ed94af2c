//! The oracle, but for burned lines, which it treats in the way that it is told.

use crate::call::Call;
use crate::picture::black_out;
use crate::treatment::PERFECT;
use crate::treatment::Treatment;

pub fn run(call: &Call) -> u8 {
    if call.word == "blackout" {
        let known = crate::known::Known::read();
        for path in call.files() {
            let (name, mut bytes) = PERFECT.treated(call, &known.file(&path));
            black_out(&mut bytes);
            call.write(&name, &bytes);
        }
        return 0;
    }
    Treatment { pixels: Some(call.word.parse().unwrap()), ..PERFECT }.apply(call);
    0
}
