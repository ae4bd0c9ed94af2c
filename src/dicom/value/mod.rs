//! Values as text: decoded by character set, numbers by their representation.

mod characters;

use crate::dicom::locus::Step;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
pub use characters::SpecificCharacterSet;
pub use characters::encoded;
use dicom_core::VR;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The character set in force at the top level of a file, from all values of (0008,0005).
pub fn character_set(scan: &Scan) -> SpecificCharacterSet {
    SpecificCharacterSet::from_values(&scan.text(tags::SPECIFIC_CHARACTER_SET).unwrap_or_default())
}

/// The character sets of a file: an item of a sequence may have its own (PS3.5 §7.5.3).
pub struct CharacterSets {
    by_item: BTreeMap<Vec<Step>, SpecificCharacterSet>,
}

impl CharacterSets {
    /// Looks through all elements once.
    pub fn new(scan: &Scan) -> Self {
        let named = scan.elements.iter().filter(|element| element.tag == tags::SPECIFIC_CHARACTER_SET);
        let by_item = named.map(|element| {
            let values = String::from_utf8_lossy(scan.value(element));
            (element.path.steps.clone(), SpecificCharacterSet::from_values(&values))
        });
        Self { by_item: by_item.collect() }
    }

    /// The set of the nearest item around an element that names one.
    pub fn of(&self, element: &Element) -> SpecificCharacterSet {
        let steps = element.path.steps.as_slice();
        let around = (0..=steps.len()).rev().filter_map(|depth| steps.get(..depth));
        around.filter_map(|steps| self.by_item.get(steps)).next().copied().unwrap_or_default()
    }
}

/// Whether a value of this representation is text.
pub fn is_text(vr: VR) -> bool {
    use VR::*;
    matches!(vr, AE | AS | CS | DA | DS | DT | IS | LO | LT | PN | SH | ST | TM | UC | UI | UR | UT)
}

/// Text of a value: decoded and trimmed where it is text, numbers joined by a backslash where it is binary.
/// `None` for bytes that are neither.
pub fn text(scan: &Scan, element: &Element, characters: &SpecificCharacterSet) -> Option<String> {
    let bytes = scan.value(element);
    if is_text(element.vr) {
        return Some(decode(bytes, characters).trim_matches([' ', '\0']).to_owned());
    }
    let big = scan.transfer_syntax == BIG_ENDIAN;
    match element.vr {
        VR::US => numbers(bytes, |raw| if big { u16::from_be_bytes(raw) } else { u16::from_le_bytes(raw) }),
        VR::SS => numbers(bytes, |raw| if big { i16::from_be_bytes(raw) } else { i16::from_le_bytes(raw) }),
        VR::UL => numbers(bytes, |raw| if big { u32::from_be_bytes(raw) } else { u32::from_le_bytes(raw) }),
        VR::SL => numbers(bytes, |raw| if big { i32::from_be_bytes(raw) } else { i32::from_le_bytes(raw) }),
        VR::FL => numbers(bytes, |raw| if big { f32::from_be_bytes(raw) } else { f32::from_le_bytes(raw) }),
        VR::FD => numbers(bytes, |raw| if big { f64::from_be_bytes(raw) } else { f64::from_le_bytes(raw) }),
        VR::AT => numbers(bytes, |[a, b, c, d]| {
            let pair = |one, two| if big { u16::from_be_bytes([one, two]) } else { u16::from_le_bytes([one, two]) };
            format!("({:04X},{:04X})", pair(a, b), pair(c, d))
        }),
        _ => None,
    }
}

/// Bytes of a value as they would stand in a file of little endian; the padding at the end is not taken off.
pub fn little_endian<'a>(scan: &'a Scan, element: &Element) -> Cow<'a, [u8]> {
    let bytes = scan.value(element);
    use VR::*;
    let width = match element.vr {
        US | SS | OW | AT => 2,
        UL | SL | FL | OF | OL => 4,
        FD | OD | SV | UV | OV => 8,
        _ => 1,
    };
    if scan.transfer_syntax != BIG_ENDIAN || width == 1 {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(bytes.chunks(width).flat_map(|number| number.iter().rev()).copied().collect())
}

/// Decodes text; what the character set does not hold becomes U+FFFD.
pub fn decode(bytes: &[u8], characters: &SpecificCharacterSet) -> String {
    characters.decode(bytes)
}

fn numbers<const N: usize, T: ToString>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Option<String> {
    let values: Vec<String> = bytes
        .chunks_exact(N)
        .filter_map(|chunk| <[u8; N]>::try_from(chunk).ok())
        .map(|raw| read(raw).to_string())
        .collect();
    Some(values.join("\\"))
}

/// Whether two values mean the same: equal text, or equal numbers in every place.
pub fn same(one: &str, other: &str) -> bool {
    let (mut left, mut right) = (one.split('\\'), other.split('\\'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) if same_component(left.trim(), right.trim()) => {}
            _ => return false,
        }
    }
}

fn same_component(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (one.parse::<f64>(), other.parse::<f64>()) {
        // Decimal strings have at most 16 characters, so a tool may round in the last of them.
        (Ok(one), Ok(other)) => (one - other).abs() <= 1e-9 * one.abs().max(other.abs()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers_and_words_as_words() {
        assert!(same("1.50\\-2", "1.5\\-2.0"));
        assert!(same("ORIGINAL\\PRIMARY", "ORIGINAL\\PRIMARY"));
        for (one, other) in [("1", "1\\2"), ("1", "1.001"), ("A", "B"), ("", "0")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
