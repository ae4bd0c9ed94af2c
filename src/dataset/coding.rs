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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Plan;
    use crate::dataset::Suite;
    use crate::dataset::design::design;
    use crate::dataset::generate;
    use crate::dicom::frame::FrameSource;
    use crate::dicom::frame::Photometric;
    use crate::dicom::frame::PixelFormat;
    use crate::identity::Identity;
    use crate::instance::StudyKind;
    use std::collections::BTreeMap;
    use std::io;

    /// Frames that are never drawn.
    struct Blank(PixelFormat, u32);

    impl FrameSource for Blank {
        fn format(&self) -> PixelFormat {
            self.0
        }

        fn frames(&self) -> u32 {
            self.1
        }

        fn draw(&mut self, _: u32, out: &mut [u8]) -> io::Result<()> {
            out.fill(0);
            Ok(())
        }
    }

    fn colour(columns: u32, frames: u32) -> Instance {
        let format = PixelFormat {
            rows: 480,
            columns,
            samples: 3,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric: Photometric::Rgb,
        };
        let mut instance = Instance::new("I1".to_owned(), vec!["file".to_owned()]);
        instance.pixels = Some(Box::new(Blank(format, frames)));
        instance
    }

    fn drawn(coding: Coding, instance: &Instance, number: usize) -> Encoding {
        chosen(coding, instance, &mut Seed(1).stream(&["test", &number.to_string()]))
    }

    #[test]
    fn half_of_the_images_of_the_standard_suite_are_plain_and_the_others_share_all_syntaxes() {
        let plan = Plan {
            seed: Seed(1),
            suite: Suite::Standard,
            // Half of them, and so all of them too.
            patients: 50,
            blind: false,
            kinds: StudyKind::ALL.to_vec(),
            coding: Coding::Mixed,
        };
        let mut counts: BTreeMap<Syntax, usize> = BTreeMap::new();
        for design in design(plan.seed, plan.suite, plan.patients, &plan.kinds) {
            let mut study = generate::study(&plan, &design, &Identity::new(plan.seed, design.index));
            assign(plan.coding, plan.seed, &mut study);
            assert!(study.companions.iter().all(|companion| companion.encoding == Encoding::default()));
            for instance in &study.instances {
                *counts.entry(instance.encoding.syntax).or_default() += 1;
            }
        }
        let all: usize = counts.values().sum();
        let plain = counts.get(&Syntax::ExplicitLittleEndian).copied().unwrap_or(0);
        assert_eq!(counts.len(), Syntax::ALL.len(), "{counts:?}");
        assert!(plain * 5 > all * 2 && plain * 5 < all * 3, "{counts:?}");
    }

    #[test]
    fn colour_takes_every_layout_that_a_syntax_holds() {
        let still = colour(640, 1);
        let mut seen: BTreeMap<(Syntax, Layout), usize> = BTreeMap::new();
        for number in 0..1000 {
            let encoding = drawn(Coding::Mixed, &still, number);
            *seen.entry((encoding.syntax, encoding.layout)).or_default() += 1;
        }
        // Five native syntaxes with four layouts, run lengths with two, three others with one.
        assert_eq!(seen.len(), 5 * 4 + 2 + 3, "{seen:?}");
        let odd = colour(641, 1);
        assert!((0..1000).all(|number| drawn(Coding::Mixed, &odd, number).layout != Layout::YbrFull422));
    }

    #[test]
    fn a_long_cine_is_spared_slow_encoders_unless_they_are_asked_for() {
        let cine = colour(640, 60);
        let slow = [Syntax::JpegLs, Syntax::Jpeg2000];
        assert!((0..1000).all(|number| !slow.contains(&drawn(Coding::Mixed, &cine, number).syntax)));
        assert_eq!(drawn(Coding::Only(Syntax::Jpeg2000), &cine, 0).syntax, Syntax::Jpeg2000);
    }

    #[test]
    fn what_does_not_fit_stays_plain() {
        let mut trailing = colour(640, 1);
        trailing.trailing = vec![1];
        for syntax in Syntax::ALL.iter().copied() {
            let expected = if syntax.has_plain_data_set() { syntax } else { Syntax::ExplicitLittleEndian };
            assert_eq!(drawn(Coding::Only(syntax), &trailing, 0).syntax, expected);
        }
        let without = Instance::new("I1".to_owned(), vec!["file".to_owned()]);
        assert_eq!(drawn(Coding::Only(Syntax::Rle), &without, 0).syntax, Syntax::ExplicitLittleEndian);
        assert_eq!(drawn(Coding::Only(Syntax::Deflated), &without, 0).syntax, Syntax::Deflated);
    }

    #[test]
    fn a_word_is_read_back_and_a_wrong_one_answered_with_all() {
        for text in ["mixed", "jpeg-ls"] {
            assert_eq!(text.parse::<Coding>().map(|coding| coding.to_string()), Ok(text.to_owned()));
        }
        let told = "jpeg".parse::<Coding>().unwrap_err();
        assert!(told.contains("jpeg-baseline") && told.contains("mixed"), "{told}");
    }
}
