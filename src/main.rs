//! The command `deidbench`.

use deidbench::tool::supervise;

fn main() {
    if std::env::args_os().nth(1).is_some_and(|word| word == supervise::ARGUMENT) {
        std::process::exit(supervise::main());
    }
}
