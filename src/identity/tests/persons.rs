use crate::identity::Identity;
use crate::identity::Kind;
use crate::identity::capacity;
use crate::identity::controls;
use crate::identity::halves_capacity;
use crate::identity::number::Cast;
use crate::identity::number::Field;
use crate::identity::number::number;
use crate::identity::pool::Hand;
use crate::identity::pool::POOL;
use crate::identity::pool::fold;
use crate::identity::script::ScriptNames;
use crate::identity::source_indices;
use crate::identity::tests::SEED;
use crate::identity::tests::halves;
use crate::identity::tests::people;
use crate::seed::Seed;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Every string that may reach a file, with the greatest length of its attribute.
fn strings(person: &Identity) -> Vec<(String, usize)> {
    let addresses = [&person.address, &person.institution.address];
    let names = [
        &person.name,
        &person.mother,
        &person.guardian,
        &person.birth_name,
        &person.former_name,
        &person.referring,
        &person.performing,
        &person.operator,
        &person.reading,
    ];
    let (visit, parts) = (&person.encounter, &person.equipment);
    let long = [
        &person.mrn,
        &person.other_patient_id,
        &person.insurance,
        &person.social_security,
        &person.email,
        &person.url,
        &person.institution.name,
        &person.institution.department,
        &person.device_serial,
        &visit.admission,
        &visit.episode,
        &visit.locator,
        &visit.placer_order,
        &visit.insurance_plan,
        &visit.issuer,
        &visit.issuer_domain,
        &visit.accession_issuer,
        &visit.military_unit,
        &parts.udi,
        &parts.software_site,
        &parts.plate,
        &parts.cassette,
        &parts.gantry,
        &parts.generator,
    ];
    let short = [
        &person.accession,
        &person.phone,
        &person.station,
        &person.ae_title,
        &person.study_time,
        &visit.filler_order,
        &visit.requested_procedure,
        &visit.performed_step,
        &parts.detector,
        &parts.station_ae,
        &parts.archive_ae,
    ];
    let mut all: Vec<(String, usize)> = names.iter().map(|name| (name.dicom(), 64)).collect();
    all.extend(addresses.iter().map(|address| (address.line(), 1024)));
    all.extend(addresses.iter().map(|address| (address.street.clone(), 64)));
    all.extend(long.iter().map(|text| ((*text).clone(), 64)));
    all.extend(short.iter().map(|text| ((*text).clone(), 16)));
    all
}

#[test]
fn the_pool_holds_no_word_and_enough_names() {
    for word in ["parkinson", "hodgkin", "crohn", "grace", "patient", "series", "siemens", "april", "dawn"] {
        assert!(POOL.words.contains(word), "{word}");
    }
    for name in POOL.family.iter().chain(&POOL.given).chain(&POOL.given_accented) {
        assert!(!POOL.words.contains(fold(name).as_str()), "{name}");
        assert!(name.chars().count() >= 4, "{name}");
    }
    assert!(halves_capacity() >= 400);
    assert!(capacity() >= 100_000);
}

#[test]
fn no_two_patients_share_a_family_name_or_a_number() {
    let people = people(5000);
    let distinct = |what: &str, value: fn(&Identity) -> String| {
        let seen: BTreeSet<String> = people.iter().map(value).collect();
        assert_eq!(seen.len(), people.len(), "{what}");
    };
    distinct("family name", |person| fold(&person.name.family.replace(' ', "-")));
    distinct("mother", |person| fold(&person.mother.family));
    distinct("mrn", |person| person.mrn.clone());
    distinct("mrn without its letter", |person| person.mrn.trim_start_matches(char::is_alphabetic).to_owned());
    distinct("accession", |person| person.accession.clone());
    distinct("other id", |person| person.other_patient_id.clone());
    distinct("insurance", |person| person.insurance.clone());
    distinct("social security", |person| person.social_security.clone());
    distinct("phone", |person| person.phone.clone());
    distinct("email", |person| person.email.clone());
    distinct("url", |person| person.url.clone());
    distinct("street", |person| person.address.street.clone());
    distinct("serial number", |person| person.device_serial.clone());
    distinct("admission", |person| person.encounter.admission.clone());
    distinct("latitude", |person| person.encounter.latitude.clone());
    distinct("detector", |person| person.equipment.detector.clone());
}

