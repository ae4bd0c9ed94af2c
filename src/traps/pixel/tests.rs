//! What holds for every trap that draws.

use super::ALL;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::tags;
use crate::identity::Identity;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::ink::typeface::Typeface;
use crate::instance::Annotation;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::instance::Study;
use crate::instance::StudyKind;
use crate::seed::Seed;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Plant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;

const SEED: Seed = Seed(17);

/// A dark picture with a bright field of coarse texture in its middle.
struct Field {
    format: PixelFormat,
    frames: u32,
}

impl FrameSource for Field {
    fn format(&self) -> PixelFormat {
        self.format
    }

    fn frames(&self) -> u32 {
        self.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        let PixelFormat { columns, samples, bits_allocated, .. } = self.format;
        let (_, most) = self.format.range();
        let clinical = clinical(&self.format);
        let sample = |at: usize| {
            let pixel = at as u32 / u32::from(samples);
            let (x, y) = (pixel % columns, pixel / columns);
            let texture = ((x / 7 + index) * 31 + (y / 5) * 17) % 50;
            if clinical.contains(x, y) { most / 100 * (30 + texture as i32) + 3 } else { most / 50 }
        };
        if bits_allocated > 8 {
            out.chunks_exact_mut(2)
                .enumerate()
                .for_each(|(at, pair)| pair.copy_from_slice(&(sample(at) as u16).to_le_bytes()));
        } else {
            out.iter_mut().enumerate().for_each(|(at, byte)| *byte = sample(at) as u8);
        }
        Ok(())
    }
}

fn clinical(format: &PixelFormat) -> PixelBox {
    PixelBox::new(format.columns / 4, format.rows / 4, format.columns / 2, format.rows / 2)
}

fn instance(number: u32, frames: u32, format: PixelFormat) -> Instance {
    let mut instance = Instance::new(format!("DEID-0001-I{number:03}"), vec![format!("{number}.dcm")]);
    let (columns, rows) = (format.columns, format.rows);
    instance.clinical_box = Some(clinical(&format));
    instance.free_boxes = vec![
        PixelBox::new(2, 2, columns - 4, rows / 4 - 4),
        PixelBox::new(2, rows * 3 / 4 + 2, columns - 4, rows / 4 - 4),
    ];
    if format.photometric == Photometric::PaletteColor {
        instance.object.set_u16(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, &[256, 0, 16]);
        for tag in [
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ] {
            // The brightest shades come first.
            let entries: Vec<u16> = (0..256u16).map(|index| (255 - index) << 8).collect();
            instance.object.set_u16(tag, &entries);
        }
    }
    instance.pixels = Some(Box::new(Field { format, frames }));
    instance
}

/// A study of every kind of samples: grey and colour of 8 bits, a cine, a colour table, and 12 bits both ways round.
fn study(kind: StudyKind) -> Study {
    let grey = PixelFormat {
        rows: 480,
        columns: 640,
        samples: 1,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::Monochrome2,
    };
    let deep = PixelFormat { bits_allocated: 16, bits_stored: 12, ..grey };
    Study {
        patient: "DEID-0001".to_owned(),
        kind,
        instances: vec![
            instance(1, 1, grey),
            instance(2, 12, grey),
            instance(3, 1, PixelFormat { samples: 3, photometric: Photometric::Rgb, ..grey }),
            instance(4, 1, PixelFormat { photometric: Photometric::PaletteColor, ..grey }),
            instance(5, 1, PixelFormat { photometric: Photometric::Monochrome1, ..deep }),
            instance(6, 1, deep),
        ],
        companions: Vec::new(),
    }
}

/// What one trap draws in the patient of that number.
struct Drawing {
    id: &'static str,
    plants: Vec<Plant>,
    problems: Vec<String>,
    decoys: BTreeMap<String, usize>,
    sheets: Vec<GlyphSheet>,
    study: Study,
}

