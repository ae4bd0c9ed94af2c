//! From figures to a verdict.

use crate::detectors::ink_verdict::characters::Characters;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;

/// Lead, in nats, from which the value is found. No truly removed line reached it without a cause in calibration.
pub(super) const FOUND: f64 = 8.0;
/// Lead from which something is noted.
const WEAK: f64 = 3.0;
/// Correlation with the ink from which text is legible.
const LEGIBLE: f64 = 0.6;

/// What a full look at a line gives.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    /// Lead of the value in the best test, and that test.
    pub(super) lead: f64,
    /// The test that gave the lead.
    pub(super) signal: Signal,
    /// Correlation with the ink.
    pub(super) ncc: f64,
    /// Characters seen by somebody who knows the clean picture.
    pub(super) informed: Characters,
    /// Number of characters told without it.
    pub(super) blind_told: usize,
    /// Whether the output shows the text as well as the burned picture does.
    pub(super) as_burned: bool,
}

/// The verdict, the test that decided, and whether weak evidence stands beside it.
pub(super) fn decide(figures: &Figures) -> (Verdict, Signal, bool) {
    let Figures { lead, signal, ncc, informed, blind_told, as_burned } = figures;
    let (told, drawn) = (informed.told.len(), informed.drawn);
    let found = *lead > FOUND;
    let weak = *lead > WEAK && !found;
    // Without a lead single characters count only where the others were taken away: other text, in another face, has
    // some that fit by chance.
    let alone = found || informed.quiet * 10 >= informed.gone * 7;
    let some = (told >= 2 || informed.sure >= 1) && informed.other == 0 && alone;
    let partial = || (Verdict::Partial { characters: informed.told.clone() }, Signal::Characters, weak);
    if informed.is_other_text() {
        return if found { (Verdict::Recoverable, *signal, false) } else { (Verdict::Removed, Signal::Nothing, weak) };
    }
    if found && (*as_burned || ncc.abs() >= LEGIBLE && *blind_told * 10 >= drawn * 7) {
        return (Verdict::Readable, *signal, false);
    }
    if some && told * 10 <= drawn * 9 && informed.gone * 10 >= drawn {
        return partial();
    }
    match (found, some) {
        (true, _) => (Verdict::Recoverable, *signal, false),
        (false, true) => partial(),
        (false, false) => (Verdict::Removed, Signal::Nothing, weak),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(lead: f64, ncc: f64, told: usize, other: usize, gone: usize, blind_told: usize) -> Figures {
        let informed = Characters { drawn: 10, told: (0..told).collect(), sure: 0, other, gone, quiet: gone };
        Figures { lead, signal: Signal::Direct, ncc, informed, blind_told, as_burned: false }
    }

    #[test]
    fn a_lead_with_legible_characters_is_readable_and_without_them_recoverable() {
        assert_eq!(decide(&figures(9.0, -0.6, 10, 0, 0, 7)).0, Verdict::Readable);
        assert_eq!(decide(&figures(9.0, 0.59, 10, 0, 0, 7)).0, Verdict::Recoverable);
        assert_eq!(decide(&figures(9.0, 0.6, 10, 0, 0, 6)).0, Verdict::Recoverable);
        assert_eq!(decide(&figures(8.0, 0.9, 0, 0, 0, 7)).0, Verdict::Removed);
    }

    #[test]
    fn some_characters_beside_gone_ones_are_partial() {
        assert_eq!(decide(&figures(50.0, 0.4, 4, 0, 5, 4)).0, Verdict::Partial { characters: vec![0, 1, 2, 3] });
        assert_eq!(decide(&figures(50.0, 0.4, 4, 0, 0, 4)).0, Verdict::Recoverable);
        assert_eq!(decide(&figures(2.0, 0.4, 2, 0, 0, 0)).0, Verdict::Partial { characters: vec![0, 1] });
        assert_eq!(decide(&figures(2.0, 0.4, 1, 0, 9, 0)).0, Verdict::Removed);
    }

    #[test]
    fn characters_alone_tell_nothing_among_something_else() {
        let mut alone = figures(2.0, 0.1, 2, 0, 8, 0);
        assert!(matches!(decide(&alone).0, Verdict::Partial { .. }));
        alone.informed.quiet = 4;
        assert_eq!(decide(&alone).0, Verdict::Removed);
        alone.lead = 9.0;
        assert!(matches!(decide(&alone).0, Verdict::Partial { .. }));
    }

    #[test]
    fn text_that_is_as_legible_as_it_was_burned_is_readable_however_faint() {
        let faint = figures(9.0, 0.3, 10, 0, 0, 2);
        assert_eq!(decide(&faint).0, Verdict::Recoverable);
        assert_eq!(decide(&Figures { as_burned: true, ..faint }).0, Verdict::Readable);
        assert_eq!(decide(&Figures { as_burned: true, ..figures(7.0, 0.3, 0, 0, 0, 0) }).0, Verdict::Removed);
    }

    #[test]
    fn other_text_in_place_is_removed_unless_the_value_still_leads() {
        assert_eq!(decide(&figures(2.0, 0.7, 2, 3, 0, 2)).0, Verdict::Removed);
        assert_eq!(decide(&figures(9.0, 0.7, 2, 3, 0, 2)).0, Verdict::Recoverable);
        assert!(decide(&figures(5.0, 0.1, 0, 0, 10, 0)).2);
    }
}
