//! Cuts a written name into tokens that can be exchanged and text that stays.