fn drawing(trap: &dyn Trap, index: u64) -> Drawing {
    let identity = Identity::new(SEED, index);
    let mut study = study(StudyKind::UltrasoundCine);
    let stream = SEED.stream(&["test", trap.card().id, &index.to_string()]);
    let mut planting = Planting::new(trap, &identity, &mut study, stream, SEED);
    trap.plant(&mut planting);
    let planted = planting.finish();
    let mut decoys = BTreeMap::new();
    for needle in &planted.needles {
        *decoys.entry(needle.plant.clone()).or_default() += 1;
    }
    Drawing {
        id: trap.card().id,
        plants: planted.plants,
        problems: planted.problems,
        decoys,
        sheets: planted.sheets,
        study,
    }
}

impl Drawing {
    fn instance(&self, plant: &Plant) -> &Instance {
        self.study.instances.iter().find(|instance| instance.id == plant.instance).expect("an instance of the study")
    }

    /// The burns of a plant, what they are drawn on, and how large that is.
    fn burns(&self, plant: &Plant) -> Vec<(&Burn, Canvas, PixelFormat)> {
        let instance = self.instance(plant);
        let format = instance.pixels.as_ref().expect("pixels").format();
        let names: Vec<&str> = plant.patch.split(' ').collect();
        let burned = instance.burns.iter().map(|burn| (burn, Canvas::Frames, format));
        let drawn = instance.drawn.iter().map(|drawn| (&drawn.burn, drawn.canvas, drawn.format));
        burned.chain(drawn).filter(|(burn, ..)| names.contains(&burn.name.as_str())).collect()
    }
}

/// A box of the picture, within a mask that stands at a burn.
fn within(burn: &Burn, area: PixelBox) -> PixelBox {
    PixelBox { x: area.x - burn.x, y: area.y - burn.y, ..area }
}

#[test]
fn every_trap_draws_lines_that_its_record_describes() {
    for (trap, index) in ALL.iter().flat_map(|trap| [(trap, 0), (trap, 5)]) {
        let mut drawing = drawing(*trap, index);
        assert!(!drawing.plants.is_empty(), "{} {index}: {:?}", drawing.id, drawing.problems);
        assert!(drawing.problems.is_empty(), "{} {index}: {:?}", drawing.id, drawing.problems);
        for plant in &drawing.plants {
            lines_lie_inside_the_frame(&drawing, plant);
            value_box_holds_the_value_alone(&drawing, plant);
        }
        for (number, plant) in drawing.plants.iter().enumerate() {
            line_has_decoys(&drawing, number, plant);
        }
        for plant in drawing.plants.clone() {
            ink_is_as_far_from_its_background_as_the_trap_says(&mut drawing, &plant);
        }
    }
}

fn lines_lie_inside_the_frame(drawing: &Drawing, plant: &Plant) {
    let id = drawing.id;
    let burns = drawing.burns(plant);
    assert_eq!(burns.len(), plant.patch.split(' ').count(), "{id}");
    let mut frames = BTreeSet::new();
    for (burn, canvas, format) in burns {
        let value = burn.value_box.expect("a burn of a plant has an identifier");
        assert!(burn.line_box.fits(format.columns, format.rows), "{id} {}", burn.line_box);
        assert_eq!((burn.x, burn.y), (burn.line_box.x, burn.line_box.y), "{id}");
        let size = (burn.line_box.width, burn.line_box.height);
        assert_eq!((burn.mask.width, burn.mask.height), size, "{id}: the box is tight");
        assert!(within(burn, value).fits(burn.mask.width, burn.mask.height), "{id}");
        assert!(burn.mask.cropped(within(burn, value)).ink_box().is_some(), "{id}: no ink of the value");
        assert!(burn.text.contains(&plant.written), "{id} {}", burn.text);
        assert!(canvas == Canvas::Frames || burn.decoys.is_empty());
        frames.extend(burn.frames.iter());
    }
    assert_eq!(frames, plant.frames.iter().collect(), "{id}");
}

