//! Answers with links to the ground truth, to its own input and out of the machine's own files.

use crate::call::Call;
use std::os::unix::fs::symlink;

pub fn run(call: &Call) -> u8 {
    let truth = std::env::var_os("FAKE_TRUTH").unwrap();
    symlink(truth, call.output.join("truth")).unwrap();
    symlink(&call.input, call.output.join("input")).unwrap();
    symlink("/etc/passwd", call.output.join("passwd")).unwrap();
    symlink("..", call.output.join("up")).unwrap();
    for (number, file) in call.files().into_iter().enumerate() {
        symlink(call.input.join(file), call.output.join(format!("{number}.dcm"))).unwrap();
    }
    0
}
