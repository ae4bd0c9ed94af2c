//! Looking at datasets and at the folders of strangers.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot set its scene fails")]

use image::DynamicImage;
use image::GrayImage;
use image::ImageBuffer;
use image::Luma;
use image::RgbImage;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

fn deidbench(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deidbench")).args(words).output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Looks at a folder, and gives what it said and its JSON.
fn inspected(folder: &Path, more: &[&str]) -> (String, Value) {
    let json = tempfile::NamedTempFile::new().expect("a file");
    let report = format!("json={}", json.path().display());
    let folder = folder.display().to_string();
    let output = deidbench(&[&["inspect", &folder, "--report", &report], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    (said(&output), serde_json::from_str(&fs::read_to_string(json.path()).expect("a report")).expect("JSON"))
}

/// A picture that differs with its number.
fn picture(number: u32) -> GrayImage {
    GrayImage::from_fn(96, 64, |x, y| Luma([((x * (number + 3) + y * (2 * number + 1)) % 200 + 20) as u8]))
}

fn put(root: &Path, name: &str, image: impl Into<DynamicImage>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    image.into().save(path).expect("written");
}

fn weight<'a>(inspection: &'a Value, topic: &str, words: &str) -> Option<&'a str> {
    let verdicts = inspection["verdicts"].as_array().expect("verdicts");
    let found = verdicts.iter().find(|verdict| {
        verdict["topic"] == topic && verdict["words"].as_str().is_some_and(|text| text.contains(words))
    });
    found.and_then(|verdict| verdict["weight"].as_str())
}

#[test]
fn subjects_are_counted_and_not_pictures_and_doubles_across_them_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for subject in 0..4 {
        for number in 0..15 {
            put(root, &format!("patient-{subject}/{number:02}.png"), picture(subject * 15 + number));
        }
    }
    let (text, clean) = inspected(root, &[]);
    assert!(text.contains("60 images, 4 subjects"), "{text}");
    assert_eq!(weight(&clean, "subjects", "too few people"), Some("cannot"));
    assert_eq!(weight(&clean, "duplicates", "no picture stands twice"), Some("good"), "{}", clean["duplicates"]);
    // The same picture under another subject, one a level brighter, and one under the same.
    fs::copy(root.join("patient-0/03.png"), root.join("patient-2/copy.png")).expect("copied");
    let mut brighter = picture(7);
    brighter.pixels_mut().for_each(|pixel| pixel.0[0] += 1);
    put(root, "patient-3/brighter.png", brighter);
    fs::copy(root.join("patient-1/04.png"), root.join("patient-1/again.png")).expect("copied");
    let (_, doubled) = inspected(root, &[]);
    let count = |field: &str| doubled["duplicates"][field].as_u64().expect("a number");
    assert_eq!([count("exact"), count("exact_across_subjects")], [2, 1], "{}", doubled["duplicates"]);
    assert_eq!([count("near"), count("near_across_subjects")], [1, 1], "{}", doubled["duplicates"]);
    assert_eq!(weight(&doubled, "duplicates", "under different subjects"), Some("cannot"));
    // A split by file puts both copies of one picture apart, and one subject too.
    let split = root.join("../split.csv");
    let split = folder.path().parent().map_or(split, |parent| parent.join(format!("split-{}.csv", std::process::id())));
    fs::write(&split, "file,split\npatient-0/03.png,train\npatient-2/copy.png,test\npatient-1/01.png,train\npatient-1/02.png,val\nnobody.png,val\n")
        .expect("written");
    let (text, audited) = inspected(root, &["--splits", &split.display().to_string()]);
    fs::remove_file(&split).expect("removed");
    assert!(text.contains("patient patient-1 is in train and val"), "{text}");
    assert!(text.contains("patient-0 and patient-2 share the picture"), "{text}");
    assert_eq!([&audited["splits"]["overlaps"], &audited["splits"]["strangers"]], [&Value::from(2), &Value::from(1)]);
}

/// A console with a frame that all share, and tissue of which each subject has their own.
fn console(subject: u32) -> GrayImage {
    GrayImage::from_fn(400, 320, |x, y| {
        let grain =
            (x / 5).wrapping_mul(0x9e37_79b1) ^ (y / 5).wrapping_mul(0x85eb_ca6b) ^ subject.wrapping_mul(0xc2b2_ae35);
        let grain = (grain ^ grain >> 15).wrapping_mul(0x2c1b_3c6d) >> 26;
        let wave = 20.0 * (0.03 * f64::from(x) + 0.02 * f64::from(y) + 2.0 * f64::from(subject)).sin();
        Luma([match (x, y) {
            (60..340, 40..280) => (80.0 + wave) as u8 + grain as u8,
            (20..44, 40..160) => 230,
            _ => 0,
        }])
    })
}

