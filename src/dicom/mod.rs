//! The only module that names the DICOM crates: places in a file, reading, writing, frames and UIDs.

pub mod base_file;
pub mod canvas;
pub mod cda;
pub mod colour;
pub mod content;
pub mod directory;
pub mod encode;
pub mod file_meta;
pub mod frame;
pub mod frames;
pub mod icon;
pub mod levels;
pub mod locus;
pub mod native_copy;
pub mod network;
pub mod object;
pub mod overlay;
pub mod pdf;
pub mod pixels;
pub mod plain;
pub mod reframe;
pub mod scan;
pub mod shown;
pub mod tree;
pub mod uid;
pub mod uid_name;
pub mod value;
pub mod write;

pub use dicom_core::Tag;
pub use dicom_core::VR;
pub use dicom_dictionary_std::tags;
pub use dicom_dictionary_std::uids;
