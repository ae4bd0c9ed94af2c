use super::*;
use crate::detectors::search::needles::Target;
use crate::detectors::search::object::search_value;
use crate::detectors::search::place::Content;
use crate::dicom::value::SpecificCharacterSet;
use crate::truth::Kind;
use proptest::prelude::*;

fn needles(values: &[(Kind, &str)]) -> Needles {
    let target = |(kind, value): &(Kind, &str)| Target {
        kind: *kind,
        value: (*value).to_owned(),
        written: Vec::new(),
        control: false,
    };
    Needles::new(values.iter().map(target).collect())
}

/// What a mixed value says of the first target.
fn found(needles: &Needles, bytes: &[u8]) -> Vec<&'static str> {
    let mut found = Vec::new();
    let sets = [SpecificCharacterSet::default(); 2];
    search_value(needles, bytes, Content::Mixed, &sets, &mut |_, hit, inside| {
        if hit.target == 0 {
            found.push(if inside.is_empty() { hit.form } else { inside });
        }
    });
    found
}

fn parts_of<'a>(needles: &Needles, bytes: &'a [u8]) -> Vec<&'a [u8]> {
    parts(needles, bytes).into_iter().map(|part| &bytes[part]).collect()
}

#[test]
fn only_what_may_say_something_is_read() {
    let needles = needles(&[(Kind::PersonName, "Okafor-Lindqvist^Anna")]);
    let bytes = b"\x00plain words\x01of Lindqvist\r\nhere\x02a=b 5 % < 6\x00<b>x</b>\x03&amp;\x04=20\x05\\u0041\x00";
    let read: Vec<&[u8]> = vec![b"of Lindqvist\r\nhere", b"<b>x</b>", b"&amp;", b"=20", b"\\u0041"];
    assert_eq!(parts_of(&needles, bytes), read);
    let long = [b"\x00".as_slice(), &[b'x'; LONG], b" y\nz\x00", &[b'x'; LONG - 1]].concat();
    assert_eq!(parts_of(&needles, &long), [&long[1..LONG + 5]]);
}

#[test]
fn a_value_among_bytes_is_found_in_every_set_and_behind_every_escape() {
    let needles = needles(&[(Kind::PersonName, "Souza-M\u{f4}naco^Anna")]);
    for text in [
        &b"SOUZA-MONACO"[..],
        b"Souza-M\xf4naco",
        b"SOUZA M\xd4NACO",
        b"Souza&#45;M&ocirc;naco",
        b"<b>Souza</b>-M<i>o</i>naco",
        b"Souza%2DM%C3%B4naco",
        b"Souza=2DM=F4naco",
        b"Souza-Mona=\r\nco",
        b"Souza-M\\u00f4naco",
    ] {
        for (before, after) in [(&b"\x00\x01"[..], &b"\x00"[..]), (b"\x00\xff\xfe", b"\x80"), (b"id\x7f", b"\x85id")] {
            let bytes = [before, text, after].concat();
            assert!(!found(&needles, &bytes).is_empty(), "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
    assert!(found(&needles, b"\x00Souza\x00Monaco\x01Monaca Souzas\x00<b>Souza\x00</b>").is_empty());
}

proptest! {
    #[test]
    fn a_short_number_stands_alone_or_is_no_match(
        before in prop::collection::vec(any::<u8>(), 0..40),
        after in prop::collection::vec(any::<u8>(), 0..40),
        gap in prop::sample::select(vec![0u8, 1, 9, 0x7f, 0x80, 0x9f]),
    ) {
        let needles = needles(&[(Kind::Mrn, "41234")]);
        let alone = [&before[..], &[gap], b"41234", &[gap], &after[..]].concat();
        prop_assert!(!found(&needles, &alone).is_empty(), "{alone:x?}");
        let longer = [&before[..], &[gap], b"9412345", &[gap], &after[..]].concat();
        let by_chance = [&before[..], &[gap, gap], &after[..]].concat().windows(5).any(|there| there == b"41234");
        prop_assert!(by_chance || found(&needles, &longer).is_empty(), "{longer:x?}");
    }
}
