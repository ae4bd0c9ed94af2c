//! The oracle, but each file that it writes is changed.

use crate::call::Call;
use crate::known::File;
use crate::treatment::PERFECT;

pub use deidbench::selftest::oracle::parts::Parts;

/// The oracle, but each file that it writes is changed; `change` gets the output, the input and what is known of it.
pub fn edit(call: &Call, change: impl Fn(&mut Parts, &Parts, &File<'_>)) -> u8 {
    let known = call.known();
    for path in call.files() {
        let file = known.file(&path).unwrap();
        if file.is_directory() {
            // As the oracle: it lists files that are no longer there.
            continue;
        }
        let (name, bytes) = call.treated(&PERFECT, &file);
        let mut parts = Parts::read(&bytes).unwrap();
        change(&mut parts, &Parts::read(&call.read(&path)).unwrap(), &file);
        call.write(&name, &parts.write());
    }
    0
}
