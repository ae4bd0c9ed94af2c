//! When an action is met.
//!
//! Decisions, by the text of PS3.15 Table E.1-1a:
//! - `X` is met by absence. An emptied attribute holds nothing, but emptying is another letter; the finding says so. A
//!   sequence without items counts as absent, and what the IOD requires may be emptied or replaced.
//! - `Z` is met by emptiness or another value, `D` by another value that fits the value representation, `U` by another
//!   valid UID. Where the IOD lets the object do without the attribute, absence meets all three.
//! - Alternatives such as `X/Z/D` are counted under the letter of the attribute's type in the IOD, and met by each of
//!   their letters: a tool that does not know the IOD can do no better than the safest.
//! - `K` is met by the same value, or by a sequence that is still there; `C` where no planted value is found at the place
//!   any more, and where dates may be modified by a date that is not the old one.

use crate::detectors::conformance::value_rules;
use crate::detectors::contents::Fate;
use crate::dicom::VR;
use crate::dicom::uid;
use crate::policy::Action;
use crate::policy::Asked;
use crate::policy::Opt;
use crate::policy::Row;

/// Root of the UIDs that the standard itself defines: they name no instance.
const STANDARD_ROOT: &str = "1.2.840.10008.";

/// Whether a sequence as a whole came to its action. `unclean` says whether a planted value was found inside.
pub(super) fn sequence_met(asked: Asked, there: bool, unclean: impl Fn() -> bool) -> bool {
    match asked.action {
        Action::Keep => there,
        Action::Clean => !there || !unclean(),
        // References inside may stay with other UIDs, which are counted one by one.
        _ if asked.lists(Action::NewUid) => true,
        Action::Replace => !unclean() && (there || asked.may_be_absent),
        _ => !there || (asked.lists(Action::Replace) && !unclean()),
    }
}

/// Whether an attribute came to its action. `found` says whether a planted value was found at its place.
pub(super) fn met(row: &Row, asked: Asked, vr: VR, fate: Fate, before: &str, now: &str, found: bool) -> bool {
    let fits = || value_rules::breach(vr, now).is_none();
    match asked.action {
        Action::Keep => fate == Fate::Kept,
        Action::Clean => {
            let shifts = row.option(Opt::RetainLongModifiedDates) == Some("C") && matches!(vr, VR::DA | VR::DT);
            !(found || shifts && fate == Fate::Kept)
        }
        Action::NewUid => match fate {
            Fate::Kept => before.split('\\').all(|one| one.trim().starts_with(STANDARD_ROOT)),
            Fate::Replaced => now.split('\\').all(|one| uid::is_valid(one.trim())),
            Fate::Emptied => false,
            Fate::Removed => asked.may_be_absent,
        },
        Action::Remove | Action::Empty | Action::Replace => match fate {
            Fate::Kept => false,
            Fate::Removed => asked.lists(Action::Remove) || asked.may_be_absent,
            // What the IOD requires can't be removed, whatever the code.
            Fate::Emptied => asked.lists(Action::Empty) || asked.action == Action::Remove && !asked.may_be_absent,
            // `Z` lets a dummy value stand too.
            Fate::Replaced => {
                let may_stand = asked.lists(Action::Replace) || asked.lists(Action::Empty) || !asked.may_be_absent;
                may_stand && !found && fits()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::CT;
    use crate::policy;
    use crate::policy::Policy;

    fn end(policy: &str, tag: (u16, u16), vr: VR, fate: Fate, now: &str) -> bool {
        let policy: Policy = policy.parse().unwrap();
        let row = policy::row(tag.0, tag.1).unwrap();
        met(row, policy.asked(row, CT, &[tag]).unwrap(), vr, fate, "20240102", now, false)
    }

    #[test]
    fn removing_is_met_by_absence_alone() {
        let comments = (0x0010, 0x4000);
        assert!(end("basic", comments, VR::LT, Fate::Removed, ""));
        for (fate, now) in [(Fate::Emptied, ""), (Fate::Replaced, "REMOVED"), (Fate::Kept, "x")] {
            assert!(!end("basic", comments, VR::LT, fate, now), "{fate:?}");
        }
    }

    #[test]
    fn emptying_is_met_by_nothing_or_by_a_dummy_and_the_attribute_stays_where_the_iod_needs_it() {
        let study_date = (0x0008, 0x0020);
        assert!(end("basic", study_date, VR::DA, Fate::Emptied, ""));
        assert!(end("basic", study_date, VR::DA, Fate::Replaced, "19000101"));
        assert!(!end("basic", study_date, VR::DA, Fate::Replaced, "REMOVED"));
        assert!(!end("basic", study_date, VR::DA, Fate::Removed, ""));
        assert!(!end("basic", study_date, VR::DA, Fate::Kept, "20240102"));
    }

    #[test]
    fn each_letter_of_an_alternative_meets_it() {
        let series_date = (0x0008, 0x0021);
        assert!(end("basic", series_date, VR::DA, Fate::Removed, ""));
        assert!(end("basic", series_date, VR::DA, Fate::Replaced, "19000101"));
        assert!(!end("basic", series_date, VR::DA, Fate::Emptied, ""));
        assert!(!end("basic", series_date, VR::DA, Fate::Kept, "20240102"));
    }

    #[test]
    fn a_modified_date_is_another_one_and_a_full_date_the_same() {
        let study_date = (0x0008, 0x0020);
        let modified = "retain-long-modified-dates";
        assert!(end(modified, study_date, VR::DA, Fate::Replaced, "20240501"));
        assert!(end(modified, study_date, VR::DA, Fate::Emptied, ""));
        assert!(!end(modified, study_date, VR::DA, Fate::Kept, "20240102"));
        // A shift by whole days leaves the time of day.
        assert!(end(modified, (0x0008, 0x0030), VR::TM, Fate::Kept, "101010"));
        assert!(end("retain-long-full-dates", study_date, VR::DA, Fate::Kept, "20240102"));
        assert!(!end("retain-long-full-dates", study_date, VR::DA, Fate::Replaced, "20240103"));
    }

    #[test]
    fn a_uid_becomes_another_valid_uid() {
        let instance = (0x0008, 0x0018);
        assert!(end("basic", instance, VR::UI, Fate::Replaced, "2.25.1"));
        assert!(!end("basic", instance, VR::UI, Fate::Replaced, "SUBJECT"));
        assert!(!end("basic", instance, VR::UI, Fate::Emptied, ""));
        assert!(!end("basic", instance, VR::UI, Fate::Removed, ""));
        assert!(!end("basic", instance, VR::UI, Fate::Kept, "1.2.3"));
        assert!(end("retain-uids", instance, VR::UI, Fate::Kept, "1.2.3"));
    }

    #[test]
    fn cleaned_text_holds_no_planted_value() {
        let policy: Policy = "clean-descriptors".parse().unwrap();
        let row = policy::row(0x0008, 0x1030).unwrap();
        let asked = policy.asked(row, CT, &[(0x0008, 0x1030)]).unwrap();
        assert!(met(row, asked, VR::LO, Fate::Kept, "chest", "chest", false));
        assert!(!met(row, asked, VR::LO, Fate::Replaced, "chest Doe", "chest D", true));
    }
}
