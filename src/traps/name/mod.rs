//! Names in every form that DICOM writes.

mod birth_name;
mod character_set;
mod mother_birth_name;
mod name_affixes;
mod name_chinese;
mod name_cyrillic;
mod name_greek;
mod name_kanji;
mod name_katakana;
mod name_korean;
mod name_lower_case;
mod name_swapped;
mod name_three_groups;
mod name_trailing_carets;
mod name_without_carets;
mod other_names;
mod responsible_person;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &other_names::TRAP,
    &birth_name::TRAP,
    &mother_birth_name::TRAP,
    &responsible_person::TRAP,
    &name_affixes::TRAP,
    &name_trailing_carets::TRAP,
    &name_lower_case::TRAP,
    &name_without_carets::TRAP,
    &name_swapped::TRAP,
    &name_kanji::TRAP,
    &name_katakana::TRAP,
    &name_korean::TRAP,
    &name_chinese::TRAP,
    &name_cyrillic::TRAP,
    &name_greek::TRAP,
    &name_three_groups::TRAP,
];
