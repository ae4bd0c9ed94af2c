//! Makes a person from seed and index, field by field.

use crate::identity::day::Day;
use crate::identity::encounter::Encounter;
use crate::identity::equipment::Equipment;
use crate::identity::locale::Locale;
use crate::identity::number::Cast;
use crate::identity::number::Field;
use crate::identity::number::number;
use crate::identity::number::phone;
use crate::identity::number::social_security;
use crate::identity::person::Identity;
use crate::identity::person::Namesake;
use crate::identity::person::PersonName;
use crate::identity::place::Resident;
use crate::identity::place::address;
use crate::identity::place::institution;
use crate::identity::pool::Hand;
use crate::identity::pool::POOL;
use crate::identity::pool::pair;
use crate::identity::pool::second_pair;
use crate::identity::script::ScriptNames;
use crate::seed::Seed;
use jiff::civil::date;
use rand::RngExt;

/// Names of diseases. The words of the pool hold them, so nobody else is called so.
const EPONYMS: &[(&str, &str)] = &[
    ("Parkinson", "Parkinson disease"),
    ("Hodgkin", "Hodgkin lymphoma"),
    ("Crohn", "Crohn disease"),
    ("Paget", "Paget disease"),
    ("Raynaud", "Raynaud phenomenon"),
    ("Wilson", "Wilson disease"),
    ("Marfan", "Marfan syndrome"),
    ("Ewing", "Ewing sarcoma"),
];

/// What an identity follows from.
pub(super) struct Builder {
    pub seed: Seed,
    pub index: u64,
    /// Patients and controls draw from different number spaces.
    pub cast: Cast,
}

impl Builder {
    pub(super) fn build(&self, halves: (&'static str, &'static str)) -> Identity {
        let (seed, index, cast) = (self.seed, self.index, self.cast);
        let accented = !(halves.0.is_ascii() && halves.1.is_ascii()) || self.draw("accents", 0..100) < 45;
        let locale = self.locale(accented);
        let family = if self.draw("join", 0..8) == 0 {
            format!("{} {}", halves.0, halves.1)
        } else {
            format!("{}-{}", halves.0, halves.1)
        };
        let given = self.given("given", accented);
        let middle = match self.draw("middle", 0..10) {
            0..3 => Some(self.given("middle name", false)).filter(|middle| *middle != given),
            3..5 => Some(char::from(b'A' + self.draw("initial", 0..26) as u8).to_string()),
            _ => None,
        };
        let mother = pair(seed, (Hand::RelativeLeft, Hand::RelativeRight), index);
        let study_date = Day(date(2018, 1, 1)).plus_days(self.draw("study date", 0..2557) as i32);
        let handle = format!(
            "{}{}{}",
            char::from(b'a' + self.draw("handle 1", 0..26) as u8),
            char::from(b'a' + self.draw("handle 2", 0..26) as u8),
            self.number(Field::Email, 7)
        );
        let sites = ["example.org", "example.net", "example.com"];
        let site = |label: &str| sites.get(self.draw(label, 0..3) as usize).copied().unwrap_or("example.org");
        let sex = match self.draw("sex", 0..50) {
            0 => "O",
            1..26 => "F",
            _ => "M",
        };
        Identity {
            scripts: ScriptNames::new(seed, cast, index, sex),
            encounter: Encounter::new(seed, cast, index),
            equipment: Equipment::new(seed, cast, index),
            guardian: PersonName { given: self.other_given("guardian", &given), ..self.kin(0) },
            birth_name: self.kin(1),
            former_name: self.kin(2),
            namesake: self.namesake(),
            sex,
            locale,
            character_set: if self.draw("character set", 0..3) == 0 { "ISO_IR 192" } else { "ISO_IR 100" },
            birth_date: self.birth_date(study_date),
            mrn: self.mrn(),
            accession: match self.draw("accession form", 0..3) {
                0 => self.number(Field::Accession, 9),
                1 => format!("A{}", self.number(Field::Accession, 8)),
                _ => format!("RAD{}", self.number(Field::Accession, 9)),
            },
            other_patient_id: format!("P-{}", self.number(Field::Other, 8)),
            insurance: format!(
                "{}{}",
                char::from(b'J' + self.draw("insurer", 0..16) as u8),
                self.number(Field::Insurance, 9)
            ),
            social_security: social_security(seed, cast, index, locale),
            phone: phone(seed, cast, index, locale),
            email: format!("{handle}@mail.{}", site("mail site")),
            url: format!("https://portal.{}/p/{}", site("portal site"), self.number(Field::Url, 8)),
            address: address(seed, Resident::Person(cast), index, locale),
            mother: PersonName {
                family: format!("{}-{}", mother.0, mother.1),
                given: self.other_given("mother", &given),
                ..PersonName::default()
            },
            institution: institution(seed, cast, index, locale),
            referring: self.staff("referring", &given, Some("Dr")),
            performing: self.staff("performing", &given, Some("Dr")),
            operator: self.staff("operator", &given, None),
            reading: self.staff("reading", &given, Some("Prof")),
            station: format!("STN{}", self.number(Field::Station, 7)),
            ae_title: format!("{}_{}", self.staff_half("ae", 8).to_uppercase(), self.number(Field::AeTitle, 7)),
            device_serial: format!("SN{}", self.number(Field::Serial, 9)),
            study_time: format!(
                "{:02}{:02}{:02}",
                self.draw("hour", 7..20),
                self.draw("minute", 0..60),
                self.draw("second", 0..60)
            ),
            study_date,
            name: PersonName {
                family,
                given,
                middle,
                prefix: (self.draw("prefix", 0..20) == 0).then(|| "Dr".to_owned()),
                suffix: (self.draw("suffix", 0..20) == 0).then(|| "Jr".to_owned()),
            },
        }
    }

