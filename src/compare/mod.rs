//! Several results side by side: what each tool leaves, by trap and surface, and whether the data can tell them apart.
//!
//! Tools are compared patient by patient, on the same dataset. Patients that could not be measured count for neither side: a
//! difference stands only if it would stand whatever they had shown.

mod entry;
pub mod leaks;
mod matrix;
mod order;
mod pair;
pub mod pictures;
mod table;
mod view;

pub use entry::Entry;
pub use entry::RefuseError;
pub use entry::check;
pub use leaks::LeakIndex;
pub use matrix::MatrixRow;
pub use order::Place;
pub use pair::Pair;
pub use pair::TrapTest;
pub use table::LeakGroup;
pub use view::document;

use crate::statistics::Cluster;
use crate::statistics::clustered_difference;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Several tools compared.
pub struct Comparison {
    /// The tools, in the order in which they were named.
    pub entries: Vec<Entry>,
    /// Share of plants that each leaves, with patients as clusters; none where all patients are alike.
    pub plants: Vec<Option<(f64, f64)>>,
    /// Leaking patients by surface.
    pub surfaces: Vec<MatrixRow>,
    /// Leaking patients by trap.
    pub traps: Vec<MatrixRow>,
    /// Every pair of tools; none where the datasets differ.
    pub pairs: Vec<Pair>,
    /// The order of the tools by leaking patients, with ties.
    pub order: Vec<Place>,
    /// Leaks that are new, fixed or common; none where findings or a common dataset are missing.
    pub leaks: Vec<LeakGroup>,
    /// What a reader should know of the comparison itself.
    pub notes: Vec<String>,
}

impl Comparison {
    /// Compares; draws for intervals follow from `seed`.
    pub fn new(entries: Vec<Entry>, leaks: Option<&LeakIndex>, notes: Vec<String>, seed: u64) -> Self {
        let paired = entry::same_dataset(&entries);
        let pairs = if paired { pair::all(&entries, seed) } else { Vec::new() };
        let order = order::places(&entries, &pairs);
        let plants = entries.iter().map(|entry| share_of_plants(entry, seed)).collect();
        Self {
            plants,
            surfaces: matrix::rows(&entries, |card| &card.surfaces),
            traps: matrix::rows(&entries, |card| &card.traps),
            leaks: leaks.map(table::groups).unwrap_or_default(),
            entries,
            pairs,
            order,
            notes,
        }
    }
}

fn share_of_plants(entry: &Entry, seed: u64) -> Option<(f64, f64)> {
    let clusters: Vec<Cluster> = entry
        .scorecard
        .patients
        .values()
        .map(|patient| Cluster { first: 0, second: patient.leaked, of: patient.measured })
        .collect();
    clustered_difference(&clusters, &mut ChaCha8Rng::seed_from_u64(seed))
}

#[cfg(test)]
mod tests;