#[test]
fn a_picture_that_was_cropped_or_made_lighter_is_known_and_others_of_one_console_are_not_accused() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("set");
    for subject in 0..6 {
        put(&root, &format!("train/p{subject}/a.png"), console(subject));
    }
    // Another folder, so that splits are told apart; its subjects are others.
    for subject in 6..9 {
        put(&root, &format!("test/p{subject}/a.png"), console(subject));
    }
    let (text, clean) = inspected(&root, &["--splits", &root.display().to_string()]);
    assert_eq!(clean["composition"]["subjects"], 9, "{text}");
    assert_eq!(clean["duplicates"]["near"], 0, "{}", clean["duplicates"]);
    assert_eq!(weight(&clean, "splits", "nobody is in two splits"), Some("good"), "{}", clean["verdicts"]);
    let lighter = image::imageops::colorops::brighten(&console(2), 25);
    put(&root, "test/p20/lighter.png", lighter);
    put(&root, "test/p21/cropped.png", DynamicImage::ImageLuma8(console(4)).crop_imm(16, 22, 368, 286));
    let (text, found) = inspected(&root, &["--splits", &root.display().to_string()]);
    let pairs = found["duplicates"]["near_pairs"].to_string();
    assert_eq!(found["duplicates"]["near_across_subjects"], 2, "{pairs}");
    assert!(pairs.contains("test/p20/lighter.png") && pairs.contains("train/p2/a.png"), "{pairs}");
    assert!(pairs.contains("test/p21/cropped.png") && pairs.contains("train/p4/a.png"), "{pairs}");
    assert!(text.contains("show nearly the same and are in test and train"), "{text}");
    assert_eq!(found["splits"]["overlaps"], 2, "{}", found["splits"]);
}

#[test]
fn splits_are_read_in_the_forms_that_people_keep_them_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("set");
    for subject in 0..4 {
        put(&root, &format!("p{subject}/a.png"), console(subject));
        put(&root, &format!("p{subject}/b.png"), console(10 + subject));
    }
    let lists = folder.path().join("lists");
    fs::create_dir(&lists).expect("made");
    fs::write(lists.join("train.txt"), "p0/a.png\np1/a.png\n").expect("written");
    fs::write(lists.join("val.txt"), "p1/b.png\np2/a.png\n").expect("written");
    let files = [
        ("a.csv", "path,split\np0/a.png,train\np1/a.png,train\np1/b.png,val\np2/a.png,val\n"),
        ("b.json", r#"{"train": ["p0/a.png", "p1/a.png"], "val": ["p1/b.png", "p2/a.png"]}"#),
        ("c.json", r#"[{"file": "p1/a.png", "split": "train"}, {"file": "p1/b.png", "split": "val"}]"#),
        ("d.json", r#"{"p1/a.png": "train", "p1/b.png": "val"}"#),
        ("e.tsv", "patient\tset\np1\ttrain\np1\tval\n"),
    ];
    let written = files.map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path
    });
    for split in written.iter().chain([&lists]) {
        let (text, audited) = inspected(&root, &["--splits", &split.display().to_string()]);
        assert_eq!(audited["splits"]["overlaps"], 1, "{}: {text}", split.display());
        assert!(text.contains("patient p1 is in train and val"), "{text}");
    }
    let refused = folder.path().join("folds.json");
    fs::write(&refused, r#"[{"train": ["p0/a.png"], "val": ["p1/a.png"]}]"#).expect("written");
    let words = ["inspect", &root.display().to_string(), "--splits", &refused.display().to_string()];
    let output = deidbench(&words);
    assert!(output.status.code() == Some(2) && said(&output).contains("folds"), "{}", said(&output));
}

#[test]
fn folders_of_a_split_are_no_people_and_classes_in_each_of_them_neither() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, split) in (0..).zip(["train", "val", "test"]) {
        for (step, class) in (0..).zip(["benign", "malignant"]) {
            put(folder.path(), &format!("{split}/{class}/1.png"), console(10 * number + step));
        }
    }
    let (text, found) = inspected(folder.path(), &["--splits", &folder.path().display().to_string()]);
    assert_eq!(
        [&found["composition"]["subjects"], &found["splits"]["overlaps"]],
        [&Value::from(0), &Value::from(0)],
        "{text}"
    );
    assert!(text.contains("if they are people and not classes"), "{text}");
    // The same picture in two of them is told, though nobody knows whom it shows.
    fs::copy(folder.path().join("train/benign/1.png"), folder.path().join("test/benign/2.png")).expect("copied");
    let (text, found) = inspected(folder.path(), &["--splits", &folder.path().display().to_string()]);
    assert_eq!(found["splits"]["overlaps"], 1, "{text}");
    assert!(text.contains("test/benign/2.png and train/benign/1.png share the picture"), "{text}");
}

