//! Lines of text burned into frames: where they fit, their ink, their decoys and their record.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::banner::BannerLine;
use crate::ink::banner::Overflow;
use crate::ink::banner::PlannedLine;
use crate::ink::banner::fitting_banner;
use crate::ink::banner::margin;
use crate::ink::burn::Ink;
use crate::ink::face::Face;
use crate::ink::sheet::GlyphSheet;
use crate::ink::typeface::Typeface;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Needle;
use crate::truth::NeedleRole;
use std::collections::BTreeSet;

/// Decoys of every burned line, at most.
const DECOYS: usize = 400;

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
    /// Label, without its space; may be empty.
    pub label: &'a str,
    /// The identifier.
    pub secret: Secret<'a>,
}

/// Burns lines one below another into the first free box of an instance in which they fit. Lines for which there is no
/// room are left out, and the reason is noted.
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
    let (Some(bytes), Some(index)) = (format.frame_bytes(), shown.iter().next()) else { return };
    let (fitting, overflow) = fit(lines, style, &target.free_boxes);
    planting.problems.extend(overflow.map(|overflow| overflow.to_string()));
    let Some((typeface, planned, area)) = fitting else { return };
    let mut first = vec![0; bytes];
    if source.draw(index, &mut first).is_err() {
        return;
    }
    let used = planned.last().map_or(0, |line| line.line_box.y + line.line_box.height - area.y) + margin(&typeface);
    // What is left of the box takes the lines of other traps.
    for free in target.free_boxes.iter_mut().filter(|free| **free == area) {
        *free = PixelBox::new(area.x, area.y + used, area.width, area.height.saturating_sub(used));
    }
    let ink = ink(&format, &Raster::from_native(&format, &first, area), style.contrast);
    let text: String = planned.iter().map(|line| line.text.as_str()).collect();
    let brush = Brush { sheet: alphabet(&typeface, &text), typeface, ink, frames: shown };
    for (text, line) in lines.iter().zip(planned) {
        burn_line(planting, instance, text, line, &brush);
    }
}

/// What all lines of a banner have in common.
struct Brush {
    typeface: Typeface,
    sheet: GlyphSheet,
    ink: Ink,
    frames: FrameSet,
}

type Fitting = (Typeface, Vec<PlannedLine<Kind>>, PixelBox);

