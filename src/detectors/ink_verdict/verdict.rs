//! The verdict of one burned line, and what it rests on.

use std::fmt;

/// What can still be had of a burned value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It can be read.
    Readable,
    /// Some of its characters can be told.
    Partial {
        /// Their places in the value, counted from 0.
        characters: Vec<usize>,
    },
    /// It cannot be read, but whoever holds a list of candidates finds it.
    Recoverable,
    /// No test finds anything of it.
    Removed,
    /// It cannot be judged; the signal says why.
    NotMeasured,
}

impl Verdict {
    /// Order from harmless to harmful, so that a line takes the worst of its frames. What was not measured counts as
    /// worse than removed and as better than any trace.
    pub fn severity(&self) -> u8 {
        match self {
            Self::Removed => 0,
            Self::NotMeasured => 1,
            Self::Recoverable => 2,
            Self::Partial { .. } => 3,
            Self::Readable => 4,
        }
    }
}

/// Which test decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Samples on the ink equal the burned ones.
    Equal,
    /// Every sample of the value box is the same.
    Constant,
    /// Every sample of the value box is what it was before burning.
    Clean,
    /// The lead over decoys, with the original picture known.
    Direct,
    /// The same with the core and the fringe of glyphs apart: halos around painted glyphs.
    Fringe,
    /// The lead in the size of deviations: glyph-shaped inpainting.
    Deviation,
    /// The lead after a known filter: blur, mosaic, median.
    Filtered,
    /// Single characters.
    Characters,
    /// The value stands a little off its place, or mirrored in it.
    Displaced,
    /// Nothing was found.
    Nothing,
    /// The burned and the clean picture hardly differ, so there is nothing to look for.
    NoInk,
    /// The output could not be aligned for certain, and nothing was found.
    Unaligned,
    /// Crops do not have the same size, or the value cannot be drawn from the recorded glyphs.
    Unusable,
}

impl Signal {
    /// The name as it is written in findings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Constant => "constant",
            Self::Clean => "clean",
            Self::Direct => "dC",
            Self::Fringe => "dF",
            Self::Deviation => "d2",
            Self::Filtered => "bC",
            Self::Characters => "characters",
            Self::Displaced => "displaced",
            Self::Nothing => "nothing",
            Self::NoInk => "no-ink",
            Self::Unaligned => "unaligned",
            Self::Unusable => "unusable",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The verdict of one burned line in one frame, with the figures behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct LineVerdict {
    /// What can still be had of the value.
    pub verdict: Verdict,
    /// Which test decided.
    pub signal: Signal,
    /// By how much the value is more likely than its best decoy, in nats; 0 where no test puts it first.
    pub lead: f64,
    /// The same for somebody who does not know the picture before burning.
    pub blind_lead: f64,
    /// Place of the value among itself and its decoys, from 1; ties count half. 0 where decoys were not asked.
    pub rank: f64,
    /// `log2` of the number of candidates over `rank`: what the output tells of the value.
    pub bits: f64,
    /// Correlation of the output with the ink, from -1 to 1, the strongest within two pixels.
    pub ncc: f64,
    /// Share of inked pixels whose samples equal the burned ones; 0 where there are none.
    pub equal_share: f64,
    /// Number of inked pixels, those where the burned differs from the clean picture.
    pub inked: u32,
    /// Something was found, but too little to decide by.
    pub weak: bool,
}

impl LineVerdict {
    /// The verdict where the frame could not be aligned for certain: not found is then not measured, found stays found.
    #[must_use]
    pub fn without_alignment(self) -> Self {
        // The box that was looked at may not be where the line is now, so that a constant one says nothing either;
        // structure that is as it was before burning does.
        if self.verdict == Verdict::Removed && self.signal != Signal::Clean {
            return Self { verdict: Verdict::NotMeasured, signal: Signal::Unaligned, ..self };
        }
        self
    }

    /// A verdict that no figure but the equal share stands behind.
    pub(super) fn plain(verdict: Verdict, signal: Signal, equal_share: f64, inked: u32) -> Self {
        let (lead, blind_lead, rank, bits, ncc) = (0.0, 0.0, 0.0, 0.0, 0.0);
        Self { verdict, signal, lead, blind_lead, rank, bits, ncc, equal_share, inked, weak: false }
    }
}
