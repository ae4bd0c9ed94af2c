//! One invented person with everything that a hospital knows of it.

use crate::identity::build::Builder;
use crate::identity::day::Day;
use crate::identity::encounter::Encounter;
use crate::identity::equipment::Equipment;
use crate::identity::locale::Locale;
use crate::identity::number::Cast;
use crate::identity::pool::Hand;
use crate::identity::pool::pair;
use crate::identity::script::ScriptNames;
use crate::seed::Seed;

/// The five components of a person's name (PS3.5 §6.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Family name. A patient has two real ones, joined by a hyphen or, one time in eight, by a space; staff have one.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Middle name or initial.
    pub middle: Option<String>,
    /// Before the name: `Dr`.
    pub prefix: Option<String>,
    /// After the name: `Jr`.
    pub suffix: Option<String>,
}

impl PersonName {
    /// As VR PN: `Family^Given^Middle^Prefix^Suffix`, without carets at the end.
    pub fn dicom(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let parts =
            [self.family.clone(), self.given.clone(), part(&self.middle), part(&self.prefix), part(&self.suffix)];
        parts.join("^").trim_end_matches('^').to_owned()
    }

    /// As people write it: `Given Family`.
    pub fn readable(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

/// Where somebody lives or a hospital stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Street with house number.
    pub street: String,
    /// Town.
    pub city: String,
    /// State or region; the only part that Safe Harbor lets stay.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-3.
    pub country: String,
}

impl Address {
    /// One line without the country: `2114 Nemeth Street, Port Osei, Ohio 48201`.
    pub fn line(&self) -> String {
        format!("{}, {}, {} {}", self.street, self.city, self.state, self.postal_code)
    }
}

/// A hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// The department.
    pub department: String,
    /// Where it stands.
    pub address: Address,
}

/// A name whose first half is also the name of a disease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// The name: `Parkinson-Halvorsen`.
    pub name: PersonName,
    /// The disease: `Parkinson disease`.
    pub disease: &'static str,
}

/// Everything that a hospital knows of one patient and one study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Country and language.
    pub locale: Locale,
    /// Specific Character Set (PS3.3 §C.12.1.1.2) in which every string can be written: `ISO_IR 100` or `ISO_IR 192`.
    pub character_set: &'static str,
    /// The patient's name.
    pub name: PersonName,
    /// Patient's Sex: `M`, `F` or `O`.
    pub sex: &'static str,
    /// Day of birth, from 1925 to 2020.
    pub birth_date: Day,
    /// Medical record number, 7 to 10 digits, in some hospitals after a letter.
    pub mrn: String,
    /// Accession number.
    pub accession: String,
    /// A second number of the patient.
    pub other_patient_id: String,
    /// Insurance number.
    pub insurance: String,
    /// Social security number.
    pub social_security: String,
    /// Telephone number.
    pub phone: String,
    /// E-mail address at a reserved domain (RFC 2606).
    pub email: String,
    /// Page of the patient in a portal at a reserved domain.
    pub url: String,
    /// Where the patient lives.
    pub address: Address,
    /// The patient's mother.
    pub mother: PersonName,
    /// Another relative, who answers for the patient.
    pub guardian: PersonName,
    /// The patient's family name at birth.
    pub birth_name: PersonName,
    /// A family name that the patient bore for some years.
    pub former_name: PersonName,
    /// A family name of the patient that holds the name of a disease.
    pub namesake: Namesake,
    /// The patient's name in other scripts.
    pub scripts: ScriptNames,
    /// Numbers of this visit.
    pub encounter: Encounter,
    /// Numbers of the scanner's parts.
    pub equipment: Equipment,
    /// Where the study was made.
    pub institution: Institution,
    /// Who sent the patient.
    pub referring: PersonName,
    /// Who performed the study.
    pub performing: PersonName,
    /// Who worked the device.
    pub operator: PersonName,
    /// Who read the study.
    pub reading: PersonName,
    /// Station Name, at most 16 characters.
    pub station: String,
    /// Application entity title, at most 16 capitals and digits.
    pub ae_title: String,
    /// Device Serial Number.
    pub device_serial: String,
    /// Day of the study, from 2018 to 2024.
    pub study_date: Day,
    /// Time of the study as VR TM, `HHMMSS`.
    pub study_time: String,
}

impl Identity {
    /// Patient `index` of the seed, whatever the number of patients.
    pub fn new(seed: Seed, index: u64) -> Self {
        Builder { seed, index, cast: Cast::Patient }.build(pair(seed, (Hand::Left, Hand::Right), index))
    }

    /// Age on a day as VR AS: `045Y`.
    pub fn age_at(&self, day: Day) -> String {
        self.birth_date.age_at(day)
    }

    /// The mother or another relative.
    pub fn relative(&self) -> &PersonName {
        &self.mother
    }
}
