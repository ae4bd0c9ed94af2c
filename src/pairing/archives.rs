//! ZIP archives among the outputs, opened within bounds.
//!
//! Some tools give one archive for a study. Its entries are laid beside the other outputs in a folder of the run, as if the
//! tool had written them there; the archive itself is then left out, because what is in it is looked at.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;
use zip::ZipArchive;

/// Entries of one archive that are looked at for DICOM.
const LOOKED_AT: usize = 1000;
/// The type of a file in a Unix mode, and that of a symbolic link.
const FILE_TYPE: u32 = 0o170_000;
const LINK: u32 = 0o120_000;

/// How much may come out of all archives together.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes.
    pub bytes: u64,
    /// Entries.
    pub entries: u64,
}

/// Where the outputs are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The output folder itself, or a folder with its files and those of its archives.
    pub output: PathBuf,
    /// Archives that were opened.
    pub archives: u64,
    /// What could not be taken out, and why.
    pub notes: Vec<String>,
}

/// Lays the content of `output` and of its archives into `into`, which is made anew. Without archives that hold DICOM
/// nothing is made, and `output` stays what it is.
///
/// # Errors
/// The folder can't be listed or the files can't be laid; never what is in an archive.
pub fn open(output: &Path, into: &Path, bounds: Bounds) -> io::Result<Opened> {
    let mut opened = Opened { output: output.to_path_buf(), archives: 0, notes: Vec::new() };
    if into.is_dir() {
        fs::remove_dir_all(into)?;
    }
    let files: Vec<PathBuf> = WalkDir::new(output)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| entry.into_path())
        .collect();
    if !files.iter().any(|file| holds_dicom(file)) {
        return Ok(opened);
    }
    opened.output = into.to_path_buf();
    let mut left = bounds;
    for file in files {
        let below = file.strip_prefix(output).unwrap_or(&file);
        let target = into.join(below);
        if !holds_dicom(&file) {
            lay(&file, &target)?;
            continue;
        }
        opened.archives += 1;
        let folder = unused(&without_ending(&target));
        if let Err(why) = unpack(&file, &folder, &mut left) {
            // Not everything in it was looked at, so the archive stays where it is searched.
            opened.notes.push(format!("the archive `{}` was opened in part: {why}", below.display()));
            lay(&file, &unused(&target))?;
        }
    }
    Ok(opened)
}

/// Lays every file of `output` into `into`, unless that is the folder itself.
pub(super) fn lay_all(output: &Path, into: &Path) -> io::Result<()> {
    if output == into {
        return Ok(());
    }
    if into.is_dir() {
        fs::remove_dir_all(into)?;
    }
    let files = WalkDir::new(output).sort_by_file_name().into_iter().flatten();
    for entry in files.filter(|entry| !entry.file_type().is_dir()) {
        lay(entry.path(), &into.join(entry.path().strip_prefix(output).unwrap_or(entry.path())))?;
    }
    Ok(())
}

/// A second name for the file where the file system can, and else a copy. A link stays a link, and is followed by nobody.
fn lay(file: &Path, target: &Path) -> io::Result<()> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    let kind = fs::symlink_metadata(file)?.file_type();
    if kind.is_symlink() {
        return link(&fs::read_link(file)?, target);
    }
    if !kind.is_file() {
        return Ok(());
    }
    fs::hard_link(file, target).or_else(|_| fs::copy(file, target).map(|_| ()))
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(_to: &Path, _at: &Path) -> io::Result<()> {
    Ok(())
}

fn without_ending(path: &Path) -> PathBuf {
    let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if is_zip { path.with_extension("") } else { path.to_path_buf() }
}

/// The path, or with a number where something is there.
pub(super) fn unused(path: &Path) -> PathBuf {
    let mut number = 1;
    let mut free = path.to_path_buf();
    while fs::symlink_metadata(&free).is_ok() {
        number += 1;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!("-{number}"));
        free = path.with_file_name(name);
    }
    free
}

/// Whether a file is an archive with a DICOM file in it: other archives are side files.
fn holds_dicom(file: &Path) -> bool {
    let Ok(mut handle) = File::open(file) else { return false };
    let is_regular = fs::symlink_metadata(file).is_ok_and(|facts| facts.is_file());
    let mut magic = [0; 4];
    if !is_regular || handle.read_exact(&mut magic).is_err() || magic != *b"PK\x03\x04" {
        return false;
    }
    let Ok(mut archive) = ZipArchive::new(handle) else { return false };
    (0..archive.len().min(LOOKED_AT)).any(|index| {
        let mut head = Vec::with_capacity(132);
        let entry = archive.by_index(index);
        let read = entry.is_ok_and(|entry| entry.take(132).read_to_end(&mut head).is_ok());
        read && head.get(128..132) == Some(b"DICM")
    })
}

