use super::*;

/// Elements of the top level, explicit VR, short form.
fn element(bytes: &mut Vec<u8>, tag: (u16, u16), vr: &[u8; 2], value: &[u8]) {
    bytes.extend(tag.0.to_le_bytes());
    bytes.extend(tag.1.to_le_bytes());
    bytes.extend(vr);
    if matches!(vr, b"OB" | b"OW") {
        bytes.extend([0, 0]);
        bytes.extend((value.len() as u32).to_le_bytes());
    } else {
        bytes.extend((value.len() as u16).to_le_bytes());
    }
    bytes.extend(value);
}

struct Picture<'a> {
    syntax: &'a str,
    samples: u16,
    photometric: &'a str,
    planar: u16,
    frames: &'a str,
    size: (u16, u16),
    bits: u16,
    fragments: Option<&'a [&'a [u8]]>,
    pixels: &'a [u8],
}

const PLAIN: Picture<'_> = Picture {
    syntax: "1.2.840.10008.1.2.1",
    samples: 1,
    photometric: "MONOCHROME2 ",
    planar: 0,
    frames: "1 ",
    size: (2, 2),
    bits: 8,
    fragments: None,
    pixels: &[1, 2, 3, 4],
};

fn scan(picture: &Picture<'_>) -> Scan {
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM");
    let mut syntax = picture.syntax.as_bytes().to_vec();
    syntax.resize(syntax.len().next_multiple_of(2), 0);
    element(&mut bytes, (2, 0x10), b"UI", &syntax);
    element(&mut bytes, (8, 0x60), b"CS", b"OT");
    element(&mut bytes, (0x28, 2), b"US", &picture.samples.to_le_bytes());
    element(&mut bytes, (0x28, 4), b"CS", picture.photometric.as_bytes());
    element(&mut bytes, (0x28, 6), b"US", &picture.planar.to_le_bytes());
    element(&mut bytes, (0x28, 8), b"IS", picture.frames.as_bytes());
    element(&mut bytes, (0x28, 0x10), b"US", &picture.size.0.to_le_bytes());
    element(&mut bytes, (0x28, 0x11), b"US", &picture.size.1.to_le_bytes());
    element(&mut bytes, (0x28, 0x100), b"US", &picture.bits.to_le_bytes());
    element(&mut bytes, (0x28, 0x101), b"US", &picture.bits.to_le_bytes());
    element(&mut bytes, (0x28, 0x103), b"US", &[0, 0]);
    match picture.fragments {
        None => element(&mut bytes, (0x7fe0, 0x10), b"OB", picture.pixels),
        Some(fragments) => {
            bytes.extend([0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff]);
            for fragment in [&b""[..]].iter().chain(fragments) {
                bytes.extend([0xfe, 0xff, 0x00, 0xe0]);
                bytes.extend((fragment.len() as u32).to_le_bytes());
                bytes.extend(*fragment);
            }
            bytes.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
        }
    }
    Scan::parse(bytes, 1 << 20).expect("a scan")
}

fn only_frame(picture: &Picture<'_>) -> Result<Vec<u8>, PixelsError> {
    let scan = scan(picture);
    PixelReader::new(&scan)?.native(0).map(Cow::into_owned)
}

#[test]
fn native_frames_are_borrowed_and_compared_whole() {
    let scan = scan(&Picture { frames: "2 ", pixels: &[1, 2, 3, 4, 5, 6, 7, 8], ..PLAIN });
    let reader = PixelReader::new(&scan).expect("a reader");
    assert_eq!((reader.frames(), reader.native_all()), (2, Some(&[1, 2, 3, 4, 5, 6, 7, 8][..])));
    assert!(matches!(reader.native(1), Ok(Cow::Borrowed([5, 6, 7, 8]))));
    assert_eq!(reader.native(2), Err(PixelsError::NoSuchFrame { index: 2, frames: 2 }));
}

#[test]
fn planes_and_halved_chroma_become_samples_by_pixel() {
    let colour = Picture { samples: 3, photometric: "RGB ", size: (1, 2), ..PLAIN };
    let planes = Picture { planar: 1, pixels: &[1, 2, 3, 4, 5, 6], ..colour };
    assert_eq!(only_frame(&planes), Ok(vec![1, 3, 5, 2, 4, 6]));
    let halved = Picture { samples: 3, photometric: "YBR_FULL_422", size: (1, 2), pixels: &[10, 20, 3, 4], ..PLAIN };
    assert_eq!(only_frame(&halved), Ok(vec![10, 3, 4, 20, 3, 4]));
    let expanded = Picture { pixels: &[10, 3, 4, 20, 3, 4], ..halved };
    assert_eq!(only_frame(&expanded), Ok(vec![10, 3, 4, 20, 3, 4]));
}

