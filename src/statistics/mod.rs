//! Shares with their intervals, paired tests and power. The patient is the unit everywhere: the files of one patient fail
//! together. `docs/statistics.md` says which method stands where, and why.

mod beta;
mod bootstrap;
mod correction;
mod interval;
mod paired;
mod power;

pub use bootstrap::Cluster;
pub use bootstrap::RESAMPLES;
pub use bootstrap::clustered_difference;
pub use bootstrap::paired_difference;
pub use correction::holm;
pub use interval::clopper_pearson;
pub use interval::wilson;
pub use paired::LEAST_DISCORDANT;
pub use paired::mcnemar;
pub use power::patients_needed;
pub use power::power;

/// A difference counts as seen where its probability by chance is at most this.
pub const SIGNIFICANT: f64 = 0.05;

#[cfg(test)]
mod coverage;
