//! Copies, and gives every file a new name in one folder.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for (number, file) in call.files().into_iter().enumerate() {
        call.write(format!("{number:05}").as_ref(), &call.read(&file));
    }
    0
}
