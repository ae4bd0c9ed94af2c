//! Traps in the pixels.

mod bold_face;
mod bright_background;
mod burned_ages;
mod burned_chinese;
mod burned_cyrillic;
mod burned_dates;
mod burned_diacritics;
mod burned_greek;
mod burned_hangul;
mod burned_institution;
mod burned_kanji;
mod burned_staff;
mod centre_over_anatomy;
mod cine_banner;
mod code_128;
mod contrast_10;
mod contrast_25;
mod contrast_5;
mod corner_banner;
mod corner_bottom_left;
mod corner_bottom_right;
mod corner_top_left;
mod corner_top_right;
mod deep_grey;
mod dose_table;
mod drawing;
mod edge_bottom;
mod edge_left;
mod edge_right;
mod edge_top;
mod every_second_frame;
mod hollow_letters;
mod huge_letters;
mod icon_text;
mod inverse_video;
mod jumping_line;
mod last_frame_only;
mod line;
mod low_contrast;
mod mono_face;
mod one_late_frame;
mod other_window;
mod other_window_inverse;
mod overlay_frames;
mod overlay_high_bits;
mod overlay_plane;
mod overlay_several_planes;
mod palette_text;
mod proportional_face;
mod qr_code;
mod red_on_colour;
mod rotated_270;
mod rotated_90;
mod scrolling_line;
mod see_through_letters;
mod shadowed_letters;
mod signature_line;
mod spaced_letters;
mod split_name;
mod stacked_letters;
mod study_banner;
#[cfg(test)]
mod tests;
mod tiny_letters;
mod value_per_frame;
mod watermark;
mod worklist_rows;
mod wristband_label;
mod yellow_on_colour;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order, which is the order of burning: new ones go to the end.
pub static ALL: &[&dyn Trap] = &[
    &corner_banner::CornerBanner,
    &cine_banner::CineBanner,
    &low_contrast::LowContrast,
    &deep_grey::DeepGrey,
    &study_banner::StudyBanner,
    &corner_top_left::TRAP,
    &corner_top_right::TRAP,
    &corner_bottom_left::TRAP,
    &corner_bottom_right::TRAP,
    &edge_top::TRAP,
    &edge_bottom::TRAP,
    &edge_left::TRAP,
    &edge_right::TRAP,
    &centre_over_anatomy::TRAP,
    &bright_background::TRAP,
    &inverse_video::TRAP,
    &yellow_on_colour::TRAP,
    &red_on_colour::TRAP,
    &contrast_25::TRAP,
    &contrast_10::TRAP,
    &contrast_5::TRAP,
    &tiny_letters::TRAP,
    &huge_letters::TRAP,
    &proportional_face::TRAP,
    &mono_face::TRAP,
    &bold_face::TRAP,
    &hollow_letters::TRAP,
    &shadowed_letters::TRAP,
    &rotated_90::TRAP,
    &rotated_270::TRAP,
    &stacked_letters::TRAP,
    &spaced_letters::TRAP,
    &see_through_letters::TRAP,
    &scrolling_line::TRAP,
    &jumping_line::TRAP,
    &one_late_frame::TRAP,
    &last_frame_only::TRAP,
    &every_second_frame::TRAP,
    &value_per_frame::TRAP,
    &other_window::TRAP,
    &other_window_inverse::TRAP,
    &overlay_plane::TRAP,
    &overlay_several_planes::TRAP,
    &overlay_frames::TRAP,
    &overlay_high_bits::TRAP,
    &icon_text::TRAP,
    &palette_text::TRAP,
    &burned_diacritics::TRAP,
    &burned_greek::TRAP,
    &burned_cyrillic::TRAP,
    &burned_kanji::TRAP,
    &burned_hangul::TRAP,
    &burned_chinese::TRAP,
    &burned_dates::TRAP,
    &burned_ages::TRAP,
    &burned_staff::TRAP,
    &burned_institution::TRAP,
    &code_128::TRAP,
    &qr_code::TRAP,
    &dose_table::TRAP,
    &worklist_rows::TRAP,
    &wristband_label::TRAP,
    &split_name::TRAP,
    &signature_line::TRAP,
    &watermark::TRAP,
];
