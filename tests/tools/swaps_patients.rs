//! Copies, but the first files of two patients change places.

use crate::call::Call;
use deidbench::truth::Surface;

pub fn run(call: &Call) -> u8 {
    let known = call.known();
    // A planted path would stay behind, so patients without one are taken.
    let plain = |plant: &deidbench::truth::Plant| plant.surface != Surface::Path;
    let rows: Vec<&str> = known
        .patients()
        .iter()
        .filter(|truth| !truth.plants.is_empty() && truth.plants.iter().all(plain))
        .map(|truth| truth.instances[0].path.as_str())
        .take(2)
        .collect();
    for file in call.files() {
        let source = match rows.iter().position(|row| file.to_str() == Some(*row)) {
            Some(place) => rows[1 - place].into(),
            None => file.clone(),
        };
        call.write(&file, &call.read(&source));
    }
    0
}
