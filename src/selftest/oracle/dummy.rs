//! What stands for what was removed.

use crate::dicom::VR;
use crate::dicom::value;
use crate::truth::Plant;
use jiff::Span;
use jiff::civil::date;
use sha2::Digest;
use sha2::Sha256;

/// A new UID for an old one, the same wherever it stands.
pub fn replaced(uid: &str) -> String {
    format!("2.25.{}", number(&format!("fake tool {uid}")) >> 2)
}

fn number(text: &str) -> u128 {
    Sha256::digest(text).iter().take(16).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte))
}

/// A value of that representation that tells nothing; `secret` makes days differ by patient and attribute.
pub fn dummy(vr: VR, secret: &str) -> Vec<u8> {
    let days = (number(secret) % 3650) as i64;
    let first = date(1900, 1, 1);
    let day = first.checked_add(Span::new().days(days)).unwrap_or(first).strftime("%Y%m%d").to_string();
    let text = match vr {
        VR::DA => day,
        VR::DT => format!("{day}000000"),
        VR::TM => "000000".to_owned(),
        VR::AS => "000Y".to_owned(),
        VR::DS | VR::IS => "0".to_owned(),
        VR::UI => replaced(secret),
        VR::UR => "https://removed.example.org".to_owned(),
        _ => "REMOVED".to_owned(),
    };
    text.into_bytes()
}

/// A value without what was planted in it; its other words stay, if it has any.
pub fn redacted(vr: VR, bytes: &[u8], plants: &[&Plant], secret: &str) -> Vec<u8> {
    let mut left = bytes.to_vec();
    for plant in plants {
        let Some(found) = spellings(&plant.written).into_iter().find(|written| find(&left, written).is_some()) else {
            return dummy(vr, secret);
        };
        while let Some(at) = find(&left, &found) {
            // Bytes may hold lengths, so their number stays.
            let stand_in = if value::is_text(vr) { Vec::new() } else { vec![b'X'; found.len()] };
            left.splice(at..at + found.len(), stand_in);
        }
    }
    let blank = left.iter().all(|byte| matches!(byte, b' ' | 0 | b'^' | b'\\' | b'X'));
    // A value with a form of its own is broken by what is cut out of it.
    let formed = !matches!(vr, VR::LO | VR::SH | VR::ST | VR::LT | VR::UT | VR::UC | VR::PN | VR::OB | VR::UN);
    if formed {
        return other_values(bytes, plants).unwrap_or_else(|| dummy(vr, secret));
    }
    if blank { dummy(vr, secret) } else { left }
}

/// Of several values, those in which nothing was planted.
fn other_values(bytes: &[u8], plants: &[&Plant]) -> Option<Vec<u8>> {
    let holds = |value: &[u8]| {
        let mut spelled = plants.iter().flat_map(|plant| spellings(&plant.written));
        spelled.any(|written| find(value, &written).is_some())
    };
    let values: Vec<&[u8]> = bytes.split(|byte| *byte == b'\\').collect();
    let others: Vec<&[u8]> = values.iter().copied().filter(|value| !holds(value)).collect();
    (!others.is_empty() && others.len() < values.len()).then(|| others.join(&b'\\'))
}

/// A text in the encodings of the benchmark.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let latin: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [Some(text.as_bytes().to_vec()), latin, Some(wide)]
        .into_iter()
        .flatten()
        .filter(|bytes| !bytes.is_empty())
        .collect()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
