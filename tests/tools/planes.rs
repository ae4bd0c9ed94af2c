//! Lines on overlay planes and icons: taken from where they were drawn, and carried over where they are spared.

use crate::known::File;
use crate::tree;
use crate::tree::Node;
use crate::tree::Value;
use deidbench::dicom::canvas::Canvas;
use deidbench::dicom::frame::Photometric;
use deidbench::dicom::frame::PixelFormat;
use deidbench::dicom::locus::AttributePath;
use deidbench::dicom::overlay;
use deidbench::dicom::overlay::Place;
use deidbench::dicom::scan::PixelSpan;
use deidbench::dicom::scan::Scan;
use deidbench::truth::PatchRow;
use deidbench::truth::Plant;
use deidbench::truth::patches::read_patch;
use dicom_core::Tag;
use dicom_dictionary_std::tags;

/// Samples of planes and icons, of 8 bits or packed.
const FORMAT: PixelFormat = PixelFormat {
    rows: 1,
    columns: 1,
    samples: 1,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Monochrome2,
};

fn is_of(plant: &Plant, row: &PatchRow) -> bool {
    plant.patch.split(' ').any(|name| name == row.patch)
}

/// What a plant was drawn on.
pub fn canvas(file: &File<'_>, plant: &Plant) -> Canvas {
    file.truth.patches.iter().find(|row| is_of(plant, row)).map_or(Canvas::Frames, |row| row.canvas)
}

/// Takes every line but the spared ones from planes and icons of an uncompressed file.
pub fn retouch(bytes: &mut [u8], file: &File<'_>, spared: &[&Plant]) {
    let rows: Vec<&PatchRow> = file
        .truth
        .patches
        .iter()
        .filter(|row| row.instance == file.row.instance && row.canvas != Canvas::Frames)
        .filter(|row| !spared.iter().any(|plant| is_of(plant, row)))
        .collect();
    if rows.is_empty() {
        return;
    }
    let scan = Scan::parse(bytes.to_vec(), u64::MAX).unwrap();
    for row in rows {
        match row.canvas {
            Canvas::Overlay(group) => erase(bytes, &scan, row, group),
            _ => restore_icon(bytes, &scan, file, row),
        }
    }
}

/// Clears the bits of a line.
fn erase(bytes: &mut [u8], scan: &Scan, row: &PatchRow, group: u16) {
    let plane = overlay::planes(scan).into_iter().find(|plane| plane.group == group).unwrap();
    let area = row.line_box;
    for frame in row.frames.iter() {
        let shown = (frame - plane.first_frame.unwrap_or(frame)) as usize;
        for (x, y) in (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y))) {
            let sample = (shown * plane.rows as usize + y as usize) * plane.columns as usize + x as usize;
            match &plane.place {
                Place::Element(range) => bytes[range.start + sample / 8] &= !(1 << (sample % 8)),
                Place::Bit(bit) => {
                    let Some(PixelSpan::Native(range)) = &scan.pixels else { continue };
                    bytes[range.start + 2 * sample + usize::from(bit / 8)] &= !(1 << (bit % 8));
                }
            }
        }
    }
}

fn restore_icon(bytes: &mut [u8], scan: &Scan, file: &File<'_>, row: &PatchRow) {
    let at = |tag| AttributePath::top(tag).inside(tags::ICON_IMAGE_SEQUENCE, 0);
    let columns = scan.value(scan.find(&at(tags::COLUMNS)).unwrap());
    let columns = usize::from(u16::from_le_bytes([columns[0], columns[1]]));
    let start = scan.find(&at(tags::PIXEL_DATA)).unwrap().range.start;
    let (clean, _) = read_patch(&file.patches, row, &FORMAT).unwrap();
    let area = row.line_box;
    for (x, y) in (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y))) {
        let under = (y - row.area.y) * row.area.width + (x - row.area.x);
        bytes[start + y as usize * columns + x as usize] = clean[0].samples[under as usize] as u8;
    }
}

/// Puts the plane or the icon of a spared line back, without its words.
pub fn carry(to: &mut Vec<Node>, original: &[Node], canvas: Canvas) {
    match canvas {
        Canvas::Frames => {}
        Canvas::Overlay(group) => {
            let words = |tag: Tag| matches!(tag.element(), 0x0022 | 0x1500 | 0x4000);
            for node in original.iter().filter(|node| node.tag.group() == group && !words(node.tag)) {
                tree::put(to, node.clone());
            }
        }
        Canvas::Icon => {
            let Some(Node { value: Value::Items(items), .. }) = tree::get(original, tags::ICON_IMAGE_SEQUENCE) else {
                return;
            };
            let picture = |node: &&Node| node.tag.group() == 0x0028 || node.tag == tags::PIXEL_DATA;
            let items = items.iter().map(|nodes| nodes.iter().filter(picture).cloned().collect()).collect();
            tree::put(to, Node::sequence(tags::ICON_IMAGE_SEQUENCE, items));
        }
    }
}
