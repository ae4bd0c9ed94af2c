//! Dates that no patient can have: what tools write where they should write nothing, or a plausible day.

use crate::detectors::conformance::Breach;
use crate::dicom::VR;
use crate::dicom::scan::Scan;

/// Nobody who was ever imaged was born before this year, and readers that count days from 1601 or 1800 fail earlier.
const EARLIEST: u32 = 1800;

/// Years of dates and date-times.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    for element in scan.elements.iter().filter(|element| matches!(element.vr, VR::DA | VR::DT)) {
        let text = String::from_utf8_lossy(scan.value(element));
        let years = text.split('\\').filter_map(|one| one.trim_matches([' ', '\0']).get(..4)?.parse::<u32>().ok());
        if years.into_iter().any(|year| year < EARLIEST) {
            found.push(Breach::new(&element.path, "a date before 1800 is no date of a patient"));
        }
    }
}
