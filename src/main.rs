//! The command `deidbench`: parses, runs, prints an error with its causes, gives the exit code.

use clap::Parser;
use deidbench::cli::Cli;
use deidbench::commands;
use deidbench::exit::Outcome;
use deidbench::selftest::cheat;
use deidbench::tool::server;
use deidbench::tool::supervise;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The supervisor of a tool must stay small, so it starts before anything else.
    if std::env::args_os().nth(1).is_some_and(|word| word == supervise::ARGUMENT) {
        return ExitCode::from(u8::try_from(supervise::main()).unwrap_or(2));
    }
    if std::env::args_os().nth(1).is_some_and(|word| word == cheat::ARGUMENT) {
        return ExitCode::from(cheat::main(&std::env::args_os().skip(2).collect::<Vec<_>>()));
    }
    if std::env::args_os().nth(1).is_some_and(|word| word == server::ARGUMENT) {
        return ExitCode::from(u8::try_from(server::main()).unwrap_or(2));
    }
    let cli = Cli::parse();
    commands::start_again_if_needed(&cli);
    match commands::execute(&cli) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            commands::print_error(&error);
            Outcome::Failed.into()
        }
    }
}
