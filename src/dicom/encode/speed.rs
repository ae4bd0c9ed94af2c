//! How fast files are written: `cargo test --config profile.dev.opt-level=2 --lib encode::speed -- --ignored --nocapture`.

use super::tests::frames;
use super::tests::write;
use super::*;
use std::time::Instant;

#[test]
#[ignore = "a measurement"]
fn a_cine_of_60_frames_in_every_encoding() {
    let format = PixelFormat {
        rows: 480,
        columns: 640,
        samples: 3,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::Rgb,
    };
    let folder = tempfile::tempdir().expect("a folder");
    let drawn = frames(&format, 60);
    let bytes: usize = drawn.iter().map(Vec::len).sum();
    for syntax in Syntax::ALL.iter().copied() {
        for layout in Layout::ALL.iter().copied() {
            let encoding = Encoding { syntax, layout, ..Encoding::default() };
            if !encoding.fits_pixels(Some(&format)) {
                continue;
            }
            let start = Instant::now();
            let written = write(&folder.path().join("file"), encoding, &format, &drawn).expect("written");
            let seconds = start.elapsed().as_secs_f64();
            let speed = bytes as f64 / seconds / 1e6;
            println!("{syntax:26} {layout:13} {seconds:6.2} s {speed:7.0} MB/s, {:5.1} MB", written.bytes as f64 / 1e6);
        }
    }
}
