//! An inspection on a terminal, within 100 columns.

use crate::inspection::Inspection;
use crate::inspection::Measure;
use crate::inspection::labels::Planted;
use crate::inspection::labels::Spread;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use std::collections::BTreeMap;

/// Values of one axis that are listed.
const MOST_VALUES: usize = 12;
/// Files that are named of each sort.
const MOST_FILES: usize = 15;

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(100)
        .set_header(header);
    table
}

/// The whole of it.
pub fn text(inspection: &Inspection) -> String {
    let all = &inspection.composition;
    let people = if inspection.dataset { "patients" } else { "subjects" };
    let mut out = format!(
        "{}: {} {people}, {} studies, {} series, {} files ({} with pixels), {} frames\n\n",
        inspection.folder, all.subjects, all.studies, all.series, all.files, all.images, all.frames
    );
    let mut rows = table(["axis", "files"]);
    for (axis, values) in &all.axes {
        rows.add_row([axis.clone(), counted(values)]);
    }
    for (name, licence) in &all.sources {
        rows.add_row(["source".to_owned(), format!("{name}, licence: {licence}")]);
    }
    out.push_str(&format!("{rows}\n\n"));
    if !inspection.intensities.is_empty() {
        out.push_str(&format!("{}\n\n", intensities(inspection)));
    }
    out.push_str(&labels(inspection));
    out.push_str(&comparison(inspection));
    if let Some(audit) = &inspection.splits {
        for overlap in audit.listed.iter().take(MOST_FILES) {
            out.push_str(&format!("split: {overlap}\n"));
        }
    }
    if let Some(duplicates) = &inspection.duplicates {
        for (word, pairs) in [("the same", &duplicates.exact_pairs), ("nearly the same", &duplicates.near_pairs)] {
            for pair in pairs.iter().take(MOST_FILES) {
                out.push_str(&format!("{word}: {}\n      and {}\n", pair.one, pair.other));
            }
        }
    }
    for (path, reason) in inspection.problems.iter().take(MOST_FILES) {
        out.push_str(&format!("not used: {path}: {reason}\n"));
    }
    if inspection.unusable > MOST_FILES as u64 {
        out.push_str(&format!(
            "not used: {} more; --report json=PATH lists them\n",
            inspection.unusable - MOST_FILES as u64
        ));
    }
    let mut rows = table(["", "what this set can and cannot support", "number"]);
    for verdict in &inspection.verdicts {
        rows.add_row([
            verdict.weight.word().to_owned(),
            format!("{}: {}", verdict.topic, verdict.words),
            verdict.number.clone(),
        ]);
    }
    out.push_str(&format!("{rows}\n"));
    out
}

/// `CT 12, MR 3`, the most frequent first.
fn counted(values: &BTreeMap<String, u64>) -> String {
    let mut sorted: Vec<(&String, &u64)> = values.iter().collect();
    sorted.sort_by(|one, other| other.1.cmp(one.1).then_with(|| one.0.cmp(other.0)));
    let words: Vec<String> =
        sorted.iter().take(MOST_VALUES).map(|(value, count)| format!("{value} ×{count}")).collect();
    let more = values.len().saturating_sub(MOST_VALUES);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("{}{more}", words.join(", "))
}

fn intensities(inspection: &Inspection) -> Table {
    let mut rows =
        table(["levels (0-255)", "frames", "mean", "deviation", "1 %", "5 %", "25 %", "50 %", "75 %", "95 %", "99 %"]);
    for (modality, intensity) in &inspection.intensities {
        let mut cells = vec![modality.clone(), intensity.frames.to_string()];
        cells.extend([intensity.mean, intensity.deviation].map(|number| format!("{number:.1}")));
        cells.extend(intensity.percentiles.map(|level| level.to_string()));
        rows.add_row(cells);
    }
    rows
}

fn labels(inspection: &Inspection) -> String {
    let Some(labels) = &inspection.labels else { return String::new() };
    let mut rows = table(["labels", ""]);
    let planted = |table: &BTreeMap<String, Planted>| {
        counted(&table.iter().map(|(key, row)| (key.clone(), row.plants)).collect())
    };
    let spread = |spread: &Spread, unit: &str| {
        format!("{:.2} to {:.2}, median {:.2} {unit}", spread.least, spread.most, spread.median)
    };
    for (name, value) in [
        (
            "with burned text",
            format!(
                "{} of {} patients, {} of {} images, {} of {} frames",
                labels.patients_with_text,
                labels.patients,
                labels.labelled_images,
                labels.images,
                labels.labelled_frames,
                labels.frames
            ),
        ),
        ("without a plant", format!("{} of {} patients", labels.patients_without, labels.patients)),
        ("plants", format!("{} of {} traps, {} different values", labels.plants, labels.by_trap.len(), labels.values)),
        ("by trap", planted(&labels.by_trap)),
        ("by surface", planted(&labels.by_surface)),
        ("by HIPAA letter", planted(&labels.by_hipaa)),
        ("classes of burned lines", counted(&labels.classes)),
        ("place", counted(&labels.positions)),
        ("rotation, degrees", counted(&labels.rotations)),
        ("size", spread(&labels.sizes, "pixels")),
        ("contrast, share of range", spread(&labels.contrasts, "")),
        ("typeface", counted(&labels.faces)),
        ("names", format!("{} different", labels.names)),
        ("scripts", counted(&labels.scripts)),
        ("benign marks kept", labels.keeps.to_string()),
    ] {
        rows.add_row([name, value.trim()]);
    }
    let mut out = format!("{rows}\n\n");
    for (source, reason) in labels.left_out.iter().take(MOST_FILES) {
        out.push_str(&format!("not in the dataset: {source}: {reason}\n"));
    }
    out
}

fn comparison(inspection: &Inspection) -> String {
    let Some(comparison) = &inspection.comparison else { return String::new() };
    let mut rows = table(["modality", "measure", "here", &comparison.against, "distance", "relative"]);
    for (modality, beside) in &comparison.modalities {
        let [here, there] = beside.mean.map(|mean| format!("{mean:.1}"));
        let distance = beside.distance.map_or("-".to_owned(), |distance| format!("{distance:.1}"));
        let name = format!("{modality} ({} and {} files)", beside.files[0], beside.files[1]);
        rows.add_row([name, "mean level".to_owned(), here, there, distance, String::new()]);
        let [here, there] = beside.deviation.map(|deviation| format!("{deviation:.1}"));
        rows.add_row([String::new(), "deviation of levels".to_owned(), here, there, String::new(), String::new()]);
        for measure in Measure::ALL {
            let Some(gap) = beside.measures.get(measure) else { continue };
            let [here, there] = gap.median.map(|median| format!("{median:.3}"));
            let (distance, relative) = (format!("{:.3}", gap.distance), format!("{:.2}", gap.relative));
            rows.add_row([String::new(), measure.to_string(), here, there, distance, relative]);
        }
    }
    let alone = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!(
        "{rows}\nmodalities of this set alone: {}; of the other alone: {}\n\n",
        alone(&comparison.only_here),
        alone(&comparison.only_there)
    )
}
