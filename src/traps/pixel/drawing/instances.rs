//! Which pictures of a study a trap takes.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::traps::Planting;
use crate::traps::pixel::line::is_cine;
use rand::RngExt;

/// Every picture.
pub(in crate::traps::pixel) fn any(_: &Instance) -> bool {
    true
}

fn format(instance: &Instance) -> Option<PixelFormat> {
    instance.pixels.as_ref().map(|pixels| pixels.format())
}

/// Whether it is in colour.
pub(in crate::traps::pixel) fn is_colour(instance: &Instance) -> bool {
    format(instance).is_some_and(|format| format.samples == 3)
}

/// Whether its samples are indices of a colour table.
pub(in crate::traps::pixel) fn is_palette(instance: &Instance) -> bool {
    format(instance).is_some_and(|format| format.photometric == Photometric::PaletteColor)
}

/// Whether it is grey with more than 8 bits.
pub(in crate::traps::pixel) fn is_deep(instance: &Instance) -> bool {
    format(instance).is_some_and(|format| format.samples == 1 && format.bits_stored > 8)
}

/// Whether it is taken from a screen or a paper.
pub(in crate::traps::pixel) fn is_capture(instance: &Instance) -> bool {
    let class = instance.object.text(tags::SOP_CLASS_UID).unwrap_or_default();
    class.starts_with(uids::SECONDARY_CAPTURE_IMAGE_STORAGE)
}

/// Whether a study has a picture of that number with samples of more than one bit.
pub(in crate::traps::pixel) fn is_drawn(planting: &Planting<'_>, number: usize) -> bool {
    planting.study.at(number).and_then(format).is_some_and(|format| format.bits_allocated > 1)
}

/// Number of a picture with many frames.
pub(in crate::traps::pixel) fn cine(planting: &mut Planting<'_>) -> Option<usize> {
    let number = order(planting, is_cine).first().copied()?;
    planting.study.at(number).is_some_and(is_cine).then_some(number)
}

/// Numbers of the pictures of a study, first those that are `preferred`; within both groups they follow one another from a
/// place that is drawn, so that traps do not crowd in the first.
pub(in crate::traps::pixel) fn order(planting: &mut Planting<'_>, preferred: impl Fn(&Instance) -> bool) -> Vec<usize> {
    let drawable = |instance: &Instance| format(instance).is_some_and(|format| format.bits_allocated > 1);
    let shown: Vec<(usize, bool)> = planting
        .study
        .instances
        .iter()
        .enumerate()
        .filter(|(_, instance)| drawable(instance))
        .map(|(number, instance)| (number, preferred(instance)))
        .collect();
    let start = planting.stream.random_range(0..shown.len().max(1));
    let (head, tail) = shown.split_at(start.min(shown.len()));
    let turned: Vec<(usize, bool)> = tail.iter().chain(head).copied().collect();
    let group = |wanted: bool| turned.iter().filter(move |(_, is)| *is == wanted).map(|(number, _)| *number);
    group(true).chain(group(false)).collect()
}
