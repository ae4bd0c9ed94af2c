//! Pictures of what was found, for people: the place before and after, and their difference, as PNG under `RUN/evidence/`.
//!
//! They hold planted values, as `output/` does. Beside each pair stand masked ones that hold none: planted boxes are filled,
//! and of the output only where it differs is shown, as one filled box, because a shape alone can be read. A report that must
//! not show values embeds these without looking into the dataset.

mod canvases;
mod draw;
mod folder;
mod paint;
mod select;

pub use draw::Source;
pub use draw::draw;
pub use folder::CropFolder;
pub use folder::IndexRow;
pub use select::Selection;
pub use select::Wanted;

/// Pictures of each trap and verdict, at most.
pub const MOST_OF_A_SORT: u32 = 3;
/// Pictures of each sort of damage, at most.
pub const MOST_OF_A_DAMAGE: u32 = 12;
/// Pictures of a run, at most.
pub const MOST_OF_ALL: u32 = 400;
/// Longest side of a picture, pixels; what is larger is shrunk by a whole number.
pub const LONGEST_SIDE: u32 = 480;

#[cfg(test)]
mod tests;
