//! The frames of one instance, as files.

use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::shown::AskedWindow;
use crate::dicom::shown::Shown;
use crate::dicom::shown::ShownFrame;
use crate::export::BoxForm;
use crate::export::ExportedImage;
use crate::export::FrameForm;
use crate::export::labels;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use image::ColorType;
use image::ImageEncoder;
use image::codecs::png::CompressionType;
use image::codecs::png::FilterType;
use image::codecs::png::PngEncoder;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

/// Files larger than this are not exported, bytes: one file is held in memory at a time.
const LARGEST: u64 = 4 << 30;

/// How frames are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameOptions {
    /// As what.
    pub form: FrameForm,
    /// Which box is the label.
    pub boxes: BoxForm,
    /// Every how many frames one is taken, from the first; at least 1.
    pub every: u32,
    /// A window for all grey files, instead of their own.
    pub window: Option<AskedWindow>,
}

/// Writes the frames of one instance into `folder`. Gives the images without their numbers; errors say why it is not exported.
pub fn write_frames(
    input: &Path,
    folder: &Path,
    split: &str,
    truth: &PatientTruth,
    row: &InstanceRow,
    options: &FrameOptions,
) -> Result<Vec<ExportedImage>, String> {
    let file = input.join(&row.path);
    let scan = Scan::open(&file, LARGEST).map_err(|error| error.to_string())?;
    let reader = PixelReader::new(&scan).map_err(|error| error.to_string())?;
    if reader.frames() < row.frames {
        return Err(format!("{} of {} frames are there", reader.frames(), row.frames));
    }
    let labels = labels(truth, row, options.boxes);
    let format = reader.format();
    let mut shown = None;
    if options.form == FrameForm::Png {
        shown = Some(Shown::new(&scan, &reader, options.window).map_err(|error| error.to_string())?);
    } else {
        let copy = folder.join(format!("{}.dcm", row.instance));
        fs::copy(&file, &copy).map_err(|error| format!("could not copy to {}: {error}", copy.display()))?;
    }
    let mut images = Vec::new();
    for frame in (0..row.frames).step_by(options.every.max(1) as usize) {
        let mut image = ExportedImage {
            id: 0,
            split: split.to_owned(),
            patient: truth.patient.clone(),
            instance: row.instance.clone(),
            modality: row.modality.clone(),
            frame,
            file_name: format!("{}.dcm", row.instance),
            width: format.columns,
            height: format.rows,
            window: None,
            labels: labels.iter().filter(|label| label.frame == frame).cloned().collect(),
        };
        if let Some(shown) = &shown {
            let native = reader.native(frame).map_err(|error| error.to_string())?;
            image.file_name = format!("{}.png", image.stem());
            image.window = Some(shown.window());
            let path = folder.join(&image.file_name);
            write_png(&path, &shown.frame(&native))
                .map_err(|error| format!("could not write {}: {error}; is the disk full?", path.display()))?;
        }
        images.push(image);
    }
    Ok(images)
}

/// Writes a picture, packed for speed: it is read once or twice.
fn write_png(path: &Path, frame: &ShownFrame) -> io::Result<()> {
    let mut out = io::BufWriter::new(fs::File::create(path)?);
    let colour = if frame.channels == 1 { ColorType::L8 } else { ColorType::Rgb8 };
    PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Sub)
        .write_image(&frame.samples, frame.width, frame.height, colour.into())
        .map_err(io::Error::other)?;
    out.flush()
}