/// The recorded glyphs of a plant, as they are merged when a dataset is written.
fn sheet(drawing: &Drawing, plant: &Plant) -> Option<GlyphSheet> {
    let mut own = drawing.sheets.iter().filter(|sheet| sheet.face == plant.face && sheet.px == plant.font_px);
    let mut merged = own.next()?.clone();
    own.for_each(|sheet| merged.merge(sheet));
    Some(merged)
}

fn value_box_holds_the_value_alone(drawing: &Drawing, plant: &Plant) {
    let Some(sheet) = sheet(drawing, plant) else { return };
    for (burn, ..) in drawing.burns(plant) {
        let value = sheet.render(&plant.written).expect("recorded").mask.turned_by((plant.rotation / 90) as u8);
        let area = within(burn, burn.value_box.expect("a value"));
        assert_eq!(burn.mask.cropped(area), value, "{} {}", drawing.id, burn.text);
    }
}

fn line_has_decoys(drawing: &Drawing, number: usize, plant: &Plant) {
    let id = drawing.id;
    let (burn, ..) = drawing.burns(plant)[0];
    let recorded = drawing.decoys.get(&number.to_string()).copied().unwrap_or(0);
    if sheet(drawing, plant).is_some() {
        assert!(recorded >= 20, "{id} {}: {recorded} decoys", plant.written);
        assert!(burn.decoys.is_empty());
        return;
    }
    assert!((10..=60).contains(&burn.decoys.len()), "{id}: {} masks", burn.decoys.len());
    assert!(["", "code128", "qr"].contains(&plant.face.as_str()), "{}", plant.face);
    for decoy in &burn.decoys {
        assert_eq!((decoy.width, decoy.height), (burn.mask.width, burn.mask.height), "{id}");
        assert_ne!(decoy.alpha, burn.mask.alpha, "{id}");
    }
}

fn ink_is_as_far_from_its_background_as_the_trap_says(drawing: &mut Drawing, plant: &Plant) {
    let id = drawing.id;
    let place = drawing.study.instances.iter().position(|instance| instance.id == plant.instance).expect("an instance");
    let instance = &mut drawing.study.instances[place];
    if !instance.drawn.is_empty() {
        return;
    }
    let frame = plant.frames.iter().next().expect("a frame");
    let named = |line: &&Burn| plant.patch.split(' ').any(|name| name == line.name) && line.frames.contains(frame);
    let line = instance.burns.iter().find(named).expect("a burn in its frame").clone();
    let (format, backed, burned) = before_and_after(instance, frame);
    let distance = contrast(&format, &backed, &burned, &line);
    let (least, most) = match id {
        "contrast-25" => (22.0, 27.0),
        "contrast-10" | "low-contrast" => (8.0, 13.0),
        "contrast-5" => (3.5, 6.0),
        "other-window" | "other-window-inverse" => (0.05, 0.3),
        _ => (12.0, 100.0),
    };
    assert!((least..=most).contains(&distance), "{id}: {distance} %");
}

/// Samples of a frame with what is painted under lines alone, and with all burns of an instance.
fn before_and_after(instance: &mut Instance, frame: u32) -> (PixelFormat, Vec<u8>, Vec<u8>) {
    let source = instance.pixels.as_mut().expect("pixels");
    let format = source.format();
    let mut clean = vec![0; format.frame_bytes().expect("small")];
    source.draw(frame, &mut clean).expect("drawn");
    let mut burned = clean.clone();
    for line in instance.burns.iter().filter(|line| line.frames.contains(frame)) {
        burn(&format, &mut burned, line.x, line.y, &line.mask, line.ink);
        if line.value_box.is_none() {
            burn(&format, &mut clean, line.x, line.y, &line.mask, line.ink);
        }
    }
    (format, clean, burned)
}

