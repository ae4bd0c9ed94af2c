//! Files that are not what they should be: lost, cut, told twice, or claiming what no reader can hold.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::dicom::uids;
use crate::selftest::mutant::Written;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::parts::Parts;
use crate::selftest::scene::Bench;
use crate::selftest::scene::SelftestError;
use crate::selftest::scene::at;
use crate::truth::Kind;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// The ways.
pub const WORDS: &[&str] = &[
    "all-lost",
    "one-lost",
    "half-lost",
    "empty",
    "cut-in-half",
    "cut-in-header",
    "scrambled",
    "no-file-meta",
    "told-twice",
    "first-for-all",
    "one-bit-of-input",
    "input-as-it-is",
    "named-after-patient",
    "old-file-behind",
    "huge-picture",
    "huge-frames",
    "huge-codestream",
    "deflated-bomb",
    "length-beyond-end",
];

/// Ways that take two patients.
pub const CROSSED: &[&str] = &["pixels-of-another"];

/// Zeros that a deflated data set unfolds to: more than any reader should take for a file of this size.
const BOMB: usize = 300 << 20;

/// What becomes of a file; `None` where it is the oracle's.
pub(super) fn apply(
    word: &str,
    bench: &Bench,
    file: &File<'_>,
    patients: &[usize],
) -> Result<Option<Vec<Written>>, SelftestError> {
    let Some((name, bytes)) = bench.perfect(file)? else { return Ok(None) };
    let first = file.number == 1;
    let one = |bytes: Vec<u8>| Ok(Some(vec![(name.clone(), bytes)]));
    match word {
        "all-lost" => Ok(Some(Vec::new())),
        "one-lost" if first => Ok(Some(Vec::new())),
        "half-lost" if file.number % 2 == 1 => Ok(Some(Vec::new())),
        "empty" if first => one(Vec::new()),
        "cut-in-half" if first => one(bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec()),
        "cut-in-header" if first => one(bytes.get(..140).unwrap_or_default().to_vec()),
        "scrambled" if first => {
            let other = |(place, byte): (usize, &u8)| byte ^ 0xa5 ^ ((place * 31) >> 3) as u8;
            one(bytes.iter().enumerate().map(other).collect())
        }
        "no-file-meta" => {
            let mut data = Vec::new();
            tree::write(&Parts::of(&bytes)?.data, &mut data);
            one(data)
        }
        "told-twice" if first => {
            Ok(Some(vec![(name.clone(), bytes.clone()), (PathBuf::from("again").join(&name), bytes)]))
        }
        "first-for-all" => {
            let start = bench.files_of(&[file.patient - 1]).next();
            let Some(start) = start.map(|start| bench.perfect(&start)).transpose()?.flatten() else { return Ok(None) };
            one(start.1)
        }
        "one-bit-of-input" => {
            let mut input = bench.input(file)?;
            // The last byte belongs to the pixels, or to the last value of a file without any.
            if let Some(last) = input.last_mut() {
                *last ^= 1;
            }
            one(input)
        }
        "input-as-it-is" => one(bench.input(file)?),
        "named-after-patient" => {
            let person = file.truth.plants.iter().find(|plant| plant.kind == Kind::PersonName);
            let Some(person) = person else { return Ok(None) };
            let folder = person.value.replace(['^', '/'], "_");
            Ok(Some(vec![(PathBuf::from(folder).join(&name), bytes)]))
        }
        "old-file-behind" if first => {
            // Written over a longer file: what the old one held behind the new end is still there.
            let input = bench.input(file)?;
            let from = input.len().saturating_sub(input.len() / 2);
            one([bytes, input.get(..from).unwrap_or_default().to_vec()].concat())
        }
        "huge-picture" | "huge-frames" | "huge-codestream" if file.row.frames > 0 && file.row.bits > 1 => {
            let mut parts = Parts::of(&bytes)?;
            claim(word, &mut parts);
            one(parts.write())
        }
        "pixels-of-another" => {
            let picture =
                |patient: usize| bench.files_of(&[patient]).find(|one| one.row.frames > 0 && one.row.bits > 1);
            let is_own = |patient: &usize| *patient == file.patient - 1;
            let other = patients.iter().copied().find(|patient| !is_own(patient)).and_then(picture);
            let own = picture(file.patient - 1).filter(|own| own.number == file.number);
            let (Some(_), Some(other)) = (own, other) else { return Ok(None) };
            let Some((_, other)) = bench.perfect(&other)? else { return Ok(None) };
            one(crossed(&bytes, &other)?)
        }
        "deflated-bomb" if first => one(bomb(&bytes)?),
        "length-beyond-end" if first => {
            let mut parts = Parts::of(&bytes)?;
            // Everything behind it becomes part of a value that never ends.
            let header = [&[0x09, 0x00, 0x10, 0x00][..], b"OB\0\0", &0xffff_fff0u32.to_le_bytes()].concat();
            tree::put(&mut parts.data, Node { tag: Tag(0x0009, 0x0010), vr: VR::OB, value: Value::Verbatim(header) });
            one(parts.write())
        }
        _ => Ok(None),
    }
}