#[test]
fn bad_input_has_a_line_each_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    put(root, "good/one.png", picture(1));
    put(root, "good/large.png", GrayImage::from_pixel(300, 20, Luma([90])));
    put(root, "good/colour.jpg", RgbImage::from_pixel(40, 30, image::Rgb([200, 40, 40])));
    put(
        root,
        "good/deep.png",
        DynamicImage::ImageLuma16(ImageBuffer::from_fn(32, 32, |x, y| Luma([(x * y * 60) as u16]))),
    );
    fs::write(root.join("empty.png"), b"").expect("written");
    fs::write(root.join("empty"), b"").expect("written");
    fs::write(root.join("notes.txt"), b"hello").expect("written");
    fs::write(root.join("broken.dcm"), b"no DICOM at all, whatever its name says").expect("written");
    fs::write(root.join("cmyk.jpg"), cmyk()).expect("written");
    let bytes = fs::read(root.join("good/one.png")).expect("read");
    fs::write(root.join("cut.png"), &bytes[..bytes.len() / 2]).expect("written");
    fs::write(root.join("animated.png"), animated(&bytes)).expect("written");
    fs::copy(root.join("good/one.png"), root.join(OsStr::from_bytes(b"good/na\xffme.png"))).expect("copied");
    symlink(root, root.join("good/loop")).expect("linked");
    symlink("/nowhere/at/all", root.join("dangling.png")).expect("linked");
    let (text, inspection) = inspected(root, &[]);
    let problems = inspection["problems"].as_array().expect("problems");
    for (path, word) in [
        ("empty.png", "empty"),
        ("empty", "empty"),
        ("notes.txt", "neither"),
        ("broken.dcm", "DICM"),
        ("cmyk.jpg", "CMYK"),
        ("cut.png", "damaged"),
        ("animated.png", "animated"),
        ("good/loop", "not followed"),
        ("dangling.png", "leads nowhere"),
    ] {
        let found =
            problems.iter().find(|pair| pair[0] == path).unwrap_or_else(|| panic!("no line for {path}: {text}"));
        assert!(found[1].as_str().is_some_and(|why| why.contains(word)), "{found}");
    }
    assert_eq!(problems.len(), 9, "{problems:#?}");
    assert_eq!(inspection["composition"]["images"], 5);
    assert!(inspection["composition"]["axes"]["bits"]["16"] == 1, "{inspection:#}");
    let exact = &inspection["duplicates"]["exact_pairs"][0];
    assert!(exact.to_string().contains("na%ffme.png"), "{exact}");
}

/// The frame header of a JPEG with four components.
fn cmyk() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4];
    bytes.extend((1..=4u8).flat_map(|component| [component, 0x11, 0]));
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A PNG with an animation control chunk behind its header.
fn animated(png: &[u8]) -> Vec<u8> {
    let chunk = [&8u32.to_be_bytes()[..], b"acTL", &2u32.to_be_bytes(), &0u32.to_be_bytes(), &[0; 4]].concat();
    [&png[..33], &chunk, &png[33..]].concat()
}

#[test]
fn a_picture_is_turned_upright_by_each_of_the_eight_orientations() {
    use image::ImageEncoder;
    let folder = tempfile::tempdir().expect("a folder");
    // Written as it would be stored for each orientation, so that all show the same.
    let upright = DynamicImage::ImageLuma8(picture(5));
    for orientation in 1..=8u8 {
        let stored = match orientation {
            2 => upright.fliph(),
            3 => upright.rotate180(),
            4 => upright.flipv(),
            5 => upright.fliph().rotate270(),
            6 => upright.rotate270(),
            7 => upright.fliph().rotate90(),
            8 => upright.rotate90(),
            _ => upright.clone(),
        };
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.set_exif_metadata(exif).expect("taken");
        encoder
            .write_image(stored.as_bytes(), stored.width(), stored.height(), stored.color().into())
            .expect("written");
        fs::create_dir_all(folder.path().join("one")).expect("made");
        fs::write(folder.path().join(format!("one/{orientation}.png")), bytes).expect("written");
    }
    let (text, inspection) = inspected(folder.path(), &[]);
    assert_eq!(inspection["duplicates"]["exact"], 7, "{text}");
    assert_eq!(inspection["composition"]["axes"]["rows and columns"]["64 x 96"], 8, "{inspection:#}");
}

