use super::*;
use crate::detectors::search::needles::Needles;
use crate::detectors::search::needles::Target;
use crate::detectors::search::object::search_value;
use crate::detectors::search::place;
use crate::dicom::VR;
use crate::finding::Verdict;
use crate::truth::Kind;
use base64::prelude::BASE64_STANDARD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use flate2::write::ZlibEncoder;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAME: &str = "Souza-Mônaco^Anna";

/// Verdicts on the name in a value, and inside of what.
fn found(value: &[u8]) -> Vec<(Verdict, &'static str)> {
    let target = Target { kind: Kind::PersonName, value: NAME.to_owned(), written: Vec::new(), control: false };
    let mut found = Vec::new();
    search_value(&Needles::new(vec![target]), value, place::content(VR::UN, value), &[], &mut |_, hit, inside| {
        found.push((hit.verdict, inside));
    });
    found.sort_unstable();
    found.dedup();
    found
}

fn leaks(value: &[u8], inside: &str) -> bool {
    found(value).iter().any(|(verdict, there)| *verdict == Verdict::Leaked && *there == inside)
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn archive(bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).expect("memory");
    archive.write_all(bytes).expect("memory");
    archive.finish().expect("memory").into_inner()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_is_packed_in_bytes_is_found_behind_whatever_stands_before_it() {
    let text = format!("<patient>{NAME}</patient>");
    for (packed, inside) in [
        (zlib(text.as_bytes()), "unpacked zlib"),
        (gzip(text.as_bytes()), "unpacked gzip"),
        (archive(text.as_bytes()), "unpacked ZIP"),
    ] {
        for before in [&b""[..], b"\x00\x00\x01\x02", b"ACME\x00\x02\xff\xfe\x00"] {
            // A value is padded to an even length.
            let value = [before, &packed, b"\0"].concat();
            assert!(leaks(&value, inside), "{inside}: {:?}", found(&value));
        }
    }
}

#[test]
fn what_is_spelled_twice_or_packed_before_it_is_found() {
    let spell = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    for text in [
        spell(&wide(NAME)),
        format!("data:text;base64,{}", spell(&gzip(NAME.as_bytes()))),
        spell(spell(format!("name={NAME}").as_bytes()).as_bytes()),
        BASE64_URL_SAFE_NO_PAD.encode(zlib(NAME.as_bytes())),
        format!("x{}", spell(&wide(NAME))),
    ] {
        assert!(leaks(text.as_bytes(), "read as base64"), "{text}: {:?}", found(text.as_bytes()));
        // The same among other bytes.
        let mixed = [&[0, 1, 2, 3, 9, 0, 0, 0], text.as_bytes(), &[0; 40]].concat();
        assert!(leaks(&mixed, "read as base64"), "{text}: {:?}", found(&mixed));
    }
    let hex: String = wide(NAME).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(leaks(hex.as_bytes(), "read as hexadecimal"), "{:?}", found(hex.as_bytes()));
}

#[test]
fn what_is_packed_and_names_nobody_accuses_nobody() {
    let text = "<patient>SUBJECT-0001</patient> Souza, Monaca; without acute fracture".repeat(20);
    for value in [
        zlib(text.as_bytes()),
        gzip(text.as_bytes()),
        archive(text.as_bytes()),
        BASE64_STANDARD.encode(zlib(text.as_bytes())).into_bytes(),
        BASE64_STANDARD.encode(BASE64_STANDARD.encode(text.as_bytes())).into_bytes(),
        BASE64_STANDARD.encode(wide(&text)).into_bytes(),
    ] {
        let leaked: Vec<_> = found(&value).into_iter().filter(|(verdict, _)| *verdict != Verdict::Partial).collect();
        assert_eq!(leaked, []);
    }
}

#[test]
fn bombs_and_broken_streams_are_survived() {
    let bomb = gzip(&zlib(&vec![b'A'; 40 << 20]));
    let mut longest = 0;
    streams(&bomb, &mut |inner, _| longest = longest.max(inner.len() as u64));
    assert!(longest > 0 && longest <= LONGEST);
    for whole in [gzip(NAME.as_bytes()), zlib(NAME.as_bytes()), archive(NAME.as_bytes())] {
        for end in 0..whole.len() {
            streams(whole.get(..end).expect("a part"), &mut |_, _| ());
        }
    }
}
