//! Burned lines: what can still be had of each, over all frames that showed it.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::ink_verdict;
use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::equality::confirm;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::mean::MeanRaster;
use crate::detectors::ink_verdict::mean::scaled;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Verdict as LineResult;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::sheet::GlyphSheet;
use crate::truth::NeedleRole;
use crate::truth::PatchRow;
use crate::truth::Plant;
use crate::truth::Surface;
use crate::truth::patches::read_patch;

static CARD: Card = Card {
    id: "pixel-leak",
    version: 1,
    title: "Burned text that can still be read, guessed or told from others",
    why: "Blur, faint ink and half a cover look clean to a reader of text, and are not to somebody with a list of names.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option; Hill et al., PoPETs 2016",
    seen: "",
    passes: "No test finds the planted value before values that might as well have been planted.",
};

/// Judges every burned line by its known ink.
pub struct PixelLeak;

impl Detector for PixelLeak {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let plants: Vec<&Plant> = evidence.plants().filter(|plant| plant.surface == Surface::Pixel).collect();
        if plants.is_empty() {
            return;
        }
        let readers = PixelReader::new(evidence.input).and_then(|input| {
            let output = PixelReader::new(evidence.output)?;
            Ok((input, output))
        });
        let (input, output) = match readers {
            Ok(readers) => readers,
            Err(error) => {
                for plant in plants {
                    unmeasured(evidence, notes, plant, &error.to_string());
                }
                return;
            }
        };
        let mut look = Look { evidence, input, output, alignment: None };
        for plant in plants {
            match look.line(plant) {
                Ok(verdict) => report(evidence, notes, plant, &verdict),
                Err(why) => unmeasured(evidence, notes, plant, &why),
            }
        }
    }
}

/// One pair of pictures under examination.
struct Look<'a> {
    evidence: &'a Evidence<'a>,
    input: PixelReader<'a>,
    output: PixelReader<'a>,
    /// How the output lies over the input; found with the first frame that needs it.
    alignment: Option<Alignment>,
}

/// What is known of one line, beside its pictures.
struct Line<'a> {
    patch: &'a PatchRow,
    sheet: &'a GlyphSheet,
    value_box: PixelBox,
    text: &'a str,
    decoys: Vec<String>,
    ink: Ink,
}

/// A verdict, and the frame that decided it.
struct Decided {
    verdict: LineVerdict,
    frame: u32,
    missing: u32,
}

impl<'a> Look<'a> {
    /// The worst verdict of a line over its frames. An error says why it can't be judged at all.
    fn line(&mut self, plant: &'a Plant) -> Result<Decided, String> {
        let line = self.known(plant)?;
        let format = self.input.format();
        let (clean, _) = read_patch(self.evidence.patches, line.patch, &format)
            .map_err(|error| format!("the recorded picture of the line can't be read: {error}"))?;
        let mut worst: Option<Decided> = None;
        let mut means = [MeanRaster::new(), MeanRaster::new(), MeanRaster::new()];
        let mut missing = 0;
        for (frame, clean) in line.patch.frames.iter().zip(&clean) {
            let Ok(found) = self.output.native(frame) else {
                missing += 1;
                continue;
            };
            let burned = self.input.native(frame).map_err(|error| error.to_string())?;
            let burned_crop = Raster::from_native(&format, &burned, line.patch.area);
            let crop = self.aligned_crop(&burned, &found, line.patch.area)?;
            let known = line.evidence(&burned_crop, clean);
            let settled = worst.as_ref().and_then(|worst| confirm(&worst.verdict, &known, &crop));
            let verdict = settled.unwrap_or_else(|| self.judge(&known, &crop));
            for (mean, raster) in means.iter_mut().zip([&burned_crop, clean, &crop]) {
                mean.add(raster);
            }
            let worse = |known: &Decided| verdict.verdict.severity() > known.verdict.verdict.severity();
            if worst.as_ref().is_none_or(worse) {
                worst = Some(Decided { verdict, frame, missing: 0 });
            }
            if worst.as_ref().is_some_and(|worst| worst.verdict.verdict == LineResult::Readable) {
                break;
            }
        }
        let mut decided = worst.ok_or("no frame of the output shows where the line was")?;
        decided.missing = missing;
        if decided.verdict.verdict == LineResult::Removed && means[0].frames() > 1 {
            self.look_at_mean(&line, &means, &mut decided);
        }
        self.look_at_added(&line, &clean, &mut decided)?;
        Ok(decided)
    }

