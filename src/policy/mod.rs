//! What the standard asks of each attribute, and what a tool claims to follow: PS3.15 Annex E.

mod claim;
mod option;
mod table;

pub use claim::ParsePolicyError;
pub use claim::Policy;
pub use claim::Profile;
pub use option::Opt;
pub use table::Row;
pub use table::row;
pub use table::rows;
