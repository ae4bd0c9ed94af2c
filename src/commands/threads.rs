//! Keeps the reader of text to one thread: patients are judged side by side already, and its own threads make it slower.

use crate::cli::Cli;
use crate::cli::Command as Subcommand;
use crate::detectors::ocr;
#[cfg(unix)]
use std::os::unix::process::CommandExt;

/// Starts the program again with the limit in its environment, where the command scores and nobody set one: the library
/// reads the environment before the first line of ours runs.
///
/// The process stays the same one, with its streams, its parent and what signals do to it, so its end is seen as ever. A
/// program that finds the limit does not start again. Where it can't be started again, all goes on, only slower.
pub fn start_again_if_needed(cli: &Cli) {
    let scores = matches!(cli.command, Subcommand::Run(_) | Subcommand::Score(_));
    if !(ocr::BUILT_IN && scores) || std::env::var_os(ocr::THREAD_LIMIT).is_some() {
        return;
    }
    #[cfg(unix)]
    if let Ok(program) = std::env::current_exe() {
        let mut words = std::env::args_os();
        let mut again = std::process::Command::new(&program);
        again.arg0(words.next().unwrap_or(program.into_os_string())).args(words).env(ocr::THREAD_LIMIT, "1");
        // It comes back only where it failed.
        let _ = again.exec();
    }
}
