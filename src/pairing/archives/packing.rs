//! Kinds of archives, each read entry by entry.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use zip::ZipArchive;

/// The type of a file in a Unix mode, and that of a symbolic link.
const FILE_TYPE: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
/// Where a tar archive says that it is one (POSIX.1-1988, `ustar`).
const USTAR: std::ops::Range<usize> = 257..262;
/// Bytes that tell what a file is.
const HEAD: u64 = 512;

/// How files are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Zip,
    Tar,
    /// A tar archive in gzip.
    TarGz,
    /// One file in gzip.
    Gz,
}

/// One file or link of an archive.
pub(super) struct Entry<'a> {
    /// Its number, folders counted.
    pub(super) index: usize,
    /// Its path, where that does not lead out.
    pub(super) path: Option<PathBuf>,
    pub(super) is_link: bool,
    pub(super) content: &'a mut dyn Read,
}

/// Told of each entry; an error ends it all.
type Visit<'v> = &'v mut dyn FnMut(Entry<'_>) -> Result<(), String>;

impl Packing {
    /// How this file is packed, by its first bytes.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let head = start(File::open(file).ok()?);
        match head.get(..4)? {
            b"PK\x03\x04" => return Some(Self::Zip),
            [0x1f, 0x8b, ..] => {}
            _ => return (head.get(USTAR)? == b"ustar").then_some(Self::Tar),
        }
        let inner = start(MultiGzDecoder::new(File::open(file).ok()?));
        match inner.get(USTAR) {
            Some(b"ustar") => Some(Self::TarGz),
            _ => Some(Self::Gz),
        }
    }

    /// Goes through the files and links; gives what could not be read of it.
    pub(super) fn entries(self, file: &Path, visit: Visit<'_>) -> Result<Vec<String>, String> {
        let open = || File::open(file).map_err(|error| error.to_string());
        match self {
            Self::Zip => of_zip(open()?, visit),
            Self::Tar => of_tar(open()?, visit),
            Self::TarGz => of_tar(MultiGzDecoder::new(open()?), visit),
            Self::Gz => {
                let name = file.file_stem().map(PathBuf::from);
                visit(Entry { index: 0, path: name, is_link: false, content: &mut MultiGzDecoder::new(open()?) })?;
                Ok(Vec::new())
            }
        }
    }
}

fn start(from: impl Read) -> Vec<u8> {
    let mut head = Vec::new();
    // What was read until something failed may tell enough.
    let _ = from.take(HEAD).read_to_end(&mut head);
    head
}

fn of_zip(file: File, visit: Visit<'_>) -> Result<Vec<String>, String> {
    let mut archive = ZipArchive::new(file).map_err(|_| "its directory can't be read".to_owned())?;
    let mut broken = Vec::new();
    for index in 0..archive.len() {
        match archive.by_index(index) {
            Ok(entry) if entry.is_dir() => {}
            Ok(mut entry) => visit(Entry {
                index,
                path: entry.enclosed_name(),
                is_link: entry.unix_mode().is_some_and(|mode| mode & FILE_TYPE == LINK),
                content: &mut entry,
            })?,
            Err(_) => broken.push(format!("entry {index} is encrypted, or packed in a way that is not read")),
        }
    }
    Ok(broken)
}

fn of_tar(from: impl Read, visit: Visit<'_>) -> Result<Vec<String>, String> {
    let mut archive = tar::Archive::new(from);
    let entries = archive.entries().map_err(|_| "it can't be read".to_owned())?;
    for (index, entry) in entries.enumerate() {
        // Without this header nothing tells where the next one is.
        let Ok(mut entry) = entry else { return Ok(vec![format!("it can't be read beyond entry {index}")]) };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let path = entry.path().ok().and_then(|path| enclosed(&path));
        visit(Entry { index, path, is_link: !kind.is_file() && !kind.is_contiguous(), content: &mut entry })?;
    }
    Ok(Vec::new())
}

/// The path, where it does not lead out of the folder that it is below.
fn enclosed(path: &Path) -> Option<PathBuf> {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    path.components().all(plain).then(|| path.components().filter(|part| *part != Component::CurDir).collect())
}