    /// Frames behind those of the input may show again what was taken out of its own.
    fn look_at_added(&mut self, line: &Line<'_>, clean: &[Raster], decided: &mut Decided) -> Result<(), String> {
        let Some((first, clean)) = line.patch.frames.iter().next().zip(clean.first()) else { return Ok(()) };
        let added = self.input.frames()..self.output.frames();
        if added.is_empty() || decided.verdict.verdict == LineResult::Readable {
            return Ok(());
        }
        let burned = self.input.native(first).map_err(|error| error.to_string())?;
        let burned_crop = Raster::from_native(&self.input.format(), &burned, line.patch.area);
        for frame in added {
            let Ok(found) = self.output.native(frame) else { continue };
            let crop = self.aligned_crop(&burned, &found, line.patch.area)?;
            let verdict = self.judge(&line.evidence(&burned_crop, clean), &crop);
            if verdict.verdict.severity() > decided.verdict.verdict.severity() {
                (decided.verdict, decided.frame) = (verdict, frame);
            }
            if decided.verdict.verdict == LineResult::Readable {
                break;
            }
        }
        Ok(())
    }

    /// Ink that noise hides in each frame comes out in their mean.
    fn look_at_mean(&self, line: &Line<'_>, means: &[MeanRaster; 3], decided: &mut Decided) {
        let [Some(burned), Some(clean), Some(found)] = means.each_ref().map(MeanRaster::raster) else { return };
        let known = LineEvidence { ink: scaled(line.ink), ..line.evidence(&burned, &clean) };
        let verdict = self.judge(&known, &found);
        if verdict.verdict.severity() > decided.verdict.verdict.severity() && verdict.verdict != LineResult::NotMeasured
        {
            decided.verdict = verdict;
        }
    }

    fn judge(&self, known: &LineEvidence<'_>, crop: &Raster) -> LineVerdict {
        let identity = Alignment::identity();
        let alignment = self.alignment.as_ref().unwrap_or(&identity);
        let verdict = ink_verdict::judge(known, crop, &alignment.map);
        if alignment.certain { verdict } else { verdict.without_alignment() }
    }

    /// The crop of the output that shows what the input shows in `area`.
    fn aligned_crop(&mut self, burned: &[u8], found: &[u8], area: PixelBox) -> Result<Raster, String> {
        let (format, output_format) = (self.input.format(), self.output.format());
        let same_size = (format.rows, format.columns) == (output_format.rows, output_format.columns);
        if self.alignment.is_none() {
            let alignment = if format == output_format && mostly_equal(burned, found) {
                Alignment::identity()
            } else {
                let whole = |format: &_, native: &[u8]| {
                    Raster::from_native(format, native, PixelBox::new(0, 0, u32::MAX, u32::MAX))
                };
                let boxes = self.line_boxes();
                register(&whole(&format, burned), &boxes, &whole(&output_format, found))
                    .map_err(|error| error.to_string())?
            };
            self.alignment = Some(alignment);
        }
        match &self.alignment {
            Some(alignment) if !(same_size && alignment.in_place()) => {
                let whole = PixelBox::new(0, 0, output_format.columns, output_format.rows);
                Ok(resample(&Raster::from_native(&output_format, found, whole), alignment, area))
            }
            _ => Ok(Raster::from_native(&output_format, found, area)),
        }
    }

    fn line_boxes(&self) -> Vec<PixelBox> {
        self.evidence.plants().filter_map(|plant| plant.line_box).collect()
    }

