//! The oracle, which aborts midway.

use crate::call::Call;
use crate::treatment::PERFECT;

pub fn run(call: &Call) -> u8 {
    let (known, files) = (call.known(), call.files());
    for path in files.iter().take(files.len() / 2) {
        let (name, bytes) = call.treated(&PERFECT, &known.file(path).unwrap());
        call.write(&name, &bytes);
    }
    std::process::abort()
}
