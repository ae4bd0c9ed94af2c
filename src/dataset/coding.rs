//! Which instance is encoded how: a draw for each, so that a tool meets what archives hold.

use crate::dicom::encode::Encoding;
use crate::dicom::encode::Layout;
use crate::dicom::encode::OffsetTable;
use crate::dicom::encode::Syntax;
use crate::instance::Instance;
use crate::instance::Study;
use crate::seed::Seed;
use crate::seed::Stream;
use crate::text::serde_as_text;
use rand::Rng;
use std::fmt;
use std::str::FromStr;

/// Qualities of JPEG: what devices write.
const QUALITY: std::ops::RangeInclusive<u8> = 85..=95;
/// Native bytes of an instance up to which slow encoders are drawn: they take a second for so many.
const MOST_JPEG_2000: u64 = 12_000_000;
const MOST_JPEG_LS: u64 = 32_000_000;

/// How the images of a dataset are encoded. What stands beside them is in Explicit VR Little Endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coding {
    /// Half of them plain, the others in every encoding that fits.
    #[default]
    Mixed,
    /// All that fit in one transfer syntax.
    Only(Syntax),
}

impl fmt::Display for Coding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mixed => out.pad("mixed"),
            Self::Only(syntax) => syntax.fmt(out),
        }
    }
}

impl FromStr for Coding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "mixed" { Ok(Self::Mixed) } else { text.parse().map(Self::Only).map_err(|why| why + ", mixed") }
    }
}

serde_as_text!(Coding);

/// Chooses the encoding of every image of a study. Each has a stream of its own, so that none moves another.
pub fn assign(coding: Coding, seed: Seed, study: &mut Study) {
    for instance in &mut study.instances {
        let mut stream = seed.stream(&[&study.patient, "coding", &instance.id]);
        instance.encoding = chosen(coding, instance, &mut stream);
    }
}

fn chosen(coding: Coding, instance: &Instance, stream: &mut Stream) -> Encoding {
    let mut draw = |options: usize| (stream.next_u64() % options.max(1) as u64) as usize;
    let plain = Encoding {
        offset_table: OffsetTable::ALL.get(draw(OffsetTable::ALL.len())).copied().unwrap_or(OffsetTable::Empty),
        quality: QUALITY.start() + draw(QUALITY.len()) as u8,
        ..Encoding::default()
    };
    let others = |syntax: Syntax| {
        let layouts = Layout::ALL.iter().map(move |layout| Encoding { syntax, layout: *layout, ..plain });
        layouts.filter(|encoding| *encoding != plain && instance.can_be(*encoding)).collect::<Vec<Encoding>>()
    };
    match coding {
        Coding::Only(syntax) => {
            let wanted = Encoding { syntax, ..plain };
            if instance.can_be(wanted) { wanted } else { plain }
        }
        Coding::Mixed if draw(2) == 0 => plain,
        Coding::Mixed => {
            let fitting: Vec<Vec<Encoding>> = Syntax::ALL
                .iter()
                .filter(|syntax| is_quick(**syntax, instance))
                .map(|syntax| others(*syntax))
                .filter(|encodings| !encodings.is_empty())
                .collect();
            let of_syntax = fitting.get(draw(fitting.len()));
            of_syntax.and_then(|encodings| encodings.get(draw(encodings.len()))).copied().unwrap_or(plain)
        }
    }
}

/// Whether writing so many pixels takes about as long as drawing them.
fn is_quick(syntax: Syntax, instance: &Instance) -> bool {
    let bytes = instance
        .pixels
        .as_ref()
        .map_or(0, |pixels| pixels.format().frame_bytes().unwrap_or(usize::MAX) as u64 * u64::from(pixels.frames()));
    match syntax {
        Syntax::Jpeg2000 => bytes <= MOST_JPEG_2000,
        Syntax::JpegLs => bytes <= MOST_JPEG_LS,
        _ => true,
    }
}
