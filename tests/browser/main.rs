//! The page in a real browser: opened from a file, filtered, sorted, searched, read by keyboard, looked at in light and
//! dark. Skipped aloud where there is no Chromium. `PAGE_PICTURES=FOLDER` keeps pictures of what was seen.
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::kind::Kind;
use deidbench::report::Findings;
use deidbench::report::FindingsFile;
use deidbench::report::Report;
use deidbench::report::find;
use deidbench::scorecard::Explanation;
use deidbench::scorecard::FORMAT;
use deidbench::scorecard::Row;
use deidbench::scorecard::Scorecard;
use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Findings of the page.
const FINDINGS: usize = 3_000;
/// Patients that they are about.
const PATIENTS: usize = 40;
/// Traps that they are about.
const TRAPS: [&str; 3] = ["name-in-comments", "preamble", "burned-banner"];
/// Pictures of them.
const PICTURES: usize = 3;

/// The browser, under one of its names.
fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
}

fn finding(number: usize) -> Finding {
    let verdicts = [Verdict::Held, Verdict::Leaked, Verdict::Partial, Verdict::Recoverable, Verdict::NotMeasured];
    let patient = format!("DEID-{:04}", 1 + number % PATIENTS);
    let pictured = number / verdicts.len() < PICTURES && number % verdicts.len() == 1;
    Finding {
        topic: Topic::Leak,
        detector: "residual-search".into(),
        verdict: Some(verdicts[number % verdicts.len()]),
        instance: format!("{patient}-I001"),
        plant: format!("{patient}-P{number:03}"),
        trap: TRAPS[number % TRAPS.len()].into(),
        surface: "free-text".parse().ok(),
        kind: Some(Kind::PersonName),
        direct: number.is_multiple_of(2),
        moved: number.is_multiple_of(7),
        output: format!("US/{patient}/IM{number:05}.dcm"),
        seen_at: "(0020,4000)".into(),
        form: "family name".into(),
        evidence: "19 of 19 letters".into(),
        value: format!("sha256:{number:012x}"),
        crop: if pictured { format!("crop-{number}") } else { String::new() },
        patient,
    }
}

fn scorecard() -> Scorecard {
    let mut card = Scorecard { format: FORMAT, deidbench: "0.1.0".into(), ..Scorecard::default() };
    card.tool.name = "browsed".into();
    card.dataset.suite = "standard".into();
    for (number, trap) in TRAPS.iter().enumerate() {
        let leaked = 10 * number as u64;
        let row = Row {
            patients: 40,
            leaking_patients: leaked,
            planted: 40,
            measured: 40,
            leaked,
            held: 40 - leaked,
            ..Row::default()
        };
        for rows in [&mut card.traps, &mut card.surfaces, &mut card.hipaa, &mut card.modalities] {
            rows.insert((*trap).into(), row.clone());
        }
        let text = |what: &str| format!("{what} of {trap}");
        let explanation = Explanation {
            title: text("Title"),
            why: text("Reason"),
            standard: text("PS3.15"),
            passes: text("Way out"),
        };
        card.explanations.insert((*trap).into(), explanation);
    }
    let patients = &mut card.headline.patients;
    (patients.with_plants, patients.measured, patients.leaking) = (40, 39, 20);
    (patients.rate, patients.low, patients.high, patients.unmeasured) = (Some(0.5), Some(0.34), Some(0.68), 1);
    (card.headline.instances.inputs, card.headline.instances.usable, card.headline.instances.damaged) = (120, 118, 2);
    (card.damage.header.checked, card.damage.header.lost) = (1000, 3);
    card
}

/// The folder of a run, as far as a page is drawn from it.
fn run_folder(folder: &Path, findings: &[Finding]) {
    let mut table = csv::Writer::from_path(folder.join("findings.csv")).unwrap();
    findings.iter().for_each(|finding| table.serialize(finding).unwrap());
    table.flush().unwrap();
    let evidence = folder.join("evidence");
    fs::create_dir(&evidence).unwrap();
    let mut index = String::from(
        "crop,topic,verdict,plant,trap,patient,instance,frame,input_frame,area,shrunk,low,high,difference_range,before,after,difference,before_masked,after_masked\n",
    );
    for finding in findings.iter().filter(|finding| !finding.crop.is_empty()) {
        let crop = &finding.crop;
        for (part, shade) in [("before", 60), ("after", 200)] {
            let picture = image::RgbImage::from_pixel(120, 40, image::Rgb([shade, 70, 70]));
            picture.save(evidence.join(format!("{crop}.{part}.masked.png"))).unwrap();
        }
        index += &format!(
            "{crop},leak,leaked,{},{},{},{},0,0,\"0,0,120,40\",1,0,255,100,{crop}.before.png,{crop}.after.png,{crop}.difference.png,{crop}.before.masked.png,{crop}.after.masked.png\n",
            finding.plant, finding.trap, finding.patient, finding.instance,
        );
    }
    fs::write(evidence.join("index.csv"), index).unwrap();
}

fn draw(findings: &dyn Findings, path: &Path) {
    let card = scorecard();
    let report = Report { scorecard: &card, findings, show_values: false, colour: false };
    find("html").unwrap().write(&report, &mut BufWriter::new(fs::File::create(path).unwrap())).unwrap();
}

#[test]
fn the_page_is_used_in_a_browser_without_an_error() {
    let Some(chromium) = chromium() else {
        eprintln!("SKIPPED: no chromium on this machine, so the page was not opened in a browser");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let findings: Vec<Finding> = (0..FINDINGS).map(finding).collect();
    run_folder(folder.path(), &findings);
    let page = folder.path().join("report.html");
    draw(&FindingsFile(folder.path().join("findings.csv")), &page);

    let search = "IM00123";
    let expected = serde_json::json!({
        "findings": FINDINGS,
        "partial": findings.iter().filter(|finding| finding.verdict == Some(Verdict::Partial)).count(),
        "search": search,
        "found": findings.iter().filter(|finding| finding.output.contains(search)).count(),
        "patients": [findings[0].patient, findings[PATIENTS - 1].patient],
        "pictures": PICTURES,
    });
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/page.py");
    let mut command = Command::new("python3");
    command.args([script.as_os_str(), chromium.as_ref(), page.as_os_str(), expected.to_string().as_ref()]);
    command.args(std::env::var_os("PAGE_PICTURES"));
    let output = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    print!("{said}");
}
