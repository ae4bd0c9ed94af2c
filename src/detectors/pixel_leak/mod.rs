//! Drawn lines: what can still be had of each, over all frames and planes that showed it.

mod barcode;
mod burned_in;
mod canvases;
mod colour;
mod crops;
mod elsewhere;
mod exact;
mod frames;
mod line;
mod order;
mod plain;
mod reading;
mod report;
mod seen;
#[cfg(test)]
mod tests;
mod upright;

pub(in crate::detectors) use burned_in::BURNED_IN;
pub(in crate::detectors) use canvases::bits_left;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_leak::frames::Look;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::seen::Seen;
use crate::dicom::canvas::Canvas;
use crate::finding::Verdict;
use crate::truth::Plant;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "pixel-leak",
    version: 2,
    title: "Drawn text and bar codes that can still be read, guessed or told from others",
    why: "Blur, faint ink and half a cover look clean to a reader of text, and are not to somebody with a list of names; a \
          plane above the picture, an icon or a single late frame is forgotten.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option; PS3.5 §8.1.2; Hill et al., PoPETs 2016",
    seen: "",
    passes: "No test finds the planted value before values that might as well have been planted, no scanner decodes it, \
             and no reader of text reads it, in any frame, plane or icon.",
};

/// Judges every line that was drawn: on frames, overlay planes and icons.
pub struct PixelLeak;

impl Detector for PixelLeak {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let plants: Vec<&Plant> = evidence.plants().filter(|plant| plant.is_drawn()).collect();
        if plants.is_empty() {
            return;
        }
        let mut by_canvas: Vec<(Canvas, Vec<Line<'_>>)> = Vec::new();
        for plant in plants {
            let mut drawn: BTreeSet<Canvas> = evidence.truth.patches_of(plant).map(|patch| patch.canvas).collect();
            if drawn.is_empty() {
                drawn.insert(Canvas::Frames);
            }
            for canvas in drawn {
                match Line::new(evidence, plant, canvas) {
                    Ok(line) => match by_canvas.iter_mut().find(|(known, _)| *known == canvas) {
                        Some((_, lines)) => lines.push(line),
                        None => by_canvas.push((canvas, vec![line])),
                    },
                    Err(why) => report::unmeasured(evidence, notes, plant, &why),
                }
            }
        }
        for (canvas, lines) in by_canvas {
            match canvas {
                Canvas::Frames => in_frames(evidence, notes, lines),
                Canvas::Overlay(_) | Canvas::Icon => canvases::judge(evidence, notes, canvas, lines),
            }
        }
    }
}

fn in_frames<'a>(evidence: &Evidence<'a>, notes: &mut Notes, mut lines: Vec<Line<'a>>) {
    let mut look = match Look::new(evidence) {
        Ok(look) => look,
        Err(error) => {
            for line in lines {
                report::unmeasured(evidence, notes, line.plant, &error.to_string());
            }
            return;
        }
    };
    look.judge(&mut lines);
    in_indices(&look, &mut lines);
    for line in &mut lines {
        second_reader(line);
    }
    let elsewhere = elsewhere::look(&mut look, &lines);
    for (line, elsewhere) in lines.iter().zip(elsewhere) {
        report::line(evidence, notes, line, Canvas::Frames);
        if let Some(found) = elsewhere {
            report::moved(evidence, notes, line.plant, &found);
        }
    }
}

/// What the indices hold of lines where the output shows them in other colours: text in a colour that was made like its ground
/// is still there.
fn in_indices<'a>(look: &Look<'a, '_>, lines: &mut [Line<'a>]) {
    let Some(mut stored) = look.in_indices() else { return };
    for line in lines.iter_mut().filter(|line| !line.is_done()) {
        let Ok(again) = Line::new(look.evidence, line.plant, Canvas::Frames) else { continue };
        let mut again = [again];
        stored.judge(&mut again);
        let [again] = again;
        if let Some((seen, frame)) = again.worst.filter(|(seen, _)| seen.verdict >= Verdict::Recoverable) {
            let fact = format!("in the indices of the colour table, {}", seen.fact);
            line.note(Seen { fact, ..seen }, frame);
        }
    }
}

/// What the reader of text adds to a line.
fn second_reader(line: &mut Line<'_>) {
    let frame = line.worst.as_ref().map_or(0, |(_, frame)| *frame);
    if let Some(seen) = reading::read(line) {
        line.note(seen, frame);
    }
}
