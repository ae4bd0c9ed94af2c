//! Where in a picture the lines are burned.

use crate::dataset::source::checks::Quarantine;
use crate::dicom::locus::PixelBox;
use std::fmt;
use std::str::FromStr;

/// The part of every picture that the lines may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// Half as wide and a fifth as high as the picture.
    #[default]
    TopLeft,
    /// The same at the right.
    TopRight,
    /// The same at the lower left.
    BottomLeft,
    /// The same at the lower right.
    BottomRight,
    /// The upper eighth over the whole width.
    Top,
    /// The lower eighth over the whole width.
    Bottom,
    /// This box, in pixels of the upright picture.
    Box(PixelBox),
}

impl Region {
    /// The named places with their names.
    const NAMED: [(&'static str, Self); 6] = [
        ("top-left", Self::TopLeft),
        ("top-right", Self::TopRight),
        ("bottom-left", Self::BottomLeft),
        ("bottom-right", Self::BottomRight),
        ("top", Self::Top),
        ("bottom", Self::Bottom),
    ];

    /// The region in a picture of `columns` x `rows`; refused where it does not lie whole inside.
    pub fn place(self, columns: u32, rows: u32) -> Result<PixelBox, Quarantine> {
        let (wide, high) = match self {
            Self::Box(area) => (area.width, area.height),
            Self::Top | Self::Bottom => (columns, rows / 8),
            _ => (columns / 2, rows / 5),
        };
        let (right, bottom) = (columns.saturating_sub(wide), rows.saturating_sub(high));
        let area = match self {
            Self::Box(area) => area,
            Self::TopLeft | Self::Top => PixelBox::new(0, 0, wide, high),
            Self::TopRight => PixelBox::new(right, 0, wide, high),
            Self::BottomLeft | Self::Bottom => PixelBox::new(0, bottom, wide, high),
            Self::BottomRight => PixelBox::new(right, bottom, wide, high),
        };
        if area.fits(columns, rows) {
            Ok(area)
        } else {
            Err(Quarantine::check(format!("region {self} does not lie inside the picture of {columns}x{rows} pixels")))
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::NAMED.iter().find(|(_, region)| region == self) {
            Some((name, _)) => out.write_str(name),
            None => match self {
                Self::Box(area) => area.fmt(out),
                _ => Ok(()),
            },
        }
    }
}

impl FromStr for Region {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, region)) = Self::NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(*region);
        }
        text.parse().map(Self::Box).map_err(|_| {
            let names: Vec<&str> = Self::NAMED.iter().map(|(name, _)| *name).collect();
            format!("`{text}` is no region; expected {} or X,Y,WIDTH,HEIGHT in pixels", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_read_as_it_is_written() {
        for text in ["top-left", "top-right", "bottom-left", "bottom-right", "top", "bottom", "1,2,30,40"] {
            assert_eq!(text.parse::<Region>().map(|region| region.to_string()), Ok(text.to_owned()));
        }
        assert!("middle".parse::<Region>().is_err_and(|text| text.contains("bottom-right")));
    }

    #[test]
    fn a_region_lies_whole_inside_or_is_refused() {
        assert_eq!(Region::BottomRight.place(640, 480), Ok(PixelBox::new(320, 384, 320, 96)));
        assert_eq!(Region::Top.place(640, 480), Ok(PixelBox::new(0, 0, 640, 60)));
        assert_eq!(Region::Box(PixelBox::new(630, 0, 10, 9)).place(640, 480), Ok(PixelBox::new(630, 0, 10, 9)));
        assert!(Region::Box(PixelBox::new(631, 0, 10, 9)).place(640, 480).is_err());
        assert!(Region::TopLeft.place(1, 1).is_err());
    }
}
