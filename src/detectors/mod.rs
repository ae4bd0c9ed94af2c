//! What is looked for in outputs.

pub mod pixel_damage;
