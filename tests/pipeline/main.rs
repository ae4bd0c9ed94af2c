//! The whole pipeline through the program itself, with tools whose score is known.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where its own preparation fails")]

mod bad_input;
mod bench;
mod cheats;
mod determinism;
mod half_measures;
mod interruptions;
mod known_ends;
mod links;
mod matrix;
mod partial_answers;
mod pixels;
mod real_tools;
mod resuming;
mod rules;
mod second_reader;
mod secrecy;
