//! Control needles: values of the same generators that are planted nowhere, so that false matches can be counted.

use crate::identity::build::Builder;
use crate::identity::kind::Kind;
use crate::identity::number::Cast;
use crate::identity::pool::Hand;
use crate::identity::pool::pair;
use crate::seed::Seed;

/// About twenty values that nobody bears, for the patient `index`.
pub fn controls(seed: Seed, index: u64) -> Vec<(Kind, String)> {
    let halves = pair(seed, (Hand::ControlLeft, Hand::ControlRight), index);
    let other = pair(seed, (Hand::ControlRight, Hand::ControlLeft), index);
    let person = Builder { seed, index, cast: Cast::Control }.build(halves);
    vec![
        (Kind::PersonName, person.name.dicom()),
        (Kind::PersonName, person.name.readable()),
        (Kind::RelativeName, format!("{}-{}", other.0, other.1)),
        (Kind::Mrn, person.mrn),
        (Kind::OtherPatientId, person.other_patient_id),
        (Kind::Accession, person.accession),
        (Kind::Insurance, person.insurance),
        (Kind::SocialSecurity, person.social_security),
        (Kind::Phone, person.phone),
        (Kind::Email, person.email),
        (Kind::Address, person.address.street),
        (Kind::Url, person.url),
        (Kind::BirthDate, person.birth_date.da()),
        (Kind::Date, person.study_date.iso()),
        (Kind::Device, person.device_serial),
        (Kind::Device, person.station),
    ]
}