/// The lines in the first free box that takes them, as large as they fit. Where none takes all, the last ones are left
/// out until the others fit; then it is told why.
fn fit(lines: &[Text<'_>], style: Style, boxes: &[PixelBox]) -> (Option<Fitting>, Option<Overflow>) {
    let line = |text: &Text<'_>| BannerLine {
        label: text.label.to_owned(),
        kind: text.secret.kind,
        value: text.secret.written.to_owned(),
    };
    let mut wanted: Vec<BannerLine<Kind>> = lines.iter().map(line).collect();
    let sizes: Vec<u32> = (style.least_px..=style.px).rev().collect();
    let mut overflow = None;
    while !wanted.is_empty() {
        for area in boxes {
            match fitting_banner(&wanted, *area, style.face, &sizes) {
                Ok((typeface, planned)) => return (Some((typeface, planned, *area)), overflow),
                Err(error) => overflow = overflow.or(Some(error)),
            }
        }
        wanted.pop();
    }
    (None, overflow.or(Some(Overflow::Height { lines: lines.len(), needed: 1, available: 0 })))
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

fn burn_line(planting: &mut Planting<'_>, instance: usize, text: &Text<'_>, line: PlannedLine<Kind>, brush: &Brush) {
    let Some(target) = planting.study.instances.get_mut(instance) else { return };
    let Some(value_box) = line.values.first().map(|value| value.area) else { return };
    let name = format!("{}-L{}", target.id, target.burns.len());
    target.burns.push(Burn::of_line(name.clone(), &line, brush.ink, brush.frames.clone()));
    let plant = planting.record_pixels(instance, text.secret, |plant| {
        plant.context.clone_from(&line.text);
        plant.frames = brush.frames.clone();
        plant.value_box = Some(value_box);
        plant.line_box = Some(line.line_box);
        plant.face = brush.typeface.face.to_string();
        plant.font_px = brush.typeface.px;
        plant.patch = name;
    });
    if let Some(plant) = plant {
        let decoys = draw_decoys(planting, text.secret, &brush.sheet, value_box.width);
        let decoys = decoys.into_iter().map(|value| (text.secret.kind, value)).collect();
        record_decoys(planting, plant, brush, &line.text, decoys);
    }
}

/// Every character that a decoy may hold: widths are looked up here, because drawing glyphs anew for thousands of
/// candidates would cost more than all pixels.
fn alphabet(typeface: &Typeface, line: &str) -> GlyphSheet {
    let latin = (' '..='~').chain('\u{c0}'..='\u{17f}');
    typeface.sheet(latin.chain(line.chars()))
}

/// Decoys of the same length whose width differs by no more than 3 pixels or 6 %.
fn draw_decoys(planting: &mut Planting<'_>, secret: Secret<'_>, sheet: &GlyphSheet, width: u32) -> Vec<String> {
    let slack = 3.max(width * 6 / 100);
    let close = |value: &str| sheet.width(value).is_some_and(|other| other.abs_diff(width) <= slack);
    planting.draw_decoys(secret, DECOYS, close)
}

fn record_decoys(planting: &mut Planting<'_>, plant: usize, brush: &Brush, line: &str, decoys: Vec<(Kind, String)>) {
    // Every digit and letter is recorded too: the characters of a line are judged against their whole class.
    let class = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let used: BTreeSet<char> =
        class.chain(line.chars()).chain(decoys.iter().flat_map(|(_, decoy)| decoy.chars())).collect();
    let glyphs = brush.sheet.glyphs().filter(|glyph| used.contains(&glyph.character)).cloned();
    let typeface = &brush.typeface;
    planting.sheets.push(GlyphSheet::new(
        typeface.face.name(),
        typeface.px,
        typeface.ascent,
        typeface.line_height,
        glyphs,
    ));
    planting.needles.extend(decoys.into_iter().map(|(kind, value)| Needle {
        role: NeedleRole::Decoy,
        plant: plant.to_string(),
        encoding: "utf-8".to_owned(),
        value,
        kind: Some(kind),
    }));
}

/// Name as consoles write it into a picture.
pub(super) fn console_name(planting: &Planting<'_>) -> String {
    let name = &planting.identity.name;
    format!("{}, {}", name.family, name.given).to_uppercase()
}

/// The lines of a usual banner. Values are given as DICOM writes them and as the console does.
pub(super) struct Banner {
    name: (String, String),
    mrn: String,
    birth: (String, String),
    accession: String,
    study: (String, String),
    institution: String,
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
            study: (identity.study_date.da(), identity.study_date.iso()),
            institution: identity.institution.name.clone(),
        }
    }

    /// Its lines.
    pub(super) fn lines(&self) -> Vec<Text<'_>> {
        let birth = Secret { kind: Kind::BirthDate, value: &self.birth.0, written: &self.birth.1 };
        let name = Secret { kind: Kind::PersonName, value: &self.name.0, written: &self.name.1 };
        vec![
            Text { label: "", secret: name },
            Text { label: "ID:", secret: Secret::plain(Kind::Mrn, &self.mrn) },
            Text { label: "DOB:", secret: birth },
            Text { label: "ACC:", secret: Secret::plain(Kind::Accession, &self.accession) },
        ]
    }

    /// Its lines, and those of the examination: date and institution.
    pub(super) fn all_lines(&self) -> Vec<Text<'_>> {
        let mut lines = self.lines();
        let study = Secret { kind: Kind::Date, value: &self.study.0, written: &self.study.1 };
        lines.push(Text { label: "DATE:", secret: study });
        lines.push(Text { label: "", secret: Secret::plain(Kind::Institution, &self.institution) });
        lines
    }
}
