//! Masks of organs, from the pictures of a user to damage told organ by organ.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set its scene fails")]

use deidbench::dicom::scan::PixelSpan;
use deidbench::dicom::scan::Scan;
use deidbench::truth::Dataset;
use deidbench::truth::ManifestRow;
use deidbench::truth::patient::read_table;
use image::GrayImage;
use image::Luma;
use image::Rgb;
use image::RgbImage;
use image::imageops;
use image::imageops::FilterType;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

const LIVER: [u8; 3] = [220, 30, 20];
const KIDNEY: [u8; 3] = [30, 200, 90];
const SIZE: (u32, u32) = (640, 480);

fn deidbench(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deidbench")).args(words).output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The value of an organ: a liver at the left, a kidney at the right that reaches into the upper left part where lines go.
fn organ(x: u32, y: u32) -> u8 {
    match (x, y) {
        (40..300, 200..400) => 1,
        (250..420, 20..300) => 2,
        _ => 0,
    }
}

fn picture(step: u32) -> GrayImage {
    GrayImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        Luma([if organ(x, y) > 0 && y > 110 { (90 + (x * 7 + y * 3 + step) % 120) as u8 } else { 1 }])
    })
}

fn mask(colours: [[u8; 3]; 3]) -> RgbImage {
    RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| Rgb(colours[usize::from(organ(x, y))]))
}

/// Source, masks and palette; each case gets the mask that is given for it.
fn scene(folder: &Path, masks: &[(&str, RgbImage)]) -> [String; 3] {
    for (number, (name, mask)) in (0u32..).zip(masks) {
        for frame in 0..3 {
            let below = format!("{name}/sweep/{frame}");
            for (root, ending) in [("source", "jpg"), ("masks", "png")] {
                fs::create_dir_all(folder.join(root).join(name).join("sweep")).expect("a folder");
                let path = folder.join(root).join(format!("{below}.{ending}"));
                if ending == "png" { mask.save(path) } else { picture(number * 10 + frame).save(path) }
                    .expect("written");
            }
        }
    }
    let palette = folder.join("palette.csv");
    let row = |name: &str, [red, green, blue]: [u8; 3]| format!("{name},{red},{green},{blue}\n");
    let rows = ["organ,red,green,blue\n".to_owned(), row("liver", LIVER), row("kidney", KIDNEY)].concat();
    fs::write(&palette, rows).expect("written");
    [folder.join("source"), folder.join("masks"), palette].map(|path| path.display().to_string())
}

fn generate(folder: &Path, masks: &[(&str, RgbImage)]) -> (Output, String) {
    let [source, masks, palette] = scene(folder, masks);
    let out = folder.join("data").display().to_string();
    let words = ["generate", "--source", &source, "--masks", &masks, "--palette", &palette, "--out", &out];
    (deidbench(&words), out)
}

#[test]
fn organs_are_recorded_spared_by_lines_and_judged_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = mask([[0; 3], LIVER, KIDNEY]);
    // As a viewer saves it: made smaller and larger again, so that borders have mixed colours.
    let small = imageops::resize(&plain, SIZE.0 / 2, SIZE.1 / 2, FilterType::Triangle);
    let resized = imageops::resize(&small, SIZE.0, SIZE.1, FilterType::Triangle);
    let (made, data) = generate(folder.path(), &[("plain", plain), ("resized", resized)]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("masks: 2 files with organs, 0 without"), "{}", said(&made));
    let dataset = Dataset::open(Path::new(&data)).expect("a dataset");
    let mut shares = Vec::new();
    for patient in dataset.patients() {
        let truth = dataset.truth(patient).expect("a truth");
        assert_eq!(truth.regions.iter().map(|row| row.organ.as_str()).collect::<Vec<_>>(), ["liver", "kidney"]);
        let count = |value| (0..SIZE.0 * SIZE.1).filter(|at| organ(at % SIZE.0, at / SIZE.0) == value).count() as u64;
        for row in &truth.regions {
            let (exact, found) = (3 * count(row.value), row.pixels);
            assert!(found.abs_diff(exact) < exact / 50, "{found} pixels of the {} instead of {exact}", row.organ);
            assert_eq!(row.frames.len(), 3);
            shares.push(row.far_off);
        }
        assert!(truth.instances.iter().all(|row| row.clinical_box.is_some_and(|area| area.x == 40 && area.y >= 19)));
        // The kidney reaches into the region of the lines: they make room for it.
        let lines = truth.plants.iter().filter_map(|plant| plant.line_box);
        let mut seen = 0;
        for line in lines {
            seen += 1;
            let touches =
                (line.y..line.y + line.height).any(|y| (line.x..line.x + line.width).any(|x| organ(x, y) > 0));
            assert!(!touches, "the line at {line} stands over an organ");
        }
        assert!(seen > 0, "no line at all");
    }
    assert!(shares.contains(&0.0) && shares.iter().any(|share| *share > 0.0), "{shares:?}");
    // Sheets show the organs, and everything holds.
    let sheets = folder.path().join("sheets");
    let inspected = deidbench(&["inspect", &data, "--preview", &sheets.display().to_string()]);
    assert!(inspected.status.success() && sheets.join("sheet-0001.png").is_file(), "{}", said(&inspected));
    let validated = deidbench(&["validate", &data, "--tier", "re-reading"]);
    assert!(validated.status.success(), "{}", said(&validated));
    judged(folder.path(), &dataset, &data);
}

