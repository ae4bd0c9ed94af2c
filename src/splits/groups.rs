//! Who must stay together.

use crate::splits::Member;
use std::collections::BTreeMap;

/// Places in `members` that share a patient or a key, directly or over others; each group sorted, groups by their first.
pub fn groups(members: &[Member]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..members.len()).collect();
    let mut owner: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (place, member) in members.iter().enumerate() {
        let own = std::iter::once(("patient", member.patient.as_str()));
        let keys = member.keys.iter().map(|(sort, key)| (sort.as_str(), key.as_str()));
        for key in own.chain(keys) {
            let first = *owner.entry(key).or_insert(place);
            let (one, other) = (find(&mut leader, first), find(&mut leader, place));
            let (low, high) = (one.min(other), one.max(other));
            if let Some(slot) = leader.get_mut(high) {
                *slot = low;
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..members.len() {
        let first = find(&mut leader, place);
        found.entry(first).or_default().push(place);
    }
    found.into_values().collect()
}

/// The first of a group, with the way to it made short.
fn find(leader: &mut [usize], place: usize) -> usize {
    let mut at = place;
    while let Some(next) = leader.get(at).copied().filter(|next| *next != at) {
        let over = leader.get(next).copied().unwrap_or(next);
        if let Some(slot) = leader.get_mut(at) {
            *slot = over;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn member(patient: &str, keys: &[&str], labels: &[&str]) -> Member {
        Member {
            patient: patient.to_owned(),
            keys: keys.iter().map(|key| ("identity".to_owned(), (*key).to_owned())).collect(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        }
    }

    #[test]
    fn members_that_share_a_key_over_others_are_one_group() {
        let members = [
            member("a", &["1"], &[]),
            member("b", &["2"], &[]),
            member("c", &["1", "3"], &[]),
            member("d", &["3"], &[]),
            member("b", &[], &[]),
        ];
        assert_eq!(groups(&members), vec![vec![0, 2, 3], vec![1, 4]]);
        assert!(groups(&[]).is_empty());
    }
}
