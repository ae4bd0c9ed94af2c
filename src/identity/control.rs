//! Control needles: values of the same generators that are planted nowhere, so that false matches can be counted.
//!
//! There is at least one for each kind of value that a match could mistake, so that every form in which values are
//! looked for is tried in vain too.

use crate::identity::build::Builder;
use crate::identity::day::Day;
use crate::identity::kind::Kind;
use crate::identity::number::Cast;
use crate::identity::number::Field;
use crate::identity::number::number;
use crate::identity::person::Identity;
use crate::identity::person::PersonName;
use crate::identity::pool::Hand;
use crate::identity::pool::pair;
use crate::seed::Seed;
use jiff::civil::date;
use rand::RngExt;

/// Values that nobody bears, for the patient `index`: about thirty.
pub fn controls(seed: Seed, index: u64) -> Vec<(Kind, String)> {
    let halves = pair(seed, (Hand::ControlLeft, Hand::ControlRight), index);
    let other = pair(seed, (Hand::ControlRight, Hand::ControlLeft), index);
    let builder = Builder { seed, index, cast: Cast::Control };
    let person = builder.build(halves);
    let given = builder.given_name_of_nobody(&Identity::new(seed, index));
    let name = PersonName { given, middle: None, ..person.name };
    let (born, examined) = days(seed, index);
    let mut controls = vec![
        (Kind::PersonName, name.dicom()),
        (Kind::RelativeName, format!("{}-{}", other.0, other.1)),
        (Kind::PersonName, person.scripts.japanese.ideographic),
        (Kind::PersonName, person.scripts.japanese.phonetic),
        (Kind::PersonName, person.scripts.katakana),
        (Kind::PersonName, person.scripts.korean.phonetic),
        (Kind::PersonName, person.scripts.chinese),
        (Kind::PersonName, person.scripts.cyrillic),
        (Kind::PersonName, person.scripts.greek),
        (Kind::OtherPatientId, person.other_patient_id),
        (Kind::OtherPatientId, person.encounter.admission),
        (Kind::Accession, person.accession),
        (Kind::Accession, person.encounter.requested_procedure),
        (Kind::Insurance, person.insurance),
        (Kind::SocialSecurity, person.social_security),
        (Kind::Phone, person.phone),
        (Kind::Email, person.email),
        (Kind::Address, person.address.street),
        (Kind::Address, person.encounter.latitude),
        (Kind::Url, person.url),
        (Kind::BirthDate, born.da()),
        (Kind::Date, examined.da()),
        (Kind::Device, person.device_serial),
        (Kind::Device, person.station),
        (Kind::Device, person.equipment.udi_serial),
        (Kind::Uid, uid(seed, index)),
    ];
    controls.extend(record_numbers(seed, index).into_iter().map(|number| (Kind::Mrn, number)));
    controls
}

/// Record numbers of every form that hospitals use.
fn record_numbers(seed: Seed, index: u64) -> Vec<String> {
    let digits = |digits| number(seed, Cast::Control, index, Field::Mrn, digits);
    let with_letters = [("M", 7), ("H", 8)].map(|(letter, count)| format!("{letter}{}", digits(count)));
    [7, 8, 9, 10].map(digits).into_iter().chain(with_letters).collect()
}

/// A birth date and a day of study in years of which no patient has any date: dates repeat among people, so that a
/// control of the same years would be somebody's.
fn days(seed: Seed, index: u64) -> (Day, Day) {
    let mut stream = seed.stream(&["identity", "control", &index.to_string(), "days"]);
    let born = Day(date(1902, 1, 1)).plus_days(stream.random_range(0..365 * 20));
    (born, Day(date(2031, 1, 1)).plus_days(stream.random_range(0..365 * 8)))
}

/// A UID of the kind that is made from a random number (PS3.5 §B.2).
fn uid(seed: Seed, index: u64) -> String {
    let mut stream = seed.stream(&["identity", "control", &index.to_string(), "uid"]);
    format!("2.25.{}", stream.random_range(1u128 << 120..1u128 << 122))
}
