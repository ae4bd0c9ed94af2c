//! What a UID may look like, and which ones belong to the standard itself.

use crate::dicom::uid;

/// The root of all UIDs that the standard registers (PS3.6 Annex A).
const STANDARD: &str = "1.2.840.10008.";

/// The root below which UUIDs are written as one number (PS3.5 §B.2).
const UUID: &str = "2.25.";

/// Fewer numbers between dots are a version or a measurement rather than a UID.
const FEWEST_PARTS: usize = 5;

/// Whether the standard registers it: SOP classes, transfer syntaxes, coding schemes, well-known frames of reference.
pub fn is_well_known(uid: &str) -> bool {
    uid.starts_with(STANDARD)
}

/// Whether a text of unknown meaning reads as a UID.
pub fn reads_as_uid(text: &str) -> bool {
    uid::is_valid(text) && (text.starts_with(UUID) && text.len() > 12 || text.split('.').count() >= FEWEST_PARTS)
}

/// What is wrong with a UID that a tool made, if anything (PS3.5 §9.1 and §B.2, ISO/IEC 9834-1).
pub fn fault(text: &str) -> Option<&'static str> {
    if text.len() > 64 {
        return Some("a UID of more than 64 characters");
    }
    if !uid::is_valid(text) {
        return Some("no valid UID: numbers between dots, none of them with a leading zero");
    }
    if is_well_known(text) {
        return Some("a UID below the root that belongs to the standard itself");
    }
    let mut parts = text.split('.');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match (first, second.parse::<u128>()) {
        ("2", Ok(25)) => match parts.next().map(str::parse::<u128>) {
            Some(Ok(_)) => None,
            _ => Some("a UID below 2.25 whose number is no UUID: it has more than 128 bits"),
        },
        ("0" | "1", Ok(0..=39)) | ("2", Ok(_)) => None,
        _ => Some("a UID below a root that does not exist"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_uids_follow_the_rules_of_their_root() {
        for text in ["1.2.826.0.1.3680043.8.498.1", "2.25.340282366920938463463374607431768211455", "0.4.1", "2.999.1"]
        {
            assert_eq!(fault(text), None, "{text}");
        }
        for text in [
            "",
            "1.2.03",
            "1.2.",
            "ANONYMIZED",
            "2.25.340282366920938463463374607431768211456",
            "2.25",
            "1.40.3",
            "7.1.2",
            "1.2.840.10008.5.1.4.1.1.99",
            &format!("1.2.{}", "1".repeat(62)),
        ] {
            assert!(fault(text).is_some(), "{text}");
        }
    }

    #[test]
    fn versions_and_measurements_are_no_uids() {
        for text in ["1.2.3", "3.14", "2.25", "1.2.840.x.1.1", "20240429"] {
            assert!(!reads_as_uid(text), "{text}");
        }
        for text in ["1.2.840.113619.2.55.3", "2.25.153358093979379973216574855228432781951"] {
            assert!(reads_as_uid(text), "{text}");
        }
    }
}
