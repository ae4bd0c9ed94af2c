//! The frames of a cine, decoded from picture files when they are needed.

use crate::dataset::source::checks::Quarantine;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::PixelFormat;
use crate::picture::Picture;
use crate::picture::decode;
use rayon::prelude::*;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// The pictures of one case, all of one size and layout, every one decoded and checked once.
pub struct Pictures {
    files: Vec<PathBuf>,
    format: PixelFormat,
    most_pixels: u64,
    /// Decoded frames; empty where all of them are more than the memory budget.
    kept: Vec<Vec<u8>>,
    lossy_ratio: Option<f64>,
}

/// What is asked of every decoded picture: its name, layout and samples.
pub type Check<'a> = dyn Fn(&str, &PixelFormat, &[u8]) -> Result<(), Quarantine> + Sync + 'a;

impl Pictures {
    /// Decodes and checks all files, several at a time. Frames stay in memory if all of them fit in `memory` bytes;
    /// otherwise they are decoded again when they are drawn.
    ///
    /// `prepare` sees the first picture and gives the check that every picture, the first too, must pass.
    pub fn load<'a, T>(
        files: Vec<PathBuf>,
        most_pixels: u64,
        memory: u64,
        prepare: impl FnOnce(&Picture) -> Result<(T, Box<Check<'a>>), Quarantine>,
    ) -> Result<(Self, T), Quarantine> {
        let Some((first_file, others)) = files.split_first() else {
            return Err(Quarantine::failed("no picture in the folder"));
        };
        let first = open(first_file, most_pixels)?;
        let (prepared, check) = prepare(&first)?;
        check(&name_of(first_file), &first.format, &first.native)?;
        let keeps = (first.native.len() as u64).saturating_mul(files.len() as u64) <= memory;
        let (format, first_name) = (first.format, name_of(first_file));
        let (lengths, mut stored) = (first.native.len() as f64 * files.len() as f64, stored_bytes(&first));
        let mut kept = if keeps { vec![first.native] } else { Vec::new() };
        let one = |file: &PathBuf| {
            let picture = open(file, most_pixels)?;
            alike(&first_name, &format, file, &picture.format)?;
            check(&name_of(file), &picture.format, &picture.native)?;
            Ok((stored_bytes(&picture), if keeps { picture.native } else { Vec::new() }))
        };
        // In chunks, so that one bad frame near the start ends it soon, and frames that are not kept do not pile up.
        for chunk in others.chunks(chunk_size()) {
            let decoded: Vec<Result<(f64, Vec<u8>), Quarantine>> = chunk.par_iter().map(one).collect();
            for frame in decoded {
                let (bytes, native) = frame?;
                stored += bytes;
                if keeps {
                    kept.push(native);
                }
            }
        }
        let lossy_ratio = first.lossy_ratio.map(|_| lengths / stored.max(1.0));
        Ok((Self { files, format, most_pixels, kept, lossy_ratio }, prepared))
    }

    /// Layout of every frame.
    pub fn format(&self) -> PixelFormat {
        self.format
    }

    /// Number of frames.
    pub fn count(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }

    /// Compression ratio of all files together where they are JPEG; `None` where they are stored without loss.
    pub fn lossy_ratio(&self) -> Option<f64> {
        self.lossy_ratio
    }

    /// Frames `first..first + count` as the pixels of one instance.
    pub fn frames(self: &Arc<Self>, first: u32, count: u32) -> PictureFrames {
        PictureFrames { pictures: Arc::clone(self), first, count, ahead: Vec::new() }
    }

    /// Decodes a picture once more. The file may have changed since it was checked.
    fn again(&self, index: usize) -> io::Result<Vec<u8>> {
        let file = self.files.get(index).ok_or_else(|| io::Error::other(format!("there is no frame {index}")))?;
        let picture = open(file, self.most_pixels).map_err(io::Error::other)?;
        alike("the first picture", &self.format, file, &picture.format).map_err(io::Error::other)?;
        Ok(picture.native)
    }
}

/// Some or all of the pictures of a case as frames of an instance.
pub struct PictureFrames {
    pictures: Arc<Pictures>,
    first: u32,
    count: u32,
    /// Frames that were decoded together with one that was asked for.
    ahead: Vec<(usize, Vec<u8>)>,
}

impl FrameSource for PictureFrames {
    fn format(&self) -> PixelFormat {
        self.pictures.format
    }

    fn frames(&self) -> u32 {
        self.count
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        if index >= self.count {
            return Err(io::Error::other(format!("there is no frame {index} among {}", self.count)));
        }
        let at = self.first as usize + index as usize;
        if let Some(frame) = self.pictures.kept.get(at) {
            return copy(frame, out);
        }
        if !self.ahead.iter().any(|(held, _)| *held == at) {
            let end = (at + chunk_size()).min(self.first as usize + self.count as usize);
            self.ahead.clear();
            let pictures = &self.pictures;
            self.ahead =
                (at..end).into_par_iter().map(|next| Ok((next, pictures.again(next)?))).collect::<io::Result<_>>()?;
        }
        let frame = self.ahead.iter().find(|(held, _)| *held == at);
        copy(frame.map(|(_, frame)| frame.as_slice()).unwrap_or_default(), out)
    }
}

fn copy(frame: &[u8], out: &mut [u8]) -> io::Result<()> {
    if frame.len() != out.len() {
        return Err(io::Error::other(format!("a frame has {} bytes instead of {}", frame.len(), out.len())));
    }
    out.copy_from_slice(frame);
    Ok(())
}

/// Pictures that are decoded at a time.
fn chunk_size() -> usize {
    2 * rayon::current_num_threads().max(1)
}

fn open(file: &Path, most_pixels: u64) -> Result<Picture, Quarantine> {
    decode(file, most_pixels).map_err(|error| Quarantine::failed(format!("{}: {error}", name_of(file))))
}

/// Bytes of the file that a picture was compressed to; those of its samples where it was not.
fn stored_bytes(picture: &Picture) -> f64 {
    picture.native.len() as f64 / picture.lossy_ratio.unwrap_or(1.0).max(1e-6)
}

/// The frames of one object share rows, columns, depth and colours (PS3.3 §C.7.6.6).
fn alike(first_name: &str, first: &PixelFormat, file: &Path, other: &PixelFormat) -> Result<(), Quarantine> {
    if first == other {
        return Ok(());
    }
    let words = |format: &PixelFormat| {
        let colour = if format.samples == 3 { "colour" } else { "grey" };
        format!("{}x{} pixels, {} bits, {colour}", format.columns, format.rows, format.bits_allocated)
    };
    let (name, other, first) = (name_of(file), words(other), words(first));
    Err(Quarantine::check(format!("{name} has {other}, and {first_name} has {first}; frames of a case must be alike")))
}

/// The file's name for people.
fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
