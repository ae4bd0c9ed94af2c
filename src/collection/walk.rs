//! Every file below a folder, one after another.

use crate::picture::content::Content;
use crate::picture::content::judge;
use crate::picture::content::regular;
use crate::text::readable;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// One file that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it is.
    pub path: PathBuf,
    /// Path below the folder for people, with `/`; bytes that are no UTF-8 are written `%xx`.
    pub relative: String,
    /// What it is taken for.
    pub sort: Sort,
}

/// What a file is taken for, by its first bytes and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A DICOM file.
    Dicom,
    /// A picture.
    Picture,
    /// Something else, and why it is passed over.
    Skipped(String),
    /// It could not be read, and why.
    Failed(String),
}

/// Files below `folder`, in the order of the file system and without holding their names. Symbolic links are followed to
/// files inside the folder only and never to folders, so no loop is entered.
pub fn walk(folder: &Path) -> io::Result<impl Iterator<Item = Item> + use<>> {
    let root = fs::canonicalize(folder)?;
    fs::read_dir(&root)?;
    let entries = WalkDir::new(&root).min_depth(1).follow_links(false).into_iter();
    Ok(entries.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => {
            let kind = entry.file_type();
            let path = entry.into_path();
            let sort = match regular(&root, &path, kind) {
                Err(reason) => Sort::Skipped(reason.to_owned()),
                Ok(()) => sort(&path),
            };
            Some(Item { relative: readable(path.strip_prefix(&root).unwrap_or(&path)), path, sort })
        }
        Err(error) => {
            let path = error.path().unwrap_or(&root).to_owned();
            let relative = readable(path.strip_prefix(&root).unwrap_or(&path));
            Some(Item { path, relative, sort: Sort::Failed(format!("could not be listed: {error}")) })
        }
    }))
}

fn sort(path: &Path) -> Sort {
    match judge(path) {
        Ok(Content::Dicom) => Sort::Dicom,
        Ok(Content::Picture) => Sort::Picture,
        Ok(Content::Other(reason)) => match fs::metadata(path) {
            Ok(facts) if facts.len() == 0 => Sort::Skipped("an empty file".to_owned()),
            _ => Sort::Skipped(reason.to_owned()),
        },
        Err(error) => Sort::Failed(format!("could not be read: {error}")),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn links_odd_names_and_empty_files_are_told_and_the_rest_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir(root.join("below")).expect("made");
        std::os::unix::fs::symlink(root, root.join("below/loop")).expect("linked");
        fs::write(root.join("below").join(OsStr::from_bytes(b"a\xff.png")), b"\x89PNG\r\n\x1a\n").expect("written");
        fs::write(root.join("empty"), b"").expect("written");
        fs::write(root.join("empty.png"), b"").expect("written");
        let mut found: Vec<(String, Sort)> =
            walk(root).expect("listed").map(|item| (item.relative, item.sort)).collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(found[0], ("below/a%ff.png".to_owned(), Sort::Picture));
        assert!(matches!(&found[1], (name, Sort::Skipped(why)) if name == "below/loop" && why.contains("folder")));
        assert_eq!(found[2], ("empty".to_owned(), Sort::Skipped("an empty file".to_owned())));
        assert_eq!(found[3], ("empty.png".to_owned(), Sort::Picture));
        assert!(walk(&root.join("absent")).is_err());
    }
}
