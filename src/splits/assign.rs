//! Iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011): the rarest label first, each group to the split
//! that lacks it most.

use crate::seed::Seed;
use crate::splits::Assignment;
use crate::splits::Member;
use crate::splits::Ratios;
use crate::splits::groups;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A group that has no split yet.
struct Open {
    members: Vec<usize>,
    labels: BTreeSet<String>,
}

/// What a split still lacks, in patients.
struct Lack {
    total: f64,
    of_label: BTreeMap<String, f64>,
}

/// Gives every patient a split. Groups stay whole, the seed decides among equals, and the order of members does not count.
pub fn assign(members: &[Member], ratios: &Ratios, seed: Seed) -> Assignment {
    let mut members = members.to_vec();
    members.sort_by(|one, two| one.patient.cmp(&two.patient));
    let mut open: Vec<Open> = groups(&members)
        .into_iter()
        .map(|group| Open {
            labels: group
                .iter()
                .filter_map(|place| members.get(*place))
                .flat_map(|member| member.labels.clone())
                .collect(),
            members: group,
        })
        .collect();
    let count = open.len() as u64;
    let order: BTreeMap<usize, u64> =
        (0..open.len()).map(|place| (place, seed.permute(&["splits"], place as u64, count))).collect();
    let mut numbered: Vec<(u64, Open)> =
        open.drain(..).enumerate().map(|(place, group)| (order.get(&place).copied().unwrap_or(0), group)).collect();
    numbered.sort_by_key(|(number, _)| *number);
    let mut open: Vec<Open> = numbered.into_iter().map(|(_, group)| group).collect();
    let mut lacks = lacks(&open, ratios);
    let mut chosen: Vec<Vec<Open>> = ratios.iter().map(|_| Vec::new()).collect();
    while !open.is_empty() {
        let label = rarest(&open);
        let (now, later): (Vec<Open>, Vec<Open>) =
            open.into_iter().partition(|group| label.as_ref().is_none_or(|label| group.labels.contains(label)));
        open = later;
        for group in now {
            let split = neediest(&lacks, label.as_deref());
            if let Some(lack) = lacks.get_mut(split) {
                let weight = group.members.len() as f64;
                lack.total -= weight;
                for label in &group.labels {
                    *lack.of_label.entry(label.clone()).or_default() -= weight;
                }
            }
            if let Some(list) = chosen.get_mut(split) {
                list.push(group);
            }
        }
    }
    fill_empty(&mut chosen);
    let mut assignment = Assignment::new();
    for (ratio, list) in ratios.iter().zip(chosen) {
        for place in list.into_iter().flat_map(|group| group.members) {
            if let Some(member) = members.get(place) {
                assignment.insert(member.patient.clone(), ratio.name.clone());
            }
        }
    }
    assignment
}

fn lacks(open: &[Open], ratios: &Ratios) -> Vec<Lack> {
    let all: f64 = open.iter().map(|group| group.members.len() as f64).sum();
    let mut of_label: BTreeMap<String, f64> = BTreeMap::new();
    for group in open {
        for label in &group.labels {
            *of_label.entry(label.clone()).or_default() += group.members.len() as f64;
        }
    }
    let part = |share: u32| f64::from(share) / ratios.sum() as f64;
    ratios
        .iter()
        .map(|ratio| Lack {
            total: all * part(ratio.share),
            of_label: of_label.iter().map(|(label, count)| (label.clone(), count * part(ratio.share))).collect(),
        })
        .collect()
}

/// The label that fewest of the open groups have; `None` where none has any.
fn rarest(open: &[Open]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in open.iter().flat_map(|group| &group.labels) {
        *counts.entry(label).or_default() += 1;
    }
    counts.into_iter().min_by_key(|(_, count)| *count).map(|(label, _)| label.to_owned())
}

/// The split that lacks a label most; among equals the one that lacks most in all, then the first.
fn neediest(lacks: &[Lack], label: Option<&str>) -> usize {
    let need = |lack: &Lack| (label.and_then(|label| lack.of_label.get(label)).copied().unwrap_or(0.0), lack.total);
    let mut best = 0;
    for (place, lack) in lacks.iter().enumerate() {
        let best_need = lacks.get(best).map_or((f64::MIN, f64::MIN), need);
        let this = need(lack);
        if this.0 > best_need.0 + 1e-9 || ((this.0 - best_need.0).abs() <= 1e-9 && this.1 > best_need.1 + 1e-9) {
            best = place;
        }
    }
    best
}

/// A split that got nothing takes a group from the one that has most, as long as that keeps one.
fn fill_empty(chosen: &mut [Vec<Open>]) {
    for empty in 0..chosen.len() {
        if chosen.get(empty).is_some_and(|list| !list.is_empty()) {
            continue;
        }
        let most = (0..chosen.len()).max_by_key(|place| chosen.get(*place).map_or(0, Vec::len)).unwrap_or(0);
        let taken = chosen.get_mut(most).filter(|list| list.len() > 1).and_then(Vec::pop);
        if let (Some(group), Some(list)) = (taken, chosen.get_mut(empty)) {
            list.push(group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(count: usize) -> Vec<Member> {
        (0..count)
            .map(|number| Member {
                patient: format!("P{number:03}"),
                keys: BTreeSet::new(),
                labels: [format!("modality {}", ["US", "CT"][number % 2]), format!("trap {}", number % 5)].into(),
            })
            .collect()
    }

    #[test]
    fn every_patient_has_one_split_and_labels_are_shared_out_as_asked() {
        let ratios: Ratios = "train=60,val=20,test=20".parse().expect("ratios");
        let members = members(50);
        let assignment = assign(&members, &ratios, Seed(3));
        assert_eq!(assignment.len(), 50);
        let count = |split: &str, label: &str| {
            members
                .iter()
                .filter(|member| {
                    assignment[&member.patient] == split && (label.is_empty() || member.labels.contains(label))
                })
                .count()
        };
        assert_eq!([count("train", ""), count("val", ""), count("test", "")], [30, 10, 10]);
        for trap in 0..5 {
            assert_eq!(count("val", &format!("trap {trap}")), 2);
            assert_eq!(count("test", &format!("trap {trap}")), 2);
        }
        assert!(count("test", "modality US").abs_diff(5) <= 1);
    }

    #[test]
    fn the_seed_decides_and_the_order_of_members_does_not() {
        let ratios: Ratios = "a=1,b=1".parse().expect("ratios");
        let mut list = members(20);
        let first = assign(&list, &ratios, Seed(1));
        list.reverse();
        assert_eq!(assign(&list, &ratios, Seed(1)), first);
        assert!((2..9).any(|seed| assign(&list, &ratios, Seed(seed)) != first));
    }

    #[test]
    fn groups_stay_whole_and_no_split_is_empty_while_there_are_groups() {
        let ratios: Ratios = "train=98,val=1,test=1".parse().expect("ratios");
        let mut list = members(6);
        for member in list.iter_mut().take(3) {
            member.keys.insert(("identity".to_owned(), "same".to_owned()));
        }
        let assignment = assign(&list, &ratios, Seed(1));
        assert_eq!(assignment["P000"], assignment["P001"]);
        assert_eq!(assignment["P000"], assignment["P002"]);
        let used: BTreeSet<&String> = assignment.values().collect();
        assert_eq!(used.len(), 3);
        assert!(assign(&[], &ratios, Seed(1)).is_empty());
    }
}
