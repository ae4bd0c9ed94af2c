//! Pictures before and after, from the folder `evidence/` of a run.

use crate::report::html::findings::script_safe;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Bytes of pictures in a page. A mail takes some 10 MB, and base64 adds a third.
const MOST_BYTES: u64 = 5_000_000;

/// Words of a verdict that make it worse, worst first; damage comes after.
const WORST_FIRST: [&str; 3] = ["leaked", "partial", "recoverable"];

/// A row of `evidence/index.csv`, as far as a page needs it, and the pair of pictures in the page.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct CropRow {
    crop: String,
    topic: String,
    verdict: String,
    trap: String,
    patient: String,
    frame: u32,
    /// Names of files; in the page data URLs.
    before: String,
    after: String,
    /// The same with planted values masked.
    #[serde(skip_serializing)]
    before_masked: String,
    #[serde(skip_serializing)]
    after_masked: String,
}

/// What a page holds of the pictures.
#[derive(Default)]
pub(super) struct Crops {
    /// JSON for the script, safe inside a `script` element.
    pub(super) json: String,
    /// Pairs in the page.
    pub(super) held: usize,
    /// Pairs that there are.
    pub(super) total: usize,
}

/// Pictures within the limit, worst first and one of each trap before a second of any. Planted values are masked unless
/// they are asked for. Without a folder, or where a picture cannot be read, there are none: they are for people, and the
/// findings say the same.
pub(super) fn embedded(folder: Option<&Path>, show_values: bool) -> Crops {
    let Some(folder) = folder else { return Crops { json: "[]".to_owned(), ..Crops::default() } };
    let rows: Vec<CropRow> = csv::Reader::from_path(folder.join("index.csv"))
        .map(|mut reader| reader.deserialize().filter_map(Result::ok).collect())
        .unwrap_or_default();
    let total = rows.len();
    let mut left = MOST_BYTES;
    let mut shown = Vec::new();
    for row in in_turns(rows) {
        let (before, after) =
            if show_values { (&row.before, &row.after) } else { (&row.before_masked, &row.after_masked) };
        let (Some(before), Some(after)) = (picture(folder, before, left), picture(folder, after, left)) else {
            continue;
        };
        let size = (before.len() + after.len()) as u64;
        if size > left {
            continue;
        }
        left -= size;
        let url = |bytes: &[u8]| format!("data:image/png;base64,{}", STANDARD.encode(bytes));
        shown.push(CropRow { before: url(&before), after: url(&after), ..row });
    }
    let json = serde_json::to_string(&shown).unwrap_or_else(|_| "[]".to_owned());
    Crops { json: script_safe(&json), held: shown.len(), total }
}

fn in_turns(rows: Vec<CropRow>) -> Vec<CropRow> {
    let mut turns: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut list: Vec<((usize, usize), CropRow)> = Vec::new();
    for row in rows {
        let rank = WORST_FIRST.iter().position(|word| *word == row.verdict).unwrap_or(WORST_FIRST.len());
        let turn = turns.entry((rank, row.trap.clone())).or_default();
        list.push(((rank, *turn), row));
        *turn += 1;
    }
    list.sort_by_key(|(order, _)| *order);
    list.into_iter().map(|(_, row)| row).collect()
}

/// The bytes of a PNG of the folder, if it is one, not too large, and named by no path.
fn picture(folder: &Path, name: &str, most: u64) -> Option<Vec<u8>> {
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return None;
    }
    let path = folder.join(name);
    let facts = fs::symlink_metadata(&path).ok()?;
    if !facts.is_file() || facts.len() > most {
        return None;
    }
    fs::read(path).ok().filter(|bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "crop,topic,verdict,plant,trap,patient,instance,frame,input_frame,area,shrunk,low,high,difference_range,before,after,difference,before_masked,after_masked";

    fn folder(rows: &[&str], files: &[(&str, usize)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.csv"), format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
        for (name, size) in files {
            let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
            bytes.resize(*size, name.len() as u8);
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn row(crop: &str, verdict: &str, trap: &str) -> String {
        format!(
            "{crop},leak,{verdict},P,{trap},DEID-0001,I,0,0,\"0,0,1,1\",1,0,1,1,{crop}.b,{crop}.a,{crop}.d,{crop}.bm,{crop}.am"
        )
    }

    fn names(crops: &Crops) -> Vec<String> {
        let values: Vec<serde_json::Value> = serde_json::from_str(&crops.json).unwrap();
        values.iter().map(|value| value["crop"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn masked_pictures_are_taken_unless_values_are_asked_for() {
        let one = row("c1", "leaked", "t");
        let folder = folder(&[&one], &[("c1.b", 40), ("c1.a", 40), ("c1.bm", 41), ("c1.am", 41)]);
        let masked = embedded(Some(folder.path()), false).json;
        let clear = embedded(Some(folder.path()), true).json;
        let holds =
            |json: &str, name: &str| json.contains(&STANDARD.encode(fs::read(folder.path().join(name)).unwrap()));
        assert!(
            holds(&masked, "c1.bm") && holds(&masked, "c1.am") && !holds(&masked, "c1.b") && !holds(&masked, "c1.a")
        );
        assert!(holds(&clear, "c1.b") && holds(&clear, "c1.a") && !holds(&clear, "c1.bm"));
        assert!(embedded(None, false).json == "[]" && embedded(Some(Path::new("no/such")), false).held == 0);
    }

    #[test]
    fn the_worst_come_first_and_what_does_not_fit_is_counted() {
        let rows = [
            row("p", "partial", "t"),
            row("l1", "leaked", "t"),
            row("l2", "leaked", "t"),
            row("l3", "leaked", "u"),
            row("big", "leaked", "v"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let small = ["p", "l1", "l2", "l3"];
        let mut files: Vec<(String, usize)> =
            small.iter().flat_map(|name| [(format!("{name}.bm"), 100), (format!("{name}.am"), 100)]).collect();
        files.extend([("big.bm".to_owned(), MOST_BYTES as usize - 10), ("big.am".to_owned(), 100)]);
        let files: Vec<(&str, usize)> = files.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        let crops = embedded(Some(folder(&rows, &files).path()), false);
        assert_eq!(
            (names(&crops), crops.held, crops.total),
            (vec!["l1".into(), "l3".into(), "l2".into(), "p".into()], 4, 5)
        );
    }

    #[test]
    fn no_file_outside_the_folder_is_taken() {
        let rows = [row("../c", "leaked", "t"), row("/etc/c", "leaked", "t"), row("missing", "leaked", "t")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let inside = folder(&rows, &[]);
        fs::write(inside.path().parent().unwrap().join("c.bm"), b"\x89PNG\r\n\x1a\n").unwrap();
        let crops = embedded(Some(inside.path()), false);
        fs::remove_file(inside.path().parent().unwrap().join("c.bm")).unwrap();
        assert_eq!((crops.held, crops.total), (0, 3));
    }
}
