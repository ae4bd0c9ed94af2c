use super::*;

fn needles(kind: Kind, value: &str) -> Needles {
    Needles::new(vec![Target { kind, value: value.to_owned(), written: Vec::new(), control: false }])
}

#[test]
fn a_name_is_found_in_any_case_order_and_encoding() {
    let search = needles(Kind::PersonName, "Souza-Mônaco^Anna");
    for text in ["SOUZA-MÔNACO^ANNA", "Anna Souza Monaco", "x_souzamônaco_y"] {
        assert!(!search.in_text(text).is_empty(), "{text}");
    }
    let wide: Vec<u8> = "SOUZA-MÔNACO".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(search.in_bytes(&wide).first().map(|hit| hit.encoding), Some("UTF-16LE"));
    let latin: Vec<u8> = "Souza-Mônaco".chars().map(|letter| letter as u8).collect();
    assert!(!search.in_bytes(&latin).is_empty());
    assert!(search.in_text("Souza Silva").iter().all(|hit| hit.form.starts_with("half")));
    assert!(search.in_text("Monacan souzas").is_empty());
}

#[test]
fn a_number_inside_a_longer_one_is_no_match() {
    let search = needles(Kind::Mrn, "7692424");
    assert!(search.in_bytes(b"2.25.176924241").is_empty());
    assert_eq!(search.in_bytes(b"id=7692424;").len(), 1);
}

#[test]
fn a_number_is_found_with_any_signs_between_its_digits() {
    let search = needles(Kind::Mrn, "7692424");
    for text in ["769-24-24", "7 6 9 2 4 2 4", "7-6-9-2-4-2-4-", "no. 76 92 424/1", "(769) 2424", "+1 769 2424"] {
        assert!(!search.in_digits(text).is_empty(), "{text}");
    }
    for text in ["769.2424", "769\\2424", "1769-2424", "769-24245", "769 ... 2424"] {
        assert!(search.in_digits(text).is_empty(), "{text}");
    }
}

#[test]
fn a_telephone_number_is_found_with_its_country_code_and_in_part_without_its_area() {
    let search = needles(Kind::Phone, "01 99 00 12 34");
    assert!(!search.in_digits("+33 1 99 00 12 34").is_empty());
    let search = needles(Kind::Phone, "(590) 412-1234");
    let verdict = |text: &str| search.in_digits(text).into_iter().map(|hit| hit.verdict).max();
    assert_eq!(verdict("+1-590-412-1234"), Some(Verdict::Leaked));
    assert_eq!(verdict("call 412-1234"), Some(Verdict::Partial));
    assert_eq!(verdict("call 412-1235"), None);
}

#[test]
fn a_day_is_found_in_a_date_time_but_not_inside_a_number() {
    let search = needles(Kind::Date, "20230511");
    assert_eq!(search.in_text("20230511103000.5").len(), 1);
    assert_eq!(search.in_text("11.05.2023").len(), 1);
    assert!(search.in_text("120230511").is_empty());
}

#[test]
fn a_name_of_two_signs_is_found_in_the_sets_of_its_country() {
    let search = needles(Kind::PersonName, "Yamada^Tarou=山田^太郎=やまだ^たろう");
    for bytes in [&b"\x8eR\x93c\x91\xbe\x98Y"[..], "山田 太郎".as_bytes(), b"\x1b$B;3EDB@O:\x1b(B"] {
        assert!(!search.in_bytes(bytes).is_empty(), "{bytes:x?}");
    }
    assert!(!search.in_text("患者山田太郎様").is_empty());
    assert!(search.in_text("山田町").is_empty());
}

#[test]
fn a_digest_is_recoverable_whatever_stands_beside_it() {
    let search = needles(Kind::Mrn, "7692424");
    let hits = search.in_bytes(b"id-c45e7d5b7a5b0ee6-");
    assert!(hits.is_empty());
    let hash = digests(Kind::Mrn, "7692424").into_iter().find(|(bytes, ..)| bytes.len() == 16).expect("one");
    let text = [b"id-".as_slice(), &hash.0.to_ascii_uppercase(), b"00"].concat();
    assert_eq!(search.in_bytes(&text).first().map(|hit| hit.verdict), Some(Verdict::Recoverable));
}