    /// A number of one field; each field has its own stream, so a new one moves none of the others.
    fn draw(&self, field: &str, range: std::ops::Range<u64>) -> u64 {
        self.seed.stream(&["identity", self.cast.word(), &self.index.to_string(), field]).random_range(range)
    }

    fn number(&self, field: Field, digits: u32) -> String {
        number(self.seed, self.cast, self.index, field, digits)
    }

    fn locale(&self, accented: bool) -> Locale {
        let drawn = self.draw("locale", 0..100);
        match (accented, drawn) {
            (false, 0..70) => Locale::EnUs,
            (false, 70..80) | (true, 0..40) => Locale::FrFr,
            (false, 80..90) | (true, 40..70) => Locale::DeDe,
            _ => Locale::PtBr,
        }
    }

    fn given(&self, field: &str, accented: bool) -> String {
        let list = if accented { &POOL.given_accented } else { &POOL.given };
        let at = self.draw(field, 0..list.len().max(1) as u64) as usize;
        list.get(at).copied().unwrap_or("Anneke").to_owned()
    }

    /// A plain given name that is not the patient's.
    fn other_given(&self, field: &str, not: &str) -> String {
        let first = self.given(field, false);
        if first == not { self.given(&format!("{field} again"), false) } else { first }
    }

    /// A given name that neither a patient bears nor anybody around it.
    pub(super) fn given_name_of_nobody(&self, patient: &Identity) -> String {
        let Identity { name, mother, guardian, referring, performing, operator, reading, .. } = patient;
        let borne = [name, mother, guardian, referring, performing, operator, reading];
        let mut drawn = (0..100).map(|turn| self.given(&format!("given {turn}"), false));
        let free = drawn
            .find(|given| !borne.iter().any(|person| person.given == *given || person.middle.as_ref() == Some(given)));
        free.unwrap_or_else(|| self.given("given", false))
    }

    /// Another family name in the patient's family, without a given name.
    fn kin(&self, role: u64) -> PersonName {
        let (left, right) = second_pair(self.seed, role, self.index);
        PersonName { family: format!("{left}-{right}"), ..PersonName::default() }
    }

    fn namesake(&self) -> Namesake {
        let at = self.draw("namesake", 0..EPONYMS.len() as u64) as usize;
        let (bearer, disease) = EPONYMS.get(at).copied().unwrap_or(("Parkinson", "Parkinson disease"));
        let (_, half) = second_pair(self.seed, 3, self.index);
        Namesake { name: PersonName { family: format!("{bearer}-{half}"), ..PersonName::default() }, disease }
    }

    fn staff(&self, role: &str, not: &str, prefix: Option<&str>) -> PersonName {
        PersonName {
            family: self.staff_half(role, usize::MAX),
            given: self.other_given(&format!("given {role}"), not),
            prefix: prefix.map(str::to_owned),
            ..PersonName::default()
        }
    }

    /// A staff family name in plain ASCII of at most `longest` letters.
    fn staff_half(&self, role: &str, longest: usize) -> String {
        let start = self.draw(&format!("staff {role}"), 0..Hand::Staff.size().max(1));
        (0..Hand::Staff.size())
            .map(|step| Hand::Staff.name(self.seed, start + step))
            .find(|name| name.is_ascii() && name.len() <= longest)
            .unwrap_or("Nemeth")
            .to_owned()
    }

    fn mrn(&self) -> String {
        match self.draw("mrn form", 0..6) {
            0 => self.number(Field::Mrn, 7),
            1 => self.number(Field::Mrn, 8),
            2 => self.number(Field::Mrn, 9),
            3 => self.number(Field::Mrn, 10),
            4 => format!("M{}", self.number(Field::Mrn, 7)),
            _ => format!("H{}", self.number(Field::Mrn, 8)),
        }
    }

    /// Before the study, and not after 2020.
    fn birth_date(&self, study: Day) -> Day {
        let first = Day(date(1925, 1, 1));
        let days = first.days_until(study.min(Day(date(2021, 1, 1)))).max(1);
        first.plus_days(self.draw("birth date", 0..days as u64) as i32)
    }
}
