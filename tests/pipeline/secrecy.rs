//! Planted values stay where they belong.
