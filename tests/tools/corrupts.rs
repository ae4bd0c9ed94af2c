//! Copies, but cuts every second file short and scrambles every fourth from its middle on.

use crate::call::Call;

pub fn run(call: &Call) -> u8 {
    for (number, file) in call.files().into_iter().enumerate() {
        let mut bytes = call.read(&file);
        match number % 4 {
            1 => bytes.truncate(bytes.len() / 2),
            2 => bytes.truncate(100),
            3 => {
                // Neither text nor DICOM is left of it.
                for (place, byte) in bytes.iter_mut().enumerate() {
                    *byte ^= 0xa5 ^ ((place * 31) >> 3) as u8;
                }
            }
            _ => {}
        }
        call.write(&file, &bytes);
    }
    0
}
