//! What a file is, judged by its first bytes and, where they say nothing, by its name.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

/// What a file of the source is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// PNG, JPEG, TIFF or BMP.
    Picture,
    /// A DICOM file, with or without its preamble.
    Dicom,
    /// Anything else, with the reason for which it is skipped.
    Other(&'static str),
}

/// The end of names that stand for pictures.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "jpe", "tif", "tiff", "bmp"];
/// The end of names that stand for DICOM files.
const DICOM: [&str; 4] = ["dcm", "dicom", "dic", "ima"];

/// How pictures begin that are not read, and what to do.
const NOT_READ: [(&[u8], &str); 4] = [
    (b"GIF87a", "a GIF picture; save it, or each of its frames, as PNG"),
    (b"GIF89a", "a GIF picture; save it, or each of its frames, as PNG"),
    (b"\0\0\0\x0cjP  \r\n", "a JPEG 2000 picture; save it as PNG"),
    (b"8BPS", "a Photoshop picture; save it as PNG"),
];

/// Judges a file. One that is empty or damaged but bears the name of a picture is a picture: it is told as broken
/// later and not passed over.
pub fn judge(path: &Path) -> io::Result<Content> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.starts_with('.') {
        return Ok(Content::Other("a hidden file"));
    }
    let by_name = by_name(&name);
    let mut start = Vec::with_capacity(132);
    match File::open(path).and_then(|file| file.take(132).read_to_end(&mut start)) {
        Err(_) if !matches!(by_name, Content::Other(_)) => return Ok(by_name),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    if name == "dicomdir" {
        return Ok(Content::Other("a directory of DICOM files, not a picture"));
    }
    Ok(by_bytes(&start).unwrap_or(by_name))
}

/// Whether the path leads to a regular file of the tree; if not, why it is skipped.
pub fn regular(root: &Path, path: &Path, kind: fs::FileType) -> Result<(), &'static str> {
    if kind.is_file() {
        return Ok(());
    }
    if !kind.is_symlink() {
        return Err("no regular file");
    }
    let target = fs::canonicalize(path).map_err(|_| "a symbolic link that leads nowhere, or in a circle")?;
    if !target.starts_with(root) {
        return Err("a symbolic link that leads out of the folder");
    }
    if target.is_file() { Ok(()) } else { Err("a symbolic link to a folder, which is not followed") }
}

fn by_name(name: &str) -> Content {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some(end) if PICTURES.contains(&end) => Content::Picture,
        Some(end) if DICOM.contains(&end) => Content::Dicom,
        _ => Content::Other("neither a picture (PNG, JPEG, TIFF, BMP) nor a DICOM file"),
    }
}

fn by_bytes(start: &[u8]) -> Option<Content> {
    const SIGNATURES: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM"];
    if start.get(128..132) == Some(b"DICM") {
        return Some(Content::Dicom);
    }
    if let Some((_, reason)) = NOT_READ.iter().find(|(signature, _)| start.starts_with(signature)) {
        return Some(Content::Other(reason));
    }
    match (start.get(..4), start.get(4..8), start.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => return Some(Content::Other("a WebP picture; save it as PNG")),
        (_, Some(b"ftyp"), Some(b"heic" | b"heix" | b"mif1" | b"avif")) => {
            return Some(Content::Other("a HEIF picture; save it as PNG"));
        }
        _ => {}
    }
    // `BM` alone begins many a text, so the reserved words of the header must be zero as well.
    let bitmap = |signature: &[u8]| signature != b"BM" || start.get(6..10) == Some(&[0; 4]);
    SIGNATURES
        .into_iter()
        .any(|signature| start.starts_with(signature) && bitmap(signature))
        .then_some(Content::Picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_are_not_read_are_named() {
        for (bytes, word) in [
            (&b"GIF89a\x01\0"[..], "GIF"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIF"),
        ] {
            assert!(matches!(by_bytes(bytes), Some(Content::Other(why)) if why.contains(word)), "{word}");
        }
        assert_eq!(by_bytes(b"RIFF\x10\0\0\0WAVEfmt "), None);
    }

    #[test]
    fn the_first_bytes_decide_and_the_name_speaks_for_empty_files() {
        let folder = tempfile::tempdir().unwrap();
        let judged = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            judge(&path).unwrap()
        };
        let dicom = [&[0u8; 128][..], b"DICM"].concat();
        assert_eq!(judged("scan", b"\x89PNG\r\n\x1a\n...."), Content::Picture);
        assert_eq!(judged("wrong.png", &dicom), Content::Dicom);
        assert_eq!(judged("bare", &dicom), Content::Dicom);
        assert_eq!(judged("empty.JPG", b""), Content::Picture);
        assert_eq!(judged("old.dcm", b"\x08\0\x05\0CS"), Content::Dicom);
        assert!(matches!(judged("notes.txt", b"BM is a mark"), Content::Other(_)));
        assert!(matches!(judged("empty", b""), Content::Other(_)));
        assert!(matches!(judged("._frame.png", b"\0\x05\x16\x07"), Content::Other("a hidden file")));
    }
}
