//! What the standard asks of each attribute, and what a tool claims to follow: PS3.15 Annex E.

mod action;
mod attribute_type;
mod claim;
mod option;
mod table;

pub use action::Action;
pub use action::Asked;
pub use attribute_type::AttributeType;
pub use attribute_type::TagPath;
pub use attribute_type::attribute_type;
pub use attribute_type::required;
pub use claim::ParsePolicyError;
pub use claim::Policy;
pub use claim::Profile;
pub use option::Opt;
pub use table::Row;
pub use table::row;
pub use table::rows;
