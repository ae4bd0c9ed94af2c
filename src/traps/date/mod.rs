//! Dates and times in every form that DICOM and people write.

mod acquisition_datetime;
mod age_over_89;
mod birth_date_other_calendar;
mod birth_time;
mod calibration_dates;
mod contrast_times;
mod date_in_study_id;
mod date_spelled_out;
mod dates_in_text;
mod drawn;
mod frame_reference_datetime;
mod last_menstrual_date;
mod padded_datetime;
mod timezone_offset;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &acquisition_datetime::TRAP,
    &frame_reference_datetime::TRAP,
    &padded_datetime::TRAP,
    &birth_time::TRAP,
    &contrast_times::TRAP,
    &calibration_dates::TRAP,
    &last_menstrual_date::TRAP,
    &date_in_study_id::TRAP,
    &dates_in_text::TRAP,
    &date_spelled_out::TRAP,
    &birth_date_other_calendar::TRAP,
    &age_over_89::TRAP,
    &timezone_offset::TRAP,
];
