//! An axial CT series of the trunk, from the aortic arch to the kidneys.

mod anatomy;
mod painter;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::canvas;
use crate::phantom::chance::Chance;
use crate::phantom::chance::bell;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use anatomy::Anatomy;
use painter::AIR;
use painter::Painter;
use std::io;
use std::sync::Arc;

/// How Hounsfield units are stored. The rescale slope is always 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CtStorage {
    /// As they are, signed, 16 bits.
    Signed16,
    /// As they are, signed, 12 bits in 16.
    Signed12,
    /// With 1024 added, unsigned, 12 bits in 16.
    Offset12,
}

/// Size and storage of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CtOptions {
    /// Height and width in pixels, at least 64.
    pub size: u32,
    /// Slices, at least 1, from head to feet.
    pub slices: u32,
    /// How Hounsfield units are stored.
    pub storage: CtStorage,
}

impl Default for CtOptions {
    fn default() -> Self {
        Self { size: 512, slices: 40, storage: CtStorage::Signed16 }
    }
}

/// A series: one patient, from whom slices are cut.
#[derive(Clone)]
pub struct CtSeries {
    anatomy: Arc<Anatomy>,
    key: u32,
    options: CtOptions,
}

/// One slice of a [`CtSeries`]: a single frame.
pub struct CtSlice {
    series: CtSeries,
    index: u32,
    /// First and last column (excluded) of the patient in each row.
    reach: Vec<(u32, u32)>,
    stamps: Stamps,
}

impl CtStorage {
    /// The rescale intercept (0028,1052): what is added to a stored value to get Hounsfield units.
    pub fn rescale_intercept(self) -> i32 {
        match self {
            Self::Signed16 | Self::Signed12 => 0,
            Self::Offset12 => -1024,
        }
    }
}

impl CtSeries {
    /// A patient from `stream`. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: CtOptions) -> Self {
        let mut chance = Chance::new(stream);
        let anatomy = Arc::new(Anatomy::new(&mut chance));
        let options =
            CtOptions { size: options.size.clamp(64, 4096), slices: options.slices.max(1), storage: options.storage };
        Self { anatomy, key: chance.key(), options }
    }

    /// Number of slices.
    pub fn slices(&self) -> u32 {
        self.options.slices
    }

    /// Slice `index` from 0; one beyond the last shows the level of the last with noise of its own.
    pub fn slice(&self, index: u32) -> CtSlice {
        let size = self.options.size as usize;
        let half = size as f32 / 2.0;
        let mut reach = vec![(0, 0); size];
        let points: Vec<_> =
            self.anatomy.outline(self.level(index), 0.0).map(|(x, y)| ((x + 1.0) * half, (y + 1.0) * half)).collect();
        canvas::fill_polygon(&points, size, size, |y, first, last| reach[y] = (first as u32, last as u32));
        CtSlice { series: self.clone(), index, reach, stamps: self.letters() }
    }

    /// The side letters that the console writes: the patient's left is on the right.
    fn letters(&self) -> Stamps {
        let size = self.options.size;
        let pen = Pen::plain((size / 32).max(10), 600 - self.options.storage.rescale_intercept());
        let mut stamps = Stamps::new(size, size);
        stamps.text((6, size / 2), "R", pen);
        stamps.text_to((size - 6, size / 2), "L", pen);
        stamps
    }

    fn level(&self, index: u32) -> f32 {
        index.min(self.options.slices - 1) as f32 / (self.options.slices - 1).max(1) as f32
    }
}

impl CtSlice {
    /// Hounsfield values with noise, blurred as by the scanner.
    fn hounsfield(&self) -> Vec<i16> {
        let size = self.series.options.size as usize;
        let mut painter = Painter::new(size);
        self.series.anatomy.paint(self.series.level(self.index), &mut painter);
        let mut pixels = painter.pixels;
        let key = hash(self.series.key ^ hash(self.index));
        for (index, pixel) in pixels.iter_mut().enumerate() {
            let strength = if *pixel == AIR { 5.0 } else { 30.0 };
            *pixel += (bell(hash(key.wrapping_add(index as u32))) * strength) as i16;
        }
        blur(&mut pixels, size);
        clear_outside_circle(&mut pixels, size);
        pixels
    }
}

/// A 3 x 3 binomial filter that leaves the frame's border alone.
fn blur(pixels: &mut [i16], size: usize) {
    let mut above = pixels[..size].to_vec();
    let mut sums = vec![0i16; size];
    for y in 1..size - 1 {
        let (head, below) = pixels.split_at_mut((y + 1) * size);
        let row = &mut head[y * size..];
        for (((sum, above), here), below) in sums.iter_mut().zip(&above).zip(row.iter()).zip(below.iter()) {
            *sum = (above + 2 * here + below) >> 2;
        }
        above.copy_from_slice(row);
        for (pixel, three) in row[1..].iter_mut().zip(sums.windows(3)) {
            *pixel = (three[0] + 2 * three[1] + three[2]) >> 2;
        }
    }
}

/// What lies outside the reconstructed circle is padding.
fn clear_outside_circle(pixels: &mut [i16], size: usize) {
    let half = size as f32 / 2.0;
    for (y, row) in pixels.chunks_exact_mut(size).enumerate() {
        let down = y as f32 + 0.5 - half;
        let reach = (half * half - down * down).max(0.0).sqrt();
        let (first, last) = ((half - reach) as usize, (half + reach) as usize);
        row[..first].fill(AIR);
        row[last.min(size)..].fill(AIR);
    }
}

impl FrameSource for CtSlice {
    fn format(&self) -> PixelFormat {
        let (bits_stored, signed) = match self.series.options.storage {
            CtStorage::Signed16 => (16, true),
            CtStorage::Signed12 => (12, true),
            CtStorage::Offset12 => (12, false),
        };
        PixelFormat {
            rows: self.series.options.size,
            columns: self.series.options.size,
            samples: 1,
            bits_allocated: 16,
            bits_stored,
            signed,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a CT slice has another size"));
        }
        let intercept = self.series.options.storage.rescale_intercept() as i16;
        // Signed values of 12 bits are stored sign-extended, so that readers that ignore the stored bits agree.
        for (pair, value) in out.chunks_exact_mut(2).zip(self.hounsfield()) {
            pair.copy_from_slice(&(value.clamp(AIR, 2047) - intercept).to_le_bytes());
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for CtSlice {
    fn clinical_region(&self) -> PixelBox {
        let rows = || (0..).zip(&self.reach).filter(|(_, (first, last))| first < last);
        let top = rows().map(|(y, _)| y).next().unwrap_or(0);
        let bottom = rows().map(|(y, _)| y + 1).last().unwrap_or(0);
        let left = rows().map(|(_, reach)| reach.0).min().unwrap_or(0);
        let right = rows().map(|(_, reach)| reach.1).max().unwrap_or(0);
        PixelBox::new(left, top, right - left, bottom - top)
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.reach.get(y as usize).is_some_and(|(first, last)| (*first..*last).contains(&x))
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let size = self.series.options.size;
        let (above, below) = self.series.anatomy.air();
        let top = ((above * size as f32) as u32).saturating_sub(4);
        let bottom = (below * size as f32) as u32 + 4;
        let (left, right) = (size / 3 - 6, size - size / 3 + 6);
        let boxes = [
            box_between(4, 4, left, top),
            box_between(right, 4, size - 4, top),
            box_between(4, bottom, left, size - 4),
            box_between(right, bottom, size - 4, size - 4),
            box_between(4, 4, size - 4, top),
        ];
        clear_of(boxes.into_iter().flatten(), self.stamps.marks())
    }
}
