//! Samples of one bit, as segmentations have them (PS3.5 §8.1.1).

/// Frame `index` of packed samples, one byte for each. Bits that are missing read as 0.
pub(super) fn unpacked(pixels: &[u8], samples: usize, index: u32) -> Vec<u8> {
    let first = samples.saturating_mul(index as usize);
    let bit = |at: usize| pixels.get(at / 8).map_or(0, |byte| byte >> (at % 8) & 1);
    (first..first.saturating_add(samples)).map(bit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_without_a_gap_and_begin_with_the_lowest_bit() {
        assert_eq!(unpacked(&[0b1010_0101, 0b1], 6, 0), [1, 0, 1, 0, 0, 1]);
        assert_eq!(unpacked(&[0b1010_0101, 0b1], 6, 1), [0, 1, 1, 0, 0, 0]);
    }
}