/// The mean over well inked pixels of how far full ink is from what is under it, in percent of the range.
fn contrast(format: &PixelFormat, under: &[u8], burned: &[u8], line: &Burn) -> f64 {
    let area = line.line_box;
    let (under, burned) = (Raster::from_native(format, under, area), Raster::from_native(format, burned, area));
    let channels = under.channels as usize;
    let inked = line.mask.alpha.iter().enumerate().filter(|(_, alpha)| **alpha > 100);
    let distances: Vec<f64> = inked
        .flat_map(|(pixel, alpha)| (pixel * channels..(pixel + 1) * channels).map(move |at| (at, *alpha)))
        .map(|(at, alpha)| f64::from((burned.samples[at] - under.samples[at]).abs()) * 255.0 / f64::from(alpha))
        .collect();
    let (least, most) = format.range();
    distances.iter().sum::<f64>() / distances.len().max(1) as f64 * 100.0 / f64::from(most - least)
}

#[test]
fn traps_that_meet_in_a_study_keep_off_each_other_and_off_marks() {
    let identity = Identity::new(SEED, 9);
    let mut study = study(StudyKind::UltrasoundCine);
    for instance in &mut study.instances {
        let area = PixelBox::new(300, 10, 60, 20);
        instance.annotations.push(Annotation { text: "L".to_owned(), area });
    }
    let mut seen: Vec<(String, String, PixelBox, String)> = Vec::new();
    let mut unplaced = Vec::new();
    for trap in ALL.iter().skip(5) {
        let id = trap.card().id;
        let before: Vec<usize> = study.instances.iter().map(|instance| instance.burns.len()).collect();
        let stream = SEED.stream(&["crowd", id]);
        let mut planting = Planting::new(*trap, &identity, &mut study, stream, SEED);
        trap.plant(&mut planting);
        if planting.finish().plants.is_empty() {
            unplaced.push(id);
        }
        for (instance, first) in study.instances.iter().zip(before) {
            for line in instance.burns.iter().skip(first) {
                for mark in &instance.annotations {
                    assert!(!mark.area.meets(line.line_box), "{id} over a mark");
                }
                for (_, other, area, _) in seen.iter().filter(|(place, other, ..)| *place == instance.id && other != id)
                {
                    assert!(!area.meets(line.line_box), "{id} over {other}");
                }
                seen.push((instance.id.clone(), id.to_owned(), line.line_box, line.text.clone()));
            }
        }
    }
    // Sixty traps in six pictures are far more than a study carries.
    assert!(unplaced.len() <= 3, "{unplaced:?}");
}

#[test]
fn in_a_small_picture_the_short_lines_are_burned() {
    let trap = ALL.iter().find(|trap| trap.card().id == "corner-top-left").expect("in the list");
    let identity = Identity::new(SEED, 1);
    let mut study = study(StudyKind::UltrasoundCine);
    let small = PixelFormat { rows: 90, columns: 100, ..study.instances[0].pixels.as_ref().expect("pixels").format() };
    study.instances = vec![instance(1, 1, small)];
    let mut planting = Planting::new(*trap, &identity, &mut study, SEED.stream(&["small"]), SEED);
    trap.plant(&mut planting);
    let planted = planting.finish();
    assert_eq!(planted.plants.iter().map(|plant| plant.value.as_str()).collect::<Vec<_>>(), [identity.mrn.as_str()]);
    assert_eq!(planted.problems.len(), 1);
    assert!(study.instances[0].burns[0].line_box.fits(100, 90));
}

#[test]
fn the_subset_font_holds_every_character_of_the_invented_names() {
    let typeface = Typeface::new(Face::NotoSansCjk, 16);
    let dejavu = Typeface::new(Face::DejaVuSans, 16);
    for index in 0..600 {
        let names = Identity::new(SEED, index).scripts;
        let eastern = [names.japanese.ideographic, names.japanese.phonetic, names.katakana, names.korean.ideographic];
        for name in eastern.iter().chain([&names.korean.phonetic, &names.chinese]) {
            assert!(typeface.line(name).is_some(), "{name}");
        }
        for name in [&names.greek, &names.cyrillic, &names.accented] {
            assert!(dejavu.line(name).is_some(), "{name}");
        }
    }
}

