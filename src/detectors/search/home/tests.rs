use super::*;
use crate::dicom::locus::Locus;
use crate::truth::Surface;

fn plant(kind: Kind, value: &str) -> Plant {
    Plant::new(Surface::Header, Locus::Preamble, kind, value)
}

fn verdict(kind: Kind, value: &str, text: &str) -> Option<Verdict> {
    left(&plant(kind, value), text).map(|(verdict, _)| verdict)
}

#[test]
fn initials_count_alone_or_with_points() {
    let of = |text| verdict(Kind::PersonName, "Okafor-Lindqvist^Anna^M", text);
    for text in ["AO", "O.A.", "AMO", "seen with A. O. today", "AOL", "O^A"] {
        assert_eq!(of(text), Some(Verdict::Partial), "{text}");
    }
    for text in ["", "REMOVED", "AOK", "view of AO valve", "Anon^Ymous", "ANON-0001"] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn an_ideographic_family_name_counts_at_its_own_place() {
    assert_eq!(verdict(Kind::PersonName, "Yamada^Tarou=山田^太郎", "山田^^"), Some(Verdict::Partial));
    assert_eq!(verdict(Kind::PersonName, "Yamada^Tarou=山田^太郎", "匿名"), None);
}

#[test]
fn the_last_four_digits_count_alone_or_behind_a_mask() {
    let of = |text| verdict(Kind::Mrn, "7692424", text);
    for text in ["2424", "***2424", "XXX-2424", "number ending in 2424", "last four: 2424"] {
        assert_eq!(of(text), Some(Verdict::Partial), "{text}");
    }
    for text in ["12424", "24240", "1.2.2424.5", "ANON2424", "0001", "pressure 2424 Pa"] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn a_year_of_birth_counts_alone_and_another_date_does_not() {
    let of = |text| verdict(Kind::BirthDate, "19610203", text);
    for text in ["1961", "19610101", "196102"] {
        assert_eq!(of(text), Some(Verdict::Partial), "{text}");
    }
    for text in ["03.02.61", "2/3/61", "610203", "-281145600", "03-FEB-61", "1961034"] {
        assert_eq!(of(text), Some(Verdict::Leaked), "{text}");
    }
    for text in ["19610317", "19600203", "1962", "19000101", "1.2.1961.4", "61", "1961.5"] {
        assert_eq!(of(text), None, "{text}");
    }
    assert_eq!(verdict(Kind::BirthDate, "19700203", "19700101"), None);
    assert_eq!(verdict(Kind::Date, "20230511", "2023"), None);
}

#[test]
fn ages_and_times_count_in_their_words() {
    for text in ["045Y", "45", "45Y", "45-year-old", "aged 45 yrs"] {
        assert_eq!(verdict(Kind::Age, "045Y", text), Some(Verdict::Leaked), "{text}");
    }
    for text in ["145Y", "046Y", "45 mm", "5Y"] {
        assert_eq!(verdict(Kind::Age, "045Y", text), None, "{text}");
    }
    assert_eq!(verdict(Kind::Time, "093015", "093015.123000"), Some(Verdict::Leaked));
    assert_eq!(verdict(Kind::Time, "093015.25", "at 09:30"), Some(Verdict::Partial));
    assert_eq!(verdict(Kind::Time, "093015", "000000"), None);
}

#[test]
fn a_street_without_its_house_is_partial() {
    assert_eq!(verdict(Kind::Address, "4114 Nemeth Street, Port Osei", "Nemeth Street"), Some(Verdict::Partial));
    assert_eq!(verdict(Kind::Address, "4114 Nemeth Street, Port Osei", "Main Street"), None);
}
