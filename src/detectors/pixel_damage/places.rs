//! Differing pixels that form a place.

use crate::dicom::locus::PixelBox;

/// Connected pixels from which a difference is a place, pixels.
pub const SMALLEST_PLACE: usize = 25;

/// The same in a picture that lost a little all over: a block of JPEG, which rings as one.
pub const SMALLEST_PLACE_IN_LOSS: usize = 64;

/// Pixels this near to a place belong to it.
const REACH: usize = 3;

/// What was found in one frame.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Whether each pixel of the frame belongs to a place.
    pub local: Vec<bool>,
    /// The box around the largest.
    pub largest: Option<PixelBox>,
}

/// Strong pixels that form a place: `smallest` connected ones (corners count), or part of an erased tile.
pub fn places(strong: &[bool], erased: &[bool], width: usize, smallest: usize) -> Places {
    let mut found = Places { local: vec![false; strong.len()], largest: None };
    let mut seen = vec![false; strong.len()];
    let mut most = 0;
    let mut single = Vec::new();
    for start in 0..strong.len() {
        if strong.get(start) != Some(&true) || seen.get(start) != Some(&false) {
            continue;
        }
        let place = connected(start, strong, &mut seen, width);
        let counts = place.len() >= smallest || place.iter().any(|at| erased.get(*at) == Some(&true));
        if !counts {
            single.extend(place);
            continue;
        }
        if place.len() > most {
            (most, found.largest) = (place.len(), around(&place, width));
        }
        for at in place {
            if let Some(mark) = found.local.get_mut(at) {
                *mark = true;
            }
        }
    }
    // Pixels beside a place that are not connected to it, because some between kept their value by chance, belong to it.
    let beside: Vec<usize> = single.into_iter().filter(|at| is_near(*at, &found.local, width)).collect();
    for at in beside {
        if let Some(mark) = found.local.get_mut(at) {
            *mark = true;
        }
    }
    found
}

fn is_near(at: usize, local: &[bool], width: usize) -> bool {
    let (x, y) = (at % width, at / width);
    (y.saturating_sub(REACH)..=y + REACH).any(|y| {
        (x.saturating_sub(REACH)..=(x + REACH).min(width - 1)).any(|x| local.get(y * width + x) == Some(&true))
    })
}

fn connected(start: usize, strong: &[bool], seen: &mut [bool], width: usize) -> Vec<usize> {
    let mut place = vec![start];
    let mut next = 0;
    if let Some(mark) = seen.get_mut(start) {
        *mark = true;
    }
    while let Some(at) = place.get(next).copied() {
        next += 1;
        let (x, y) = (at % width, at / width);
        for (across, down) in
            (y.saturating_sub(1)..=y + 1).flat_map(|y| (x.saturating_sub(1)..=x + 1).map(move |x| (x, y)))
        {
            let other = down * width + across;
            if across < width
                && strong.get(other) == Some(&true)
                && let Some(mark @ false) = seen.get_mut(other)
            {
                *mark = true;
                place.push(other);
            }
        }
    }
    place
}

fn around(place: &[usize], width: usize) -> Option<PixelBox> {
    let across = place.iter().map(|at| (at % width) as u32);
    let down = place.iter().map(|at| (at / width) as u32);
    let (left, right) = (across.clone().min()?, across.max()?);
    let (top, bottom) = (down.clone().min()?, down.max()?);
    Some(PixelBox::new(left, top, right - left + 1, bottom - top + 1))
}
