//! What a set can and cannot support, in words, each with the number behind it.

use crate::inspection::Inspection;
use crate::inspection::Measure;
use crate::text::words;
use serde::Serialize;

words! {
    /// How much a verdict matters.
    pub enum Weight {
        /// Nothing to worry about.
        Good = "good",
        /// Take care.
        Care = "care",
        /// The set can't support it.
        Cannot = "cannot",
    }
}

/// One verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What it is about: composition, subjects, balance, distributions, labels, duplicates, splits, baselines.
    pub topic: &'static str,
    /// How much it matters.
    pub weight: Weight,
    /// In words.
    pub words: String,
    /// The number behind it.
    pub number: String,
}

/// Below so many subjects a rate says next to nothing.
const FEW: u64 = 20;
/// Below so many its interval is wide.
const SOME: u64 = 100;
/// Below so many patients of a trap it can't be compared alone.
const FEW_OF_A_TRAP: u64 = 5;
/// Share of one value from which a set is of that value.
const MOSTLY: f64 = 0.8;
/// Ratio of the largest to the smallest class from which balance matters.
const UNEVEN: u64 = 10;
/// Distance of the levels of two collections from which they are shifted, levels.
const SHIFT: f64 = 25.0;
/// Distance of a measure, over the larger of the two medians, from which the collections differ in it.
const FAR: f64 = 0.4;

/// Judges an inspection.
pub fn verdicts(inspection: &Inspection, previewed: bool) -> Vec<Verdict> {
    let mut found = Vec::new();
    composition(inspection, &mut found);
    subjects(inspection, &mut found);
    balance(inspection, &mut found);
    distributions(inspection, &mut found);
    labels(inspection, previewed, &mut found);
    duplicates(inspection, &mut found);
    splits(inspection, &mut found);
    let (weight, words) = match &inspection.baseline {
        Some(text) => (Weight::Good, format!("baseline, as told: {text}")),
        None => (
            Weight::Care,
            "no baseline is given: nobody can say what a score on this set is worth (--baseline TEXT)".to_owned(),
        ),
    };
    let number = if inspection.baseline.is_some() { "1 baseline" } else { "0 baselines" };
    found.push(Verdict { topic: "baselines", weight, words, number: number.to_owned() });
    found
}

fn composition(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let all = &inspection.composition;
    let mut say =
        |weight, words: String, number: String| found.push(Verdict { topic: "composition", weight, words, number });
    if all.files == 0 {
        say(
            Weight::Cannot,
            "there is nothing to look at".to_owned(),
            format!("0 files, {} unusable", inspection.unusable),
        );
        return;
    }
    if let Some(modalities) = all.axes.get("modality") {
        let most = modalities.iter().max_by_key(|(_, count)| **count);
        if let Some((name, count)) = most.filter(|(_, count)| **count as f64 >= MOSTLY * all.files as f64) {
            say(
                Weight::Care,
                format!("results speak for {name}, and hardly for another modality"),
                format!("{count} of {} files are {name}", all.files),
            );
        } else {
            say(
                Weight::Good,
                "several modalities, none of which is most of it".to_owned(),
                format!("{} modalities", modalities.len()),
            );
        }
    }
    if inspection.unusable > 0 {
        say(
            Weight::Care,
            "some files could not be used; the reasons are listed".to_owned(),
            format!("{} of {} files", inspection.unusable, inspection.unusable + all.files),
        );
    }
    if all.doubled_uids > 0 {
        say(
            Weight::Care,
            "instances share a UID".to_owned(),
            format!("{} files have the UID of another", all.doubled_uids),
        );
    }
}

fn subjects(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let all = &inspection.composition;
    if all.images == 0 {
        return;
    }
    let number =
        format!("{} images, {} {}", all.images, all.subjects, if inspection.dataset { "patients" } else { "subjects" });
    let upper = upper_bound(all.subjects);
    let (weight, words) = match all.subjects {
        0 => (Weight::Cannot, "nobody knows how many people these pictures show: images are no subjects".to_owned()),
        few if few < FEW => (
            Weight::Cannot,
            format!("too few people for a rate: with no failure at all it may still be {:.0} %", 100.0 * upper),
        ),
        some if some < SOME => (
            Weight::Care,
            format!(
                "enough people to find gross failures: with no failure at all the rate may still be {:.0} %",
                100.0 * upper
            ),
        ),
        _ => (
            Weight::Good,
            format!("enough people for a rate: with no failure at all it is below {:.1} %", 100.0 * upper),
        ),
    };
    found.push(Verdict { topic: "subjects", weight, words, number });
    if all.without_subject > 0 {
        found.push(Verdict {
            topic: "subjects",
            weight: Weight::Care,
            words: "of some files nobody knows whom they show, so no split by person can be checked for them"
                .to_owned(),
            number: format!("{} of {} files", all.without_subject, all.files),
        });
    }
    if !all.in_every_split.is_empty() {
        found.push(Verdict {
            topic: "subjects",
            weight: Weight::Care,
            words: format!(
                "the folders {} stand in every split: if they are people and not classes, each is in all of them",
                first_words(&all.in_every_split)
            ),
            number: format!("{} folders", all.in_every_split.len()),
        });
    }
    if all.subjects > 1 && all.most_images_of_one * 2 > all.images {
        found.push(Verdict {
            topic: "subjects",
            weight: Weight::Care,
            words: "one person makes up most of the set".to_owned(),
            number: format!("{} of {} images are of one", all.most_images_of_one, all.images),
        });
    }
}

