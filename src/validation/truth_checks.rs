//! What the recorded truth says of one file of a dataset.

use crate::dicom::canvas::Canvas;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::validation::reread::Reread;
use sha2::Digest;
use sha2::Sha256;

/// What does not hold, as (check, in words).
pub fn truth_problems(
    truth: &PatientTruth,
    row: &InstanceRow,
    file: &[u8],
    reread: &Reread,
) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let digest: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != row.sha256 {
        problems.push(("digest", "the file is not the one that was recorded (SHA-256 differs)".to_owned()));
    }
    if !row.pixel_sha256.is_empty() && reread.pixel_digest != row.pixel_sha256 {
        problems.push(("round trip", "the pixels are not those that were recorded (SHA-256 differs)".to_owned()));
    }
    problems.extend(box_problems(truth, row));
    problems
}

/// Boxes and frames that do not lie inside the picture.
fn box_problems(truth: &PatientTruth, row: &InstanceRow) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let mut check = |what: &str, area: PixelBox| {
        if !area.fits(row.columns, row.rows) {
            let (columns, rows) = (row.columns, row.rows);
            problems.push(("boxes", format!("{what} {area} does not lie inside the frame of {columns}x{rows}")));
        }
    };
    for plant in truth.plants.iter().filter(|plant| plant.instance == row.instance) {
        let on_frames = truth.patches_of(plant).filter(|patch| patch.canvas == Canvas::Frames);
        for patch in on_frames {
            check(&format!("the line box of {}", plant.id), patch.line_box);
            if let Some(value) = patch.value_box {
                check(&format!("the value box of {}", plant.id), value);
            }
        }
    }
    for keep in truth.keeps.iter().filter(|keep| keep.instance == row.instance) {
        if let Some(area) = keep.area {
            check("the box of a keep", area);
        }
    }
    let late = |frames: &FrameSet| frames.iter().last().filter(|last| *last >= row.frames);
    for plant in truth.plants.iter().filter(|plant| plant.instance == row.instance) {
        if let Some(frame) = late(&plant.frames) {
            problems.push(("boxes", format!("{} is recorded on frame {frame} of {}", plant.id, row.frames)));
        }
    }
    problems
}
