use crate::identity::Day;
use crate::identity::Decoys;
use crate::identity::Identity;
use crate::identity::Kind;
use crate::identity::tests::SEED;
use crate::identity::tests::halves;
use crate::identity::tests::people;
use jiff::civil::Date;
use jiff::civil::date;
use std::collections::BTreeSet;

#[test]
fn decoys_have_the_form_of_the_true_value() {
    let decoys = Decoys::new(SEED);
    let person = Identity::new(SEED, 3);
    let cases = [
        (Kind::PersonName, person.name.dicom()),
        (Kind::PersonName, person.name.readable()),
        (Kind::PersonName, "OKAFOR-LINDQVIST, ANNA".to_owned()),
        (Kind::PersonName, "Müller-Lindqvist, Zoé B".to_owned()),
        (Kind::RelativeName, person.mother.readable()),
        (Kind::Staff, person.referring.dicom()),
        (Kind::Mrn, "H48213907".to_owned()),
        (Kind::Accession, person.accession.clone()),
        (Kind::Insurance, person.insurance.clone()),
        (Kind::SocialSecurity, "912-34-5678".to_owned()),
        (Kind::Phone, "(394) 555-0142".to_owned()),
        (Kind::Phone, "02 61 91 12 34".to_owned()),
        (Kind::Phone, "0199 4123456".to_owned()),
        (Kind::Phone, "(20) 94123-4567".to_owned()),
        (Kind::Email, person.email.clone()),
        (Kind::Url, person.url.clone()),
        (Kind::Address, person.address.line()),
        (Kind::BirthDate, "19780314".to_owned()),
        (Kind::BirthDate, "14-MAR-1978".to_owned()),
        (Kind::BirthDate, "03/14/1978".to_owned()),
        (Kind::Date, "20210314093000".to_owned()),
        (Kind::Date, "2021-03-14 09:30".to_owned()),
        (Kind::BirthDate, "3/4/1978".to_owned()),
        (Kind::Date, "2021-03-14".to_owned()),
        (Kind::Device, person.ae_title.clone()),
        (Kind::Uid, "2.25.123456789012345678901234567890".to_owned()),
        (Kind::Time, "09:41:07".to_owned()),
    ];
    let class = |letter: char| match letter {
        _ if letter.is_ascii_digit() => '9',
        _ if letter.is_uppercase() => 'A',
        _ if letter.is_alphabetic() => 'a',
        other => other,
    };
    for (kind, value) in cases {
        let drawn = decoys.draw(kind, &value, 400, &mut SEED.stream(&["decoys", &value]), |_| true);
        assert_eq!(drawn.len(), 400, "{kind} {value}: {:?}", drawn.first());
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 400);
        for decoy in &drawn {
            assert_ne!(*decoy, value);
            assert_eq!(decoy.chars().count(), value.chars().count(), "{decoy} for {value}");
            let punctuation = |text: &str| text.chars().filter(|letter| !letter.is_alphanumeric()).collect::<String>();
            assert_eq!(punctuation(decoy), punctuation(&value), "{decoy}");
            assert_eq!(value == value.to_uppercase(), *decoy == decoy.to_uppercase(), "{decoy}");
            if !matches!(kind, Kind::PersonName | Kind::RelativeName | Kind::Staff | Kind::Address | Kind::Device) {
                assert!(value.chars().map(class).eq(decoy.chars().map(class)), "{decoy} for {value}");
            }
        }
    }
}

#[test]
fn decoys_of_a_name_are_no_patients_and_share_no_token_with_it() {
    let families: BTreeSet<String> = people(400).into_iter().map(|person| person.name.family).collect();
    let decoys = Decoys::new(SEED);
    for index in 0..20 {
        let name = Identity::new(SEED, index).name;
        let own = halves(&name.family);
        let drawn = decoys.draw(Kind::PersonName, &name.family, 400, &mut SEED.stream(&["family"]), |_| true);
        assert_eq!(drawn.len(), 400, "{}", name.family);
        for decoy in drawn {
            assert!(!families.contains(&decoy), "{decoy}");
            assert!(halves(&decoy).iter().all(|half| !own.contains(half)), "{decoy}");
        }
    }
}

