//! The benchmark tested by its own medicine: mutants of a perfect tool, each wrong in one way, that must be caught.

pub mod bent_rules;
pub mod broken_links;
pub mod damage;
pub mod disguise;
pub mod oracle;