/// A file with the picture of another.
fn crossed(bytes: &[u8], other: &[u8]) -> Result<Vec<u8>, SelftestError> {
    let (mut parts, other) = (Parts::of(bytes)?, Parts::of(other)?);
    let is_picture = |tag: Tag| tag.group() == 0x0028 || tag == tags::PIXEL_DATA || tag == tags::NUMBER_OF_FRAMES;
    parts.data.retain(|node| !is_picture(node.tag));
    other.data.into_iter().filter(|node| is_picture(node.tag)).for_each(|node| tree::put(&mut parts.data, node));
    Ok(parts.write())
}

/// Sizes that no machine holds.
fn claim(word: &str, parts: &mut Parts) {
    let most = u16::MAX.to_le_bytes();
    match word {
        "huge-frames" => tree::put(&mut parts.data, Node::new(tags::NUMBER_OF_FRAMES, VR::IS, "2147483647")),
        _ => {
            tree::put(&mut parts.data, Node::new(tags::ROWS, VR::US, most));
            tree::put(&mut parts.data, Node::new(tags::COLUMNS, VR::US, most));
        }
    }
    if word == "huge-codestream" {
        tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uids::JPEG2000_LOSSLESS));
        let stream = codestream(100_000);
        let item = |bytes: &[u8]| [&[0xfe, 0xff, 0x00, 0xe0][..], &(bytes.len() as u32).to_le_bytes(), bytes].concat();
        let element = [
            &[0xe0, 0x7f, 0x10, 0x00][..],
            b"OB\0\0",
            &[0xff; 4],
            &item(&[]),
            &item(&stream),
            &[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
        ]
        .concat();
        tree::put(&mut parts.data, Node { tag: tags::PIXEL_DATA, vr: VR::OB, value: Value::Verbatim(element) });
    }
}

/// The beginning of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A) whose picture has sides of that many pixels.
fn codestream(side: u32) -> Vec<u8> {
    let mut out = vec![0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0];
    for number in [side, side, 0, 0, side, side, 0, 0] {
        out.extend(number.to_be_bytes());
    }
    out.extend([0, 1, 7, 1, 1]);
    out.extend([0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, 1]);
    out.extend([0xff, 0x5c, 0, 4, 0x40, 0x40]);
    out.extend([0xff, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0x93, 0xff, 0xd9]);
    out
}

/// The file as Deflated Explicit VR Little Endian, with a private value of zeros behind everything else.
fn bomb(bytes: &[u8]) -> Result<Vec<u8>, SelftestError> {
    let mut parts = Parts::of(bytes)?;
    tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
    let mut data = Vec::new();
    tree::write(&parts.data, &mut data);
    data.extend([0xe1, 0x7f, 0x10, 0x10, b'O', b'B', 0, 0]);
    data.extend((BOMB as u32).to_le_bytes());
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    let written = encoder.write_all(&data).and_then(|()| (0..BOMB >> 20).try_for_each(|_| encoder.write_all(&zeros)));
    let deflated = written.and_then(|()| encoder.finish());
    Ok(parts.write_around(&deflated.map_err(at(Path::new("a deflated data set")))?))
}