#[test]
fn sizes_that_are_not_there_are_errors_and_no_allocations() {
    let bomb = Picture { size: (65_535, 65_535), ..PLAIN };
    assert!(matches!(only_frame(&bomb), Err(PixelsError::TooLarge { .. })));
    let short = Picture { size: (4, 4), ..PLAIN };
    assert!(matches!(only_frame(&short), Err(PixelsError::Short { needed: 16, there: 4 })));
    let many = scan(&Picture { frames: "4000000000", ..PLAIN });
    let reader = PixelReader::new(&many).expect("a reader");
    assert_eq!((reader.frames(), reader.claimed_frames()), (1, 4_000_000_000));
    for (syntax, start) in [("1.2.840.10008.1.2.5", &[1u8, 0, 0, 0][..]), ("1.2.840.10008.1.2.4.50", &[0xff, 0xd8])] {
        let packed = Picture { syntax, size: (30_000, 30_000), fragments: Some(&[start]), ..PLAIN };
        assert!(matches!(only_frame(&packed), Err(PixelsError::Decode { .. })), "{syntax}");
    }
}

#[test]
fn depths_without_meaning_here_are_named() {
    for bits in [2, 32] {
        let told = only_frame(&Picture { bits, ..PLAIN }).map_err(|error| error.to_string());
        assert_eq!(told, Err(format!("pixels with {bits} bits allocated are not read")));
    }
}

#[test]
fn run_lengths_are_undone_and_broken_ones_refused() {
    let header = |start: u8| {
        let mut header = vec![0u8; 64];
        (header[0], header[4]) = (1, start);
        header
    };
    let rle = |packed: &[u8]| {
        let fragment = [header(64), packed.to_vec()].concat();
        only_frame(&Picture { syntax: "1.2.840.10008.1.2.5", fragments: Some(&[&fragment]), ..PLAIN })
    };
    assert_eq!(rle(&[254, 7, 0, 9]), Ok(vec![7, 7, 7, 9]));
    assert_eq!(rle(&[3, 1, 2, 3, 4]), Ok(vec![1, 2, 3, 4]));
    assert!(rle(&[254, 7]).is_err() && rle(&[]).is_err() && rle(&[3, 1]).is_err());
}

#[test]
fn streams_cut_at_any_byte_are_errors() {
    let grey = image::GrayImage::from_fn(16, 16, |x, y| image::Luma([(x * 16 + y) as u8]));
    let mut jpeg = Vec::new();
    grey.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("encoded");
    let syntax = "1.2.840.10008.1.2.4.50";
    let whole = Picture { syntax, size: (16, 16), fragments: Some(&[&jpeg]), ..PLAIN };
    assert!(only_frame(&whole).is_ok_and(|frame| frame.len() == 256));
    let other_size = Picture { size: (8, 8), ..whole };
    assert!(only_frame(&other_size).is_err());
    for length in (0..jpeg.len() / 2).step_by(7) {
        let cut = Picture { syntax, size: (16, 16), fragments: Some(&[&jpeg[..length]]), ..PLAIN };
        assert!(only_frame(&cut).is_err(), "{length}");
    }
}

#[test]
fn fragments_are_gathered_by_where_a_stream_begins() {
    let grey = |level: u8| {
        let mut jpeg = Vec::new();
        let picture = image::GrayImage::from_pixel(8, 8, image::Luma([level]));
        picture.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("encoded");
        jpeg
    };
    let (first, second) = (grey(20), grey(200));
    let (head, tail) = first.split_at(100);
    let picture = Picture {
        syntax: "1.2.840.10008.1.2.4.50",
        size: (8, 8),
        frames: "2 ",
        fragments: Some(&[head, tail, &second]),
        ..PLAIN
    };
    let scan = scan(&picture);
    let reader = PixelReader::new(&scan).expect("a reader");
    let levels: Vec<u8> = (0..reader.frames()).map(|index| reader.native(index).expect("a frame")[0]).collect();
    assert_eq!(levels, [20, 200]);
}
