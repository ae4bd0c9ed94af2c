//! Where traps plant: every row of the standard's table, no place twice, and nothing that breaks the object.
#![expect(clippy::unwrap_used, reason = "a test fails where its own preparation does")]

use deidbench::dataset::base::BaseOptions;
use deidbench::dataset::base::study;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::scan::Scan;
use deidbench::identity::Identity;
use deidbench::instance::Study;
use deidbench::instance::StudyKind;
use deidbench::policy;
use deidbench::seed::Seed;
use deidbench::traps;
use deidbench::traps::Planting;
use deidbench::traps::Trap;
use deidbench::traps::table::EXCEPTIONS;
use deidbench::truth::Plant;
use deidbench::truth::Surface;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const SEED: Seed = Seed(1);

fn base(kind: StudyKind, identity: &Identity) -> Study {
    let options = BaseOptions {
        blind: false,
        study_date: identity.study_date.da(),
        study_time: identity.study_time.clone(),
        character_set: identity.character_set.to_owned(),
        folder: Vec::new(),
    };
    study(kind, "DEID-0001", SEED, &options)
}

fn plant(trap: &'static dyn Trap, identity: &Identity, study: &mut Study) -> Vec<Plant> {
    let stream = SEED.stream(&[trap.card().id]);
    let mut planting = Planting::new(trap, identity, study, stream, SEED);
    trap.plant(&mut planting);
    planting.finish().plants
}

/// Everything that some traps plant in one patient.
fn all_plants(kind: StudyKind, which: fn(&dyn Trap) -> bool) -> Vec<Plant> {
    let identity = Identity::new(SEED, 0);
    let mut study = base(kind, &identity);
    let traps = traps::all().filter(|trap| which(*trap) && trap.fits(kind));
    traps.flat_map(|trap| plant(trap, &identity, &mut study)).collect()
}

/// Rows of the table that govern the place of a plant, the sequences around it among them.
fn rows_of(plant: &Plant) -> Vec<&'static str> {
    let row = |attribute: &Attribute| match attribute {
        Attribute::Tag(group, element) => policy::row(*group, *element),
        Attribute::Private(group, _, element) => policy::row(*group, 0x1000 | u16::from(*element)),
    };
    let rows: Vec<_> = match &plant.locus {
        Locus::Attribute(path) => {
            path.steps.iter().map(|step| &step.sequence).chain([&path.leaf]).filter_map(row).collect()
        }
        Locus::Meta(group, element) => policy::row(*group, *element).into_iter().collect(),
        _ => Vec::new(),
    };
    rows.into_iter().map(|row| row.tag).collect()
}

#[test]
fn every_row_of_the_table_is_planted_or_is_an_exception() {
    let excepted: BTreeSet<String> = EXCEPTIONS
        .iter()
        .flat_map(|(_, tags)| tags.iter())
        .map(|tag| format!("({:04X},{:04X})", tag.group(), tag.element()))
        .collect();
    // The suite `full` has all of these traps; see `Suite::may_end_tools`.
    let in_full = |trap: &dyn Trap| !trap.ends_tools();
    let plants = StudyKind::ALL.iter().flat_map(|kind| all_plants(*kind, in_full));
    let planted: BTreeSet<&str> = plants.flat_map(|plant| rows_of(&plant)).collect();
    let open = |tag: &&str| !planted.contains(tag) && !excepted.contains(*tag);
    let missing: Vec<&str> = policy::rows().iter().map(|row| row.tag).filter(open).collect();
    assert_eq!(missing, Vec::<&str>::new(), "{} rows are planted", planted.len());
    let both: Vec<&String> = excepted.iter().filter(|tag| planted.contains(tag.as_str())).collect();
    assert_eq!(both, Vec::<&String>::new(), "these are planted and need no exception");
    assert_eq!(planted.len() + excepted.len(), policy::rows().len());
    println!("{} rows are planted, {} are exceptions", planted.len(), excepted.len());
}

#[test]
fn no_place_belongs_to_two_traps() {
    let mut doubled = BTreeSet::new();
    for kind in StudyKind::ALL {
        let mut owners: BTreeMap<(String, String), String> = BTreeMap::new();
        for plant in all_plants(*kind, |_| true) {
            // Several traps may lengthen a path, and burn lines into one picture.
            if matches!(plant.locus, Locus::Path | Locus::Pixel) {
                continue;
            }
            let place = plant.locus.to_string();
            let owner = owners.entry((plant.instance, place.clone())).or_insert_with(|| plant.trap.clone());
            if *owner != plant.trap {
                doubled.insert(format!("{place}: {owner} and {}", plant.trap));
            }
        }
    }
    assert_eq!(doubled, BTreeSet::new());
}

/// Writes the first file without its pixels, which are drawn slowly and which no trap here touches.
fn write(study: &mut Study, file: &Path) -> Vec<u8> {
    let first = study.instances.first_mut().unwrap();
    first.pixels = None;
    first.write(file).unwrap();
    fs::read(file).unwrap()
}

/// What the program says of attributes that are newer than its edition of the standard, of 2022.
const TOO_NEW: &str = "Attribute with an even group number is not a recognized standard attribute";

/// It knows the plane of group 6000 alone, and misses it where others stand.
const OTHER_PLANES: &str = "Missing attribute for Type 1 Required - Module=<OverlayPlane>";

/// Lines of errors; `None` where the program is missing.
fn errors(file: &Path) -> Option<BTreeSet<String>> {
    let output = Command::new("dciodvfy").arg("-new").arg(file).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let excused = |line: &str| [TOO_NEW, OTHER_PLANES].iter().any(|end| line.ends_with(end));
    let counts = |line: &&str| line.contains("Error") && !excused(line);
    Some(said.lines().filter(counts).map(str::to_owned).collect())
}

#[test]
fn every_trap_leaves_the_object_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.dcm");
    let identity = Identity::new(SEED, 0);
    let mut broken = Vec::new();
    for (turn, kind) in StudyKind::ALL.iter().enumerate() {
        write(&mut base(*kind, &identity), &file);
        let Some(before) = errors(&file) else {
            println!("skipped: dciodvfy is not installed");
            return;
        };
        // Each trap in one kind of object, in turn.
        let others = traps::all().filter(|trap| trap.surface() != Surface::Pixel);
        for trap in others.skip(turn).step_by(StudyKind::ALL.len()).filter(|trap| trap.fits(*kind)) {
            let mut study = base(*kind, &identity);
            let plants = plant(trap, &identity, &mut study);
            let bytes = write(&mut study, &file);
            // Text behind the end is a broken element to the program, and to our reader where no pixels stand before it.
            let behind = plants.iter().any(|plant| plant.locus == Locus::Trailing);
            let new: Vec<String> = errors(&file).unwrap().difference(&before).cloned().collect();
            if !new.is_empty() && !behind {
                broken.push(format!("{} in {kind}: {}", trap.card().id, new.join("; ")));
            }
            let scan = Scan::parse(bytes, u64::MAX).unwrap();
            assert_eq!(scan.problem.is_some(), behind, "{}: {:?}", trap.card().id, scan.problem);
            let first = &study.instances.first().unwrap().id;
            for plant in plants.iter().filter(|plant| plant.instance == *first) {
                if let Locus::Attribute(path) = &plant.locus {
                    assert!(scan.find(path).is_some(), "{}: {path} is not there", trap.card().id);
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
