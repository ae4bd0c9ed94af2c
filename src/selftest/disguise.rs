//! Name and number of the patient, disguised, in the comments on a scheduled step, where no trap plants anything.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::parts::Parts;
use crate::truth::Kind;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use flate2::write::ZlibEncoder;
use sha2::Digest;
use sha2::Sha256;
use std::io;
use std::io::Cursor;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The ways.
pub const WORDS: &[&str] = &[
    "third-item",
    "orphaned-private",
    "latin-1",
    "reordered",
    "upper",
    "joined",
    "longer-word",
    "number",
    "base64",
    "base64-wide",
    "base64-twice",
    "gzip",
    "zlib",
    "zip",
    "hex",
    "url",
    "sha-256",
    "punctuated",
    "given",
    "half",
];

/// Hides name and number in a file that the oracle wrote; `false` where the patient has none, or no such way is known.
pub fn apply(word: &str, parts: &mut Parts, file: &File<'_>) -> bool {
    let (Some(person), Some(number)) = (value(file, Kind::PersonName), value(file, Kind::Mrn)) else { return false };
    let comments = tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP;
    match word {
        "third-item" => {
            // A sequence whose items changed places: no plant stood at this one.
            let item = vec![Node::new(tags::PATIENT_NAME, VR::PN, person)];
            let items = vec![Vec::new(), Vec::new(), item];
            tree::put(&mut parts.data, Node::sequence(tags::REQUEST_ATTRIBUTES_SEQUENCE, items));
        }
        // A private value whose creator is gone: nobody knows any more what it is.
        "orphaned-private" => tree::put(&mut parts.data, Node::new(Tag(0x0029, 0x1010), VR::LO, person)),
        // Bytes of another character set than the one that the file names.
        "latin-1" => tree::put(&mut parts.data, Node::new(comments, VR::UN, latin(&person))),
        "gzip" | "zlib" | "zip" => match packed(word, format!("patient: {person}\n").as_bytes()) {
            Ok(bytes) => tree::put(&mut parts.data, Node::new(comments, VR::UN, bytes)),
            Err(_) => return false,
        },
        word => match disguised(word, &person, &number) {
            Some(text) => parts.put_text(comments, VR::LT, &text),
            None => return false,
        },
    }
    true
}

fn value(file: &File<'_>, kind: Kind) -> Option<String> {
    let plant = file.truth.plants.iter().find(|plant| plant.kind == kind)?;
    Some(plant.value.clone())
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

/// A text as a file of its own that a program wrote into the attribute.
fn packed(word: &str, text: &[u8]) -> io::Result<Vec<u8>> {
    Ok(match word {
        "gzip" => {
            let mut file = GzEncoder::new(Vec::new(), Compression::default());
            file.write_all(text)?;
            file.finish()?
        }
        "zlib" => {
            // The length first, as some libraries write it.
            let mut file = ZlibEncoder::new((text.len() as u32).to_be_bytes().to_vec(), Compression::default());
            file.write_all(text)?;
            file.finish()?
        }
        _ => {
            let mut file = ZipWriter::new(Cursor::new(Vec::new()));
            file.start_file("notes.txt", SimpleFileOptions::default())?;
            file.write_all(text)?;
            file.finish()?.into_inner()
        }
    })
}

fn disguised(word: &str, person: &str, number: &str) -> Option<String> {
    let mut parts = person.split('^');
    let (family, given) = (parts.next()?, parts.next().unwrap_or_default());
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Some(match word {
        "reordered" => format!("{given} {family}"),
        "upper" => person.to_uppercase(),
        "joined" => format!("x{}y", family.replace('-', "")),
        "longer-word" => format!("study{family}v2"),
        "number" => format!("no. {number}/1"),
        "base64" => BASE64_STANDARD.encode(person),
        "base64-wide" => BASE64_STANDARD.encode(person.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        "base64-twice" => BASE64_STANDARD.encode(BASE64_STANDARD.encode(person)),
        "hex" => hex(person.as_bytes()),
        "url" => person.replace('^', "%5E").replace('-', "%2D"),
        "sha-256" => hex(&Sha256::digest(number)),
        "punctuated" => number.chars().map(|digit| format!("{digit}-")).collect(),
        "given" => format!("for {given} only"),
        "half" => format!("the {} case", family.split(['-', ' ']).next()?),
        _ => return None,
    })
}
