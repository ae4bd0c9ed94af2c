//! The oracle, but it prints text into the pictures: with `elsewhere` each burned line again where no line was, with `same` each
//! value in its place in another typeface, with `other` another value there.

use crate::adds_frames::pixels;
use crate::adds_frames::set_frames;
use crate::call::Call;
use crate::edit::edit;
use crate::known::File;
use deidbench::dicom::canvas::Canvas;
use deidbench::dicom::frame::PixelFormat;
use deidbench::dicom::locus::PixelBox;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::ink::burn::Ink;
use deidbench::ink::burn::burn;
use deidbench::ink::face::Face;
use deidbench::ink::mask::Mask;
use deidbench::ink::typeface::Typeface;
use deidbench::truth::PatchRow;
use deidbench::truth::Plant;
use deidbench::truth::patches::read_patch;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, _, file| {
        if file.row.frames == 0 {
            return;
        }
        let scan = Scan::parse(parts.write(), u64::MAX).unwrap();
        let format = PixelReader::new(&scan).unwrap().format();
        let mut bytes = pixels(parts).to_vec();
        let patches = file.truth.patches.iter().filter(|row| row.instance == file.row.instance);
        let mut taken: Vec<PixelBox> = patches.map(|row| row.area).collect();
        for (plant, row) in lines(file) {
            print(&mut bytes, &format, file, (plant, row), &call.word, &mut taken);
        }
        set_frames(parts, file.row.frames, &bytes);
    })
}

/// Upright lines in letters.
fn lines<'f>(file: &'f File<'f>) -> impl Iterator<Item = (&'f Plant, &'f PatchRow)> {
    let upright = file.plants().filter(|plant| plant.rotation == 0 && plant.font_px > 0);
    let placed = upright.flat_map(|plant| file.truth.patches_of(plant).map(move |row| (plant, row)));
    placed.filter(|(_, row)| row.canvas == Canvas::Frames && row.value_box.is_some())
}

fn print(
    bytes: &mut [u8],
    format: &PixelFormat,
    file: &File<'_>,
    (plant, row): (&Plant, &PatchRow),
    word: &str,
    taken: &mut Vec<PixelBox>,
) {
    let mut levels = row.levels.split(' ').map(|level| level.parse().unwrap());
    let ink = Ink { levels: [(); 3].map(|()| levels.next().unwrap_or(0)), opacity: 255 };
    let area = row.value_box.unwrap();
    let size = format.frame_bytes().unwrap();
    let (text, place) = match word {
        "elsewhere" => {
            let (_, mask) = read_patch(&file.patches, row, format).unwrap();
            let Some(place) = free(taken, format, &mask) else { return };
            taken.push(PixelBox::new(place.0, place.1, mask.width, mask.height));
            (Some(mask), place)
        }
        _ => {
            let other = another(&plant.written);
            let text = if word == "same" { &plant.written } else { &other };
            let line = Typeface::new(Face::DejaVuSansMono, plant.font_px).line(text);
            (line.map(|line| line.mask), (area.x, area.y))
        }
    };
    let Some(mask) = text else { return };
    for frame in row.frames.iter() {
        let native = &mut bytes[frame as usize * size..(frame as usize + 1) * size];
        burn(format, native, place.0, place.1, &mask, ink);
    }
}

/// A value as another person might have it: every digit and letter is exchanged for another of its sort.
fn another(value: &str) -> String {
    let exchange = |(at, character): (usize, char)| {
        let (first, count) = match character {
            '0'..='9' => (b'0', 10),
            'a'..='z' => (b'a', 26),
            'A'..='Z' => (b'A', 26),
            _ if character.is_alphabetic() => return 'x',
            _ => return character,
        };
        // From 1 to 9 further on, so that none stays.
        let step = 1 + (at * 5 + value.len()) % 9;
        char::from(first + ((character as usize - usize::from(first) + step) % count) as u8)
    };
    value.chars().enumerate().map(exchange).collect()
}

/// A place for a line that touches no other.
fn free(taken: &[PixelBox], format: &PixelFormat, mask: &Mask) -> Option<(u32, u32)> {
    let fits = |(x, y): &(u32, u32)| {
        let area = PixelBox::new(*x, *y, mask.width, mask.height);
        area.fits(format.columns, format.rows) && !taken.iter().any(|other| other.meets(area))
    };
    let rows = (0..format.rows).rev().step_by(9);
    rows.flat_map(|y| (0..format.columns).step_by(23).map(move |x| (x, y))).find(fits)
}
