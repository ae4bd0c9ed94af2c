//! Objects over the network: the storage service as a user and as a provider (PS3.4 Annex B, PS3.7, PS3.8).
//!
//! What the other side refuses or breaks is part of what is returned, and never an error of ours.

mod command;
mod parcel;
mod receive;
mod send;
mod serving;

#[cfg(test)]
mod tests;

pub use parcel::Parcel;
pub use receive::Bounds;
pub use receive::Received;
pub use receive::Receiver;
pub use send::Fate;
pub use send::Peer;
pub use send::Sent;
pub use send::store;
