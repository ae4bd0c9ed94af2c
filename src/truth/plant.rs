//! One identifier at one place of one instance.

use crate::dicom::frames::FrameSet;
use crate::dicom::locus::Locus;
use crate::dicom::locus::PixelBox;
use crate::kind::Kind;
use crate::text::words;
use serde::Deserialize;
use serde::Serialize;

words! {
    /// Where a plant hides, in the words of the reports.
    pub enum Surface {
        /// An attribute of the top level.
        Header = "header",
        /// An attribute inside a sequence.
        Nested = "nested",
        /// A private attribute.
        Private = "private",
        /// Free text that holds an identifier among other words.
        FreeText = "free-text",
        /// A unique identifier.
        Uid = "uid",
        /// A date or time.
        Date = "date",
        /// File meta information, group 0002.
        FileMeta = "file-meta",
        /// The 128 bytes before `DICM`.
        Preamble = "preamble",
        /// Padding elements and bytes after the end.
        Padding = "padding",
        /// Overlay planes.
        Overlay = "overlay",
        /// Icon images.
        Icon = "icon",
        /// Burned into the pixels.
        Pixel = "pixel",
        /// Structured reports, PDF, CDA.
        Document = "document",
        /// Names of files and folders.
        Path = "path",
        /// Files that a tool left beside its output.
        Sidecar = "sidecar",
    }
}

/// One row of `plants.csv`: an identifier at one place of one instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plant {
    /// `PATIENT-Pnnn`, unique in the dataset.
    pub id: String,
    /// Id of the trap that planted it.
    pub trap: String,
    /// Version of that trap.
    pub trap_version: u32,
    /// The patient, as its folder under `truth/` is called.
    pub patient: String,
    /// The instance, as in `instances.csv`.
    pub instance: String,
    /// Where it hides.
    pub surface: Surface,
    /// The exact place.
    pub locus: Locus,
    /// The identifier alone, as people would write it, without label or padding. Always UTF-8.
    pub value: String,
    /// The value as it is written at this place: reordered, folded or cut as people do.
    pub written: String,
    /// What sort of identifier it is.
    pub kind: Kind,
    /// HIPAA Safe Harbor letter.
    pub hipaa: char,
    /// Whether it names the patient by itself.
    pub direct: bool,
    /// Action that the basic profile asks of the attribute (PS3.15 Table E.1-1), empty where it is not listed.
    pub basic_action: String,
    /// Actions of the options, as `retain_uids=K;clean_descriptors=C`.
    pub option_actions: String,
    /// Other words that were written at the same place and may stay; for pixel plants the whole line as rendered.
    pub context: String,
    /// Pixel plants: frames that show it, as `0-29` or `3,7-9`. Empty elsewhere.
    pub frames: FrameSet,
    /// Pixel plants: the box of the identifier alone. It decides the verdict.
    pub value_box: Option<PixelBox>,
    /// Pixel plants: the box of label and value. It is exempt from damage.
    pub line_box: Option<PixelBox>,
    /// Pixel plants: degrees clockwise, 0, 90, 180 or 270.
    pub rotation: u16,
    /// Pixel plants: the typeface.
    pub face: String,
    /// Pixel plants: em size in pixels.
    pub font_px: u32,
    /// Pixel plants: base name of the recorded patch under `patches/`; of a line that moves those of all its places, joined by
    /// blanks.
    pub patch: String,
}

impl Plant {
    /// Whether it is drawn, on frames, an overlay plane or an icon, and not written.
    pub fn is_drawn(&self) -> bool {
        self.surface == Surface::Pixel || !self.patch.is_empty()
    }

    /// An identifier of a kind at a place, written as it is; all else is left open.
    pub fn new(surface: Surface, locus: Locus, kind: Kind, value: &str) -> Self {
        Self {
            id: String::new(),
            trap: String::new(),
            trap_version: 1,
            patient: String::new(),
            instance: String::new(),
            surface,
            locus,
            value: value.to_owned(),
            written: value.to_owned(),
            kind,
            hipaa: kind.hipaa(),
            direct: kind.is_direct(),
            basic_action: String::new(),
            option_actions: String::new(),
            context: String::new(),
            frames: FrameSet::default(),
            value_box: None,
            line_box: None,
            rotation: 0,
            face: String::new(),
            font_px: 0,
            patch: String::new(),
        }
    }
}