#[test]
fn masks_of_marks_are_what_readers_of_bar_codes_expect() {
    for id in ["code-128", "qr-code"] {
        let trap = ALL.iter().find(|trap| trap.card().id == id).expect("in the list");
        let mut drawing = drawing(*trap, 6);
        let plant = drawing.plants[0].clone();
        let number = drawing.study.instances.iter().position(|one| one.id == plant.instance).expect("an instance");
        let instance = &mut drawing.study.instances[number];
        let (format, _, burned) = before_and_after(instance, 0);
        let label = instance.burns[instance.burns.len() - 2].line_box;
        let part = Raster::from_native(&format, &burned, label);
        let (least, most) = part.samples.iter().fold((i32::MAX, i32::MIN), |(a, b), s| (a.min(*s), b.max(*s)));
        let mut luma: Vec<u8> = part
            .samples
            .chunks(part.channels as usize)
            .map(|pixel| ((pixel[0] - least) * 255 / (most - least).max(1)) as u8)
            .collect();
        if matches!(format.photometric, Photometric::Monochrome1 | Photometric::PaletteColor) {
            luma.iter_mut().for_each(|sample| *sample = 255 - *sample);
        }
        let mut hints = rxing::DecodeHints { TryHarder: Some(true), ..rxing::DecodeHints::default() };
        let read = rxing::helpers::detect_in_luma_with_hints(luma, part.width, part.height, None, &mut hints);
        assert_eq!(read.expect("a code").getText(), plant.value, "{id}");
    }
}

#[test]
#[ignore = "draws a sheet of all traps to look at: target/traps.png"]
fn contact_sheet() {
    const WIDE: u32 = 320;
    const HIGH: u32 = 240;
    let mut page = image::RgbImage::new(WIDE * 8, HIGH * ALL.len().div_ceil(8) as u32);
    for (number, trap) in ALL.iter().enumerate() {
        let mut drawing = drawing(*trap, 0);
        let Some(plant) = drawing.plants.first().cloned() else { continue };
        let place = drawing.study.instances.iter().position(|one| one.id == plant.instance).expect("an instance");
        let instance = &mut drawing.study.instances[place];
        let frame = plant.frames.iter().next().unwrap_or(0);
        let (mut format, _, mut burned) = before_and_after(instance, frame);
        if let Some(drawn) = instance.drawn.first() {
            format = drawn.format;
            burned = vec![0; format.frame_bytes().expect("small")];
            for line in instance.drawn.iter().filter(|line| line.canvas == drawn.canvas) {
                let mask: &Mask = &line.burn.mask;
                burn(&format, &mut burned, line.burn.x, line.burn.y, mask, line.burn.ink);
            }
        }
        let whole = Raster::from_native(&format, &burned, PixelBox::new(0, 0, format.columns, format.rows));
        let most = format.range().1.max(1);
        let (left, top) = (number as u32 % 8 * WIDE, number as u32 / 8 * HIGH);
        for (x, y) in (0..WIDE - 2).flat_map(|x| (0..HIGH - 2).map(move |y| (x, y))) {
            // Shown at half size, by the brighter of four pixels.
            let at = |dx: u32, dy: u32, channel: u32| {
                let (column, row) = (x * 2 + dx, y * 2 + dy);
                let inside = column < whole.width && row < whole.height;
                let pixel = (row * whole.width + column) * whole.channels + channel.min(whole.channels - 1);
                if inside { whole.samples[pixel as usize] } else { 0 }
            };
            let shade = |channel: u32| {
                let sum: i32 = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| at(dx, dy, channel)).iter().sum();
                let value = (i64::from(sum) * 255 / 4 / i64::from(most)) as u8;
                if matches!(format.photometric, Photometric::Monochrome1 | Photometric::PaletteColor) {
                    255 - value
                } else {
                    value
                }
            };
            page.put_pixel(left + x, top + y, image::Rgb([shade(0), shade(1), shade(2)]));
        }
    }
    page.save("target/traps.png").expect("a picture");
}