/// Some names, and how many more there are.
fn first_words(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    let more = names.len() - shown.len();
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

/// Upper end of the 95 % interval of Clopper and Pearson where none of `count` failed.
fn upper_bound(count: u64) -> f64 {
    1.0 - 0.025f64.powf(1.0 / count.max(1) as f64)
}

fn balance(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let mut say =
        |weight, words: String, number: String| found.push(Verdict { topic: "balance", weight, words, number });
    let by_modality = &inspection.composition.subjects_by_modality;
    let few: Vec<&str> =
        by_modality.iter().filter(|(_, count)| **count < FEW_OF_A_TRAP).map(|(name, _)| name.as_str()).collect();
    if by_modality.len() > 1 && !few.is_empty() {
        say(
            Weight::Care,
            format!("no statement for a single modality: {} have fewer than {FEW_OF_A_TRAP} people", few.join(", ")),
            format!("{} of {} modalities", few.len(), by_modality.len()),
        );
    }
    let Some(labels) = &inspection.labels else { return };
    let rare: Vec<&str> =
        labels.by_trap.iter().filter(|(_, row)| row.patients < FEW_OF_A_TRAP).map(|(name, _)| name.as_str()).collect();
    if rare.is_empty() {
        say(
            Weight::Good,
            format!("every trap is on {FEW_OF_A_TRAP} patients or more"),
            format!("{} traps", labels.by_trap.len()),
        );
    } else {
        say(
            Weight::Care,
            format!(
                "traps on fewer than {FEW_OF_A_TRAP} patients show that a leak is possible, not how often it happens"
            ),
            format!("{} of {} traps", rare.len(), labels.by_trap.len()),
        );
    }
    let (most, least) = (
        labels.classes.iter().max_by_key(|(_, count)| **count),
        labels.classes.iter().min_by_key(|(_, count)| **count),
    );
    if let (Some((most, count)), Some((least, small))) = (most, least) {
        let uneven = *count >= UNEVEN * small;
        let words = if uneven {
            "classes of burned text are uneven; weight them, or judge by class"
        } else {
            "classes of burned text are even"
        };
        let weight = if uneven { Weight::Care } else { Weight::Good };
        say(weight, words.to_owned(), format!("{count} lines of {most}, {small} of {least}"));
    }
    if labels.labelled_images == 0 || labels.labelled_images == labels.images {
        let words =
            "without pictures of both sorts, with and without text, nothing that finds text can be trained or judged";
        say(
            Weight::Cannot,
            words.to_owned(),
            format!("{} of {} images have text", labels.labelled_images, labels.images),
        );
    } else {
        say(
            Weight::Good,
            "pictures with text and without".to_owned(),
            format!("{} of {} images have text", labels.labelled_images, labels.images),
        );
    }
}

fn distributions(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let mut say =
        |weight, words: String, number: String| found.push(Verdict { topic: "distributions", weight, words, number });
    let Some(comparison) = &inspection.comparison else {
        say(
            Weight::Care,
            "not set beside another collection: whether it looks like the pictures that are meant is unknown (--against DIR)".to_owned(),
            "0 collections".to_owned(),
        );
        return;
    };
    if comparison.modalities.is_empty() {
        say(
            Weight::Cannot,
            "the collections share no modality, so nothing can be compared (--pictures-as names that of pictures)"
                .to_owned(),
            format!("{} here, {} there", comparison.only_here.join(" "), comparison.only_there.join(" ")),
        );
    }
    for (modality, beside) in &comparison.modalities {
        let distance = beside.distance.unwrap_or(0.0);
        let (weight, words) = if distance >= SHIFT {
            (Weight::Care, format!("{modality}: levels are shifted against the other collection"))
        } else {
            (Weight::Good, format!("{modality}: levels are alike"))
        };
        let number =
            format!("Wasserstein distance {distance:.1} levels; {} and {} files", beside.files[0], beside.files[1]);
        say(weight, words, number);
        let mut far: Vec<(&Measure, f64, [f64; 2])> = beside
            .measures
            .iter()
            .filter(|(_, gap)| gap.relative >= FAR)
            .map(|(measure, gap)| (measure, gap.relative, gap.median))
            .collect();
        far.sort_by(|one, other| other.1.total_cmp(&one.1));
        // One whose medians are seen to differ stands for all.
        let differs = |median: &[f64; 2]| (median[0] - median[1]).abs() >= 0.01;
        if let Some((measure, _, median)) = far.iter().find(|(.., median)| differs(median)).or(far.first()) {
            let names: Vec<&str> = far.iter().map(|(measure, _, _)| measure.word()).collect();
            say(
                Weight::Care,
                format!("{modality}: what is learned here may not hold there; it differs in {}", names.join(", ")),
                format!("{measure}: {:.2} here, {:.2} there", median[0], median[1]),
            );
        }
    }
}

fn labels(inspection: &Inspection, previewed: bool, found: &mut Vec<Verdict>) {
    let mut say = |weight, words: &str, number: String| {
        found.push(Verdict { topic: "labels", weight, words: words.to_owned(), number });
    };
    match &inspection.labels {
        None => say(
            Weight::Care,
            "no labels of this program are here: what is burned into these pictures is unknown",
            "0 labels".to_owned(),
        ),
        Some(labels) if previewed => {
            say(
                Weight::Good,
                "contact sheets are written: look at them before you trust the boxes",
                format!("{} lines", labels.lines),
            );
        }
        Some(labels) => {
            say(
                Weight::Care,
                "nobody has looked at the boxes yet (--preview DIR writes contact sheets)",
                format!("{} lines", labels.lines),
            );
        }
    }
}

fn duplicates(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let mut say = |weight, words: &str, number: String| {
        found.push(Verdict { topic: "duplicates", weight, words: words.to_owned(), number });
    };
    let Some(duplicates) = &inspection.duplicates else {
        say(
            Weight::Care,
            "headers alone were read, so nobody knows whether pictures stand twice",
            "0 pictures compared".to_owned(),
        );
        return;
    };
    let across = duplicates.exact_across_subjects + duplicates.near_across_subjects;
    let number =
        format!("{} the same, {} nearly; {across} of them under different subjects", duplicates.exact, duplicates.near);
    match (across, duplicates.exact + duplicates.near) {
        (0, 0) => say(Weight::Good, "no picture stands twice", number),
        (0, _) if duplicates.exact > 0 => {
            say(Weight::Care, "pictures stand twice under one subject: they are fewer than they seem", number);
        }
        (0, _) => say(
            Weight::Care,
            "pictures of one subject are nearly the same, as frames of a cine are: they say less than their number",
            number,
        ),
        _ => say(
            Weight::Cannot,
            "the same picture stands under different subjects: a split by subject would leak",
            number,
        ),
    }
    if duplicates.bounded {
        say(
            Weight::Care,
            "so many pictures look alike at a glance that only the likest pairs were compared in detail",
            format!("{} pairs compared", duplicates.compared),
        );
    }
}

fn splits(inspection: &Inspection, found: &mut Vec<Verdict>) {
    let Some(audit) = &inspection.splits else { return };
    let mut say =
        |weight, words: String, number: String| found.push(Verdict { topic: "splits", weight, words, number });
    let sizes: Vec<String> = audit.subjects.iter().map(|(split, count)| format!("{split} {count}")).collect();
    match audit.listed.first() {
        Some(first) => say(
            Weight::Cannot,
            format!("the split leaks: {first}"),
            format!("{} people or pictures in two splits", audit.overlaps),
        ),
        None if audit.subjects.is_empty() => {
            say(
                Weight::Cannot,
                "the split names nobody who is here".to_owned(),
                format!("{} rows about strangers", audit.strangers),
            );
        }
        None => say(Weight::Good, "nobody is in two splits".to_owned(), format!("subjects: {}", sizes.join(", "))),
    }
    if audit.without_subject > 0 {
        say(
            Weight::Cannot,
            "of some files in the split nobody knows whom they show".to_owned(),
            format!("{} rows", audit.without_subject),
        );
    }
    if audit.strangers + audit.unnamed > 0 {
        say(
            Weight::Care,
            "the split and the set do not fit each other".to_owned(),
            format!("{} rows about strangers, {} subjects without a row", audit.strangers, audit.unnamed),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_that_of_clopper_and_pearson() {
        assert!((upper_bound(10) - 0.3085).abs() < 1e-4);
        assert!((upper_bound(100) - 0.0362).abs() < 1e-4);
    }
}
