use super::*;
use crate::dicom::VR;
use crate::dicom::canvas::Canvas;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::icon;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::overlay;
use crate::dicom::tags;
use crate::dicom::write::FileParts;
use crate::dicom::write::write_file;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::InstanceRow;
use crate::truth::Kind;
use crate::truth::PatchRow;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use crate::truth::Surface;
use image::Rgb;
use std::path::Path;
use std::path::PathBuf;

const WIDTH: u32 = 160;
const HEIGHT: u32 = 100;
const LINE: PixelBox = PixelBox { x: 40, y: 40, width: 60, height: 12 };
/// Text that was moved there.
const MOVED: PixelBox = PixelBox { x: 60, y: 58, width: 30, height: 4 };

fn finding(topic: Topic, verdict: Option<Verdict>, trap: &str, form: &str) -> Finding {
    Finding {
        topic,
        detector: "pixel-leak".into(),
        verdict,
        patient: "DEID-0001".into(),
        instance: "I1".into(),
        plant: if topic == Topic::Leak { format!("P-{trap}") } else { String::new() },
        trap: trap.into(),
        surface: (topic == Topic::Leak).then_some(Surface::Pixel),
        kind: None,
        direct: true,
        moved: false,
        output: "one".into(),
        seen_at: "pixel".into(),
        form: form.into(),
        evidence: "frame 0, 98 % of the ink is as burned".into(),
        value: String::new(),
        crop: String::new(),
    }
}

#[test]
fn some_of_each_sort_are_chosen_and_the_rest_is_counted() {
    let mut selection = Selection::default();
    let leak = |trap: &str, verdict| finding(Topic::Leak, Some(verdict), trap, "equal");
    let one = [
        leak("a", Verdict::Leaked),
        leak("a", Verdict::Leaked),
        leak("b", Verdict::Held),
        leak("c", Verdict::NotMeasured),
        leak("d", Verdict::Partial),
        finding(Topic::PixelDamage, None, "", "local"),
        finding(Topic::PixelDamage, None, "", "window"),
        finding(Topic::HeaderDamage, None, "", "lost"),
    ];
    let numbers = |wanted: Vec<Wanted>| wanted.into_iter().map(|wanted| wanted.finding).collect::<Vec<_>>();
    // The same plant twice has one picture.
    assert_eq!(numbers(selection.choose(&one)), [0, 4, 5]);
    assert_eq!(numbers(selection.choose(&one)), [0, 4, 5]);
    assert_eq!(numbers(selection.choose(&one)), [0, 4, 5]);
    assert_eq!(numbers(selection.choose(&one)), [5]);
    assert_eq!(selection.left_out, 2);
    let many: Vec<Finding> = (0..500).map(|number| leak(&format!("t{number}"), Verdict::Leaked)).collect();
    assert_eq!(selection.choose(&many).len() as u32, MOST_OF_ALL - 10);
}

/// Grey ground with a bright line.
fn picture() -> Vec<u8> {
    (0..WIDTH * HEIGHT)
        .map(|at| {
            let (x, y) = (at % WIDTH, at / WIDTH);
            if LINE.contains(x, y) && (x + y) % 3 == 0 { 240 } else { 60 + (x % 7) as u8 }
        })
        .collect()
}

fn filled(mut frame: Vec<u8>, area: PixelBox, value: u8) -> Vec<u8> {
    for y in area.y..area.y + area.height {
        frame[(y * WIDTH + area.x) as usize..][..area.width as usize].fill(value);
    }
    frame
}

fn file(folder: &Path, name: &str, frame: &[u8]) -> PathBuf {
    file_with(folder, name, frame, |_| ())
}

fn file_with(folder: &Path, name: &str, frame: &[u8], add: impl Fn(&mut Object)) -> PathBuf {
    let mut object = Object::new();
    add(&mut object);
    object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7");
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    let words = [(tags::SAMPLES_PER_PIXEL, 1), (tags::ROWS, HEIGHT), (tags::COLUMNS, WIDTH)];
    for (tag, value) in words.into_iter().chain([(tags::BITS_ALLOCATED, 8), (tags::BITS_STORED, 8)]) {
        object.set_u16(tag, &[value as u16]);
    }
    object.set_u16(tags::PIXEL_REPRESENTATION, &[0]);
    object.set_bytes(tags::PIXEL_DATA, VR::OB, frame);
    let parts = FileParts {
        preamble: &[0; 128],
        implementation: ("1.2", "X"),
        meta: &FileMeta::default(),
        media_storage: None,
        object: &object,
        trailing: b"",
    };
    let path = folder.join(name);
    write_file(&path, parts, None).expect("written");
    path
}

