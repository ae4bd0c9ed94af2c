//! What stands inside a file that was packed, within limits: gzip, ZIP archives, SQLite databases, and these in each other.

use crate::detectors::beside::archive;
use crate::detectors::beside::database;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

/// Bytes that are searched at a time.
pub(super) const WINDOW: usize = 8 << 20;
/// Bytes that a window shares with the one before, so that no value is cut in two.
pub(super) const OVERLAP: usize = 4096;
/// How often a file inside of a file is opened: a database in an archive, or an archive in an archive.
pub(super) const DEEPEST: u32 = 2;
/// Largest content that is held to be opened itself.
const LARGEST_HELD: usize = 64 << 20;
/// Bytes that a file may unfold to, all that is inside of it together.
const MOST_BYTES: u64 = 256 << 20;
/// Entries and rows that are looked at in one file.
const MOST_ENTRIES: u64 = 200_000;
/// How many times larger than its file content may get, beyond [`LARGEST_HELD`]: text is not packed so well.
const MOST_TIMES: u64 = 200;
/// How long one file is searched.
const MOST_TIME: Duration = Duration::from_secs(120);

/// What may still be unfolded of one file.
pub(super) struct Budget {
    bytes: u64,
    most_bytes: u64,
    entries: u64,
    until: Instant,
}

/// A part of the content of a file.
#[derive(Clone, Copy)]
pub(super) enum Piece<'a> {
    /// A name, a comment or a row.
    Words(&'a [u8]),
    /// Some bytes of a longer content.
    Window(&'a [u8]),
    /// A content from its begin to its end.
    Whole(&'a [u8]),
}

/// Gets every piece.
pub(super) type Visit<'v> = dyn FnMut(Piece<'_>) + 'v;

/// Where packed bytes are.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// Bytes that were inside of one.
    Bytes(&'a [u8]),
}

/// What archives are read from.
pub(super) trait Reader: Read + Seek {}

impl<T: Read + Seek> Reader for T {}

impl Source<'_> {
    /// From its begin.
    pub(super) fn open(&self) -> io::Result<Box<dyn Reader + '_>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Bytes(bytes) => Box::new(Cursor::new(*bytes)),
        })
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::File(path) => std::fs::metadata(path).map_or(0, |facts| facts.len()),
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl Budget {
    /// For a file.
    fn of(source: Source<'_>) -> Self {
        let packed = source.bytes().saturating_mul(MOST_TIMES);
        let most_bytes = MOST_BYTES.min(packed.max(LARGEST_HELD as u64));
        Self { bytes: most_bytes, most_bytes, entries: MOST_ENTRIES, until: Instant::now() + MOST_TIME }
    }

    /// Takes an entry or a row of so many bytes; an error says that there is no room.
    pub(super) fn take(&mut self, bytes: u64) -> Result<(), String> {
        self.entries =
            self.entries.checked_sub(1).ok_or_else(|| format!("it holds more than {MOST_ENTRIES} entries"))?;
        self.take_bytes(bytes)
    }

    fn take_bytes(&mut self, bytes: u64) -> Result<(), String> {
        let most = self.most_bytes;
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| format!("it unfolds to more than {most} bytes"))?;
        if Instant::now() > self.until {
            return Err(format!("it takes more than {} seconds", MOST_TIME.as_secs()));
        }
        Ok(())
    }
}

/// Gives everything inside of a file. An error says why not all of it was seen.
pub(super) fn unfold(path: &Path, visit: &mut Visit<'_>) -> Result<(), String> {
    let source = Source::File(path);
    inside(source, DEEPEST, &mut Budget::of(source), visit)
}

fn inside(source: Source<'_>, depth: u32, budget: &mut Budget, visit: &mut Visit<'_>) -> Result<(), String> {
    let mut magic = Vec::new();
    let read = source.open().and_then(|reader| reader.take(16).read_to_end(&mut magic));
    if read.is_err() {
        return Ok(());
    }
    let is_packed = matches!(magic.as_slice(), [0x1f, 0x8b, 8, ..] | [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..]);
    let is_database = magic == database::MAGIC;
    if depth == 0 && (is_packed || is_database) {
        return Err(format!("it is packed more than {DEEPEST} times"));
    }
    match magic.first() {
        Some(0x1f) if is_packed => {
            let reader = source.open().map_err(|error| error.to_string())?;
            content(MultiGzDecoder::new(reader), depth - 1, budget, visit)
        }
        _ if is_packed => archive::unfold(source, depth - 1, budget, visit),
        _ if is_database => database::unfold(source, budget, visit),
        _ => Ok(()),
    }
}

/// Gives the content of an entry, and what is packed in it.
pub(super) fn content(
    mut reader: impl Read,
    depth: u32,
    budget: &mut Budget,
    visit: &mut Visit<'_>,
) -> Result<(), String> {
    let mut held = Vec::new();
    let broken = |error: io::Error| format!("it can't be unpacked to its end: {error}");
    let most = LARGEST_HELD.min(usize::try_from(budget.bytes).unwrap_or(usize::MAX));
    let read = reader.by_ref().take(most as u64).read_to_end(&mut held);
    budget.take(held.len() as u64)?;
    if let Err(error) = read {
        visit(Piece::Whole(&held));
        return Err(broken(error));
    }
    if held.len() < most {
        visit(Piece::Whole(&held));
        return inside(Source::Bytes(&held), depth, budget, visit);
    }
    visit(Piece::Window(&held));
    held.drain(..held.len() - OVERLAP.min(held.len()));
    windows(held, reader, &mut |window| visit(Piece::Window(window)), &mut |bytes| budget.take_bytes(bytes))
}

/// Gives what is read window by window; each begins with the end of the one before, the first with `window`.
pub(super) fn windows(
    mut window: Vec<u8>,
    mut reader: impl Read,
    visit: &mut dyn FnMut(&[u8]),
    take: &mut dyn FnMut(u64) -> Result<(), String>,
) -> Result<(), String> {
    loop {
        let kept = window.len().min(OVERLAP);
        window.drain(..window.len() - kept);
        let read = reader.by_ref().take(WINDOW as u64).read_to_end(&mut window);
        if window.len() > kept {
            visit(&window);
        }
        match read {
            Ok(0) => return Ok(()),
            Ok(bytes) => take(bytes as u64)?,
            Err(error) => return Err(format!("it can't be read to its end: {error}")),
        }
    }
}
