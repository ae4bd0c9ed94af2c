use super::Phantom;
use super::ct::CtOptions;
use super::ct::CtSeries;
use super::ct::CtStorage;
use super::radiograph::Radiograph;
use super::radiograph::RadiographOptions;
use super::radiograph::RadiographView;
use super::ultrasound::Ultrasound;
use super::ultrasound::UltrasoundOptions;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::Raster;
use crate::seed::Seed;
use std::path::Path;
use std::time::Instant;

/// Every kind of phantom in every shape, by name.
fn all(seed: u64) -> Vec<(String, Box<dyn Phantom>)> {
    let mut list: Vec<(String, Box<dyn Phantom>)> = Vec::new();
    for (columns, rows) in [(640, 480), (800, 600), (1024, 768), (600, 800)] {
        let name = format!("us-{columns}x{rows}");
        let options = UltrasoundOptions { rows, columns, frames: 30, rate: 25 };
        list.push((name.clone(), Box::new(Ultrasound::new(Seed(seed).stream(&["phantom", &name]), options))));
    }
    for (size, storage) in [(512, CtStorage::Signed16), (512, CtStorage::Signed12), (256, CtStorage::Offset12)] {
        let name = format!("ct-{size}-{storage:?}");
        let series = CtSeries::new(Seed(seed).stream(&["phantom", &name]), CtOptions { size, slices: 40, storage });
        for index in [0, 7, 14, 20, 26, 31, 39] {
            list.push((format!("{name}-{index}"), Box::new(series.slice(index))));
        }
    }
    for (view, columns, rows) in
        [(RadiographView::Chest, 1024, 1280), (RadiographView::Knee, 1024, 1280), (RadiographView::Chest, 701, 601)]
    {
        for inverted in [false, true] {
            let name = format!("cr-{view:?}-{columns}");
            let options = RadiographOptions { rows, columns, view, inverted };
            let radiograph = Radiograph::new(Seed(seed).stream(&["phantom", &name]), options);
            list.push((format!("{name}-{inverted}"), Box::new(radiograph)));
        }
    }
    list
}

fn frame(phantom: &mut dyn Phantom, index: u32) -> Vec<u8> {
    let mut out = vec![0; phantom.format().frame_bytes().unwrap()];
    phantom.draw(index, &mut out).unwrap();
    out
}

fn raster(phantom: &mut dyn Phantom, index: u32) -> Raster {
    let format = phantom.format();
    let area = crate::dicom::locus::PixelBox::new(0, 0, format.columns, format.rows);
    Raster::from_native(&format, &frame(phantom, index), area)
}

#[test]
#[ignore = "writes pictures to look at into the folder that PHANTOM_PICTURES names"]
fn pictures_to_look_at() {
    let folder = std::env::var("PHANTOM_PICTURES").unwrap();
    let seed = std::env::var("PHANTOM_SEED").map_or(1, |seed| seed.parse().unwrap());
    for (name, mut phantom) in all(seed) {
        let frames = phantom.frames();
        for index in [0, 11].into_iter().filter(|index| *index < frames) {
            let format = phantom.format();
            let picture = raster(&mut *phantom, index);
            let (low, high) = match (format.bits_allocated, name.starts_with("ct")) {
                (8, _) => (0, 255),
                (_, true) if format.signed => (-160, 240),
                (_, true) => (864, 1264),
                _ => (0, 4095),
            };
            let mut gray: Vec<u8> = picture
                .samples
                .iter()
                .map(|sample| ((sample - low) * 255 / (high - low)).clamp(0, 255) as u8)
                .map(|gray| if format.photometric == Photometric::Monochrome1 { 255 - gray } else { gray })
                .collect();
            if index > 0 {
                for area in phantom.free_boxes().iter().chain(&phantom.benign_boxes()) {
                    for y in area.y..area.y + area.height {
                        for x in area.x..area.x + area.width {
                            let pixel = &mut gray[(y * format.columns + x) as usize];
                            *pixel = pixel.saturating_add(70);
                        }
                    }
                }
            }
            let path = Path::new(&folder).join(format!("{name}-{index}-seed{seed}.png"));
            image::GrayImage::from_raw(format.columns, format.rows, gray).unwrap().save(path).unwrap();
        }
    }
}

#[test]
#[ignore = "prints megabytes per second"]
fn speed() {
    let start = Instant::now();
    let count = all(1).len();
    println!("set-up: {:.2} ms for each of {count}", start.elapsed().as_secs_f64() * 1e3 / count as f64);
    for (name, mut phantom) in all(2) {
        let mut out = vec![0; phantom.format().frame_bytes().unwrap()];
        let frames = phantom.frames();
        let (start, rounds) = (Instant::now(), 60u32.div_ceil(frames));
        for index in 0..rounds * frames {
            phantom.draw(index % frames, &mut out).unwrap();
        }
        let taken = start.elapsed().as_secs_f64() / f64::from(rounds * frames);
        println!("{name}: {:.0} MB/s, {:.2} ms a frame", out.len() as f64 / taken / 1e6, taken * 1e3);
    }
}
