//! The oracle, which aborts midway.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    let (known, files) = (Known::read(), call.files());
    for path in files.iter().take(files.len() / 2) {
        let (name, bytes) = PERFECT.treated(call, &known.file(path));
        call.write(&name, &bytes);
    }
    std::process::abort()
}
