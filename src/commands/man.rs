//! `deidbench man`.

use crate::cli::Cli;
use crate::cli::ManArgs;
use crate::commands::terminal::Terminal;
use crate::exit::Outcome;
use anyhow::Context;
use clap::CommandFactory;
use std::fs;

/// Writes a page for the program and one for each command.
pub fn execute(arguments: &ManArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let folder = &arguments.folder;
    let at = || format!("could not write man pages to `{}`; is it a folder, and is there room?", folder.display());
    fs::create_dir_all(folder).with_context(at)?;
    clap_mangen::generate_to(Cli::command(), folder).with_context(at)?;
    terminal.note(&format!("wrote man pages to {}; read one with: man -l {0}/deidbench.1", folder.display()));
    Ok(Outcome::Done)
}
