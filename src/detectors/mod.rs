//! What can still be seen of planted secrets in a tool's output.

pub mod ink_verdict;
