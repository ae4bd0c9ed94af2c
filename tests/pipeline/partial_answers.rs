//! Tools that answer in part.