fn truth() -> PatientTruth {
    let mut plant = Plant::new(Surface::Pixel, "pixel".parse().expect("a locus"), Kind::PersonName, "Lindqvist");
    (plant.id, plant.instance, plant.patch) = ("P-a".into(), "I1".into(), "a".into());
    plant.line_box = Some(LINE);
    let patch = PatchRow {
        patch: "a".into(),
        instance: "I1".into(),
        canvas: Canvas::Frames,
        area: LINE,
        frames: FrameSet::all(1),
        value_box: Some(LINE),
        line_box: LINE,
        text: String::new(),
        x: 0,
        y: 0,
        levels: String::new(),
        opacity: 255,
    };
    let row = InstanceRow { instance: "I1".into(), frames: 1, ..InstanceRow::default() };
    PatientTruth {
        patient: "DEID-0001".into(),
        instances: vec![row],
        plants: vec![plant],
        patches: vec![patch],
        ..PatientTruth::default()
    }
}

/// Draws a leak of the line in an output, and gives the folder and its row.
fn drawn(output: &[u8]) -> (tempfile::TempDir, IndexRow) {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (file(folder.path(), "in", &picture()), file(folder.path(), "out", output));
    let files = move |_: &InstanceRow| Some((input.clone(), output.clone()));
    let truth = truth();
    let source = Source { truth: &truth, files: &files, folder: folder.path() };
    let findings = [finding(Topic::Leak, Some(Verdict::Leaked), "a", "equal")];
    let mut rows = draw(&source, &findings, &[Wanted { finding: 0 }]);
    let row = rows.remove(0).1.expect("drawn");
    (folder, row)
}

/// Draws a leak of the line on a canvas that `add` gives to the input and `left` to the output.
fn drawn_on(
    canvas: Canvas,
    add: impl Fn(&mut Object),
    left: impl Fn(&mut Object),
) -> Option<(tempfile::TempDir, IndexRow)> {
    let folder = tempfile::tempdir().expect("a folder");
    let input = file_with(folder.path(), "in", &picture(), add);
    let output = file_with(folder.path(), "out", &picture(), left);
    let files = move |_: &InstanceRow| Some((input.clone(), output.clone()));
    let mut truth = truth();
    truth.patches[0].canvas = canvas;
    let source = Source { truth: &truth, files: &files, folder: folder.path() };
    let surface = if canvas == Canvas::Icon { Surface::Icon } else { Surface::Overlay };
    let evidence = format!("{canvas}, frame 0, 98 % of the ink is as burned");
    let leak = finding(Topic::Leak, Some(Verdict::Leaked), "a", "equal");
    let mut rows = draw(&source, &[Finding { surface: Some(surface), evidence, ..leak }], &[Wanted { finding: 0 }]);
    rows.pop().map(|(_, row)| (folder, row.expect("drawn")))
}

#[test]
fn a_line_on_a_plane_is_shown_from_the_plane_in_whatever_group_the_output_has_it() {
    let plane: Vec<u8> = picture().iter().map(|level| u8::from(*level == 240)).collect();
    let size = (HEIGHT as u16, WIDTH as u16);
    let write = |group: u16| {
        let plane = plane.clone();
        move |object: &mut Object| overlay::write_plane(object, group, size, None, &plane)
    };
    let other = |object: &mut Object| {
        overlay::write_plane(object, 0x6000, size, None, &vec![0; plane.len()]);
        write(0x6004)(object);
    };
    let (folder, row) = drawn_on(Canvas::Overlay(0x6000), write(0x6000), other).expect("drawn");
    assert_eq!((row.canvas.as_str(), row.difference_range, (row.low, row.high)), ("overlay-6000", 0, (0, 1)));
    let before = open(folder.path(), &row.before);
    assert!(before == open(folder.path(), &row.after) && before.pixels().any(|pixel| pixel.0[0] == 255));
    // The picture below has other levels, and the masked one shows none of the line.
    assert!(before.pixels().all(|pixel| matches!(pixel.0[0], 0 | 255)));
    let masked = open(folder.path(), &row.after_masked);
    assert!(masked.pixels().all(|Rgb([red, green, blue])| red != green || green != blue || *red == 0));
    assert!(drawn_on(Canvas::Overlay(0x6000), write(0x6000), |_| ()).is_none(), "no plane is left");
}

