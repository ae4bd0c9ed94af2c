//! How a tool bears files that are broken. This is kept apart from all scores: a broken file may be refused.
//!
//! Every case is a run of its own over a folder with one broken file, made from a file of a generated patient; the last ones
//! have good files beside it.

mod cases;
mod result;

pub use cases::Case;
pub use cases::cases;
pub use result::Bearing;
pub use result::CaseResult;
pub use result::FORMAT;
pub use result::Robustness;
pub use result::bearing;
