//! Lines on overlay planes and icons: taken from where they were drawn, and carried over where they are spared.

use crate::dicom::Tag;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::AttributePath;
use crate::dicom::overlay;
use crate::dicom::overlay::Place;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::native::parsed;
use crate::selftest::oracle::wrong;
use crate::truth::PatchRow;
use crate::truth::Plant;
use crate::truth::patches::read_patch;

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
///
/// # Errors
/// A recorded line is not on a plane or icon of the file.
pub fn retouch(bytes: &mut [u8], file: &File<'_>, spared: &[&Plant]) -> Result<(), OracleError> {
    let rows: Vec<&PatchRow> = file
        .truth
        .patches
        .iter()
        .filter(|row| row.instance == file.row.instance && row.canvas != Canvas::Frames)
        .filter(|row| !spared.iter().any(|plant| is_of(plant, row)))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let scan = parsed(bytes.to_vec())?;
    for row in rows {
        let done = match row.canvas {
            Canvas::Overlay(group) => erase(bytes, &scan, row, group),
            _ => restore_icon(bytes, &scan, file, row),
        };
        done.ok_or_else(|| wrong("a recorded line is not on its plane"))?;
    }
    Ok(())
}

/// Clears the bits of a line.
fn erase(bytes: &mut [u8], scan: &Scan, row: &PatchRow, group: u16) -> Option<()> {
    let plane = overlay::planes(scan).into_iter().find(|plane| plane.group == group)?;
    let area = row.line_box;
    for frame in row.frames.iter() {
        let shown = (frame - plane.first_frame.unwrap_or(frame)) as usize;
        for (x, y) in (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y))) {
            let sample = (shown * plane.rows as usize + y as usize) * plane.columns as usize + x as usize;
            match &plane.place {
                Place::Element(range) => *bytes.get_mut(range.start + sample / 8)? &= !(1 << (sample % 8)),
                Place::Bit(bit) => {
                    let Some(PixelSpan::Native(range)) = &scan.pixels else { continue };
                    *bytes.get_mut(range.start + 2 * sample + usize::from(bit / 8))? &= !(1 << (bit % 8));
                }
            }
        }
    }
    Some(())
}

fn restore_icon(bytes: &mut [u8], scan: &Scan, file: &File<'_>, row: &PatchRow) -> Option<()> {
    let at = |tag| AttributePath::top(tag).inside(tags::ICON_IMAGE_SEQUENCE, 0);
    let columns = scan.value(scan.find(&at(tags::COLUMNS))?);
    let columns = usize::from(u16::from_le_bytes(*columns.first_chunk()?));
    let start = scan.find(&at(tags::PIXEL_DATA))?.range.start;
    let (clean, _) = read_patch(&file.patches, row, &FORMAT).ok()?;
    let area = row.line_box;
    for (x, y) in (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y))) {
        let under = (y - row.area.y) * row.area.width + (x - row.area.x);
        *bytes.get_mut(start + y as usize * columns + x as usize)? = *clean.first()?.samples.get(under as usize)? as u8;
    }
    Some(())
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