#[test]
fn the_first_patients_share_no_half_and_nobody_else_bears_one() {
    let people = people(halves_capacity());
    let mut patients = BTreeSet::new();
    for person in &people {
        let own = halves(&person.name.family);
        assert_eq!(own.len(), 2, "{}", person.name.family);
        for half in own {
            assert!(patients.insert(half.clone()), "{half}");
        }
    }
    for (index, person) in people.iter().enumerate() {
        let kin = [&person.mother, &person.guardian, &person.birth_name, &person.former_name];
        let of_kin: BTreeSet<String> = kin.iter().flat_map(|name| halves(&name.family)).collect();
        assert_eq!(of_kin.len(), 8, "{kin:?}");
        let staff = [&person.referring, &person.performing, &person.operator, &person.reading];
        let others = kin.into_iter().chain(staff);
        for name in others {
            assert!(halves(&name.family).iter().all(|half| !patients.contains(half)), "{}", name.family);
            assert_ne!(name.given, person.name.given);
        }
        for text in [&person.address.street, &person.address.city, &person.institution.name] {
            assert!(text.split([' ', '-']).all(|token| !patients.contains(&fold(token))), "{text}");
        }
        for (kind, value) in controls(SEED, index as u64) {
            let tokens = value.split(['^', ' ', '-']).map(fold);
            assert!(kind != Kind::PersonName || tokens.into_iter().all(|token| !patients.contains(&token)), "{value}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_person_and_another_seed_another() {
    assert_eq!(Identity::new(SEED, 7), Identity::new(SEED, 7));
    assert_ne!(Identity::new(SEED, 7).name.family, Identity::new(Seed(1), 7).name.family);
}

#[test]
fn a_new_release_of_the_name_lists_would_be_noticed() {
    // Whoever changes these moves every dataset, and says so in the change log under Scores.
    let first = Identity::new(Seed(1), 0);
    assert_eq!(first.name.dicom(), "Ebert-Nikolaus^Valéry^Edson");
    assert_eq!((first.mrn.as_str(), first.birth_date.da().as_str()), ("5792051", "19940918"));
    assert_eq!((POOL.family.len(), POOL.given.len(), POOL.given_accented.len()), (1497, 3146, 294));
}

#[test]
fn every_string_can_be_written_to_its_attribute() {
    let people = people(2000);
    for person in &people {
        for (text, longest) in strings(person) {
            assert!(text.chars().count() <= longest, "{text}");
            assert!(!text.contains(['\\', '=']) && !text.contains(char::is_control), "{text}");
            assert!(text.chars().all(|letter| u32::from(letter) < 256), "{text}");
            assert_eq!(text.trim(), text);
        }
        assert!(["ISO_IR 100", "ISO_IR 192"].contains(&person.character_set));
        assert!(person.ae_title.is_ascii() && person.ae_title == person.ae_title.to_uppercase());
    }
    let plain = people.iter().filter(|person| person.name.dicom().is_ascii()).count();
    assert!((800..1200).contains(&plain));
    for sex in ["M", "F", "O"] {
        assert!(people.iter().any(|person| person.sex == sex), "{sex}");
    }
}

#[test]
fn nobody_is_examined_before_birth() {
    for person in people(2000) {
        assert!(person.birth_date < person.study_date);
        assert!((1925..=2020).contains(&person.birth_date.0.year()));
        assert!((2018..=2024).contains(&person.study_date.0.year()));
        assert_eq!(person.age_at(person.study_date).len(), 4);
    }
}

#[test]
fn no_number_reads_as_a_date() {
    for index in 0..2000 {
        for digits in 7..=10 {
            let text = number(SEED, Cast::Patient, index, Field::Mrn, digits);
            assert_eq!(text.len(), digits as usize);
            for (at, form) in [(8, "%Y%m%d"), (8, "%d%m%Y"), (8, "%m%d%Y")] {
                let read = text.get(..at).and_then(|head| Date::strptime(form, head).ok());
                assert!(read.is_none_or(|day| day.year() > 2100), "{text}");
            }
        }
    }
}

#[test]
fn controls_are_nobodys_values() {
    let planted: BTreeSet<String> =
        people(400).iter().flat_map(|person| strings(person).into_iter().map(|(text, _)| text)).collect();
    for index in 0..400 {
        let controls = controls(SEED, index);
        assert!((25..=40).contains(&controls.len()));
        for (kind, value) in controls {
            assert!(!planted.contains(&value), "{kind} {value}");
        }
    }
}

#[test]
fn sources_never_collide_and_their_order_does_not_matter() {
    let ids: BTreeSet<String> = (0..1000).map(|number| format!("case-{number}")).collect();
    let indices = source_indices(SEED, &ids);
    assert_eq!(indices.values().collect::<BTreeSet<_>>().len(), 1000);
    let alone = BTreeSet::from(["case-7".to_owned()]);
    let index = source_indices(SEED, &alone)["case-7"];
    assert_eq!(Identity::new(SEED, index), Identity::for_source(SEED, "case-7"));
}

#[test]
fn hands_hold_different_names() {
    let mut dealt = BTreeSet::new();
    for hand in Hand::ALL {
        for slot in 0..hand.size() {
            assert!(dealt.insert(hand.name(SEED, slot)), "{hand:?} {slot}");
        }
    }
    assert!(dealt.len() + 20 > POOL.family.len());
}

#[test]
fn no_two_patients_share_a_name_in_another_script_and_controls_bear_none_of_its_parts() {
    let scripts = |cast| (0..300).map(move |index| ScriptNames::new(SEED, cast, index, "F"));
    let parts = |names: ScriptNames| {
        let ScriptNames { japanese, katakana, korean, chinese, cyrillic, greek, accented } = names;
        [japanese.ideographic, katakana, korean.phonetic, chinese, cyrillic, greek, accented]
    };
    let mut names = BTreeSet::new();
    let mut borne = BTreeSet::new();
    for name in scripts(Cast::Patient).flat_map(parts) {
        borne.insert(name.split(['^', '-']).map(str::to_owned).collect::<Vec<_>>());
        assert!(name.contains('^') && names.insert(name.clone()), "{name}");
    }
    let borne: BTreeSet<String> = borne.into_iter().flatten().collect();
    for name in scripts(Cast::Control).flat_map(parts) {
        assert!(name.split(['^', '-']).all(|part| !borne.contains(part)), "{name}");
    }
}
