//! Lines that run up, down or upside down, turned so that they read from left to right.

use crate::detectors::ink_verdict::orientation::Orientation;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;

/// How a picture stands whose text was turned by so many degrees clockwise.
pub(super) fn orientation(degrees: u16) -> Orientation {
    match degrees % 360 {
        90 => Orientation::QuarterTurn,
        180 => Orientation::HalfTurn,
        270 => Orientation::QuarterTurnBack,
        _ => Orientation::Upright,
    }
}

/// The crop as its text is read.
pub(super) fn raster(orientation: Orientation, raster: Raster) -> Raster {
    if orientation == Orientation::Upright { raster } else { orientation.upright_raster(&raster) }
}

/// A box of a picture of `size` in the upright picture.
pub(super) fn area(orientation: Orientation, area: PixelBox, size: (u32, u32)) -> PixelBox {
    let right = size.0.saturating_sub(area.x.saturating_add(area.width));
    let bottom = size.1.saturating_sub(area.y.saturating_add(area.height));
    match orientation {
        Orientation::QuarterTurn => PixelBox::new(area.y, right, area.height, area.width),
        Orientation::QuarterTurnBack => PixelBox::new(bottom, area.x, area.height, area.width),
        Orientation::HalfTurn => PixelBox::new(right, bottom, area.width, area.height),
        _ => area,
    }
}

/// A mask as its text is read.
pub(super) fn mask(orientation: Orientation, mask: &Mask) -> Mask {
    let samples = mask.alpha.iter().map(|alpha| i32::from(*alpha)).collect();
    let flat = Raster { width: mask.width, height: mask.height, channels: 1, samples };
    let turned = raster(orientation, flat);
    let alpha = turned.samples.iter().map(|sample| u8::try_from(*sample).unwrap_or(u8::MAX)).collect();
    Mask { width: turned.width, height: turned.height, alpha }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_turn_with_their_pictures() {
        let (width, height) = (7, 5);
        let boxed = PixelBox::new(1, 2, 3, 2);
        let inside = |x: u32, y: u32| i32::from(boxed.contains(x, y));
        let samples = (0..height).flat_map(|y| (0..width).map(move |x| inside(x, y))).collect();
        let picture = Raster { width, height, channels: 1, samples };
        for degrees in [0, 90, 180, 270] {
            let turned = raster(orientation(degrees), picture.clone());
            let area = area(orientation(degrees), boxed, (width, height));
            for (index, sample) in turned.samples.iter().enumerate() {
                let (x, y) = (index as u32 % turned.width, index as u32 / turned.width);
                assert_eq!(*sample == 1, area.contains(x, y), "{degrees} degrees at {x},{y}");
            }
        }
    }

    #[test]
    fn text_drawn_downwards_is_upright_again() {
        let drawn = Mask { width: 3, height: 2, alpha: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(mask(orientation(90), &drawn.turned()), drawn);
        assert_eq!(mask(orientation(180), &drawn.turned().turned()), drawn);
        assert_eq!(mask(orientation(270), &drawn.turned().turned().turned()), drawn);
    }
}
