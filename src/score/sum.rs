//! Adding counters up, field by field.

use crate::scorecard::Broken;
use crate::scorecard::CameBack;
use crate::scorecard::Checked;
use crate::scorecard::Claims;
use crate::scorecard::Conformance;
use crate::scorecard::Damage;
use crate::scorecard::DciodvfyErrors;
use crate::scorecard::FalseMatches;
use crate::scorecard::HeaderDamage;
use crate::scorecard::IdentifierCounts;
use crate::scorecard::InstanceCounts;
use crate::scorecard::Lost;
use crate::scorecard::OrganDamage;
use crate::scorecard::OverRedaction;
use crate::scorecard::PatientOutcome;
use crate::scorecard::PixelDamage;
use crate::scorecard::PlantCounts;
use crate::scorecard::Row;
use std::collections::BTreeMap;

/// Counters that add up to counters, in any order.
pub(super) trait Sum {
    /// Adds another set of counters to this one.
    fn sum(&mut self, other: &Self);
}

impl Sum for u64 {
    fn sum(&mut self, other: &Self) {
        *self = self.saturating_add(*other);
    }
}

impl<T: Sum + Default> Sum for BTreeMap<String, T> {
    fn sum(&mut self, other: &Self) {
        for (key, value) in other {
            self.entry(key.clone()).or_default().sum(value);
        }
    }
}

/// The version of a validator: one machine has one, so the first that is known stays.
impl Sum for Option<String> {
    fn sum(&mut self, other: &Self) {
        if self.is_none() {
            self.clone_from(other);
        }
    }
}

/// A patient is in one part alone, so there is nothing to add.
impl Sum for PatientOutcome {
    fn sum(&mut self, other: &Self) {
        self.clone_from(other);
    }
}

/// Sums the named fields. The pattern has no `..`, so that a field which is forgotten here does not compile.
macro_rules! sum_fields {
    ($($type:ident { $($field:ident),+ })+) => {$(
        impl Sum for $type {
            fn sum(&mut self, other: &Self) {
                let Self { $($field),+ } = other;
                $(self.$field.sum($field);)+
            }
        }
    )+};
}

pub(super) use sum_fields;

sum_fields! {
    Broken { checked, broken }
    CameBack { inputs, usable, missing }
    Checked { checked, met }
    Claims { checked, untrue, missing }
    Conformance { new_errors, instances, dciodvfy }
    Damage { header, pixels, over_redaction, keeps, conformance, organs }
    DciodvfyErrors { version, checked, new_errors, instances }
    FalseMatches { needles, found }
    HeaderDamage { checked, changed, lost }
    IdentifierCounts { planted, measured, leaked, partial, recoverable, permitted }
    InstanceCounts { inputs, usable, damaged, missing, doubled, unpaired_outputs, side_files }
    Lost { checked, lost, changed }
    OrganDamage { instances, damaged, not_measured, pixels, changed }
    OverRedaction { area, of }
    PixelDamage { instances, untouched, re_encoded, visually_lossless, lossy, local, global, changes, not_measured }
    PlantCounts { planted, measured, leaked, partial, recoverable, permitted, held, not_measured }
    Row {
        patients, leaking_patients, planted, measured, leaked, partial, recoverable, permitted, held, not_measured
    }
}