#[test]
fn a_line_on_an_icon_is_shown_from_the_icon() {
    let format = |samples: u16| PixelFormat {
        rows: HEIGHT,
        columns: WIDTH,
        samples,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 },
    };
    let grey = |object: &mut Object| icon::write(object, &format(1), &picture());
    let colour = |object: &mut Object| {
        let native: Vec<u8> = picture().iter().flat_map(|level| [level / 2; 3]).collect();
        icon::write(object, &format(3), &native);
    };
    let (folder, row) = drawn_on(Canvas::Icon, grey, colour).expect("drawn");
    assert_eq!((row.canvas.as_str(), row.difference_range), ("icon", 120));
    assert!(open(folder.path(), &row.before).pixels().any(|pixel| pixel.0[0] == 255));
    assert!(drawn_on(Canvas::Icon, grey, |_| ()).is_none(), "no icon is left");
}

fn open(folder: &Path, name: &str) -> image::RgbImage {
    image::open(folder.join(name)).expect("a picture").into_rgb8()
}

#[test]
fn a_crop_shows_the_line_before_and_after_by_one_mapping() {
    // Only a tenth of the contrast is left.
    let faint = picture().into_iter().map(|value| if value == 240 { 78 } else { value }).collect::<Vec<u8>>();
    let (folder, row) = drawn(&faint);
    assert_eq!((row.crop.as_str(), row.area.as_str(), row.shrunk), ("P-a-f0", "24,24,92,44", 1));
    assert_eq!((row.low, row.high, row.difference_range), (60, 240, 162));
    let brightest = |name: &str| open(folder.path(), name).pixels().map(|pixel| pixel.0[0]).max();
    assert_eq!(brightest(&row.before), Some(255));
    assert_eq!(brightest(&row.after), Some(25));
    let difference = open(folder.path(), &row.difference);
    assert_eq!(difference.get_pixel(0, 0), &Rgb([128; 3]));
    assert!(difference.pixels().any(|pixel| pixel.0[0] < 5));
}

#[test]
fn masked_pictures_hold_neither_the_line_nor_what_the_output_shows_elsewhere() {
    let mut moved = filled(picture(), LINE, 60);
    for (at, value) in moved.iter_mut().enumerate() {
        let (x, y) = (at as u32 % WIDTH, at as u32 / WIDTH);
        if MOVED.contains(x, y) && x % 3 == 0 {
            *value = 240;
        }
    }
    let (folder, row) = drawn(&moved);
    for name in [&row.before_masked, &row.after_masked] {
        let picture = open(folder.path(), name);
        assert!(picture.pixels().all(|Rgb([red, green, blue])| red != green || green != blue || *red < 20), "{name}");
    }
    let before = open(folder.path(), &row.before_masked);
    let after = open(folder.path(), &row.after_masked);
    assert_eq!(before.get_pixel(40, 20), after.get_pixel(40, 20));
    // Where it was moved to, one even box says that something is there.
    let (left, top) = (MOVED.x - 24, MOVED.y - 24);
    let colours: std::collections::BTreeSet<[u8; 3]> = (left..left + MOVED.width - 2)
        .flat_map(|x| (top..top + MOVED.height).map(move |y| (x, y)))
        .map(|(x, y)| after.get_pixel(x, y).0)
        .collect();
    assert_eq!(colours.len(), 1, "{colours:?}");
    assert!(open(folder.path(), &row.after).pixels().any(|pixel| pixel.0[0] == 255));
}

#[test]
fn a_folder_takes_the_place_of_an_earlier_one_and_of_nothing_else() {
    let root = tempfile::tempdir().expect("a folder");
    let run = root.path();
    for number in 0..2u32 {
        let mut folder = CropFolder::new(run).expect("a folder");
        std::fs::write(folder.path().join(format!("{number}.png")), "x").expect("written");
        folder.add([IndexRow { crop: number.to_string(), ..IndexRow::default() }]);
        folder.finish().expect("finished");
    }
    assert!(!run.join("evidence/0.png").exists() && run.join("evidence/1.png").exists());
    let rows: Vec<IndexRow> = csv::Reader::from_path(run.join("evidence/index.csv"))
        .expect("a table")
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("rows");
    assert_eq!(rows.len(), 1);
    // One that is not finished leaves what was there, and nothing of its own.
    drop(CropFolder::new(run).expect("a folder"));
    assert!(run.join("evidence/1.png").exists() && !run.join("evidence.part").exists());
    std::fs::write(run.join("evidence/index.csv"), "my,own,table\n").expect("written");
    assert!(CropFolder::new(run).is_err());
    assert!(run.join("evidence/1.png").exists());
}

#[test]
fn large_places_are_shrunk() {
    let picture = crate::dicom::frame::Raster { width: 1000, height: 300, channels: 1, samples: vec![7; 300_000] };
    let crop = paint::Crop::new(picture.clone(), picture, Vec::new(), false);
    assert_eq!((crop.shrunk(), crop.painted().before.dimensions()), (3, (334, 100)));
}
