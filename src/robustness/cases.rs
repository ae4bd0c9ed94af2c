//! The broken files.

use sha2::Digest;
use sha2::Sha256;

/// One broken file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is broken, for people: `truncated`, `wrong length`, ...
    pub group: &'static str,
    /// What tells it from others of its group.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether the other files of the patient lie beside it.
    pub among_good: bool,
}

/// Points at which a file is cut.
const CUTS: usize = 20;
/// Sequences inside of sequences.
const DEPTH: usize = 10_000;

/// Bytes in front of `DICM`.
const PREAMBLE: usize = 128;

/// Every case that can be made from a good file in Explicit VR Little Endian with a Patient's Name.
pub fn cases(good: &[u8]) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |group, name: String, bytes: Option<Vec<u8>>| {
        cases.extend(bytes.map(|bytes| Case { group, name, bytes, among_good: false }));
    };
    for cut in 0..CUTS {
        let at = good.len() * cut / CUTS;
        add("truncated", format!("at byte {at}"), good.get(..at).map(<[u8]>::to_vec));
    }
    let name = Element::find(good, [0x10, 0, 0x10, 0], b"PN");
    let lengths: [(&str, u16); 4] = [("zero", 0), ("odd", 7), ("one byte too long", 1), ("beyond the end", 0xfffe)];
    for (what, length) in lengths {
        let length = |element: &Element| if length == 1 { element.length.wrapping_add(1) } else { length };
        let bytes = name.as_ref().and_then(|element| element.with_length(good, length(element)));
        add("wrong length", format!("Patient's Name: {what}"), bytes);
    }
    add("wrong length", "pixel data: 4 GB".to_owned(), pixel_length(good, 0xffff_fffe));
    add("wrong length", "pixel data: undefined".to_owned(), pixel_length(good, u32::MAX));
    for (what, length) in [("zero", 0_u32), ("too small", 20), ("too large", 100_000), ("4 GB", 0xffff_fff0)] {
        add("wrong group length", what.to_owned(), replaced(good, PREAMBLE + 12, &length.to_le_bytes()));
    }
    for (what, vr) in [("unknown", b"ZZ"), ("zero bytes", b"\0\0"), ("lower case", b"pn"), ("a sequence", b"SQ")] {
        let bytes = name.as_ref().and_then(|element| replaced(good, element.at + 4, vr));
        add("bad representation", what.to_owned(), bytes);
    }
    let before_name = name.as_ref().map(|element| element.at);
    add("deep sequences", format!("{DEPTH} of undefined length"), before_name.and_then(|at| nested(good, at, true)));
    add("deep sequences", format!("{DEPTH} never closed"), before_name.and_then(|at| nested(good, at, false)));
    for (what, rows, columns) in [("no rows", 0, 1), ("65535 x 65535", u16::MAX, u16::MAX)] {
        let taller = Element::find(good, [0x28, 0, 0x10, 0], b"US")
            .and_then(|element| replaced(good, element.at + 8, &u16::to_le_bytes(rows)));
        let bytes = taller.and_then(|bytes| {
            let element = Element::find(&bytes, [0x28, 0, 0x11, 0], b"US")?;
            replaced(&bytes, element.at + 8, &u16::to_le_bytes(columns))
        });
        add("claimed sizes", what.to_owned(), bytes);
    }
    for (what, frames) in [("no frames", "0 "), ("2 billion frames", "2147483647"), ("-1 frames", "-1")] {
        add("claimed sizes", what.to_owned(), with_frames(good, frames));
    }
    add("file meta", "no preamble".to_owned(), good.get(PREAMBLE..).map(<[u8]>::to_vec));
    add("file meta", "none at all".to_owned(), without_meta(good));
    add("file meta", "unknown transfer syntax".to_owned(), with_syntax(good, b"1.2.3.4.5.6.7.8.9.0"));
    add("file meta", "says implicit and is explicit".to_owned(), with_syntax(good, b"1.2.840.10008.1.2\0\0"));
    add("file meta", "says deflated and is not".to_owned(), with_syntax(good, b"1.2.840.10008.1.2.1.99"));
    add("random bytes", "nothing else".to_owned(), Some(noise(good.len().min(100_000))));
    let with_magic = [&[0; PREAMBLE][..], b"DICM", &noise(100_000)].concat();
    add("random bytes", "behind DICM".to_owned(), Some(with_magic));
    add("random bytes", "in the data set".to_owned(), before_name.map(|at| scrambled(good, at)));
    let among: Vec<Case> = [("cut in half", good.get(..good.len() / 2)), ("no bytes", Some(&[][..]))]
        .into_iter()
        .filter_map(|(what, bytes)| Some((what, bytes?.to_vec())))
        .chain([("random bytes", noise(5000))])
        .map(|(name, bytes)| Case { group: "one bad among good", name: name.to_owned(), bytes, among_good: true })
        .collect();
    cases.extend(among);
    cases
}

/// Where an element of the main data set with a short header stands.
struct Element {
    at: usize,
    length: u16,
}

impl Element {
    fn find(bytes: &[u8], tag: [u8; 4], vr: &[u8]) -> Option<Self> {
        let header = [&tag, vr].concat();
        let from = PREAMBLE + 4;
        let at = from + memchr::memmem::find(bytes.get(from..)?, &header)?;
        let length = u16::from_le_bytes(*bytes.get(at + 6..)?.first_chunk()?);
        Some(Self { at, length })
    }

    fn with_length(&self, bytes: &[u8], length: u16) -> Option<Vec<u8>> {
        replaced(bytes, self.at + 6, &length.to_le_bytes())
    }
}

