//! One picture of a contact sheet, with its boxes and a caption.

use crate::dicom::canvas::Canvas;
use crate::dicom::locus::PixelBox;
use crate::dicom::shown::ShownFrame;
use crate::inspection::load::load;
use crate::inspection::load::load_any;
use crate::truth::Dataset;
use crate::truth::InstanceRow;
use crate::truth::KeepKind;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::RegionRow;
use crate::truth::Surface;
use crate::truth::regions::read_regions;
use std::path::Path;

/// Colour of a box.
pub const RED: [u8; 3] = [255, 64, 64];
/// Colour of a box.
pub const ORANGE: [u8; 3] = [255, 170, 40];
/// Colour of a box.
pub const GREEN: [u8; 3] = [60, 210, 100];

/// Colours of organs.
const TINTS: [[u8; 3]; 6] =
    [[80, 160, 255], [255, 120, 200], [120, 220, 220], [200, 160, 255], [240, 220, 90], [150, 230, 110]];

/// One picture, its boxes and words.
pub struct Cell {
    /// The picture; `None` where it can't be shown.
    pub frame: Option<ShownFrame>,
    /// Boxes in pixels of the picture, each with its colour.
    pub boxes: Vec<(PixelBox, [u8; 3])>,
    /// Lines below the picture; what does not fit is cut.
    pub caption: Vec<String>,
}

impl Cell {
    fn bare(caption: Vec<String>) -> Self {
        Self { frame: None, boxes: Vec::new(), caption }
    }
}

/// An instance of a dataset, at the first frame that shows most of its lines.
pub fn cell_of_instance(dataset: &Dataset, truth: &PatientTruth, number: usize) -> Cell {
    let Some(row) = truth.instances.get(number) else { return Cell::bare(Vec::new()) };
    let frame = best_frame(truth, row);
    let mut cell = Cell::bare(vec![format!("{} {} frame {frame} of {}", row.instance, row.modality, row.frames)]);
    match load(&dataset.input().join(&row.path), frame) {
        Ok(picture) => cell.frame = Some(picture),
        Err(why) => cell.caption.push(why),
    }
    let organs = tint(dataset, truth, row, frame, &mut cell);
    let mut kinds: Vec<&str> = Vec::new();
    for plant in truth.plants.iter().filter(|plant| plant.instance == row.instance && plant.surface == Surface::Pixel) {
        for patch in
            truth.patches_of(plant).filter(|patch| patch.canvas == Canvas::Frames && patch.frames.contains(frame))
        {
            cell.boxes.push((patch.line_box, ORANGE));
            if let Some(value) = patch.value_box {
                cell.boxes.push((value, RED));
                if !kinds.contains(&plant.kind.word()) {
                    kinds.push(plant.kind.word());
                }
            }
        }
    }
    let keeps = truth.keeps.iter().filter(|keep| keep.instance == row.instance && keep.kind == KeepKind::Annotation);
    cell.boxes.extend(keeps.filter_map(|keep| Some((keep.area?, GREEN))));
    if !organs.is_empty() {
        cell.caption.push(organs.join(", "));
    }
    cell.caption.push(if kinds.is_empty() { "no identifiers".to_owned() } else { kinds.join(", ") });
    cell
}

/// Lays the organs of a frame over its picture, each in a colour of its own. Gives their names.
fn tint(dataset: &Dataset, truth: &PatientTruth, row: &InstanceRow, frame: u32, cell: &mut Cell) -> Vec<String> {
    let regions: Vec<&RegionRow> = truth.regions.iter().filter(|region| region.instance == row.instance).collect();
    let Some(place) = regions.first().and_then(|region| region.frames.iter().position(|known| known == frame)) else {
        return Vec::new();
    };
    let folder = dataset.truth_folder(&truth.patient).join("regions");
    let Ok((values, _)) = read_regions(&folder, &row.instance) else {
        return vec!["its masks can't be read".to_owned()];
    };
    let Some(picture) = &mut cell.frame else { return Vec::new() };
    let pixels = picture.width as usize * picture.height as usize;
    let of_frame = values.get(place * pixels..(place + 1) * pixels).unwrap_or_default();
    if picture.channels == 1 {
        picture.samples = picture.samples.iter().flat_map(|level| [*level; 3]).collect();
        picture.channels = 3;
    }
    for (pixel, value) in picture.samples.chunks_exact_mut(3).zip(of_frame).filter(|(_, value)| **value > 0) {
        let colour = TINTS.get(usize::from(*value - 1) % TINTS.len()).copied().unwrap_or(GREEN);
        for (channel, tint) in pixel.iter_mut().zip(colour) {
            *channel = ((u16::from(*channel) * 6 + u16::from(tint) * 4) / 10) as u8;
        }
    }
    let is_shown = |region: &&&RegionRow| of_frame.contains(&region.value);
    regions.iter().filter(is_shown).map(|region| region.organ.clone()).collect()
}

/// The first frame with most burned lines; the middle one where there are none.
fn best_frame(truth: &PatientTruth, row: &InstanceRow) -> u32 {
    let plants =
        || truth.plants.iter().filter(|plant| plant.instance == row.instance && plant.surface == Surface::Pixel);
    let count = |frame: u32| plants().filter(|plant| plant.frames.contains(frame)).count();
    let mut best = (0, row.frames / 2);
    for frame in 0..row.frames {
        let lines = count(frame);
        if lines > best.0 {
            best = (lines, frame);
        }
    }
    best.1
}

/// A file of any folder.
pub fn cell_of_file(root: &Path, path: &str) -> Cell {
    let mut cell = Cell::bare(vec![path.to_owned()]);
    match load_any(&root.join(path)) {
        Ok(picture) => cell.frame = Some(picture),
        Err(why) => cell.caption.push(why),
    }
    cell
}

/// A source that is not in the dataset, with the reason.
pub fn cell_of_source(root: Option<&Path>, row: &ManifestRow) -> Cell {
    let mut cell = Cell::bare(vec![format!("{} {}", row.status, row.source)]);
    if let Some(root) = root {
        let path = root.join(&row.source);
        // A case that is a folder is shown by its first picture.
        let first = || {
            let mut names: Vec<_> = path.read_dir().ok()?.flatten().map(|entry| entry.path()).collect();
            names.sort();
            names.into_iter().find(|path| path.is_file())
        };
        let file = if path.is_dir() { first() } else { Some(path.clone()) };
        cell.frame = file.and_then(|file| load_any(&file).ok());
    }
    let mut rest = row.reason.as_str();
    while !rest.is_empty() {
        let cut = rest.char_indices().nth(46).map_or(rest.len(), |(at, _)| at);
        let cut =
            rest.get(..cut).and_then(|line| line.rfind(' ')).filter(|_| cut < rest.len()).map_or(cut, |at| at + 1);
        cell.caption.push(rest.get(..cut).unwrap_or_default().trim().to_owned());
        rest = rest.get(cut..).unwrap_or_default();
    }
    cell
}
