//! The detector on files made by hand, from both sides: what leaks is seen, and what was removed is not accused.

mod bars;
mod canvases;
mod colours;
mod frames;
mod places;
mod stage;
