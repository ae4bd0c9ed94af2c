//! Latin names with diacritics, of many countries.

use crate::identity::number::Cast;
use crate::identity::script::draw;
use crate::identity::script::other::Pool;
use crate::identity::script::other::pairs;
use crate::identity::script::share;
use crate::seed::Seed;

const LEFT: &[&str] = &[
    "Đorđević",
    "Šimůnek",
    "Żółtowski",
    "Łuczyński",
    "Øverås",
    "Åkerström",
    "Häkkinen",
    "Jäättelä",
    "Pečovnik",
    "Žagarič",
    "Ibáñez",
    "Peñalver",
    "Guimarães",
    "Conceição",
    "Kovačić",
    "Hrušková",
    "Dvořáček",
    "Růžička",
    "Kőszegi",
    "Szűcsné",
    "Türkoğlu",
    "Yıldırım",
    "Çelikkol",
    "Ağaoğlu",
    "Brânză",
    "Ťažký",
    "Úbeda",
    "Ångström",
];
const RIGHT: &[&str] = &[
    "Börjesson",
    "Günaydın",
    "Křížek",
    "Mørkøre",
    "Nędza",
    "Öztürk",
    "Pálfy",
    "Quiñones",
    "Řezníček",
    "Sørbø",
    "Tóthné",
    "Ülkü",
    "Vlčková",
    "Wójcik",
    "Zięba",
    "Ćosić",
    "Ďurica",
    "Émond",
    "Fürész",
    "Gjærum",
    "Højgård",
    "Ínsua",
    "Jørstad",
    "Kühnel",
];
const GIVEN: &[&str] =
    &["Zoé", "Željka", "Jürgen", "Çağla", "Søren", "Łucja", "Íñigo", "Anaïs", "Ágnes", "Ømund", "Růžena", "Štěpán"];

pub(super) fn name(seed: Seed, cast: Cast, index: u64) -> String {
    let halves = draw(seed, "latin", index, (share(LEFT, cast), share(RIGHT, cast)));
    let given = draw(seed, "latin given", index, (share(GIVEN, cast), &[()]));
    match (halves, given) {
        (Some((left, right)), Some((given, ()))) => format!("{left}-{right}^{given}"),
        _ => String::new(),
    }
}

/// What patients can be called: family names and given names.
pub(super) fn pools() -> Vec<Pool> {
    let given = share(GIVEN, Cast::Patient).iter().map(|name| (*name).to_owned()).collect();
    vec![Pool { family: pairs(share(LEFT, Cast::Patient), share(RIGHT, Cast::Patient)), given }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::pool::POOL;
    use crate::identity::pool::fold;

    #[test]
    fn no_family_name_is_one_of_another_patient() {
        let known: Vec<String> = POOL.family.iter().map(|name| fold(name)).collect();
        let all = || LEFT.iter().chain(RIGHT);
        assert!(all().all(|name| !name.is_ascii()));
        let shared: Vec<_> = all().filter(|name| known.contains(&fold(name))).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}
