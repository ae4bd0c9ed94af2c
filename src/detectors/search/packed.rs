//! What is packed in a value, and what is packed in that: gzip, zlib and ZIP among bytes, base64 and hexadecimal in text.
//!
//! A value that is written in base64 as it is has a pattern of its own. Here is what has none, because something else
//! stands between: text of two bytes a letter, a packed stream, base64 once more.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use flate2::read::MultiGzDecoder;
use flate2::read::ZlibDecoder;
use memchr::memchr_iter;
use memchr::memmem;
use std::io::Cursor;
use std::io::Read;
use zip::ZipArchive;

/// How often something packed is opened.
pub const DEEPEST: u32 = 3;
/// Bytes that one stream may unpack to.
const LONGEST: u64 = 16 << 20;
/// Bytes that all streams of a value may unpack to.
const MOST_BYTES: u64 = 64 << 20;
/// Streams of one value that are tried, and entries of one archive.
const MOST: usize = 256;
/// Bytes of the shortest content that means something.
const SHORTEST: usize = 12;
/// Signs of the shortest run that may be base64 or hexadecimal.
const SPELLED: usize = 20;
/// Signs of the longest run that is read from each of its first four signs on: a word may stand before what is packed.
const TRIED: usize = 4096;

/// Gets a content, and how it was packed.
pub type Visit<'v> = dyn FnMut(&[u8], &'static str) + 'v;

/// Everything that can be unpacked somewhere in bytes.
pub fn streams(bytes: &[u8], visit: &mut Visit<'_>) {
    let mut budget = MOST_BYTES;
    let mut give = |reader: &mut dyn Read, what| {
        let mut plain = Vec::new();
        // What could be unpacked before an error counts.
        let _ = reader.take(LONGEST.min(budget)).read_to_end(&mut plain);
        budget -= plain.len() as u64;
        if plain.len() >= SHORTEST {
            visit(&plain, what);
        }
    };
    for at in memmem::find_iter(bytes, &[0x1f, 0x8b, 8]).take(MOST) {
        give(&mut MultiGzDecoder::new(bytes.get(at..).unwrap_or_default()), "unpacked gzip");
    }
    for at in memchr_iter(0x78, bytes).filter(|at| is_zlib(bytes.get(*at..).unwrap_or_default())).take(MOST) {
        give(&mut ZlibDecoder::new(bytes.get(at..).unwrap_or_default()), "unpacked zlib");
    }
    if let Some(at) = memmem::find(bytes, b"PK\x03\x04")
        && let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes.get(at..).unwrap_or_default()))
    {
        for index in 0..archive.len().min(MOST) {
            if let Ok(mut entry) = archive.by_index(index) {
                give(&mut entry.name_raw().to_vec().as_slice(), "name in a ZIP archive");
                give(&mut entry, "unpacked ZIP");
            }
        }
    }
}

/// Whether bytes begin like a zlib stream (RFC 1950 §2.2) with a block of deflate that has a kind (RFC 1951 §3.2.3).
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, 0x01 | 0x5e | 0x9c | 0xda, block, ..] if block >> 1 & 3 != 3)
}

/// Everything that is written in base64 or hexadecimal digits somewhere in a text.
pub fn spelled(text: &str, visit: &mut Visit<'_>) {
    let bytes = text.as_bytes();
    let mut at = SPELLED - 1;
    // A run has a byte at a multiple of the shortest length, so that few bytes are looked at.
    while let Some(byte) = bytes.get(at) {
        if !is_base64(byte) {
            at += SPELLED;
            continue;
        }
        let (before, behind) = bytes.split_at(at);
        let start = before.iter().rposition(|byte| !is_base64(byte)).map_or(0, |gap| gap + 1);
        let end = at + behind.iter().position(|byte| !is_base64(byte)).unwrap_or(behind.len());
        if let Some(run) = bytes.get(start..end).filter(|run| run.len() >= SPELLED) {
            unspelled(run, visit);
        }
        at = end + SPELLED;
    }
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

fn unspelled(run: &[u8], visit: &mut Visit<'_>) {
    if run.iter().all(u8::is_ascii_hexdigit) {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as u8;
        let bytes = run.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, sign| byte << 4 | digit(sign)));
        visit(&bytes.collect::<Vec<u8>>(), "read as hexadecimal");
        return;
    }
    if run.iter().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet =
        if run.iter().any(|byte| matches!(byte, b'-' | b'_')) { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    let engine = GeneralPurpose::new(alphabet, config);
    for first in 0..if run.len() <= TRIED { 4 } else { 1 } {
        let signs = run.get(first..).unwrap_or_default();
        // One sign alone is no byte.
        let whole = signs.len() - usize::from(signs.len() % 4 == 1);
        if let Ok(plain) = engine.decode(signs.get(..whole).unwrap_or_default()) {
            visit(&plain, "read as base64");
        }
    }
}

#[cfg(test)]
mod tests;
