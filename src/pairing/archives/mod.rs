//! Archives among the outputs (ZIP, tar, gzip), opened within bounds.
//!
//! Some tools give one archive for a study. Its entries are laid beside the other outputs in a folder of the run, as if the
//! tool had written them there; the archive itself is then left out, because what is in it is looked at.

mod packing;

use packing::Packing;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Entries of one archive that are looked at for DICOM.
const LOOKED_AT: usize = 1000;

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
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ending = [".tar.gz", ".tgz", ".tar", ".zip", ".gz"].into_iter().find(|ending| name.ends_with(ending));
    let kept = name.len() - ending.map_or(0, str::len);
    match path.file_name().and_then(|name| name.to_str()).and_then(|name| name.get(..kept)) {
        Some(stem) if !stem.is_empty() => path.with_file_name(stem),
        _ => path.to_path_buf(),
    }
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
    let is_regular = fs::symlink_metadata(file).is_ok_and(|facts| facts.is_file());
    let Some(packing) = Packing::of(file).filter(|_| is_regular) else { return false };
    let mut found = false;
    let mut looked_at = 0;
    // What can't be read of it is no DICOM file.
    let _ = packing.entries(file, &mut |entry| {
        let mut head = Vec::with_capacity(132);
        let read = entry.content.take(132).read_to_end(&mut head).is_ok();
        found = read && head.get(128..132) == Some(b"DICM");
        looked_at += 1;
        if found || looked_at >= LOOKED_AT { Err(String::new()) } else { Ok(()) }
    });
    found
}

fn unpack(file: &Path, folder: &Path, left: &mut Bounds) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let packing = Packing::of(file).ok_or("its kind is unknown")?;
    let mut skipped: Vec<String> = Vec::new();
    let broken = packing.entries(file, &mut |entry| {
        let index = entry.index;
        if left.entries == 0 {
            return Err("there are more entries than are taken out".to_owned());
        }
        left.entries -= 1;
        if entry.is_link {
            skipped.push(format!("entry {index} is a link"));
            return Ok(());
        }
        // A path that leads out of the folder is no name for a file of ours.
        let path = entry.path.filter(|path| path.file_name().is_some());
        let path = path.unwrap_or_else(|| PathBuf::from(format!("entry-{index:06}")));
        let (target, mut out) = match create(&folder.join(path)) {
            Some(made) => made,
            None => create(&folder.join(format!("entry-{index:06}"))).ok_or("a file could not be made")?,
        };
        match io::copy(&mut entry.content.take(left.bytes.saturating_add(1)), &mut out) {
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
        Ok(())
    })?;
    skipped.extend(broken);
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

    #[test]
    fn tar_archives_and_packed_files_are_opened_too() {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        fs::create_dir_all(&output).expect("made");
        let mut tar = tar::Builder::new(Vec::new());
        for (name, content) in [("x/1.dcm", dicom("one")), ("x/2.dcm", dicom("two")), ("note", b"note".to_vec())] {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, name, content.as_slice()).expect("an entry");
        }
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "link", "/etc/hostname").expect("a link");
        let plain = tar.into_inner().expect("an archive");
        let packed = |bytes: &[u8]| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            writer.write_all(bytes).expect("packed");
            writer.finish().expect("packed")
        };
        fs::write(output.join("A.tar"), &plain).expect("written");
        fs::write(output.join("B.tar.gz"), packed(&plain)).expect("written");
        fs::write(output.join("3.dcm.gz"), packed(&dicom("three"))).expect("written");
        fs::write(output.join("log.gz"), packed(b"a log")).expect("written");
        fs::write(output.join("C.tgz"), packed(&plain).get(..60).expect("long")).expect("written");
        let opened = open(&output, &into, MANY).expect("opened");
        let found = names(&opened.output);
        for name in ["3.dcm/3.dcm", "A/x/1.dcm", "A/x/2.dcm", "A/note", "B/x/1.dcm", "log.gz", "C.tgz"] {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|name| name.ends_with("link")), "{found:?}");
        assert_eq!((opened.archives, opened.notes.len()), (3, 2), "{:?}", opened.notes);
        assert!(opened.notes.iter().all(|note| note.contains("is a link")), "{:?}", opened.notes);
        let few = Bounds { bytes: 200, ..MANY };
        let opened = open(&output, &into, few).expect("opened");
        assert!(opened.notes.iter().any(|note| note.contains("more bytes")), "{:?}", opened.notes);
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
