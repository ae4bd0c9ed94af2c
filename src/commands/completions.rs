//! `deidbench completions`.

use crate::cli::Cli;
use crate::cli::CompletionsArgs;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use clap::CommandFactory;

/// Prints the script of a shell.
pub fn execute(arguments: &CompletionsArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "deidbench", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
