//! Streets, towns and hospitals, named after families that no patient bears.

use crate::identity::locale::Locale;
use crate::identity::number::Cast;
use crate::identity::person::Address;
use crate::identity::person::Institution;
use crate::identity::pool::Hand;
use crate::seed::Seed;
use fake::locales::DE_DE;
use fake::locales::Data;
use fake::locales::EN;
use fake::locales::PT_BR;
use rand::RngExt;

/// Houses of one street that are told apart; numbers start at 4000, past all years.
const HOUSES: u64 = 6_000;

/// Whose address it is; each has its own houses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resident {
    /// A patient or a control.
    Person(Cast),
    /// The hospital of a patient or a control.
    Hospital(Cast),
}

const FRENCH_REGIONS: &[&str] =
    &["Bretagne", "Normandie", "Occitanie", "Grand Est", "Hauts-de-France", "Nouvelle-Aquitaine", "Corse"];

/// The address of patient `index`; no two share street and number below 1,500 times the number of streets.
pub fn address(seed: Seed, resident: Resident, index: u64, locale: Locale) -> Address {
    let (label, part) = match resident {
        Resident::Person(cast) => (cast.word(), cast as u64),
        Resident::Hospital(cast) => (cast.word(), 2 + cast as u64),
    };
    let mut stream = seed.stream(&["identity", "address", label, &part.to_string(), &index.to_string()]);
    let streets = Hand::Places.size().max(1);
    let drawn = seed.permute(&["identity", "house"], index.wrapping_mul(4).wrapping_add(part), HOUSES * streets);
    let house = 4000 + drawn / streets;
    let name = Hand::Places.name(seed, drawn % streets);
    let town = Hand::Places.name(seed, drawn % streets + 1 + stream.random_range(0..streets.saturating_sub(1).max(1)));
    let form = stream.random_range(0..3usize);
    let code = stream.random_range(40_000..100_000u32);
    let state = |list: &'static [&'static str], at: usize| list.get(at % list.len().max(1)).copied().unwrap_or("");
    let at = stream.random_range(0..10_000usize);
    let pick = |forms: [&'static str; 3]| forms.get(form).copied().unwrap_or("");
    let (street, city, state, postal_code) = match locale {
        Locale::EnUs => (
            format!("{house} {name} {}", pick(["Street", "Avenue", "Road"])),
            format!("{} {town}", pick(["Port", "North", "Lake"])),
            state(EN::ADDRESS_STATE, at),
            code.to_string(),
        ),
        Locale::FrFr => (
            format!("{house} {} {name}", pick(["rue", "avenue", "allée"])),
            format!("{}-{town}", pick(["Saint", "Mont", "Bourg"])),
            state(FRENCH_REGIONS, at),
            code.to_string(),
        ),
        Locale::DeDe => (
            format!("{name}-{} {house}", pick(["Weg", "Allee", "Ring"])),
            format!("{} {town}", pick(["Bad", "Markt", "Neu"])),
            state(DE_DE::ADDRESS_STATE, at),
            code.to_string(),
        ),
        Locale::PtBr => (
            format!("{} {name} {house}", pick(["Rua", "Avenida", "Travessa"])),
            format!("{} {town}", pick(["São", "Porto", "Nova"])),
            state(PT_BR::ADDRESS_STATE, at),
            format!("{code}-{:03}", stream.random_range(100..1000u32)),
        ),
    };
    Address { street, city, state: state.to_owned(), postal_code, country: locale.country().to_owned() }
}

/// The hospital where patient `index` was examined.
pub fn institution(seed: Seed, cast: Cast, index: u64, locale: Locale) -> Institution {
    let mut stream = seed.stream(&["identity", "institution", cast.word(), &index.to_string()]);
    let name = Hand::Places.name(seed, stream.random_range(0..Hand::Places.size().max(1)));
    let named = match locale {
        Locale::EnUs => format!("{name} Memorial Hospital"),
        Locale::FrFr => format!("Hôpital {name}"),
        Locale::DeDe => format!("Klinikum {name}"),
        Locale::PtBr => format!("Hospital {name}"),
    };
    let department = match locale {
        Locale::EnUs => "Department of Radiology",
        Locale::FrFr => "Service de radiologie",
        Locale::DeDe => "Institut für Radiologie",
        Locale::PtBr => "Departamento de Radiologia",
    };
    let address = address(seed, Resident::Hospital(cast), index, locale);
    Institution { name: named, department: department.to_owned(), address }
}
