//! Bar codes as masks of their dark modules, without the quiet zone around them.

use crate::ink::mask::Mask;
use barcoders::sym::code128::Code128;
use qrcode::Color;
use qrcode::EcLevel;
use qrcode::QrCode;

/// Face of a Code 128 in the record.
pub const CODE_128: &str = "code128";
/// Face of a QR code in the record.
pub const QR: &str = "qr";
/// Modules that stay light beside a Code 128 (ISO/IEC 15417 §4.3).
pub const CODE_128_QUIET: u32 = 10;
/// Modules that stay light around a QR code (ISO/IEC 18004 §6.3.8).
pub const QR_QUIET: u32 = 4;

/// `value` as Code 128 in character set B, with modules `module` pixels wide; `None` where it holds other characters than
/// printable ASCII.
pub fn code_128(value: &str, module: u32, height: u32) -> Option<Mask> {
    let printable = !value.is_empty() && value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let modules = Code128::new(format!("\u{181}{value}")).ok().filter(|_| printable)?.encode();
    let row: Vec<u8> = modules.iter().flat_map(|dark| vec![dark * 255; module as usize]).collect();
    Some(Mask { width: row.len() as u32, height, alpha: row.repeat(height as usize) })
}

/// `value` as QR code with error correction M, with modules of `module` x `module` pixels; `None` where it is too long.
pub fn qr(value: &str, module: u32) -> Option<Mask> {
    let code = QrCode::with_error_correction_level(value, EcLevel::M).ok()?;
    let mut alpha = Vec::new();
    for modules in code.to_colors().chunks(code.width()) {
        let dark = |color: &Color| vec![if *color == Color::Dark { 255 } else { 0 }; module as usize];
        let row: Vec<u8> = modules.iter().flat_map(dark).collect();
        alpha.extend(row.repeat(module as usize));
    }
    let side = code.width() as u32 * module;
    Some(Mask { width: side, height: side, alpha })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rxing::BarcodeFormat;
    use rxing::DecodeHints;
    use rxing::helpers::detect_in_luma_with_hints;

    /// What a reader makes of a code with light all around it.
    fn read(mask: &Mask, quiet: u32, format: BarcodeFormat) -> Option<String> {
        let mut page = Mask::empty(mask.width + 2 * quiet, mask.height + 2 * quiet);
        page.lay(mask, quiet as i32, quiet as i32);
        let luma: Vec<u8> = page.alpha.iter().map(|alpha| 255 - alpha).collect();
        let mut hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        let read = detect_in_luma_with_hints(luma, page.width, page.height, Some(format), &mut hints).ok()?;
        Some(read.getText().to_owned())
    }

    #[test]
    fn both_codes_are_read_by_another_library() {
        for value in ["H48213907", "4821390", "AB-77 41"] {
            let code = code_128(value, 2, 40).expect("printable");
            assert_eq!(code.width, 2 * (11 * (value.len() as u32 + 2) + 13), "start, value, check, stop");
            assert_eq!(read(&code, 2 * CODE_128_QUIET, BarcodeFormat::CODE_128).as_deref(), Some(value));
            let code = qr(value, 3).expect("short");
            assert_eq!(read(&code, 3 * QR_QUIET, BarcodeFormat::QR_CODE).as_deref(), Some(value));
        }
    }

    #[test]
    fn what_cannot_be_coded_is_none() {
        assert!(code_128("", 2, 10).is_none() && code_128("Müller", 2, 10).is_none());
        assert!(qr(&"x".repeat(5000), 2).is_none());
    }
}