/// Blacks out a part of the liver in one frame of the first patient, and leaves the rest.
fn judged(folder: &Path, dataset: &Dataset, data: &str) {
    let output = folder.join("output");
    for (number, patient) in dataset.patients().iter().enumerate() {
        for row in dataset.truth(patient).expect("a truth").instances {
            let mut bytes = fs::read(dataset.input().join(&row.path)).expect("read");
            let scan = Scan::parse(bytes.clone(), u64::MAX).expect("a scan");
            let Some(PixelSpan::Native(span)) = scan.pixels else { panic!("not native") };
            let samples = span.len() / (SIZE.0 * SIZE.1) as usize / 3;
            for at in (0..SIZE.0 * SIZE.1)
                .filter(|at| number == 0 && at / SIZE.0 >= 320 && organ(at % SIZE.0, at / SIZE.0) == 1)
            {
                let first = span.start + at as usize * samples;
                bytes[first..first + samples].fill(0);
            }
            let file = output.join(&row.path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, bytes).expect("written");
        }
    }
    let run = folder.join("run");
    let words =
        ["score", "--dataset", data, "--output", &output.display().to_string(), "--out", &run.display().to_string()];
    let scored = deidbench(&words);
    assert!(scored.status.success(), "{}", said(&scored));
    let text = fs::read_to_string(run.join("scorecard.json")).expect("a scorecard");
    let card: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let organ = |name: &str, field: &str| card["damage"]["organs"][name][field].as_u64().expect("a number");
    assert_eq!([organ("liver", "instances"), organ("liver", "damaged")], [2, 1], "{card:#}");
    // 260 columns and 80 rows of one frame.
    assert!(organ("liver", "changed").abs_diff(260 * 80) < 400, "{}", organ("liver", "changed"));
    assert_eq!([organ("kidney", "changed"), organ("kidney", "damaged"), organ("kidney", "instances")], [0, 0, 2]);
    assert!(organ("kidney", "pixels") > 100_000);
    assert!(said(&scored).contains("pixels of the liver that changed"), "{}", said(&scored));
}

#[test]
fn masks_that_can_not_be_meant_quarantine_their_case_and_the_others_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let exchange = |[red, green, blue]: [u8; 3]| [blue, green, red];
    let mut unknown = mask([[0; 3], LIVER, KIDNEY]);
    (500..560).for_each(|x| (300..360).for_each(|y| unknown.put_pixel(x, y, Rgb([240, 230, 250]))));
    let (made, data) = generate(
        folder.path(),
        &[
            ("exchanged", mask([[0; 3], exchange(LIVER), exchange(KIDNEY)])),
            ("good", mask([[0; 3], LIVER, KIDNEY])),
            ("small", imageops::resize(&mask([[0; 3], LIVER, KIDNEY]), 320, 240, FilterType::Nearest)),
            ("unknown", unknown),
        ],
    );
    assert!(made.status.success(), "{}", said(&made));
    let rows: Vec<ManifestRow> = read_table(&Path::new(&data).join("truth"), "run_manifest.csv").expect("a table");
    for (name, word) in [("exchanged", "exchanged"), ("small", "as large as its picture"), ("unknown", "240,230,250")] {
        let row = rows.iter().find(|row| row.source.starts_with(name)).expect("a row");
        assert!(row.reason.contains(word), "{name}: {}", row.reason);
        assert!(said(&made).contains(word), "{}", said(&made));
    }
    assert!(rows.iter().any(|row| row.source.starts_with("good") && row.reason.is_empty()));
    // Quarantined pictures stand on sheets of their own.
    let sheets = folder.path().join("sheets");
    let inspected = deidbench(&["inspect", &data, "--preview", &sheets.display().to_string()]);
    assert!(said(&inspected).contains("3 sources that are not in the dataset"), "{}", said(&inspected));
    assert!(sheets.join("not-in-the-dataset-0001.png").is_file());
}

#[test]
fn a_palette_alone_or_a_broken_one_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let [source, masks, palette] = scene(folder.path(), &[("one", mask([[0; 3], LIVER, KIDNEY]))]);
    let out = folder.path().join("data").display().to_string();
    assert_eq!(
        deidbench(&["generate", "--source", &source, "--palette", &palette, "--out", &out]).status.code(),
        Some(2)
    );
    fs::write(&palette, "liver,220,30,20\n").expect("written");
    let refused =
        deidbench(&["generate", "--source", &source, "--masks", &masks, "--palette", &palette, "--out", &out]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("organ,red,green,blue"), "{}", said(&refused));
}
