use super::*;

fn decode(values: &str, bytes: &[u8]) -> String {
    SpecificCharacterSet::from_values(values).decode(bytes)
}

#[test]
fn the_examples_of_the_standard_are_read() {
    // PS3.5 Annexes H, I, J and K.
    let yamada = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
    assert_eq!(decode("\\ISO 2022 IR 87", yamada), "Yamada^Tarou=山田^太郎=やまだ^たろう");
    let half_width = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J";
    assert_eq!(decode("ISO 2022 IR 13\\ISO 2022 IR 87", half_width), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
    let hong = b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
    assert_eq!(decode("\\ISO 2022 IR 149", hong), "Hong^Gildong=洪^吉洞=홍^길동");
    let zhang = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=";
    assert_eq!(decode("\\ISO 2022 IR 58", zhang), "Zhang^XiaoDong=张^小东=");
    assert_eq!(decode("GB18030", b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab="), "Wang^XiaoDong=王^小东=");
    assert_eq!(decode("ISO_IR 192", "Wang=王^小東".as_bytes()), "Wang=王^小東");
}

#[test]
fn every_single_byte_set_is_read() {
    for (term, bytes, text) in [
        ("ISO_IR 100", &b"\xc4neas"[..], "Äneas"),
        ("ISO_IR 101", b"\xa3uk", "Łuk"),
        ("ISO_IR 109", b"\xa1al", "Ħal"),
        ("ISO_IR 110", b"\xe0da", "āda"),
        ("ISO_IR 144", b"\xbb\xee\xda", "Люк"),
        ("ISO_IR 127", b"\xe2\xc8", "قب"),
        ("ISO_IR 126", b"\xc4\xe9\xef", "Διο"),
        ("ISO_IR 138", b"\xf9\xf8", "שר"),
        ("ISO_IR 148", b"\xddl", "İl"),
        ("ISO_IR 203", b"\xa4", "€"),
        ("ISO_IR 166", b"\xb9\xd2", "นา"),
        ("ISO_IR 13", b"\xd4\xcf", "ﾔﾏ"),
    ] {
        assert_eq!(decode(term, bytes), text, "{term}");
    }
}

#[test]
fn a_set_in_force_ends_with_its_component() {
    let mixed = b"\x1b-Lj\xbb\xee\xda^\xc4neas";
    assert_eq!(decode("ISO 2022 IR 100\\ISO 2022 IR 144", mixed), "jЛюк^Äneas");
}

#[test]
fn text_without_a_declared_set_is_still_read() {
    assert_eq!(decode("", "Mônica".as_bytes()), "Mônica");
    assert_eq!(decode("NONSENSE", b"M\xf4nica"), "Mônica");
    assert_eq!(decode("", b"\x1b$B;3ED\x1b(B"), "山田");
}

#[test]
fn bytes_of_any_kind_are_survived() {
    for values in ["", "ISO_IR 192", "\\ISO 2022 IR 87", "\\ISO 2022 IR 149", "ISO_IR 13", "GB18030"] {
        for bytes in [&b"\x1b"[..], b"\x1b$", b"\x1b$B\x30", b"\x1b$B\x30\x80", b"\xff\xfe\x1b-", b"\x1b$(D\x7f"] {
            let _ = decode(values, bytes);
        }
    }
}

#[test]
fn a_name_is_written_in_each_set_that_holds_it() {
    let found = encoded("山田");
    assert!(found.contains(&(b";3ED".to_vec(), "ISO 2022 IR 87")), "{found:?}");
    assert!(encoded("Люк").contains(&(b"\xbb\xee\xda".to_vec(), "ISO-8859-5")));
    assert!(!encoded("Mônica").iter().any(|(_, name)| *name == "ISO-8859-5"));
}