fn replaced(bytes: &[u8], at: usize, new: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    bytes.get_mut(at..at.checked_add(new.len())?)?.copy_from_slice(new);
    Some(bytes)
}

fn pixel_length(bytes: &[u8], length: u32) -> Option<Vec<u8>> {
    let header = [0xe0, 0x7f, 0x10, 0x00, b'O'];
    let at = memchr::memmem::rfind(bytes, &header)?;
    replaced(bytes, at + 8, &length.to_le_bytes())
}

/// A private sequence in a sequence in a sequence, put where an element begins.
fn nested(bytes: &[u8], at: usize, closed: bool) -> Option<Vec<u8>> {
    let (before, behind) = bytes.split_at_checked(at)?;
    let open = [&[0x09, 0x00, 0x01, 0x10][..], b"SQ\0\0", &[0xff; 4], &[0xfe, 0xff, 0x00, 0xe0], &[0xff; 4]].concat();
    let close = [[0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0], [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]].concat();
    let closing = if closed { close.repeat(DEPTH) } else { Vec::new() };
    Some([before, &open.repeat(DEPTH), &closing, behind].concat())
}

/// Number of Frames, put where Rows begin.
fn with_frames(bytes: &[u8], frames: &str) -> Option<Vec<u8>> {
    let text = if frames.len() % 2 == 1 { format!("{frames} ") } else { frames.to_owned() };
    let length = u16::try_from(text.len()).ok()?.to_le_bytes();
    let element = [&[0x28, 0x00, 0x08, 0x00][..], b"IS", &length, text.as_bytes()].concat();
    if let Some(old) = Element::find(bytes, [0x28, 0, 0x08, 0], b"IS") {
        let (before, rest) = bytes.split_at_checked(old.at)?;
        return Some([before, &element, rest.get(8 + usize::from(old.length)..)?].concat());
    }
    let (before, behind) = bytes.split_at_checked(Element::find(bytes, [0x28, 0, 0x10, 0], b"US")?.at)?;
    Some([before, &element, behind].concat())
}

/// Where the data set begins, by the group length of the file meta information.
fn data_set(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.get(PREAMBLE + 12..)?.first_chunk()?);
    Some(PREAMBLE + 16 + usize::try_from(length).ok()?)
}

fn without_meta(bytes: &[u8]) -> Option<Vec<u8>> {
    Some([bytes.get(..PREAMBLE + 4)?, bytes.get(data_set(bytes)?..)?].concat())
}

/// Another Transfer Syntax UID; the group length follows it.
fn with_syntax(bytes: &[u8], uid: &[u8]) -> Option<Vec<u8>> {
    let old = Element::find(bytes, [0x02, 0, 0x10, 0], b"UI")?;
    let mut uid = uid.to_vec();
    uid.resize(uid.len().next_multiple_of(2), 0);
    let (before, rest) = bytes.split_at_checked(old.at + 6)?;
    let behind = rest.get(2 + usize::from(old.length)..)?;
    let group = u32::from_le_bytes(*bytes.get(PREAMBLE + 12..)?.first_chunk()?);
    let group = (group + u32::try_from(uid.len()).ok()?).checked_sub(u32::from(old.length))?;
    let new = [before, &u16::try_from(uid.len()).ok()?.to_le_bytes(), &uid, behind].concat();
    replaced(&new, PREAMBLE + 12, &group.to_le_bytes())
}

/// The same bytes everywhere, without any pattern.
fn noise(length: usize) -> Vec<u8> {
    let blocks = (0_u64..).flat_map(|block| Sha256::digest(block.to_le_bytes()).to_vec());
    blocks.take(length).collect()
}

/// Every seventh byte behind a place is another one.
fn scrambled(bytes: &[u8], from: usize) -> Vec<u8> {
    let noise = noise(bytes.len());
    let pairs = bytes.iter().zip(noise).enumerate();
    pairs.map(|(at, (byte, other))| if at > from && at % 7 == 0 { other } else { *byte }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with a name, rows, columns and some pixels.
    fn good() -> Vec<u8> {
        let meta = [&[2, 0, 0x10, 0][..], b"UI", &[20, 0], b"1.2.840.10008.1.2.1\0"].concat();
        let data: &[&[u8]] = &[
            &[0x10, 0, 0x10, 0, b'P', b'N', 4, 0],
            b"A^B ",
            &[0x28, 0, 0x10, 0, b'U', b'S', 2, 0, 1, 0],
            &[0x28, 0, 0x11, 0, b'U', b'S', 2, 0, 2, 0],
            &[0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0, 2, 0, 0, 0, 7, 8],
        ];
        let length = u32::try_from(meta.len()).unwrap().to_le_bytes();
        [&[0; PREAMBLE][..], b"DICM", &[2, 0, 0, 0], b"UL", &[4, 0], &length, &meta, &data.concat()].concat()
    }

    #[test]
    fn every_case_is_made_and_differs_from_the_good_file_and_from_the_others() {
        let good = good();
        let cases = cases(&good);
        assert_eq!(cases.iter().filter(|case| case.group == "truncated").count(), CUTS);
        assert_eq!(cases.len(), 52, "{:?}", cases.iter().map(|case| &case.name).collect::<Vec<_>>());
        for (number, case) in cases.iter().enumerate() {
            assert_ne!(case.bytes, good, "{} {}", case.group, case.name);
            let twin = cases.iter().skip(number + 1).find(|other| other.bytes == case.bytes && !other.among_good);
            assert_eq!(twin, None, "{} {}", case.group, case.name);
        }
    }

    #[test]
    fn bytes_that_are_no_dicom_make_no_case_that_needs_an_element() {
        assert!(cases(b"nothing").iter().all(|case| case.group != "bad representation"));
    }
}
