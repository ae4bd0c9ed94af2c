//! Runs a stranger's program on a private copy of the input, and records what became of it.
//!
//! `Tool` says how a program is called, [`run`] calls it, and [`ToolRun`] is what is kept. A crash, a time-out and a
//! full disk are things that a benchmark came to see: they are in the record, and only our own failures are errors.
//!
//! ```text
//! RUN/
//!   output/     files and folders that the tool wrote; links, sockets and devices are recorded and left out
//!   logs/       000001-stdout.log, 000001-stderr.log, setup-000001-...: only where something was said
//!   side/       home/ tmp/ work/: what the tool left there; input/: changed and added files of its input copy
//!   left-out/   outputs that the tool file's `side_paths` cover
//! ```

mod calls;
mod collect;
mod definition;
mod describe;
pub mod digest;
mod folder;
mod host;
mod input;
mod isolate;
mod journal;
mod known;
mod link;
mod locate;
mod options;
mod pattern;
mod plan;
mod prepare;
mod raw_text;
mod record;
mod run;
pub mod server;
mod side_files;
pub mod supervise;
pub mod template;
mod times;
mod version;
mod work;
mod workers;

pub use definition::DefinitionError;
pub use definition::InPlaceUnit;
pub use definition::Mode;
pub use definition::Policy;
pub use definition::Tool;
pub use describe::describe;
pub use folder::make_accessible;
pub use known::KNOWN;
pub use known::Listed;
pub use known::ResolveToolError;
pub use known::resolve;
pub use known::tools;
pub use options::Limits;
pub use options::Progress;
pub use options::RunOptions;
pub use options::Supervisor;
pub use options::Unwatched;
pub use plan::DryRun;
pub use plan::Layout;
pub use plan::Planned;
pub use plan::dry_run;
pub use raw_text::RawText;
pub use record::*;
pub use run::StartToolError;
pub use run::run;
pub use work::WorkFolder;
