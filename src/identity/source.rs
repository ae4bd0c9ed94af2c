//! Identities for pictures that come from outside: from SHA-256 of seed and source id.

use crate::identity::person::Identity;
use crate::identity::pool::halves_capacity;
use crate::seed::Seed;
use rand::Rng;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Identity {
    /// The identity of one source, from SHA-256 of seed and source id alone.
    ///
    /// Two ids may fall on one place; a dataset of several sources takes [`source_indices`], which lets none collide.
    pub fn for_source(seed: Seed, source_id: &str) -> Self {
        Self::new(seed, wish(seed, source_id) % halves_capacity().max(1))
    }
}

/// The index of each source, for [`Identity::new`].
///
/// Ids are placed in sorted order, each at the first free place at or after its digest (open addressing), so a set of
/// ids always gives the same identities, and adding one moves only those that it pushes on.
pub fn source_indices(seed: Seed, source_ids: &BTreeSet<String>) -> BTreeMap<String, u64> {
    let places = halves_capacity().max(source_ids.len() as u64).max(1);
    let mut taken = BTreeSet::new();
    let mut indices = BTreeMap::new();
    for id in source_ids {
        let start = wish(seed, id) % places;
        let free = (0..places).map(|step| (start + step) % places).find(|place| !taken.contains(place));
        let place = free.unwrap_or(start);
        taken.insert(place);
        indices.insert(id.clone(), place);
    }
    indices
}

fn wish(seed: Seed, source_id: &str) -> u64 {
    seed.stream(&["identity", "source", source_id]).next_u64()
}
