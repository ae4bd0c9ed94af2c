//! Numbers that no two patients share: each is a place of a permutation of its own number space.
//!
//! Every number starts with a digit from 4 to 9, so that none can be read as a date, with the day, month or year first.

use crate::identity::locale::Locale;
use crate::seed::Seed;

/// For whom a number is drawn; the number spaces of the two are disjoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// A patient of the dataset.
    Patient,
    /// A control, who is planted nowhere.
    Control,
}

impl Cast {
    /// The word in the labels of streams.
    pub fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Control => "control",
        }
    }

    /// Place of person `index` when both casts share one permutation.
    fn place(self, index: u64) -> u64 {
        index.wrapping_mul(2).wrapping_add(u64::from(self == Self::Control))
    }
}

/// The numbers of a person that share one number space, so that none equals another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Medical record number.
    Mrn,
    /// Accession number.
    Accession,
    /// Second number of the patient.
    Other,
    /// Insurance number.
    Insurance,
    /// Social security number, where it has no form of its own.
    Social,
    /// In the e-mail address.
    Email,
    /// In the web address.
    Url,
    /// Station name.
    Station,
    /// Application entity title.
    AeTitle,
    /// Serial number of the device.
    Serial,
}

/// Room for more fields, so that a new one moves no number.
const FIELDS: u64 = 16;

/// A number of `digits` digits, the first from 4 to 9. No two people and no two fields share one with as many digits
/// up to 187,500 people for 7 digits, and ten times as many for each further digit.
pub fn number(seed: Seed, cast: Cast, index: u64, field: Field, digits: u32) -> String {
    let unit = 10u64.saturating_pow(digits.saturating_sub(1));
    let label = ["identity", "number", &digits.to_string()];
    let place = cast.place(index).wrapping_mul(FIELDS).wrapping_add(field as u64);
    (4 * unit + seed.permute(&label, place, 6 * unit)).to_string()
}

/// More numbers of a person, for traps that plant one of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the values that they go into")]
pub enum Further {
    Admission,
    Episode,
    Locator,
    PlacerOrder,
    FillerOrder,
    RequestedProcedure,
    PerformedStep,
    InsurancePlan,
    Issuer,
    IssuerDomain,
    AccessionIssuer,
    MilitaryUnit,
    Udi,
    Detector,
    Plate,
    Cassette,
    Gantry,
    Generator,
    StationAe,
    ArchiveAe,
    Software,
}

/// Room for more of them.
const FURTHER: u64 = 64;

/// A number of eleven digits, which no [`Field`] has, the first from 4 to 9. No two people and no two of these numbers
/// share one up to 468 million people.
pub fn further(seed: Seed, cast: Cast, index: u64, field: Further) -> String {
    let unit = 10_000_000_000u64;
    let place = cast.place(index).wrapping_mul(FURTHER).wrapping_add(field as u64);
    (4 * unit + seed.permute(&["identity", "further number"], place, 6 * unit)).to_string()
}

/// Blocks that the French regulator leaves to films and books.
pub const FRENCH_FICTION: &[&str] = &["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98"];

/// A telephone number that rings nowhere; unique up to 30,000 people of one country, the French blocks being the smallest.
///
/// United States: area codes whose middle digit is 9, which the North American plan keeps for its own expansion.
/// France: the six blocks of 10,000 that ARCEP leaves to fiction. Germany: 0199, for routing inside networks.
/// Brazil: area code 20, which is not assigned.
pub fn phone(seed: Seed, cast: Cast, index: u64, locale: Locale) -> String {
    let label = ["identity", "phone", locale.word()];
    let place = cast.place(index);
    match locale {
        Locale::EnUs => {
            let drawn = seed.permute(&label, place, 70 * 600 * 10_000);
            let (area, rest) = (drawn / 6_000_000, drawn % 6_000_000);
            format!("({}9{}) {}-{:04}", 2 + area / 10, area % 10, 400 + rest / 10_000, rest % 10_000)
        }
        Locale::FrFr => {
            let drawn = seed.permute(&label, place, 60_000);
            let block = FRENCH_FICTION.get((drawn / 10_000) as usize).copied().unwrap_or("01 99 00");
            format!("{block} {:02} {:02}", drawn / 100 % 100, drawn % 100)
        }
        Locale::DeDe => format!("0199 {}", 4_000_000 + seed.permute(&label, place, 6_000_000)),
        Locale::PtBr => {
            let drawn = seed.permute(&label, place, 60_000_000);
            format!("(20) 9{}-{:04}", 4000 + drawn / 10_000, drawn % 10_000)
        }
    }
}

/// A social security number that nobody holds.
///
/// United States: 9xx with group 01 to 49, which neither SSN nor ITIN uses. Elsewhere ten digits in the groups of no
/// country's own scheme, since those hold the day of birth.
pub fn social_security(seed: Seed, cast: Cast, index: u64, locale: Locale) -> String {
    match locale {
        Locale::EnUs => {
            let drawn = seed.permute(&["identity", "social"], cast.place(index), 100 * 49 * 10_000);
            format!("9{:02}-{:02}-{:04}", drawn / 490_000, 1 + drawn / 10_000 % 49, drawn % 10_000)
        }
        Locale::FrFr | Locale::DeDe | Locale::PtBr => {
            let digits = number(seed, cast, index, Field::Social, 10);
            let (head, tail) = digits.split_at(4);
            let (middle, last) = tail.split_at(3);
            format!("{head} {middle} {last}")
        }
    }
}
