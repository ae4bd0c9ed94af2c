//! The crops of one place in one frame, as its text is read.

use crate::detectors::ink_verdict;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::Curve;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::masks;
use crate::detectors::ink_verdict::masks::MaskEvidence;
use crate::detectors::ink_verdict::mean::MEAN_SCALE;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::line::Place;
use crate::detectors::pixel_leak::plain;
use crate::detectors::pixel_leak::seen::Seen;
use crate::detectors::pixel_leak::upright;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use std::path::Path;

/// Pixels around the value that a reader of text needs.
const AROUND: u32 = 6;

/// Burned, clean and found crop of one size, in comparable samples, turned so that the text is upright.
pub(super) struct Crops {
    pub(super) burned: Raster,
    pub(super) clean: Raster,
    pub(super) found: Raster,
    pub(super) value_box: PixelBox,
    pub(super) ink: Ink,
}

impl Crops {
    /// Turns the crops of a place upright.
    pub(super) fn new(place: &Place<'_>, degrees: u16, [burned, clean, found]: [Raster; 3], ink: Ink) -> Self {
        let orientation = upright::orientation(degrees);
        let value_box = place.upright_box(degrees);
        let [burned, clean, found] = [burned, clean, found].map(|crop| upright::raster(orientation, crop));
        Self { burned, clean, found, value_box, ink }
    }

    /// The value with some pixels around it, for a second reader.
    pub(super) fn around_value(&self) -> Raster {
        self.found.crop(self.value_box.dilated(AROUND, self.found.width, self.found.height))
    }

    /// The evidence, but for text and decoys.
    pub(super) fn evidence<'b>(&'b self, sheet: &'b GlyphSheet) -> LineEvidence<'b> {
        LineEvidence {
            burned: &self.burned,
            clean: &self.clean,
            value_box: self.value_box,
            sheet,
            text: "",
            decoys: &[],
            ink: self.ink,
        }
    }

    /// The verdict of a place. `folder` holds the recorded pictures.
    pub(super) fn judge(
        &self,
        line: &Line<'_>,
        place: &Place<'_>,
        map: &IntensityMap,
        certain: bool,
        folder: &Path,
    ) -> Result<Seen, String> {
        let Some(sheet) = place.sheet else {
            let (mask, decoys) = masks_of(line, place, folder)?;
            return Ok(plain::judge(line.plant, self, map, certain, &(mask, decoys)));
        };
        let written = &line.plant.written;
        let known = LineEvidence { text: written, decoys: &line.decoys, ..self.evidence(sheet) };
        let verdict = ink_verdict::judge(&known, &self.found, map);
        let verdict = if certain { verdict } else { verdict.without_alignment() };
        Ok(Seen::of_ink(&verdict, written.chars().count()))
    }

    /// How the ink shows, in two correlations that are quickly had: as long as these stay, so does a verdict.
    pub(super) fn outline(
        &self,
        line: &Line<'_>,
        place: &Place<'_>,
        map: &IntensityMap,
        folder: &Path,
    ) -> Option<[f64; 2]> {
        let (mask, _) = masks_of(line, place, folder).ok()?;
        let known = MaskEvidence {
            burned: &self.burned,
            clean: &self.clean,
            area: self.value_box,
            ink: self.ink,
            mask: &mask,
            decoys: &[],
        };
        masks::outline(&known, &self.found, map)
    }
}

fn masks_of(line: &Line<'_>, place: &Place<'_>, folder: &Path) -> Result<(Mask, Vec<Mask>), String> {
    let orientation = upright::orientation(line.plant.rotation);
    let (mask, decoys) = place.masks(folder)?;
    let turned = |mask: &Mask| upright::mask(orientation, mask);
    Ok((turned(&mask), decoys.iter().map(turned).collect()))
}

/// The same change of brightness between means over frames.
pub(super) fn scaled_map(map: &IntensityMap) -> IntensityMap {
    let scale = f64::from(MEAN_SCALE);
    let curve = |curve: &Curve| match curve {
        Curve::Identity => Curve::Identity,
        Curve::Line { gain, offset } => Curve::Line { gain: *gain, offset: offset * scale },
        Curve::Points(points) => Curve::Points(points.iter().map(|(x, y)| (x * scale, y * scale)).collect()),
    };
    IntensityMap { curves: map.curves.iter().map(curve).collect() }
}
