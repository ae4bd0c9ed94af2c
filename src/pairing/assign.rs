//! The assignment with the most evidence in total, one output for one input.

use std::collections::BTreeMap;

/// Inputs or outputs of one conflict, up to which it is solved exactly.
///
/// Exact costs the cube of this; conflicts come from several copies of one file or from equal pixels, and have a
/// handful of members. A larger one means that files are the same in every respect, where greedy loses nothing.
const EXACT: usize = 200;

/// One possible pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) input: u32,
    pub(super) output: u32,
    pub(super) score: u32,
}

/// Chooses edges so that no input and no output is in two and the scores add up to the most.
/// Edges come sorted by input and output; equal totals are decided by that order.
pub(super) fn assign(edges: &[Edge]) -> Vec<Edge> {
    let mut chosen = Vec::new();
    for component in components(edges) {
        match component.as_slice() {
            [one] => chosen.push(*one),
            several => chosen.extend(solve(several)),
        }
    }
    chosen.sort_by_key(|edge| (edge.input, edge.output));
    chosen
}

/// Edges that share inputs or outputs, directly or through others.
fn components(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let inputs = edges.iter().map(|edge| edge.input as usize + 1).max().unwrap_or(0);
    let outputs = edges.iter().map(|edge| edge.output as usize + 1).max().unwrap_or(0);
    let mut parents: Vec<usize> = (0..inputs + outputs).collect();
    for edge in edges {
        let (one, other) = (root(&mut parents, edge.input as usize), root(&mut parents, inputs + edge.output as usize));
        if let Some(parent) = parents.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }
    let mut by_root: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        by_root.entry(root(&mut parents, edge.input as usize)).or_default().push(*edge);
    }
    by_root.into_values().collect()
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while let Some(parent) = parents.get(node).copied().filter(|parent| *parent != node) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(node) {
            *slot = above;
        }
        node = parent;
    }
    node
}

fn solve(edges: &[Edge]) -> Vec<Edge> {
    let mut inputs: Vec<u32> = edges.iter().map(|edge| edge.input).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let mut outputs: Vec<u32> = edges.iter().map(|edge| edge.output).collect();
    outputs.sort_unstable();
    outputs.dedup();
    if inputs.len().max(outputs.len()) > EXACT {
        return greedy(edges);
    }
    // A square of profits: what is no edge is worth nothing, and is left out of the answer.
    let size = inputs.len().max(outputs.len());
    let mut profit = vec![vec![0i64; size]; size];
    for edge in edges {
        let (row, column) = (inputs.binary_search(&edge.input), outputs.binary_search(&edge.output));
        if let (Ok(row), Ok(column)) = (row, column)
            && let Some(cell) = profit.get_mut(row).and_then(|cells| cells.get_mut(column))
        {
            *cell = i64::from(edge.score);
        }
    }
    let columns = hungarian(&profit);
    let pairs = inputs.iter().zip(columns).filter_map(|(input, column)| Some((*input, *outputs.get(column)?)));
    pairs
        .filter_map(|(input, output)| edges.iter().find(|edge| edge.input == input && edge.output == output).copied())
        .collect()
}

/// Strongest first.
fn greedy(edges: &[Edge]) -> Vec<Edge> {
    let mut sorted = edges.to_vec();
    sorted.sort_by_key(|edge| (std::cmp::Reverse(edge.score), edge.input, edge.output));
    let (mut inputs, mut outputs) = (std::collections::HashSet::new(), std::collections::HashSet::new());
    sorted.retain(|edge| {
        let free = !inputs.contains(&edge.input) && !outputs.contains(&edge.output);
        if free {
            inputs.insert(edge.input);
            outputs.insert(edge.output);
        }
        free
    });
    sorted
}

/// The column for each row that makes the sum of profits greatest (Kuhn 1955, with potentials: O(n³)).
#[expect(clippy::indexing_slicing, reason = "every index runs over a square that is built in `solve`")]
fn hungarian(profit: &[Vec<i64>]) -> Vec<usize> {
    let size = profit.len();
    let cost = |row: usize, column: usize| -profit[row - 1][column - 1];
    let (mut rows, mut columns) = (vec![0i64; size + 1], vec![0i64; size + 1]);
    let (mut row_of, mut way) = (vec![0usize; size + 1], vec![0usize; size + 1]);
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![i64::MAX; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let (current, mut delta, mut next) = (row_of[column], i64::MAX, 0);
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let slack = cost(current, other) - rows[current] - columns[other];
                if slack < least[other] {
                    least[other] = slack;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if used[other] {
                    rows[row_of[other]] += delta;
                    columns[other] -= delta;
                } else if least[other] < i64::MAX {
                    least[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    let mut answer = vec![0; size];
    for column in 1..=size {
        answer[row_of[column] - 1] = column - 1;
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(list: &[(u32, u32, u32)]) -> Vec<Edge> {
        list.iter().map(|(input, output, score)| Edge { input: *input, output: *output, score: *score }).collect()
    }

    #[test]
    fn the_total_decides_and_not_the_strongest_pair() {
        let chosen = assign(&edges(&[(0, 0, 10), (0, 1, 9), (1, 0, 9), (2, 2, 1)]));
        assert_eq!(chosen, edges(&[(0, 1, 9), (1, 0, 9), (2, 2, 1)]));
    }

    #[test]
    fn nothing_answers_twice_however_many_conflict() {
        let all: Vec<(u32, u32, u32)> = (0..230)
            .flat_map(|input| (0..230).map(move |output| (input, output, 1 + u32::from(input == output))))
            .collect();
        let chosen = assign(&edges(&all));
        assert_eq!(chosen.len(), 230);
        assert!(chosen.iter().all(|edge| edge.input == edge.output));
    }

    #[test]
    fn small_conflicts_are_solved_as_well_as_trying_everything() {
        // A fixed sequence of weights; every permutation of five is tried.
        let weight = |input: u32, output: u32| (input * 7 + output * 11 + input * output * 5) % 23;
        let all: Vec<(u32, u32, u32)> =
            (0..5).flat_map(|input| (0..5).map(move |output| (input, output, weight(input, output)))).collect();
        let total: u32 = assign(&edges(&all)).iter().map(|edge| edge.score).sum();
        let mut best = 0;
        let mut order = [0, 1, 2, 3, 4];
        permute(&mut order, 0, &mut |order| {
            best = best.max((0..5).map(|input| weight(input, order[input as usize])).sum());
        });
        assert_eq!(total, best);
    }

    fn permute(order: &mut [u32; 5], at: usize, visit: &mut dyn FnMut(&[u32; 5])) {
        if at == 5 {
            return visit(order);
        }
        for other in at..5 {
            order.swap(at, other);
            permute(order, at + 1, visit);
            order.swap(at, other);
        }
    }
}
