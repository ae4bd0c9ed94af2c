use super::*;
use crate::detectors::search::forms::encoding::hex;
use crate::detectors::search::needles::Target;
use crate::truth::Kind;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const VALUES: [(Kind, &str); 8] = [
    (Kind::PersonName, "Souza-Mônaco^Anna"),
    (Kind::PersonName, "Okafor^Li"),
    (Kind::PersonName, "Yamada^Tarou=山田^太郎"),
    (Kind::Mrn, "7692424"),
    (Kind::BirthDate, "19610203"),
    (Kind::Phone, "(590) 412-1234"),
    (Kind::Address, "4114 Straße,\nPort Osei"),
    (Kind::Description, "A+B & C"),
];

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| {
    let target =
        |(kind, value): (Kind, &str)| Target { kind, value: value.to_owned(), written: Vec::new(), control: false };
    Needles::new(VALUES.into_iter().map(target).collect())
});

/// What a finding says: the value, and what had to be undone.
type Found = BTreeSet<(usize, &'static str)>;

/// A value that stands there as it is says more than the same one in a reading without escapes.
fn found(run: impl FnOnce(&mut See<'_>)) -> Found {
    let mut found = Found::new();
    run(&mut |_, hit, undone| {
        found.insert((hit.target, undone));
    });
    let plain: Vec<usize> = found.iter().filter(|(_, undone)| undone.is_empty()).map(|(target, _)| *target).collect();
    found.retain(|(target, undone)| undone.is_empty() || !plain.contains(target));
    found
}

/// Letters that vanish or change when something is undone, and what is beside them.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        6 => any::<u8>(),
        2 => prop::sample::select(b"<>&%=\\;#+\n\0".to_vec()),
        1 => prop::sample::select(b"oOkaflLi0123456789ABCDEFu .-".to_vec()),
        1 => prop::sample::select(b"\xad\xc3\xc2\xa9\xb4".to_vec()),
    ];
    prop_oneof![
        8 => prop::collection::vec(byte.clone(), 0..12),
        2 => prop::collection::vec(byte.clone(), 0..160),
        1 => prop::collection::vec(0x21u8..0x7f, 38..90),
        1 => prop::collection::vec(0xa0u8..=0xff, 0..60),
    ]
}

/// A value in one of the ways in which it may stand, cut by a sign at some letter.
fn planted(value: &str, form: u8, cut: &[u8], at: prop::sample::Index) -> Vec<u8> {
    let text = if form & 1 == 0 { value.to_owned() } else { value.replace('^', " ").to_uppercase() };
    let mut bytes: Vec<u8> = match form >> 1 {
        0 => text.bytes().collect(),
        1 => text.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect(),
        2 => text
            .bytes()
            .flat_map(
                |byte| if byte.is_ascii_alphanumeric() { vec![byte] } else { format!("={byte:02X}").into_bytes() },
            )
            .collect(),
        3 => text
            .chars()
            .flat_map(|letter| {
                if letter.is_ascii() { letter.to_string() } else { format!("&#{};", u32::from(letter)) }.into_bytes()
            })
            .collect(),
        4 => text.encode_utf16().flat_map(|unit| format!("\\u{unit:04x}").into_bytes()).collect(),
        5 => text.chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect(),
        6 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        7 => hex(text.as_bytes()),
        8 => BASE64_STANDARD.encode(&text).into_bytes(),
        _ => text.replace(' ', "+").into_bytes(),
    };
    if !bytes.is_empty() {
        let at = at.index(bytes.len());
        bytes.splice(at..at, cut.iter().copied());
    }
    bytes
}

fn cut() -> impl Strategy<Value = &'static [u8]> {
    prop::sample::select(vec![
        &b""[..],
        b"<b>",
        b"<i x=\"Okafor\"/>",
        b"</i>\0<u>",
        b"<b\0\0\0\0\0aaaa>",
        b"=\0",
        b"=\n\0",
        b"&am<x>p;",
        b"\xad",
        b"%41",
        b"+",
        b"&nbsp;",
        b">",
        b"\n",
        b"-",
    ])
}

fn set() -> impl Strategy<Value = SpecificCharacterSet> {
    let terms = ["", "ISO_IR 100", "ISO_IR 192", "GB18030", "ISO_IR 144", "\\ISO 2022 IR 149", "ISO_IR 13"];
    prop::sample::select(terms.to_vec()).prop_map(SpecificCharacterSet::from_values)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn parts_alone_say_what_the_whole_says(
        pieces in prop::collection::vec((noise(), any::<prop::sample::Index>(), 0u8..20, cut(), any::<prop::sample::Index>()), 1..8),
        sets in prop::collection::vec(set(), 0..3),
        end in noise(),
    ) {
        let mut bytes = Vec::new();
        for (noise, which, form, cut, at) in &pieces {
            bytes.extend(noise);
            let (_, value) = which.get(&VALUES);
            bytes.extend(planted(value, *form, cut, *at));
        }
        bytes.extend(end);
        let fast = found(|see| search(&NEEDLES, &bytes, &sets, see));
        let plain = found(|see| search_plainly(&NEEDLES, &place::runs(&bytes), &sets, see));
        prop_assert_eq!(fast, plain, "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn much_noise_hides_nothing() {
    let mut state = 1u64;
    let mut noise = std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    });
    let mut bytes: Vec<u8> = noise.by_ref().take(100_000).collect();
    assert_eq!(found(|see| search(&NEEDLES, &bytes, &[SpecificCharacterSet::default()], see)), Found::new());
    for (target, text) in [
        (0, &b"\0Souza-M%C3%B4naco\0"[..]),
        (0, b"\0Souza-M=F4naco\0"),
        (1, b"\0ok<b>afor l</b>i\0"),
        (3, b"\0id 769<br>2424\0"),
        (4, b"\0>&#49;9610203\0"),
    ] {
        let before = bytes.len();
        bytes.extend(text);
        bytes.extend(noise.by_ref().take(1000));
        let sets = [SpecificCharacterSet::default()];
        let fast = found(|see| search(&NEEDLES, &bytes, &sets, see));
        assert!(fast.iter().any(|(seen, undone)| *seen == target && !undone.is_empty()), "{target} in {fast:?}");
        assert_eq!(fast, found(|see| search_plainly(&NEEDLES, &place::runs(&bytes), &sets, see)));
        bytes.truncate(before);
    }
}
