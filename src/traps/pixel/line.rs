//! Lines of text burned into frames: where they fit, their ink, their decoys and their record.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::identity::Decoys;
use crate::ink::burn::Ink;
use crate::ink::face::Face;
use crate::ink::glyph::Line;
use crate::ink::typeface::Typeface;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Needle;
use crate::truth::NeedleRole;

/// Decoys of every burned line, at most.
const DECOYS: usize = 400;
/// Room between the border of a free box and the text, in pixels.
const INSET: u32 = 4;

/// How lines look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// The typeface.
    pub face: Face,
    /// Em size in pixels that is tried first.
    pub px: u32,
    /// Smallest em size.
    pub least_px: u32,
    /// Distance of the ink from the background, in percent of the way to the far end of the range.
    pub contrast: u32,
}

/// One line: a label that may stay, and an identifier.
pub(super) struct Text<'a> {
    /// Label, with its space.
    pub label: &'a str,
    /// The identifier.
    pub secret: Secret<'a>,
}

/// Burns lines one below another into the first free box of an instance in which all of them fit.
/// Nothing is burned where none does.
pub(super) fn burn_lines(
    planting: &mut Planting<'_>,
    instance: usize,
    lines: &[Text<'_>],
    style: Style,
    frames: impl Fn(u32) -> FrameSet,
) {
    let Some(target) = planting.study.instances.get_mut(instance) else { return };
    let Some(source) = target.pixels.as_mut() else { return };
    let (format, shown) = (source.format(), frames(source.frames()));
    let Some((typeface, area)) = fit(lines, style, &target.free_boxes) else { return };
    let Some(bytes) = format.frame_bytes() else { return };
    let mut first = vec![0; bytes];
    let Some(index) = shown.iter().next() else { return };
    if source.draw(index, &mut first).is_err() {
        return;
    }
    let used = lines.len() as u32 * typeface.line_height + 2 * INSET;
    // What is left of the box takes the lines of other traps.
    for free in target.free_boxes.iter_mut().filter(|free| **free == area) {
        *free = PixelBox::new(area.x, area.y + used, area.width, area.height.saturating_sub(used));
    }
    let ink = ink(&format, &Raster::from_native(&format, &first, area), style.contrast);
    for (row, text) in lines.iter().enumerate() {
        let Some(drawn) = typeface.line(&format!("{}{}", text.label, text.secret.written)) else { continue };
        let (x, y) = (area.x + INSET, area.y + INSET + row as u32 * typeface.line_height);
        burn_line(planting, instance, text, drawn, (x, y), &typeface, ink, &shown);
    }
}

/// Whether the instance has many frames.
pub(super) fn is_cine(instance: &Instance) -> bool {
    instance.pixels.as_ref().is_some_and(|pixels| pixels.frames() > 1)
}

/// Whether the instance is MONOCHROME1 with more than 8 bits.
pub(super) fn is_deep_inverse(instance: &Instance) -> bool {
    instance.pixels.as_ref().is_some_and(|pixels| {
        let format = pixels.format();
        format.photometric == Photometric::Monochrome1 && format.bits_stored > 8
    })
}

/// The largest size at which all lines fit into a free box, and that box.
fn fit(lines: &[Text<'_>], style: Style, boxes: &[PixelBox]) -> Option<(Typeface, PixelBox)> {
    for px in (style.least_px..=style.px).rev() {
        let typeface = Typeface::new(style.face, px);
        let widths: Option<Vec<u32>> =
            lines.iter().map(|text| typeface.width(&format!("{}{}", text.label, text.secret.written))).collect();
        let width = widths?.into_iter().max().unwrap_or(0) + 2 * INSET;
        let height = lines.len() as u32 * typeface.line_height + 2 * INSET;
        if let Some(area) = boxes.iter().find(|area| area.width >= width && area.height >= height) {
            return Some((typeface, *area));
        }
    }
    None
}

/// Ink on the side of the range that is farther from the background's median.
fn ink(format: &PixelFormat, background: &Raster, contrast: u32) -> Ink {
    let mut samples = background.samples.clone();
    samples.sort_unstable();
    let median = samples.get(samples.len() / 2).copied().unwrap_or(0);
    let (least, most) = format.range();
    let far = if median - least < most - median { most } else { least };
    let level = median + (far - median) / 100 * contrast as i32 + (far - median) % 100 * contrast as i32 / 100;
    Ink { levels: [level; 3], opacity: 255 }
}

#[expect(clippy::too_many_arguments, reason = "what a burned line is made of, all of it recorded")]
fn burn_line(
    planting: &mut Planting<'_>,
    instance: usize,
    text: &Text<'_>,
    drawn: Line,
    (x, y): (u32, u32),
    typeface: &Typeface,
    ink: Ink,
    frames: &FrameSet,
) {
    let characters = text.secret.written.chars().count();
    let span = drawn.span(text.label.chars().count(), characters);
    let value_box = PixelBox::new(x + span.x, y, span.width, drawn.mask.height);
    let line_box = PixelBox::new(x, y, drawn.mask.width, drawn.mask.height);
    let Some(target) = planting.study.instances.get_mut(instance) else { return };
    let name = format!("{}-L{}", target.id, target.burns.len());
    target.burns.push(Burn {
        name: name.clone(),
        text: drawn.text.clone(),
        x,
        y,
        mask: drawn.mask,
        ink,
        frames: frames.clone(),
        line_box,
    });
    let plant = planting.record_pixels(instance, text.secret, |plant| {
        plant.context.clone_from(&drawn.text);
        plant.frames = frames.clone();
        plant.value_box = Some(value_box);
        plant.line_box = Some(line_box);
        plant.face = typeface.face.to_string();
        plant.font_px = typeface.px;
        plant.patch = name;
    });
    if let Some(plant) = plant {
        let decoys = draw_decoys(planting, text.secret, typeface, span.width);
        record_decoys(planting, plant, typeface, &drawn.text, decoys);
    }
}

/// Decoys of the same length whose width differs by no more than 3 pixels or 6 %.
fn draw_decoys(planting: &mut Planting<'_>, secret: Secret<'_>, typeface: &Typeface, width: u32) -> Vec<String> {
    let slack = 3.max(width * 6 / 100);
    let close = |value: &str| typeface.width(value).is_some_and(|other| other.abs_diff(width) <= slack);
    Decoys::new(planting.seed).draw(secret.kind, secret.written, DECOYS, &mut planting.stream, close)
}

fn record_decoys(planting: &mut Planting<'_>, plant: usize, typeface: &Typeface, line: &str, decoys: Vec<String>) {
    // Every digit and letter is recorded too: the characters of a line are judged against their whole class.
    let alphabet = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let used: Vec<char> = alphabet.chain(line.chars()).chain(decoys.iter().flat_map(|decoy| decoy.chars())).collect();
    planting.sheets.push(typeface.sheet(used));
    planting.needles.extend(decoys.into_iter().map(|value| Needle {
        role: NeedleRole::Decoy,
        plant: plant.to_string(),
        encoding: "utf-8".to_owned(),
        value,
    }));
}

/// Name as consoles write it into a picture.
pub(super) fn console_name(planting: &Planting<'_>) -> String {
    let name = &planting.identity.name;
    format!("{}, {}", name.family, name.given).to_uppercase()
}

/// The four lines of a usual banner. Values are given as DICOM writes them and as the console does.
pub(super) struct Banner {
    name: (String, String),
    mrn: String,
    birth: (String, String),
    accession: String,
}

impl Banner {
    /// For the patient.
    pub(super) fn new(planting: &Planting<'_>) -> Self {
        let identity = planting.identity;
        Self {
            name: (identity.name.dicom(), console_name(planting)),
            mrn: identity.mrn.clone(),
            birth: (identity.birth_date.da(), identity.birth_date.iso()),
            accession: identity.accession.clone(),
        }
    }

    /// Its lines.
    pub(super) fn lines(&self) -> Vec<Text<'_>> {
        let birth = Secret { kind: Kind::BirthDate, value: &self.birth.0, written: &self.birth.1 };
        let name = Secret { kind: Kind::PersonName, value: &self.name.0, written: &self.name.1 };
        vec![
            Text { label: "", secret: name },
            Text { label: "ID: ", secret: Secret::plain(Kind::Mrn, &self.mrn) },
            Text { label: "DOB: ", secret: birth },
            Text { label: "ACC: ", secret: Secret::plain(Kind::Accession, &self.accession) },
        ]
    }
}
