//! One file per subcommand; each is a list of stage calls.

mod check;
mod compare;
mod completions;
mod explain;
mod export;
mod extract;
mod generate;
mod history;
mod inspect;
mod judge;
mod man;
mod repeat;
mod report;
mod results;
mod robustness;
mod run;
mod schema;
mod score;
mod selftest;
mod terminal;
mod threads;
mod tools;
mod traps;
mod validate;

pub use terminal::print_error;
pub use threads::start_again_if_needed;

use crate::cli::Cli;
use crate::cli::Command;
use crate::exit::Outcome;
use anyhow::Context;
use terminal::Terminal;

/// Does what the command line asks for.
pub fn execute(cli: &Cli) -> anyhow::Result<Outcome> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(cli.jobs)
        .build_global()
        .with_context(|| format!("could not start {} worker threads; try a smaller --jobs", cli.jobs))?;
    let terminal = Terminal::new(cli.quiet, cli.verbose);
    match &cli.command {
        Command::Generate(arguments) => generate::execute(arguments, &terminal),
        Command::Explain(arguments) => explain::execute(arguments, &terminal),
        Command::Traps => traps::execute(&terminal),
        Command::Run(arguments) => run::execute(arguments, &terminal),
        Command::Score(arguments) => score::execute(arguments, &terminal),
        Command::Report(arguments) => report::execute(arguments, &terminal),
        Command::Check(arguments) => check::execute(arguments, &terminal),
        Command::Compare(arguments) => compare::execute(arguments, &terminal),
        Command::History(arguments) => history::execute(arguments, &terminal),
        Command::Extract(arguments) => extract::execute(arguments, &terminal),
        Command::Tools(arguments) => tools::execute(arguments, &terminal),
        Command::Inspect(arguments) => inspect::execute(arguments, &terminal),
        Command::Validate(arguments) => validate::execute(arguments, &terminal),
        Command::Export(arguments) => export::execute(arguments, &terminal),
        Command::Schema => schema::execute(&terminal),
        Command::Completions(arguments) => completions::execute(arguments, &terminal),
        Command::Man(arguments) => man::execute(arguments, &terminal),
        Command::Selftest(arguments) => selftest::execute(arguments, &terminal),
    }
}
