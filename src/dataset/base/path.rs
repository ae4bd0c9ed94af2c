//! Names of folders and files as hospitals and their media have them, without identity.

use crate::dataset::base::number::whole;
use crate::instance::StudyKind;
use crate::seed::Stream;

/// How a study's folders and files are named.
#[derive(Clone, Copy, Debug)]
enum Style {
    /// Interchange media (PS3.10 §8.2): upper case, eight characters, no extension.
    Media,
    /// An archive by modality and body part.
    Archive,
    /// An export with words and spaces.
    Export,
    /// A dump of a PACS, numbers only.
    Dump,
}

/// The names of one study.
#[derive(Clone, Debug)]
pub(super) struct Names {
    style: Style,
    modality: &'static str,
    part: &'static str,
    number: u32,
}

impl Names {
    /// `patient` gives the number that keeps the names of patients apart: the digits at its end.
    pub(super) fn new(stream: &mut Stream, kind: StudyKind, patient: &str) -> Self {
        let style = match whole(stream, 0, 3) {
            0 => Style::Media,
            1 => Style::Archive,
            2 => Style::Export,
            _ => Style::Dump,
        };
        let (modality, part) = match kind {
            StudyKind::UltrasoundCine => ("US", "ABD"),
            StudyKind::ComputedRadiography => ("CR", "TRAUMA"),
            StudyKind::DigitalRadiography => ("DX", "TRAUMA"),
            StudyKind::ComputedTomography => ("CT", "TRUNK"),
            StudyKind::VascularUltrasound => ("US", "NECK"),
            StudyKind::CardiacUltrasound => ("US", "ECHO"),
            StudyKind::MagneticResonance => ("MR", "HEAD"),
            StudyKind::Mammography => ("MG", "BREAST"),
            StudyKind::XRayAngiography => ("XA", "CATH"),
            StudyKind::NuclearMedicine => ("NM", "BONE"),
            StudyKind::PositronEmission => ("PT", "FDG"),
            StudyKind::ScreenCapture => ("OT", "SCREEN"),
            StudyKind::Photography => ("XC", "SKIN"),
        };
        let digits = patient.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        Self { style, modality, part, number: digits.parse().unwrap_or(0) }
    }

    /// The folders that hold the study and nothing else.
    pub(super) fn home(&self) -> Vec<String> {
        let shared = match self.style {
            Style::Media => 2,
            Style::Archive => 3,
            Style::Export => 1,
            Style::Dump => 2,
        };
        self.of(1, 1).into_iter().take(shared).collect()
    }

    /// Folders and file name of image `image` of series `series`.
    pub(super) fn of(&self, series: u32, image: u32) -> Vec<String> {
        let Self { style, modality, part, number } = self;
        match style {
            Style::Media => vec![
                "DICOM".to_owned(),
                format!("PA{number:06}"),
                "ST000001".to_owned(),
                format!("SE{series:06}"),
                format!("IM{image:06}"),
            ],
            Style::Archive => vec![
                "RAD_ARCHIVE".to_owned(),
                (*modality).to_owned(),
                format!("{part}_{number}"),
                format!("SER{series:02}_IMG{image:04}.dcm"),
            ],
            Style::Export => {
                vec![format!("Export {number}"), format!("{modality} Series {series}"), format!("{image:08}.dcm")]
            }
            Style::Dump => vec!["pacs".to_owned(), format!("{number:07}"), format!("{series}-{image}")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_images_of_many_patients_share_a_path() {
        let mut seen = BTreeSet::new();
        for number in 1..=200 {
            let patient = format!("DEID-{number:04}");
            let names = Names::new(&mut Seed(3).stream(&[&patient]), StudyKind::ComputedTomography, &patient);
            for (series, image) in [(1, 1), (1, 2), (2, 1)] {
                assert!(seen.insert(names.of(series, image)));
            }
        }
        let styles: BTreeSet<_> = seen.iter().filter_map(|path| path.first()?.get(..3).map(str::to_owned)).collect();
        assert_eq!(styles.len(), 4);
    }
}
