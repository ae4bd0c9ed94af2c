//! Pictures of what was found: they are there, they are named, and they are the same each time.

use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::program;
use deidbench::detectors::crops::IndexRow;
use deidbench::finding::Finding;
use deidbench::finding::Verdict;
use deidbench::truth::Surface;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

fn index(run: &Path) -> Vec<IndexRow> {
    let mut reader = csv::Reader::from_path(run.join("evidence/index.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn scored(bench: &Bench, output: &Path, out: &Path, threads: &str) -> String {
    let mut command = program();
    command.env("RAYON_NUM_THREADS", threads).args(["score", "--no-dciodvfy", "--dataset"]).arg(&bench.dataset);
    let answer = answer(command.arg("--output").arg(output).arg("--out").arg(out));
    answer.says(0, &[]);
    answer.err
}

#[test]
fn lines_that_were_left_have_pictures_which_findings_name() {
    let bench = Bench::few();
    let run = bench.run_with("header-only", "", &["--no-dciodvfy"]).ended(0);
    let (rows, facts) = (index(&run.folder), run.scorecard().evidence);
    assert_eq!((facts.crops, facts.index.as_str()), (rows.len() as u64, "evidence/index.csv"));
    let findings: Vec<Finding> = run.findings().into_iter().filter(|finding| !finding.crop.is_empty()).collect();
    let named: BTreeSet<&str> = findings.iter().map(|finding| finding.crop.as_str()).collect();
    assert_eq!(named, rows.iter().map(|row| row.crop.as_str()).collect());
    assert!(!rows.is_empty());
    let mut sorts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in &rows {
        *sorts.entry((&row.trap, &row.verdict)).or_default() += 1;
        for name in [&row.before, &row.after, &row.difference, &row.before_masked, &row.after_masked] {
            let picture = image::open(run.folder.join("evidence").join(name)).unwrap();
            assert!(picture.width() > 8 && picture.width().max(picture.height()) <= 480, "{name}");
        }
    }
    assert!(sorts.values().all(|count| *count <= 3), "{sorts:?}");
    // A tool that leaves the line shows it as it was.
    let evidence = files(&run.folder.join("evidence"));
    assert_eq!(evidence.len(), 5 * rows.len() + 1);
    assert!(rows.iter().all(|row| evidence[&row.before] == evidence[&row.after] && row.difference_range == 0));
    assert!(rows.iter().all(|row| evidence[&row.before] != evidence[&row.before_masked]));
}

#[test]
fn lines_on_overlay_planes_and_icons_have_pictures_of_their_canvas() {
    let run = Bench::usual().run_with("copy", "", &["--no-dciodvfy"]).ended(0);
    let rows = index(&run.folder);
    let on_planes = |finding: &&Finding| {
        let is_plane = matches!(finding.surface, Some(Surface::Overlay | Surface::Icon));
        is_plane && finding.verdict == Some(Verdict::Leaked) && finding.detector == "pixel-leak"
    };
    let findings = run.findings();
    let traps: BTreeSet<&str> = findings.iter().filter(on_planes).map(|finding| finding.trap.as_str()).collect();
    assert!(traps.len() >= 4 && traps.contains("icon-text"), "{traps:?}");
    for trap in traps {
        let leaks = findings.iter().filter(on_planes).filter(|finding| finding.trap == trap).count();
        let shown: Vec<&IndexRow> = rows.iter().filter(|row| row.trap == trap).collect();
        assert_eq!(shown.len(), leaks.min(3), "{trap}");
        for row in shown {
            assert!(row.canvas == "icon" || row.canvas.starts_with("overlay-60"), "{row:?}");
            let picture = image::open(run.folder.join("evidence").join(&row.after)).unwrap().into_luma8();
            assert!(picture.pixels().any(|pixel| pixel.0[0] > 200), "{trap}: ink");
            assert_eq!(row.difference_range, 0);
        }
    }
}

#[test]
fn a_tool_that_leaves_nothing_has_no_pictures_and_damage_has() {
    let bench = Bench::few();
    let clean = bench.run_with("oracle", "", &["--no-dciodvfy"]).ended(0);
    assert!(index(&clean.folder).is_empty());
    let boxed = bench.run_with("damages", "region-boxed", &["--no-dciodvfy"]).ended(0);
    let rows = index(&boxed.folder);
    let local = rows.iter().filter(|row| row.verdict == "local").count() as u64;
    assert!(local > 0 && local == bench.pictures().min(12), "{rows:?}");
    assert!(rows.iter().all(|row| row.plant.is_empty() && row.difference_range > 0));
}

#[test]
fn every_scoring_makes_the_same_pictures_anew_whatever_the_threads() {
    let bench = Bench::few();
    let run = bench.run_with("half-measures", "blur", &["--no-dciodvfy"]).ended(0);
    let (output, out) = (run.folder.join("output"), run.folder.join("again"));
    scored(bench, &output, &out, "1");
    let first = files(&out.join("evidence"));
    assert!(first.len() > 1);
    fs::write(out.join("evidence/left-over.png"), "of an earlier scoring").unwrap();
    scored(bench, &output, &out, "7");
    assert_eq!(files(&out.join("evidence")), first);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone_and_the_scores_stand() {
    let bench = Bench::few();
    let run = bench.run_with("header-only", "", &["--no-dciodvfy"]).ended(0);
    let out = run.folder.join("again");
    fs::create_dir_all(out.join("evidence")).unwrap();
    fs::write(out.join("evidence/mine.txt"), "mine").unwrap();
    let said = scored(bench, &run.folder.join("output"), &out, "2");
    assert!(said.contains("pictures of findings could not be written"), "{said}");
    assert_eq!(files(&out.join("evidence")).into_keys().collect::<Vec<_>>(), ["mine.txt"]);
    let (card, again) = (run.scorecard(), crate::bench::scorecard(&out));
    assert_eq!((again.headline, again.damage, again.evidence.crops), (card.headline, card.damage, 0));
}
