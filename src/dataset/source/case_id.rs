//! What a case is called, and when it was: from the seed and its source alone.

use crate::dicom::uid;
use crate::identity::Day;
use crate::seed::Seed;
use jiff::civil::date;
use rand::Rng;

/// Identity of one case; that of its patient is drawn elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseId {
    /// A UUID, for `phi_overlays.csv`.
    pub uuid: String,
    /// Study Instance UID.
    pub study_instance_uid: String,
    /// Study Date, `YYYYMMDD`.
    pub study_date: String,
    /// Study Time, `HHMMSS`, in working hours.
    pub study_time: String,
    seed: Seed,
    source_id: String,
}

impl CaseId {
    /// The identity of the case `source_id`, as [`crate::dataset::source::discover::SourceCase`] gives it.
    pub fn new(seed: Seed, source_id: &str) -> Self {
        let mut stream = seed.stream(&["source case", source_id]);
        let mut below = |count: u64| stream.next_u64() % count;
        // Within a few years before 2025, so that every patient was born before.
        let day = Day(date(2019, 1, 1)).plus_days(below(2190) as i32);
        let (hour, minute, second) = (7 + below(11), below(60), below(60));
        let number = u128::from(below(u64::MAX)) << 64 | u128::from(below(u64::MAX));
        let uuid = format!("{:032x}", number & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62);
        let part = |from: usize, to: usize| uuid.get(from..to).unwrap_or_default();
        Self {
            uuid: [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"),
            study_instance_uid: uid::new(&mut seed.stream(&["source uid", source_id, "study"])),
            study_date: day.da(),
            study_time: format!("{hour:02}{minute:02}{second:02}"),
            seed,
            source_id: source_id.to_owned(),
        }
    }

    /// The UID of one role in this case.
    pub(super) fn uid(&self, role: &str) -> String {
        uid::new(&mut self.seed.stream(&["source uid", &self.source_id, role]))
    }
}
