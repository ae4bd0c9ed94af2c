//! Copies, and puts a word in front of every file name.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for file in call.files() {
        let name = format!("anon_{}", file.file_name().unwrap().to_str().unwrap());
        call.write(&file.with_file_name(name), &call.read(&file));
    }
    0
}
