use super::*;
use proptest::prelude::*;

fn reads(bytes: &[u8], wanted: &str) -> bool {
    readings(bytes, &[SpecificCharacterSet::default()]).iter().any(|reading| reading.text.contains(wanted))
}

#[test]
fn escapes_and_markup_are_undone() {
    for text in [
        "<p>Souza-M&ocirc;naco</p>",
        "Souza-M&#244;naco",
        "Souza-M&#xF4;naco",
        "<b>Souza</b>-Mo<i/>naco",
        "Souza%2DM%C3%B4naco",
        "q=Souza-M%F4naco",
        "Souza-M=C3=B4na=\r\nco",
        "{\"n\":\"Souza-M\\u00f4naco\"}",
    ] {
        assert!(reads(text.as_bytes(), "Souza-Mônaco") || reads(text.as_bytes(), "Souza-Monaco"), "{text}");
    }
}

#[test]
fn wide_text_is_read_with_and_without_a_byte_order_mark() {
    for mark in ["", "\u{feff}"] {
        let units: Vec<u16> = format!("{mark}Okafor").encode_utf16().collect();
        for bytes in [
            units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>(),
            units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ] {
            assert!(reads(&bytes, "Okafor"), "{bytes:x?}");
        }
    }
}

#[test]
fn broken_escapes_stay_as_they_are() {
    for text in ["100 %", "a %zz", "a & b", "&;", "&#;", "\\u12", "\\uzzzz \\u", "<", "1 < 2", "=", "a=b", "é%C3"] {
        assert!(reads(text.as_bytes(), text), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_read_as_it_is_has_no_other_reading(bytes in prop::collection::vec(prop_oneof![4 => 0x20u8..0x7f, 1 => any::<u8>()], 0..12)) {
        if let Some(text) = as_it_is(&bytes) {
            let all = readings(&bytes, &[SpecificCharacterSet::default()]);
            prop_assert_eq!(all.len(), 1);
            prop_assert!(all.iter().all(|reading| reading.text == text && reading.undone.is_empty()));
        }
    }
}

#[test]
fn each_run_of_escapes_is_in_a_set_of_its_own() {
    assert!(reads(b"M%C3%B4naco\tM%F4naco", "M\u{f4}naco\tM\u{f4}naco"));
    assert!(reads(b"a%2Fb+c", "a/b c"));
    assert!(!reads(b"a+c", "a c"));
}

#[test]
fn only_lines_that_look_cut_off_are_joined() {
    let long = "x".repeat(WRAPPED);
    assert!(reads(format!("Oka\nfor\n{long}\nMonaco\nSouza").as_bytes(), &format!("Oka\nfor{long}Monaco\nSouza")));
    assert!(!reads(format!("Oka\nfor\n{long} y\nMonaco").as_bytes(), "forx"));
}
