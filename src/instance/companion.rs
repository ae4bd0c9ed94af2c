//! Objects beside the images of a study: reports, documents, states, references and waveforms.

use crate::instance::StudyKind;
use crate::text::words;

words! {
    /// One object beside the images. Its place here gives its number, so new ones go to the end.
    pub enum Companion {
        /// A radiology report (Basic Text SR).
        BasicTextSr = "basic-text-sr",
        /// A measurement report with containers inside containers (Comprehensive SR).
        ComprehensiveSr = "comprehensive-sr",
        /// How the images are to be shown (Grayscale Softcopy Presentation State).
        PresentationState = "presentation-state",
        /// Images that somebody marked (Key Object Selection).
        KeyObjects = "key-objects",
        /// A scanned or printed page whose text stands in the file as it is.
        EncapsulatedPdf = "encapsulated-pdf",
        /// A clinical document (CDA Release 2) with a coded header.
        EncapsulatedCda = "encapsulated-cda",
        /// Contours on slices (RT Structure Set).
        RtStructureSet = "rt-structure-set",
        /// A binary segmentation of slices.
        Segmentation = "segmentation",
        /// A resting electrocardiogram of twelve leads.
        EcgWaveform = "ecg-waveform",
        /// A picture taken from a screen.
        SecondaryCapture = "secondary-capture",
        /// The directory of an interchange medium, in the file `DICOMDIR`.
        MediaDirectory = "media-directory",
        /// A page whose text stands in a deflated stream.
        CompressedPdf = "compressed-pdf",
        /// A page with properties of its own: title, author, keywords.
        DescribedPdf = "described-pdf",
        /// A clinical document whose narrative says more than its header.
        NarrativeCda = "narrative-cda",
    }
}

impl Companion {
    /// Its Series Number, and the number in its instance id: fixed for a kind, so that one more moves no other.
    pub fn number(self) -> u32 {
        101 + self as u32
    }

    /// Whether it can stand beside the images of such a study.
    pub fn fits(self, kind: StudyKind) -> bool {
        match self {
            // They need slices in one frame of reference.
            Self::RtStructureSet | Self::Segmentation => kind.has_slices(),
            // It is for gray pictures.
            Self::PresentationState => !kind.has_colour(),
            _ => true,
        }
    }

    /// Whether clean patients may have it. A directory is made only where it is planted in.
    pub fn is_clinical(self) -> bool {
        self != Self::MediaDirectory
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_companion_has_a_number_of_its_own_and_stands_beside_some_study() {
        for (at, companion) in Companion::ALL.iter().enumerate() {
            assert_eq!(companion.number(), 101 + at as u32);
            assert!(StudyKind::ALL.iter().any(|kind| companion.fits(*kind)), "{companion}");
        }
    }
}
