//! The whole pipeline through the program itself, with tools whose score is known.
#![expect(clippy::unwrap_used, reason = "a test stops where its own preparation fails")]

mod bench;
mod known_ends;
mod matrix;
mod partial_answers;
mod secrecy;
