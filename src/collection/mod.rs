//! Any folder of DICOM files and pictures: a dataset, a tool's output, an archive of somebody's. What it holds is listed
//! as it is met, so that a folder may be as large as it likes.

mod facts;
mod place;
mod walk;

pub use facts::Facts;
pub use facts::FileKind;
pub use facts::header_facts;
pub use facts::picture_facts;
pub use place::Place;
pub use place::PlaceError;
pub use walk::Item;
pub use walk::Sort;
pub use walk::walk;

/// Files larger than this are not read whole, bytes: each worker holds one file.
pub const LARGEST_FILE: u64 = 2 << 30;
