//! An inspection as one HTML page that needs nothing beside it.

use crate::inspection::Histogram;
use crate::inspection::Inspection;
use crate::inspection::Measure;
use crate::inspection::duplicates::Pair;
use crate::inspection::labels::Planted;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Values of one axis that are drawn.
const MOST_BARS: usize = 20;
/// Pairs and files that are listed.
const MOST_LISTED: usize = 100;

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;\
background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #ccc}\
table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.good{color:#1b6e3c}.care{color:#8a5a00}.cannot{color:#a4161a}\
.w{font-weight:600;white-space:nowrap}.plots{display:flex;flex-wrap:wrap;gap:1.2rem}figure{margin:0}\
figcaption{font-size:.85rem;color:#444}svg{background:#f6f7f8}code{font-size:.9em;overflow-wrap:anywhere}\
.bar{background:#4878a8;height:.8rem;display:inline-block}@media(prefers-color-scheme:dark){body{background:#16181a;\
color:#e4e4e4}svg{background:#22262a}figcaption{color:#aaa}.good{color:#7ed6a0}.care{color:#f0c060}.cannot{color:#ff8a8a}}";

/// The page.
pub fn page(inspection: &Inspection) -> String {
    let mut out = String::new();
    let all = &inspection.composition;
    let title = format!("What {} holds", inspection.folder);
    let people = if inspection.dataset { "patients" } else { "subjects" };
    let _ = write!(
        out,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1><p>{} {people}, {} studies, {} series, {} files \
         ({} with pixels), {} frames.</p>",
        all.subjects,
        all.studies,
        all.series,
        all.files,
        all.images,
        all.frames,
        title = escaped(&title),
    );
    out.push_str("<h2>What this set can and cannot support</h2><table>");
    for verdict in &inspection.verdicts {
        let _ = write!(
            out,
            "<tr><td class=\"w {0}\">{0}</td><td>{1}: {2}</td><td>{3}</td></tr>",
            verdict.weight,
            verdict.topic,
            escaped(&verdict.words),
            escaped(&verdict.number)
        );
    }
    out.push_str("</table><h2>Composition</h2><div class=\"plots\">");
    for (axis, values) in &all.axes {
        bars(&mut out, axis, values);
    }
    out.push_str("</div>");
    for (name, licence) in &all.sources {
        let _ = write!(out, "<p>Source: {}, licence: {}.</p>", escaped(name), escaped(licence));
    }
    intensities(&mut out, inspection);
    comparison(&mut out, inspection);
    labels(&mut out, inspection);
    lists(&mut out, inspection);
    out.push_str("</body></html>\n");
    out
}

fn bars(out: &mut String, title: &str, values: &BTreeMap<String, u64>) {
    let most = values.values().max().copied().unwrap_or(1).max(1);
    let mut sorted: Vec<(&String, &u64)> = values.iter().collect();
    sorted.sort_by(|one, other| other.1.cmp(one.1).then_with(|| one.0.cmp(other.0)));
    let _ = write!(out, "<figure><figcaption>{}</figcaption><table>", escaped(title));
    for (value, count) in sorted.iter().take(MOST_BARS) {
        let wide = 8.0 * **count as f64 / most as f64;
        let _ = write!(
            out,
            "<tr><td>{}</td><td class=\"n\">{count}</td><td><span class=\"bar\" style=\"width:{wide:.2}rem\"></span></td></tr>",
            escaped(value)
        );
    }
    if values.len() > MOST_BARS {
        let _ = write!(out, "<tr><td>and {} more</td></tr>", values.len() - MOST_BARS);
    }
    out.push_str("</table></figure>");
}

fn intensities(out: &mut String, inspection: &Inspection) {
    if inspection.intensities.is_empty() {
        return;
    }
    out.push_str(
        "<h2>Levels as shown</h2><p>From 0 (black) to 255 (white), over all frames; the heights are on a square root scale.</p>\
         <div class=\"plots\">",
    );
    for (modality, intensity) in &inspection.intensities {
        let [one, five, quarter, half, three, most, top] = intensity.percentiles;
        let _ = write!(
            out,
            "<figure>{}<figcaption>{}: {} frames, mean {:.1}, deviation {:.1};<br>percentiles 1 to 99: {one} {five} {quarter} {half} \
             {three} {most} {top}</figcaption></figure>",
            curves(&[("#4878a8", &intensity.histogram)]),
            escaped(modality),
            intensity.frames,
            intensity.mean,
            intensity.deviation
        );
    }
    out.push_str("</div>");
}

/// Histograms over each other, as shares of their pixels on a square root scale.
fn curves(histograms: &[(&str, &Histogram)]) -> String {
    let share = |histogram: &Histogram| -> Vec<f64> {
        let all = histogram.pixels().max(1) as f64;
        histogram.counts().chunks(4).map(|four| (four.iter().sum::<u64>() as f64 / all).sqrt()).collect()
    };
    let shares: Vec<(&str, Vec<f64>)> =
        histograms.iter().map(|(colour, histogram)| (*colour, share(histogram))).collect();
    let most = shares.iter().flat_map(|(_, values)| values).fold(1e-9f64, |most, value| most.max(*value));
    let mut svg =
        "<svg width=\"264\" height=\"96\" viewBox=\"0 0 264 96\" role=\"img\" aria-label=\"histogram of levels\">"
            .to_owned();
    for (colour, values) in shares {
        let mut points = "4,90".to_owned();
        for (place, value) in values.iter().enumerate() {
            let (x, y) = (4 + 4 * place, 90.0 - 84.0 * value / most);
            let _ = write!(points, " {x},{y:.1} {},{y:.1}", x + 4);
        }
        let _ = write!(
            svg,
            "<polygon points=\"{points} 260,90\" fill=\"{colour}\" fill-opacity=\".45\" stroke=\"{colour}\"/>"
        );
    }
    svg.push_str("</svg>");
    svg
}

fn comparison(out: &mut String, inspection: &Inspection) {
    let Some(comparison) = &inspection.comparison else { return };
    let against = escaped(&comparison.against);
    let _ = write!(out, "<h2>Beside {against}</h2><p>Blue is this set, orange the other.</p>");
    for (modality, beside) in &comparison.modalities {
        let [ours, theirs] = &beside.histograms;
        let distance = beside.distance.map_or("-".to_owned(), |distance| format!("{distance:.1}"));
        let _ = write!(
            out,
            "<figure>{}<figcaption>{}: {} and {} files; Wasserstein distance of the levels {distance}</figcaption></figure>\
             <table><tr><th>measure</th><th class=\"n\">here</th><th class=\"n\">there</th><th class=\"n\">distance</th>\
             <th class=\"n\">relative</th></tr>",
            curves(&[("#4878a8", ours), ("#d8823c", theirs)]),
            escaped(modality),
            beside.files[0],
            beside.files[1]
        );
        for measure in Measure::ALL {
            let Some(gap) = beside.measures.get(measure) else { continue };
            let _ = write!(
                out,
                "<tr><td>{measure}</td><td class=\"n\">{:.3}</td><td class=\"n\">{:.3}</td><td class=\"n\">{:.3}</td>\
                 <td class=\"n\">{:.2}</td></tr>",
                gap.median[0], gap.median[1], gap.distance, gap.relative
            );
        }
        out.push_str("</table>");
    }
}

fn labels(out: &mut String, inspection: &Inspection) {
    let Some(labels) = &inspection.labels else { return };
    let _ = write!(
        out,
        "<h2>Labels</h2><p>{} plants of {} traps. Burned text on {} of {} patients, {} of {} images, {} of {} frames; letters of \
         {:.0} to {:.0} pixels (median {:.0}); contrast {:.2} to {:.2} of the range (median {:.2}). {} names, {} values.</p>\
         <div class=\"plots\">",
        labels.plants,
        labels.by_trap.len(),
        labels.patients_with_text,
        labels.patients,
        labels.labelled_images,
        labels.images,
        labels.labelled_frames,
        labels.frames,
        labels.sizes.least,
        labels.sizes.most,
        labels.sizes.median,
        labels.contrasts.least,
        labels.contrasts.most,
        labels.contrasts.median,
        labels.names,
        labels.values
    );
    let plants = |table: &BTreeMap<String, Planted>| -> BTreeMap<String, u64> {
        table.iter().map(|(key, row)| (key.clone(), row.plants)).collect()
    };
    for (title, table) in [
        ("surface", plants(&labels.by_surface)),
        ("HIPAA letter", plants(&labels.by_hipaa)),
        ("trap", plants(&labels.by_trap)),
        ("class of burned lines", labels.classes.clone()),
        ("place", labels.positions.clone()),
        ("rotation, degrees", labels.rotations.clone()),
        ("script", labels.scripts.clone()),
        ("typeface", labels.faces.clone()),
    ] {
        bars(out, title, &table);
    }
    out.push_str("</div>");
}

fn lists(out: &mut String, inspection: &Inspection) {
    let mut list = |title: &str, rows: Vec<String>| {
        if rows.is_empty() {
            return;
        }
        let _ = write!(out, "<h2>{title}</h2><ul>");
        for row in rows.iter().take(MOST_LISTED) {
            let _ = write!(out, "<li><code>{}</code></li>", escaped(row));
        }
        out.push_str("</ul>");
    };
    if let Some(audit) = &inspection.splits {
        list("In two splits", audit.listed.iter().map(ToString::to_string).collect());
    }
    if let Some(duplicates) = &inspection.duplicates {
        let words = |pairs: &[Pair]| pairs.iter().map(|pair| format!("{} and {}", pair.one, pair.other)).collect();
        list("The same pictures", words(&duplicates.exact_pairs));
        list("Nearly the same pictures", words(&duplicates.near_pairs));
    }
    let words = |rows: &[(String, String)]| rows.iter().map(|(path, why)| format!("{path}: {why}")).collect();
    if let Some(labels) = &inspection.labels {
        list("Sources that are not in the dataset", words(&labels.left_out));
    }
    list("Files that were not used", words(&inspection.problems));
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
