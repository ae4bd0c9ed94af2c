//! Lines without recorded letters: bar codes, and text that no letters were kept of.

use crate::detectors::ink_verdict;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::masks;
use crate::detectors::ink_verdict::masks::MaskEvidence;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::pixel_leak::barcode;
use crate::detectors::pixel_leak::crops::Crops;
use crate::detectors::pixel_leak::seen::Seen;
use crate::finding::Verdict;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::truth::Plant;

/// Correlation with what burning changed from which the line is as good as burned. Other text or another code in its place
/// does not come near.
const AS_BURNED: f64 = 0.9;
/// Correlation with the ink from which a bar code is worth being scanned for.
const WORTH_A_SCAN: f64 = 0.15;

/// Judges a line by its samples, by decoding, and by its whole ink against that of decoys.
pub(super) fn judge(
    plant: &Plant,
    crops: &Crops,
    map: &IntensityMap,
    certain: bool,
    (mask, decoys): &(Mask, Vec<Mask>),
) -> Seen {
    // Without letters only samples that are equal decide here.
    let sheet = GlyphSheet::new("", 0, 0, 0, []);
    let known = LineEvidence { sheet: &sheet, text: &plant.written, decoys: &[], ..crops.evidence(&sheet) };
    let exact = ink_verdict::judge(&known, &crops.found, map);
    let exact = if certain { exact } else { exact.without_alignment() };
    if exact.signal != Signal::Unusable {
        return Seen::of_ink(&exact, plant.written.chars().count());
    }
    let known = MaskEvidence {
        burned: &crops.burned,
        clean: &crops.clean,
        area: crops.value_box,
        ink: crops.ink,
        mask,
        decoys,
    };
    let Some(figures) = masks::look(&known, &crops.found, map) else {
        return Seen::of_ink(&exact, plant.written.chars().count());
    };
    let (kept, share) = figures.kept;
    let told = |verdict, signal, fact| Seen::told(verdict, signal, fact, figures.ncc);
    let is_code = matches!(plant.face.as_str(), "code128" | "qr");
    if is_code && (figures.ncc.abs() > WORTH_A_SCAN || figures.leads()) {
        let decoded = barcode::read(&crops.found);
        let says =
            |decoded: &barcode::Decoded| barcode::says(decoded, &plant.written) || barcode::says(decoded, &plant.value);
        if let Some(decoded) = decoded.filter(says) {
            return told(Verdict::Leaked, "bar-code", format!("a scanner reads it as {}", decoded.format));
        }
    }
    if kept.abs() >= AS_BURNED {
        let fact = format!("{:.0} % of its contrast is left, correlation {kept:.2} with the ink", 100.0 * share.abs());
        return told(Verdict::Leaked, "mask", fact);
    }
    if figures.leads() {
        let fact = format!("rank {:.0}, {:.1} bits, lead {:.0}", figures.rank, figures.bits, figures.lead);
        return told(Verdict::Recoverable, "mask", fact);
    }
    if !certain {
        return told(Verdict::NotMeasured, Signal::Unaligned.name(), "the picture can't be laid over the input".into());
    }
    let beaten = figures.rank > 0.0 && figures.lead <= 0.0;
    if !beaten && figures.is_trace() {
        let fact = format!(
            "correlation {:.2} with the ink, {:.2} by chance, and nothing to tell what it says",
            figures.ncc, figures.chance
        );
        return told(Verdict::NotMeasured, "traces", fact);
    }
    told(Verdict::Held, Signal::Nothing.name(), String::new())
}
