//! Kinds of planted identity, one file each.

mod content;
pub mod date;
pub mod document;
pub mod file;
pub mod header;
mod header_trap;
pub mod name;
pub mod nested;
pub mod number;
pub mod pixel;
mod planting;
pub mod private;
pub mod reference;
pub mod table;
#[cfg(test)]
mod tests;
pub mod text;
pub mod uid;

pub use header_trap::HeaderTrap;
pub use planting::Planting;
pub use planting::Secret;

use crate::card::Card;
use crate::instance::Companion;
use crate::instance::StudyKind;
use crate::truth::Surface;

/// One way in which an identifier hides.
pub trait Trap: Sync {
    /// What the catalogue says of it.
    fn card(&self) -> &'static Card;

    /// Where it hides.
    fn surface(&self) -> Surface;

    /// Whether every patient carries it, or only those whom the design gives it to.
    fn is_core(&self) -> bool {
        false
    }

    /// Whether known tools end on a file with it, so that the files behind it would not be measured.
    fn ends_tools(&self) -> bool {
        false
    }

    /// Whether it can be planted in such a study.
    fn fits(&self, _kind: StudyKind) -> bool {
        true
    }

    /// The object beside the images in which it is planted; `None` where images are enough.
    fn needs(&self) -> Option<Companion> {
        None
    }

    /// Plants it. The stream in `planting` is this trap's own, for this patient.
    fn plant(&self, planting: &mut Planting<'_>);
}

/// Every trap, in catalogue order.
pub fn all() -> impl Iterator<Item = &'static dyn Trap> {
    let folders = [
        header::ALL,
        name::ALL,
        date::ALL,
        number::ALL,
        table::ALL,
        nested::ALL,
        private::ALL,
        text::ALL,
        uid::ALL,
        file::ALL,
        document::ALL,
        reference::ALL,
        pixel::ALL,
    ];
    folders.into_iter().flatten().copied()
}

/// The trap of that id.
pub fn find(id: &str) -> Option<&'static dyn Trap> {
    all().find(|trap| trap.card().id == id)
}

#[cfg(test)]
mod catalogue {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_is_a_trap_and_every_trap_has_its_file() {
        let listed: BTreeSet<String> = all().map(|trap| trap.card().id.replace('-', "_")).collect();
        // Files of the folders that are no traps.
        let helpers = ["mod", "line", "exceptions", "sequence", "items", "character_set", "drawn", "drawing", "tests"];
        let folders = [
            "date",
            "document",
            "file",
            "header",
            "name",
            "nested",
            "number",
            "pixel",
            "private",
            "reference",
            "table",
            "text",
            "uid",
        ];
        let mut files = BTreeSet::new();
        for folder in folders {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/traps").join(folder);
            for entry in std::fs::read_dir(folder).expect("the folder of traps") {
                let path = entry.expect("an entry").path();
                let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
                if !helpers.contains(&stem.as_str()) {
                    files.insert(stem);
                }
            }
        }
        assert_eq!(files, listed);
        assert_eq!(all().count(), listed.len(), "an id is there twice");
    }
}
