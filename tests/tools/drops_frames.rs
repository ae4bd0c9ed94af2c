//! The oracle, but of many frames only the first comes back.

use crate::adds_frames::pixels;
use crate::adds_frames::set_frames;
use crate::call::Call;
use crate::edit::edit;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, _, file| {
        if file.row.frames > 1 {
            let all = pixels(parts);
            let one = all[..all.len() / file.row.frames as usize].to_vec();
            set_frames(parts, 1, &one);
        }
    })
}
