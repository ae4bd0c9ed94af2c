//! Where findings come from. A million of them need not fit into memory.

use crate::finding::Finding;
use std::io;
use std::path::PathBuf;

/// Findings that can be gone through as often as needed, one at a time, always in the same order.
pub trait Findings {
    /// Visits every finding, and stops at the first error.
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()>;

    /// The folder with pictures of them, where there is one.
    fn pictures(&self) -> Option<PathBuf> {
        None
    }
}

impl Findings for Vec<Finding> {
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        self.iter().try_for_each(visit)
    }
}

/// The `findings.csv` of a run.
#[derive(Clone, Debug)]
pub struct FindingsFile(pub PathBuf);

impl Findings for FindingsFile {
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        let mut reader = csv::Reader::from_path(&self.0).map_err(io::Error::from)?;
        for row in reader.deserialize() {
            visit(&row.map_err(io::Error::from)?)?;
        }
        Ok(())
    }

    fn pictures(&self) -> Option<PathBuf> {
        self.0.parent().map(|folder| folder.join("evidence")).filter(|folder| folder.is_dir())
    }
}
