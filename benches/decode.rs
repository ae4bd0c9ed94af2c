//! Decodes every frame below a folder once, on all processors, and prints the seconds: what reading costs at least.
//!
//!     cargo run --locked --release --example decode-speed -- DIR
#![expect(clippy::expect_used, reason = "a measurement that cannot be made ends")]

use deidbench::collection::LARGEST_FILE;
use deidbench::collection::Sort;
use deidbench::collection::walk;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use rayon::prelude::*;
use std::path::Path;
use std::time::Instant;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: decode-speed DIR");
    let started = Instant::now();
    let frames: u64 = walk(Path::new(&folder))
        .expect("a folder")
        .par_bridge()
        .filter(|item| item.sort == Sort::Dicom)
        .map(|item| {
            let Ok(scan) = Scan::open(&item.path, LARGEST_FILE) else { return 0 };
            let Ok(reader) = PixelReader::new(&scan) else { return 0 };
            // Each byte is looked at, so that native frames, which are borrowed, are read too.
            let sum =
                |index| reader.native(index).map_or(0, |frame| frame.iter().map(|byte| u64::from(*byte)).sum::<u64>());
            std::hint::black_box((0..reader.frames()).map(sum).sum::<u64>());
            u64::from(reader.frames())
        })
        .sum();
    eprintln!("{frames} frames");
    println!("{:.3}", started.elapsed().as_secs_f64());
}
