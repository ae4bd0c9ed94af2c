mod decoys;
mod persons;

use crate::identity::Identity;
use crate::identity::pool::fold;
use crate::seed::Seed;

const SEED: Seed = Seed(20_240_601);

fn people(count: u64) -> Vec<Identity> {
    (0..count).map(|index| Identity::new(SEED, index)).collect()
}

fn halves(family: &str) -> Vec<String> {
    family.split(['-', ' ']).map(fold).collect()
}
