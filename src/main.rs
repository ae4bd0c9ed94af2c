//! The command `deidbench`.
fn main() {}