fn unpack(file: &Path, folder: &Path, left: &mut Bounds) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let handle = File::open(file).map_err(|error| error.to_string())?;
    let mut archive = ZipArchive::new(handle).map_err(|_| "its directory can't be read".to_owned())?;
    let mut skipped: Vec<String> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(_) => {
                skipped.push(format!("entry {index} is encrypted, or packed in a way that is not read"));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        if left.entries == 0 {
            return Err("there are more entries than are taken out".to_owned());
        }
        left.entries -= 1;
        if entry.unix_mode().is_some_and(|mode| mode & FILE_TYPE == LINK) {
            skipped.push(format!("entry {index} is a link"));
            continue;
        }
        // A path that leads out of the folder is no name for a file of ours.
        let path = entry.enclosed_name().filter(|path| path.file_name().is_some());
        let path = path.unwrap_or_else(|| PathBuf::from(format!("entry-{index:06}")));
        let (target, mut out) = match create(&folder.join(path)) {
            Some(made) => made,
            None => create(&folder.join(format!("entry-{index:06}"))).ok_or("a file could not be made")?,
        };
        let copied = io::copy(&mut (&mut entry).take(left.bytes.saturating_add(1)), &mut out);
        match copied {
            Ok(bytes) if bytes > left.bytes => {
                drop(out);
                let _ = fs::remove_file(target);
                left.bytes = 0;
                return Err("it holds more bytes than are taken out".to_owned());
            }
            Ok(bytes) => left.bytes -= bytes,
            // What came out of it stays.
            Err(_) => skipped.push(format!("entry {index} is broken")),
        }
    }
    if skipped.is_empty() { Ok(()) } else { Err(skipped.into_iter().take(5).collect::<Vec<_>>().join("; ")) }
}

fn create(path: &Path) -> Option<(PathBuf, File)> {
    fs::create_dir_all(path.parent()?).ok()?;
    let path = unused(path);
    let file = File::create_new(&path).ok()?;
    Some((path, file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const MANY: Bounds = Bounds { bytes: 1 << 20, entries: 100 };

    fn dicom(text: &str) -> Vec<u8> {
        let mut bytes = vec![0; 128];
        bytes.extend(b"DICM");
        bytes.extend(text.bytes());
        bytes
    }

    fn archive(path: &Path, entries: &[(&str, Vec<u8>)]) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        let mut writer = ZipWriter::new(File::create(path).expect("a file"));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
            writer.write_all(content).expect("written");
        }
        writer.finish().expect("an archive");
    }

    fn names(folder: &Path) -> Vec<String> {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
        let files = walk.filter(|entry| !entry.file_type().is_dir());
        files.map(|entry| entry.path().strip_prefix(folder).expect("below").display().to_string()).collect()
    }

    #[test]
    fn archives_with_dicom_are_opened_beside_the_other_files() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        archive(&output.join("a/study.zip"), &[("x/1.dcm", dicom("one")), ("x/1.txt", b"note".to_vec())]);
        fs::write(output.join("a/2.dcm"), dicom("two")).expect("written");
        archive(&output.join("letter.docx"), &[("word.xml", b"<x/>".to_vec())]);
        let opened = open(&output, &into, MANY).expect("opened");
        assert_eq!((opened.archives, opened.notes.len()), (1, 0));
        assert_eq!(names(&opened.output), ["a/2.dcm", "a/study/x/1.dcm", "a/study/x/1.txt", "letter.docx"]);
        assert_eq!(fs::read(into.join("a/study/x/1.dcm")).expect("read"), dicom("one"));
        // Again, over what is there.
        assert_eq!(open(&output, &into, MANY).expect("opened"), opened);
    }

    #[test]
    fn without_an_archive_of_dicom_nothing_is_made() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        archive(&output.join("notes.zip"), &[("a.txt", b"text".to_vec())]);
        fs::write(output.join("broken.zip"), b"PK\x03\x04 and no more").expect("written");
        let opened = open(&output, &into, MANY).expect("opened");
        assert_eq!((opened.output, opened.archives), (output, 0));
        assert!(!into.exists());
    }

    #[test]
    fn entries_that_lead_out_or_have_one_name_stay_inside() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        archive(
            &output.join("z"),
            &[("../../evil.dcm", dicom("one")), ("/etc/evil.dcm", dicom("two")), ("a", dicom("x"))],
        );
        let opened = open(&output, &into, MANY).expect("opened");
        assert_eq!(names(&opened.output).len(), 3);
        assert_eq!(names(root.path()).len(), 1 + 3);
    }

    #[test]
    fn a_bomb_is_left_half_opened_and_stays_in_the_search() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        archive(&output.join("bomb.zip"), &[("a.dcm", dicom("one")), ("b", vec![0; 4 << 20]), ("c", dicom("never"))]);
        let opened = open(&output, &into, MANY).expect("opened");
        assert_eq!(names(&opened.output), ["bomb/a.dcm", "bomb.zip"]);
        assert!(opened.notes[0].contains("more bytes"), "{:?}", opened.notes);
        let few = Bounds { entries: 1, ..MANY };
        let opened = open(&output, &into, few).expect("opened");
        assert!(opened.notes[0].contains("more entries"), "{:?}", opened.notes);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_neither_followed_nor_made() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        fs::create_dir_all(&output).expect("made");
        let mut writer = ZipWriter::new(File::create(output.join("z.zip")).expect("a file"));
        writer.start_file("1.dcm", SimpleFileOptions::default()).expect("an entry");
        writer.write_all(&dicom("one")).expect("written");
        writer.add_symlink("link", "/etc/hostname", SimpleFileOptions::default()).expect("a link");
        writer.finish().expect("an archive");
        std::os::unix::fs::symlink("/etc/hostname", output.join("own")).expect("a link");
        let opened = open(&output, &into, MANY).expect("opened");
        assert_eq!(names(&opened.output), ["own", "z/1.dcm", "z.zip"]);
        assert!(fs::symlink_metadata(into.join("own")).expect("there").file_type().is_symlink());
        assert!(opened.notes[0].contains("is a link"), "{:?}", opened.notes);
    }
}
