//! What a detector saw in one output.

use crate::text::words;
use crate::truth::Kind;
use crate::truth::Surface;
use serde::Deserialize;
use serde::Serialize;

words! {
    /// The one scale of every surface, best first, so that the worst of several is the greatest.
    pub enum Verdict {
        /// Gone, or replaced, as far as every detector can tell.
        Held = "held",
        /// Readable, and the yardstick in use lets it stay.
        Permitted = "permitted",
        /// No usable output, or the picture cannot be aligned. Never clean.
        NotMeasured = "not_measured",
        /// Not readable, but found by somebody with a list of candidates.
        Recoverable = "recoverable",
        /// A part that still narrows down who it is.
        Partial = "partial",
        /// Readable as it is, or by trivial decoding.
        Leaked = "leaked",
    }
}

words! {
    /// What a finding is about. Leaks and damage are never added together.
    pub enum Topic {
        /// A planted identifier that can be read.
        Leak = "leak",
        /// A planted identifier in what the tool printed or left outside its output: seen, and not handed on.
        Said = "said",
        /// A control value that was planted nowhere, yet matched.
        FalseMatch = "false-match",
        /// An attribute that must survive is gone or changed.
        HeaderDamage = "header-damage",
        /// Pixels outside the planted boxes changed.
        PixelDamage = "pixel-damage",
        /// An attribute did not come to what the claimed policy asks. By itself it is neither a leak nor damage.
        Action = "action",
        /// What the output says of itself is not so, or is not said.
        Claim = "claim",
        /// The output breaks the standard.
        Conformance = "conformance",
        /// A link between objects is broken: UIDs, dates or pseudonyms that belong together do not any more.
        Link = "link",
        /// An input without a usable output, or an output without an input.
        Coverage = "coverage",
    }
}

/// One observation. At a plant's own place it convicts that plant; elsewhere it convicts the identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// Id of the detector.
    pub detector: String,
    /// How bad it is, on the one scale; damage and coverage have none.
    pub verdict: Option<Verdict>,
    /// The patient.
    pub patient: String,
    /// The instance whose output it is, where one is known.
    pub instance: String,
    /// The plant, or where the value is seen away from its place, the first plant of that identifier.
    pub plant: String,
    /// The trap of that plant.
    pub trap: String,
    /// Surface of that plant; for a value away from its place, the surface where it was seen.
    pub surface: Option<Surface>,
    /// Kind of the identifier.
    pub kind: Option<Kind>,
    /// Whether the identifier names the patient by itself.
    pub direct: bool,
    /// Seen somewhere else than where it was planted.
    pub moved: bool,
    /// Path of the output below the output folder.
    pub output: String,
    /// Where in that output.
    pub seen_at: String,
    /// In which form: exact, folded, or which signal decided.
    pub form: String,
    /// The figure or the fact behind it. Holds no planted value.
    pub evidence: String,
    /// The planted value, or for damage the value before and after. Reports show it only when asked.
    pub value: String,
    /// Name of its pictures below `evidence/`, without ending; empty where none were drawn.
    #[serde(default)]
    pub crop: String,
}
