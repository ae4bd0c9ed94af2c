//! Runs programs that behave in every way a tool has been seen to, and reads the record.
#![expect(clippy::unwrap_used, reason = "a test stops where its own preparation fails")]

#[path = "runner/endings.rs"]
mod endings;
#[path = "runner/folders.rs"]
mod folders;
#[path = "runner/support.rs"]
mod support;
#[path = "runner/units.rs"]
mod units;