#[test]
fn a_name_in_another_script_has_decoys_in_that_script() {
    let script = |letter: char| match letter {
        'Ͱ'..='Ͽ' => 1,
        'Ѐ'..='ӿ' => 2,
        'ぁ'..='ん' => 3,
        '一'..='鿿' => 4,
        '가'..='힣' => 5,
        _ => 0,
    };
    let decoys = Decoys::new(SEED);
    for index in 0..20 {
        let names = Identity::new(SEED, index).scripts;
        let readable = |name: &str| name.replace('^', " ");
        for value in [
            names.cyrillic.replace('^', ", ").to_uppercase(),
            names.cyrillic.clone(),
            names.greek.replace('^', ", ").to_uppercase(),
            names.greek.clone(),
            readable(&names.japanese.ideographic),
            readable(&names.japanese.phonetic),
            readable(&names.korean.ideographic),
            readable(&names.korean.phonetic),
            readable(&names.chinese),
            names.accented.clone(),
            names.accented.replace('^', ", "),
        ] {
            let drawn = decoys.draw(Kind::PersonName, &value, 200, &mut SEED.stream(&["script", &value]), |_| true);
            assert!(drawn.len() >= 100, "{value}: {}", drawn.len());
            for decoy in drawn {
                assert!(
                    decoy.chars().map(script).collect::<BTreeSet<_>>().is_subset(&value.chars().map(script).collect())
                );
                assert!(
                    value
                        .split([' ', ',', '^', '-'])
                        .all(|own| own.is_empty() || !decoy.split([' ', ',', '^', '-']).any(|other| other == own)),
                    "{decoy} for {value}"
                );
            }
        }
    }
}

#[test]
fn an_age_is_drawn_anew_in_its_written_form() {
    for (value, form) in [("045Y", "Y"), ("93 y", " y"), ("Age 91", "Age ")] {
        let drawn = Decoys::new(SEED).draw(Kind::Age, value, 60, &mut SEED.stream(&["ages", value]), |_| true);
        assert_eq!(drawn.len(), 60, "{value}");
        assert!(drawn.iter().all(|age| age.contains(form) && age.len() == value.len()), "{drawn:?}");
    }
}

#[test]
fn dates_of_decoys_are_days_of_the_calendar() {
    let drawn = Decoys::new(SEED).draw(Kind::BirthDate, "20200229", 1000, &mut SEED.stream(&["days"]), |_| true);
    assert_eq!(drawn.len(), 1000);
    for day in drawn {
        let read = Date::strptime("%Y%m%d", &day).map(Day);
        assert!(read.is_ok_and(|day| day < Day(date(2021, 1, 1)) && day >= Day(date(1925, 1, 1))), "{day}");
    }
}

#[test]
fn a_filter_that_refuses_everything_ends() {
    let mut stream = SEED.stream(&["none"]);
    assert!(Decoys::new(SEED).draw(Kind::Mrn, "4821390", 400, &mut stream, |_| false).is_empty());
    assert!(Decoys::new(SEED).draw(Kind::Description, "CT CHEST", 10, &mut stream, |_| true).is_empty());
    assert!(Decoys::new(SEED).draw(Kind::Date, "gestern", 10, &mut stream, |_| true).is_empty());
    let many = "Okafor Lindqvist ".repeat(20);
    assert!(Decoys::new(SEED).draw(Kind::PersonName, &many, 10, &mut stream, |_| true).len() <= 10);
    assert!(Decoys::new(SEED).draw(Kind::PersonName, "", 10, &mut stream, |_| true).is_empty());
}

#[test]
fn a_true_name_is_exchangeable_with_its_decoys() {
    // Wide letters less narrow ones: what differs most in pixels between names of one length.
    let breadth = |name: &str| {
        let count =
            |letters: &str| name.to_lowercase().chars().filter(|letter| letters.contains(*letter)).count() as i64;
        count("mw") * 2 - count("iltj")
    };
    let decoys = Decoys::new(SEED);
    let count = 400u64;
    let mut ranks = 0.0;
    for index in 0..count {
        let name = Identity::new(SEED, index).name.family;
        let own = breadth(&name);
        let drawn = decoys.draw(Kind::PersonName, &name, 99, &mut SEED.stream(&["ranks", &name]), |_| true);
        let below = drawn.iter().filter(|decoy| breadth(decoy) < own).count() as f64;
        let ties = drawn.iter().filter(|decoy| breadth(decoy) == own).count() as f64;
        ranks += (below + ties / 2.0) / drawn.len() as f64;
    }
    // The mean of 400 uniform ranks lies within 0.5 +- 4 standard errors of 0.0144.
    let mean = ranks / count as f64;
    assert!((mean - 0.5).abs() < 0.058, "{mean}");
}
