//! What text can be drawn on in a file: its frames, an overlay plane, or the icon.

use crate::text::serde_as_text;
use std::fmt;
use std::str::FromStr;

/// One set of pixels of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Canvas {
    /// The frames of Pixel Data (7FE0,0010).
    #[default]
    Frames,
    /// The overlay plane of a repeating group, `0x6000` to `0x60FE`: Overlay Data (60xx,3000), or a bit above the stored ones
    /// of Pixel Data (PS3.5 §8.1.2). Samples are 0 and 1; its frames are numbered by those of the picture.
    Overlay(u16),
    /// The picture inside Icon Image Sequence (0088,0200).
    Icon,
}

impl fmt::Display for Canvas {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frames => out.write_str("frames"),
            Self::Overlay(group) => write!(out, "overlay-{group:04X}"),
            Self::Icon => out.write_str("icon"),
        }
    }
}

impl FromStr for Canvas {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let group = text.strip_prefix("overlay-").and_then(|group| u16::from_str_radix(group, 16).ok());
        match (text, group) {
            ("frames", _) => Ok(Self::Frames),
            ("icon", _) => Ok(Self::Icon),
            (_, Some(group)) if group & 0xff01 == 0x6000 => Ok(Self::Overlay(group)),
            _ => Err(format!("`{text}` is no canvas; expected frames, icon or for example overlay-6000")),
        }
    }
}

serde_as_text!(Canvas);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_is_read_back_and_others_are_refused() {
        for text in ["frames", "overlay-6000", "overlay-601E", "icon"] {
            assert_eq!(text.parse::<Canvas>().map(|canvas| canvas.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "overlay-", "overlay-6001", "overlay-5000", "Frames"] {
            assert!(text.parse::<Canvas>().is_err(), "{text}");
        }
    }
}
