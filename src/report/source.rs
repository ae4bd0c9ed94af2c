//! Where findings come from. A million of them need not fit into memory.

use crate::finding::Finding;
use crate::kind::Kind;
use std::io;
use std::path::PathBuf;

/// Findings that can be gone through as often as needed, one at a time, always in the same order.
pub trait Findings {
    /// Visits every finding, and stops at the first error.
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()>;

    /// Visits patient, kind and value of every finding that holds a value; one that holds its digest may be left out.
    fn values(&self, visit: &mut dyn FnMut(&str, Kind, &str)) -> io::Result<()> {
        self.each(&mut |finding| {
            if let Some(kind) = finding.kind.filter(|_| !finding.value.is_empty()) {
                visit(&finding.patient, kind, &finding.value);
            }
            Ok(())
        })
    }

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

    // Three columns are read several times faster than all of them.
    fn values(&self, visit: &mut dyn FnMut(&str, Kind, &str)) -> io::Result<()> {
        let mut reader = csv::Reader::from_path(&self.0).map_err(io::Error::from)?;
        let header = reader.headers().map_err(io::Error::from)?;
        let place = |name: &str| header.iter().position(|column| column == name).unwrap_or(usize::MAX);
        let [patient, kind, value] = ["patient", "kind", "value"].map(place);
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).map_err(io::Error::from)? {
            if let (Some(patient), Some(kind), Some(value)) = (row.get(patient), row.get(kind), row.get(value))
                && !value.is_empty()
                && let Ok(kind) = kind.parse()
            {
                visit(patient, kind, value);
            }
        }
        Ok(())
    }

    fn pictures(&self) -> Option<PathBuf> {
        self.0.parent().map(|folder| folder.join("evidence")).filter(|folder| folder.is_dir())
    }
}