#[test]
fn two_collections_are_set_side_by_side_and_a_shift_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    for number in 0..6 {
        put(&one, &format!("a/{number}.png"), picture(number));
        let mut brighter = picture(number);
        brighter.pixels_mut().for_each(|pixel| pixel.0[0] = 130 + pixel.0[0] / 2);
        put(&other, &format!("b/{number}.png"), brighter);
    }
    let against = other.display().to_string();
    let (_, apart) = inspected(&one, &["--against", &against, "--pictures-as", "US"]);
    assert_eq!(weight(&apart, "distributions", "US: levels are shifted"), Some("care"), "{}", apart["verdicts"]);
    let beside = &apart["comparison"]["modalities"]["US"];
    assert!(beside["distance"].as_f64().is_some_and(|distance| distance > 50.0), "{beside}");
    assert!(
        beside["measures"]["sharpness"]["median"][0].as_f64() > beside["measures"]["sharpness"]["median"][1].as_f64()
    );
    let (_, same) = inspected(&one, &["--against", &one.display().to_string()]);
    assert_eq!(weight(&same, "distributions", "levels are alike"), Some("good"));
    assert_eq!(same["comparison"]["modalities"]["picture"]["distance"], 0.0);
}

#[test]
fn a_dataset_says_what_it_holds_in_text_json_and_one_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let made = deidbench(&["generate", "--patients", "6", "--seed", "2", "--out", &data.display().to_string()]);
    assert!(made.status.success(), "{}", said(&made));
    let page = folder.path().join("page.html");
    let sheets = folder.path().join("sheets");
    let report = format!("html={}", page.display());
    let words = ["--report", &report, "--preview", &sheets.display().to_string(), "--baseline", "<b>0.5</b> recall"];
    let (text, inspection) = inspected(&data, &words);
    let dataset = deidbench::truth::Dataset::open(&data).expect("a dataset");
    assert_eq!(inspection["composition"]["subjects"], 6);
    assert_eq!(inspection["composition"]["files"], dataset.record.instances);
    assert_eq!(inspection["labels"]["plants"], dataset.record.plants);
    assert_eq!(inspection["unusable"], 0, "{}", inspection["problems"]);
    // Slices of one body, frames of one cine and patients before one console are no duplicates.
    let duplicates = &inspection["duplicates"];
    assert_eq!([&duplicates["exact"], &duplicates["near"]], [&Value::from(0), &Value::from(0)], "{duplicates}");
    let of_tables = text.lines().filter(|line| line.starts_with([' ', '─', '═']));
    assert!(of_tables.clone().count() > 50 && of_tables.clone().all(|line| line.chars().count() <= 100), "{text}");
    let html = fs::read_to_string(&page).expect("a page");
    assert!(html.contains("<svg") && html.contains("&lt;b&gt;0.5&lt;/b&gt;") && !html.contains("<b>0.5"));
    assert!(
        !html.contains("http://") && !html.contains("https://") && !html.contains(" src="),
        "it needs something beside it"
    );
    let sheet = image::open(sheets.join("sheet-0001.png")).expect("a sheet").into_rgb8();
    let has = |colour: [u8; 3]| sheet.pixels().any(|pixel| pixel.0 == colour);
    assert!(has([255, 64, 64]) && has([60, 210, 100]), "no boxes on the sheet");
    // Headers alone tell the same of what is counted.
    let (_, headers) = inspected(&data, &["--headers"]);
    assert_eq!(headers["composition"], inspection["composition"]);
    assert!(headers["duplicates"].is_null());
}

#[test]
fn a_report_that_is_unknown_and_a_folder_that_is_absent_are_refused() {
    let refused = deidbench(&["inspect", ".", "--report", "pdf=x.pdf"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("html=PATH"));
    let refused = deidbench(&["inspect", "/nowhere/at/all"]);
    assert!(said(&refused).contains("is the path right"), "{}", said(&refused));
    let folder = tempfile::tempdir().expect("a folder");
    let empty: PathBuf = folder.path().to_owned();
    assert_eq!(deidbench(&["inspect", &empty.display().to_string()]).status.code(), Some(3));
}
