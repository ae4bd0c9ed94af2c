//! One frame in a plain data set of its own, to see whether it comes back.

use crate::dicom::frame::PixelFormat;

/// Explicit VR Little Endian, without file meta information: the attributes of the pixels, and the frame.
pub fn native_copy(format: &PixelFormat, native: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(native.len() + 160);
    let mut short = |element: u16, vr: &[u8; 2], value: &[u8]| {
        bytes.extend_from_slice(&[0x28, 0]);
        bytes.extend_from_slice(&element.to_le_bytes());
        bytes.extend_from_slice(vr);
        bytes.extend_from_slice(&((value.len() + value.len() % 2) as u16).to_le_bytes());
        bytes.extend_from_slice(value);
        if value.len() % 2 == 1 {
            bytes.push(b' ');
        }
    };
    let word = |value: u32| (value as u16).to_le_bytes();
    short(0x0002, b"US", &word(u32::from(format.samples)));
    short(0x0004, b"CS", format.photometric.name().as_bytes());
    if format.samples > 1 {
        short(0x0006, b"US", &word(0));
    }
    short(0x0010, b"US", &word(format.rows));
    short(0x0011, b"US", &word(format.columns));
    short(0x0100, b"US", &word(u32::from(format.bits_allocated)));
    short(0x0101, b"US", &word(u32::from(format.bits_stored)));
    short(0x0102, b"US", &word(u32::from(format.bits_stored.saturating_sub(1))));
    short(0x0103, b"US", &word(u32::from(format.signed)));
    let vr = if format.bits_allocated > 8 { *b"OW" } else { *b"OB" };
    bytes.extend_from_slice(&[0xe0, 0x7f, 0x10, 0]);
    bytes.extend_from_slice(&vr);
    bytes.extend_from_slice(&[0, 0]);
    bytes.extend_from_slice(&((native.len() + native.len() % 2) as u32).to_le_bytes());
    bytes.extend_from_slice(native);
    if native.len() % 2 == 1 {
        bytes.push(0);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;
    use crate::dicom::pixels::PixelReader;
    use crate::dicom::scan::Scan;

    #[test]
    fn a_frame_comes_back_in_its_layout() {
        let grey = PixelFormat {
            rows: 1,
            columns: 3,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 12,
            signed: true,
            photometric: Photometric::Monochrome1,
        };
        let photometric = Photometric::Rgb;
        let colour = PixelFormat { samples: 3, bits_allocated: 8, bits_stored: 8, signed: false, photometric, ..grey };
        for (format, native) in [(grey, vec![1, 2, 3, 4, 5, 6]), (colour, vec![9; 9])] {
            let scan = Scan::parse(native_copy(&format, &native), 1 << 20).expect("a scan");
            let reader = PixelReader::new(&scan).expect("a layout");
            assert_eq!(reader.format(), format);
            assert_eq!(reader.native(0).as_deref(), Ok(&native[..]));
        }
    }
}
