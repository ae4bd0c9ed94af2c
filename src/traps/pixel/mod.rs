//! Traps in the pixels.

mod cine_banner;
mod corner_banner;
mod deep_grey;
mod line;
mod low_contrast;
mod study_banner;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &corner_banner::CornerBanner,
    &cine_banner::CineBanner,
    &low_contrast::LowContrast,
    &deep_grey::DeepGrey,
    &study_banner::StudyBanner,
];
