//! Leaks that are new, fixed or common, by trap and surface.

use crate::compare::LeakIndex;

/// The leaks of one trap on one surface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeakGroup {
    /// The trap.
    pub trap: String,
    /// The surface on which they can be read.
    pub surface: String,
    /// Away from where they were planted.
    pub moved: bool,
    /// Leaks that every run has.
    pub common: u64,
    /// For each run, how many it has.
    pub with: Vec<u64>,
    /// For each run, how many it has and the first run does not.
    pub new: Vec<u64>,
    /// For each run, how many the first run has and it does not, although it was looked for.
    pub fixed: Vec<u64>,
    /// For each run, how many the first run has and nobody could look for in it.
    pub unseen: Vec<u64>,
}

/// Groups by how much the runs differ in them.
pub(super) fn groups(index: &LeakIndex) -> Vec<LeakGroup> {
    let zeros = vec![0_u64; index.runs];
    let mut groups: Vec<LeakGroup> = index
        .groups
        .iter()
        .map(|(trap, surface, moved)| LeakGroup {
            trap: trap.clone(),
            surface: surface.clone(),
            moved: *moved,
            common: 0,
            with: zeros.clone(),
            new: zeros.clone(),
            fixed: zeros.clone(),
            unseen: zeros.clone(),
        })
        .collect();
    for leak in index.leaks() {
        let Some(group) = groups.get_mut(leak.group) else { continue };
        let (runs, first) = (leak.runs, leak.runs & 1 == 1);
        group.common += u64::from(runs.count_ones() as usize == index.runs);
        for run in 0..index.runs {
            let has = runs >> run & 1 == 1;
            let unseen = leak.unseen >> run & 1 == 1;
            let add = |counts: &mut Vec<u64>, when: bool| {
                if let Some(count) = counts.get_mut(run) {
                    *count += u64::from(when);
                }
            };
            add(&mut group.with, has);
            add(&mut group.new, has && !first);
            add(&mut group.fixed, first && !has && !unseen);
            add(&mut group.unseen, first && unseen);
        }
    }
    let weight = |group: &LeakGroup| group.new.iter().chain(&group.fixed).chain(&group.unseen).sum::<u64>();
    groups.sort_by(|a, b| {
        weight(b)
            .cmp(&weight(a))
            .then(b.common.cmp(&a.common))
            .then_with(|| (&a.trap, &a.surface, a.moved).cmp(&(&b.trap, &b.surface, b.moved)))
    });
    groups
}
