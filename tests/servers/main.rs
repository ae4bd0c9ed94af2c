//! Tools that are servers, from both sides: those that do their work, and those that do it in no way at all.
#![expect(clippy::unwrap_used, reason = "a test stops where its own preparation fails")]

mod bench;
mod definitions;
mod over_http;
mod over_storage;
mod real;
mod scored;
