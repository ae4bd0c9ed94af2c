//! The folder that the validator works in.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;

/// Parts that the validator reads.
const PARTS: [&str; 3] = ["part03.xml", "part04.xml", "part06.xml"];
/// The table that is written before the others are.
const TABLE: &str = "iod_info.json";

/// One edition in a folder of its own, which goes with this value.
#[derive(Debug)]
pub struct Standard {
    folder: TempDir,
    edition: String,
}

/// The newest edition of which all parts are there. Its name has the form that the validator knows, such as `2026b`.
pub fn newest(standard: &Path) -> Option<String> {
    let is_name = |name: &str| {
        let (year, letter) = name.split_at_checked(4)?;
        let is_letter = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase());
        (year.bytes().all(|byte| byte.is_ascii_digit()) && is_letter).then_some(())
    };
    let entries = standard.read_dir().ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_whole = |name: &String| PARTS.iter().all(|part| standard.join(name).join("docbook").join(part).is_file());
    names.filter(|name| is_name(name).is_some()).filter(is_whole).max()
}

impl Standard {
    /// A folder with this edition alone. Tables are kept beside the DocBook where that can be written, and used again.
    pub fn prepare(standard: &Path, edition: &str) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let from = std::path::absolute(standard)?.join(edition);
        let into = folder.path().join(edition);
        fs::create_dir(&into)?;
        // An edition that is listed is not looked up in the network, as long as the list is new.
        fs::write(folder.path().join("editions.json"), format!("[\"{edition}\"]"))?;
        give(&from.join("docbook"), &into.join("docbook"))?;
        let (kept, tables) = (from.join("json"), into.join("json"));
        let writable = fs::create_dir_all(&kept).and_then(|()| tempfile::tempfile_in(&kept)).is_ok();
        match writable || kept.join(TABLE).is_file() {
            true => give(&kept, &tables)?,
            false => fs::create_dir(&tables)?,
        }
        Ok(Self { folder, edition: edition.to_owned() })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The edition.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Whether the tables of the edition were made.
    pub fn has_tables(&self) -> bool {
        let table: PathBuf = self.folder().join(&self.edition).join("json").join(TABLE);
        fs::metadata(table).is_ok_and(|facts| facts.len() > 2)
    }
}

/// A folder made to appear at another place.
#[cfg(unix)]
fn give(from: &Path, into: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, into)
}

/// A copy, where links need rights that few have.
#[cfg(not(unix))]
fn give(from: &Path, into: &Path) -> io::Result<()> {
    fs::create_dir(into)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), into.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, edition: &str, parts: &[&str]) {
        let folder = root.join(edition).join("docbook");
        fs::create_dir_all(&folder).expect("made");
        parts.iter().for_each(|part| fs::write(folder.join(part), "<book/>").expect("written"));
    }

    #[test]
    fn the_newest_whole_edition_is_taken_and_listed_alone() {
        let root = tempfile::tempdir().expect("a folder");
        assert_eq!(newest(root.path()), None);
        put(root.path(), "2024e", &PARTS);
        put(root.path(), "2025a", &PARTS);
        put(root.path(), "2026b", &["part03.xml"]);
        put(root.path(), "zzzz", &PARTS);
        assert_eq!(newest(root.path()).as_deref(), Some("2025a"));
        let standard = Standard::prepare(root.path(), "2025a").expect("prepared");
        let list = fs::read_to_string(standard.folder().join("editions.json")).expect("a list");
        assert_eq!(list, "[\"2025a\"]");
        assert!(standard.folder().join("2025a/docbook/part06.xml").is_file());
        assert!(!standard.has_tables());
        fs::write(standard.folder().join("2025a/json").join(TABLE), "{\"1.2\": {}}").expect("written");
        assert!(standard.has_tables());
    }
}
