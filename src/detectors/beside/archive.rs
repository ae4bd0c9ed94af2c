//! ZIP archives: names, comments and contents of their entries.

use crate::detectors::beside::unfold::Budget;
use crate::detectors::beside::unfold::Piece;
use crate::detectors::beside::unfold::Source;
use crate::detectors::beside::unfold::Visit;
use crate::detectors::beside::unfold::content;
use zip::ZipArchive;

/// Gives every entry. An entry that can't be unpacked does not keep the others from being seen.
pub(super) fn unfold(source: Source<'_>, depth: u32, budget: &mut Budget, visit: &mut Visit<'_>) -> Result<(), String> {
    let reader = source.open().map_err(|error| error.to_string())?;
    let mut archive =
        ZipArchive::new(reader).map_err(|error| format!("it looks like an archive and can't be opened: {error}"))?;
    visit(Piece::Words(archive.comment()));
    let mut problem = Ok(());
    for index in 0..archive.len() {
        if let Ok(entry) = archive.by_index_raw(index) {
            budget.take(entry.name_raw().len() as u64)?;
            visit(Piece::Words(entry.name_raw()));
            visit(Piece::Words(entry.comment().as_bytes()));
            visit(Piece::Words(entry.extra_data().unwrap_or_default()));
        }
        let seen = match archive.by_index(index) {
            Ok(entry) => content(entry, depth, budget, visit),
            Err(error) => Err(format!("an entry can't be unpacked: {error}")),
        };
        if problem.is_ok() {
            problem = seen;
        }
        // What has no room left has none for the others either.
        budget.take(0)?;
    }
    problem
}