    fn known(&self, plant: &'a Plant) -> Result<Line<'a>, String> {
        let truth = self.evidence.truth;
        let missing = |what: &str| format!("the ground truth lacks the {what} of this line");
        let patch = truth.patches.iter().find(|row| row.patch == plant.patch).ok_or_else(|| missing("picture"))?;
        let value_box = plant.value_box.ok_or_else(|| missing("box"))?;
        let sheet = truth
            .glyphs
            .iter()
            .find(|sheet| sheet.face == plant.face && sheet.px == plant.font_px)
            .ok_or_else(|| missing("letters"))?;
        let mut levels = [0; 3];
        for (slot, level) in levels.iter_mut().zip(patch.levels.split(' ')) {
            *slot = level.parse().map_err(|_| missing("ink"))?;
        }
        let decoys = truth
            .needles
            .iter()
            .filter(|needle| needle.role == NeedleRole::Decoy && needle.plant == plant.id)
            .map(|needle| needle.value.clone())
            .collect();
        let value_box = PixelBox {
            x: value_box.x - patch.area.x.min(value_box.x),
            y: value_box.y - patch.area.y.min(value_box.y),
            ..value_box
        };
        let ink = Ink { levels, opacity: patch.opacity };
        Ok(Line { patch, sheet, value_box, text: &plant.written, decoys, ink })
    }
}

impl Line<'_> {
    fn evidence<'b>(&'b self, burned: &'b Raster, clean: &'b Raster) -> LineEvidence<'b> {
        LineEvidence {
            burned,
            clean,
            value_box: self.value_box,
            sheet: self.sheet,
            text: self.text,
            decoys: &self.decoys,
            ink: self.ink,
        }
    }
}

/// Whether most bytes of two frames are equal: then they lie in place, and nothing need be searched.
fn mostly_equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && {
        let equal: usize = one
            .chunks(4096)
            .zip(other.chunks(4096))
            .filter(|(one, other)| one == other)
            .map(|(one, _)| one.len())
            .sum();
        equal * 2 > one.len()
    }
}

fn report(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, decided: &Decided) {
    let line = &decided.verdict;
    let mut verdict = match &line.verdict {
        LineResult::Readable => Verdict::Leaked,
        LineResult::Partial { .. } => Verdict::Partial,
        LineResult::Recoverable => Verdict::Recoverable,
        LineResult::Removed => Verdict::Held,
        LineResult::NotMeasured => Verdict::NotMeasured,
    };
    if decided.missing > 0 && verdict == Verdict::Held {
        // A frame that did not come back says nothing of itself.
        verdict = Verdict::NotMeasured;
    }
    notes.convict(plant, verdict);
    if verdict == Verdict::Held {
        return;
    }
    let mut finding = evidence.leak(CARD.id, plant, verdict);
    finding.form = line.signal.to_string();
    let mut facts = vec![format!("frame {}", decided.frame)];
    match &line.verdict {
        LineResult::Partial { characters } => {
            let places: Vec<String> = characters.iter().map(|place| (place + 1).to_string()).collect();
            facts.push(format!("characters {} of {}", places.join(","), plant.written.chars().count()));
        }
        LineResult::Recoverable => {
            facts.push(format!("rank {:.0}, {:.1} bits, lead {:.0}", line.rank, line.bits, line.lead))
        }
        _ => facts.push(format!("{:.0} % of the ink is as burned", 100.0 * line.equal_share)),
    }
    if decided.missing > 0 {
        facts.push(format!("{} frames missing", decided.missing));
    }
    finding.evidence = facts.join(", ");
    notes.judgement.findings.push(finding);
}

fn unmeasured(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, why: &str) {
    notes.convict(plant, Verdict::NotMeasured);
    let mut finding = evidence.leak(CARD.id, plant, Verdict::NotMeasured);
    finding.evidence = why.to_owned();
    notes.judgement.findings.push(finding);
}
