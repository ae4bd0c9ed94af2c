//! What holds for every trap that writes into attributes.

use super::*;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::identity::Identity;
use crate::instance::Instance;
use crate::instance::Study;
use crate::seed::Seed;
use crate::truth::Kind;
use crate::truth::Plant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

const SEED: Seed = Seed(11);

/// Places outside the data set, where several values stand beside each other.
const WITHOUT_OWNER: &[&str] = &["path", "preamble", "trailing"];

/// A study of one file with attributes that traps find filled.
fn study() -> Study {
    let mut instance = Instance::new("DEID-0001-I001".to_owned(), vec!["a.dcm".to_owned()]);
    for (tag, text) in [
        (tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\AXIAL"),
        (tags::SERIES_DESCRIPTION, "Thorax venous thin slices with a description that fills all of its room"),
        (tags::WINDOW_CENTER_WIDTH_EXPLANATION, "SOFT TISSUE\\LUNG"),
        (tags::SOFTWARE_VERSIONS, "syngo CT 2012B"),
    ] {
        instance.object.set_str(tag, text);
    }
    Study {
        patient: "DEID-0001".to_owned(),
        kind: StudyKind::ComputedTomography,
        instances: vec![instance],
        companions: Vec::new(),
    }
}

/// What a trap plants in the patient of that number, and the data set with it.
fn planted(trap: &dyn Trap, index: u64) -> (Vec<Plant>, Object) {
    let identity = Identity::new(SEED, index);
    let mut study = study();
    let stream = SEED.stream(&["test", trap.card().id, &index.to_string()]);
    let mut planting = Planting::new(trap, &identity, &mut study, stream, SEED);
    trap.plant(&mut planting);
    let plants = planting.finish().plants;
    (plants, study.instances.remove(0).object)
}

/// The traps of the folders that go by the form of the value.
fn by_form() -> impl Iterator<Item = &'static dyn Trap> {
    [name::ALL, date::ALL, number::ALL, text::ALL].into_iter().flatten().copied()
}

fn path(plant: &Plant) -> AttributePath {
    match &plant.locus {
        Locus::Attribute(path) => path.clone(),
        other => panic!("{} of {} is no attribute", other, plant.trap),
    }
}

/// The longest value of a representation in characters (PS3.5 §6.2).
fn longest(vr: VR) -> usize {
    match vr {
        VR::AE | VR::CS | VR::DS | VR::SH | VR::TM => 16,
        VR::DA => 8,
        VR::AS => 4,
        VR::DT => 26,
        VR::LO | VR::PN => 64,
        VR::ST => 1024,
        VR::LT => 10240,
        _ => usize::MAX,
    }
}

#[test]
fn every_identifier_stands_where_its_trap_says() {
    for trap in by_form() {
        for index in 0..20 {
            let (plants, object) = planted(trap, index);
            assert!(!plants.is_empty(), "{}", trap.card().id);
            for plant in plants {
                let text = object.text(path(&plant)).unwrap_or_default();
                // Names in other alphabets are bytes; their own tests decode them.
                let coded = path(&plant).depth() > 0 && text.starts_with(|letter: char| letter.is_ascii_digit());
                let found = text.contains(plant.written.trim()) || coded && plant.kind == Kind::PersonName;
                assert!(found, "{} {}: {} in {text}", plant.trap, plant.locus, plant.written);
                assert!(!plant.value.is_empty(), "{}", plant.trap);
            }
        }
    }
}

#[test]
fn every_value_fits_into_its_attribute() {
    for trap in by_form() {
        for index in 0..30 {
            for (tag, vr, text) in planted(trap, index).1.top_level() {
                let values: Vec<&str> = match vr {
                    VR::ST | VR::LT | VR::UT | VR::UR => vec![&text],
                    _ => text.split('\\').collect(),
                };
                let own = study().instances.first().is_some_and(|instance| instance.object.contains(tag));
                let longest = if own && vr == VR::LO { 64.max(text.chars().count()) } else { longest(vr) };
                let letters = |value: &&str| value.chars().count() <= longest;
                assert!(values.iter().all(letters), "{} {tag} {vr}: {text}", trap.card().id);
            }
        }
    }
}

#[test]
fn no_attribute_belongs_to_two_traps() {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let mut shared: Vec<String> = Vec::new();
    for trap in all().filter(|trap| trap.surface() != Surface::Pixel) {
        let id = trap.card().id;
        let places: BTreeSet<String> = planted(trap, 3).0.iter().map(|plant| plant.locus.to_string()).collect();
        for place in places.into_iter().filter(|place| !WITHOUT_OWNER.contains(&place.as_str())) {
            let owner = *owners.entry(place.clone()).or_insert(id);
            if owner != id {
                shared.push(format!("{place}: {owner} and {id}"));
            }
        }
    }
    assert!(shared.is_empty(), "{}", shared.join("\n"));
}

#[test]
fn a_trap_plants_no_value_of_another_patient() {
    let mut bearers: BTreeMap<(Kind, String), u64> = BTreeMap::new();
    for trap in by_form() {
        for index in 0..12 {
            for plant in planted(trap, index).0.into_iter().filter(|plant| plant.direct) {
                let bearer = *bearers.entry((plant.kind, plant.value.clone())).or_insert(index);
                assert_eq!(bearer, index, "{} {}", plant.trap, plant.value);
            }
        }
    }
}
