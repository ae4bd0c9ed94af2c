//! Gates: rules that turn a result into passed or failed, and waivers by which somebody takes responsibility for leaks.
//!
//! Rules come from a preset, from `deidbench.toml` and from the command line, later ones replacing earlier ones. Waivers
//! are always shown and counted; one that expired, or that covers nothing, fails the gate.

mod config;
mod evaluate;
mod metric;
mod pattern;
mod preset;
mod rule;
mod view;
mod waived;
mod waiver;

pub use config::Config;
pub use config::ConfigError;
pub use config::Names;
pub use evaluate::Check;
pub use evaluate::Judged;
pub use evaluate::Status;
pub use evaluate::evaluate;
pub use metric::Metric;
pub use preset::Preset;
pub use rule::Level;
pub use rule::Limits;
pub use rule::Rule;
pub use rule::Scope;
pub use view::document;
pub use waived::NewLeaks;
pub use waived::Waived;
pub use waived::waive;
pub use waiver::Waivers;

#[cfg(test)]
mod tests;
