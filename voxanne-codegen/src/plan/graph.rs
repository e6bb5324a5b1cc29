//! One graph for every kind, and a stable topological order: among the vertices that could come
//! next, the one with the smallest key does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Vertices are numbers; an edge says which of two comes first.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// For each vertex, those that come after it.
    after: Vec<Vec<usize>>,
}

impl Graph {
    pub(crate) fn new(vertices: usize) -> Self {
        Self {
            after: vec![Vec::new(); vertices],
        }
    }

    pub(crate) fn edge(&mut self, first: usize, second: usize) {
        if first != second
            && let Some(after) = self.after.get_mut(first)
        {
            after.push(second);
        }
    }

    /// The vertices that come directly after one.
    pub(crate) fn after(&self, vertex: usize) -> &[usize] {
        self.after.get(vertex).map_or(&[], Vec::as_slice)
    }

    /// The order, or the vertices of one cycle.
    pub(crate) fn sort<K: Ord + Clone>(&self, keys: &[K]) -> Result<Vec<usize>, Vec<usize>> {
        let mut waiting_for = vec![0_usize; self.after.len()];
        for after in &self.after {
            for &vertex in after {
                waiting_for[vertex] += 1;
            }
        }
        let mut ready: BinaryHeap<Reverse<(&K, usize)>> = keys
            .iter()
            .enumerate()
            .filter(|(vertex, _)| waiting_for[*vertex] == 0)
            .map(|(vertex, key)| Reverse((key, vertex)))
            .collect();
        let mut order = Vec::with_capacity(keys.len());
        while let Some(Reverse((_, vertex))) = ready.pop() {
            order.push(vertex);
            for &next in &self.after[vertex] {
                waiting_for[next] -= 1;
                if waiting_for[next] == 0 {
                    ready.push(Reverse((&keys[next], next)));
                }
            }
        }
        if order.len() == keys.len() {
            Ok(order)
        } else {
            Err(self.cycle(&waiting_for))
        }
    }

    /// Walks among the vertices that still wait until one comes again.
    fn cycle(&self, waiting_for: &[usize]) -> Vec<usize> {
        let mut before = vec![usize::MAX; self.after.len()];
        for (vertex, after) in self.after.iter().enumerate() {
            for &next in after {
                if waiting_for[vertex] > 0 && waiting_for[next] > 0 {
                    before[next] = vertex;
                }
            }
        }
        let Some(mut vertex) = waiting_for.iter().position(|&count| count > 0) else {
            return Vec::new();
        };
        let mut path = Vec::new();
        while vertex != usize::MAX {
            if let Some(start) = path.iter().position(|&seen| seen == vertex) {
                let mut cycle = path.split_off(start);
                cycle.reverse();
                return cycle;
            }
            path.push(vertex);
            vertex = before[vertex];
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_broken_by_key_and_edges_come_first() {
        let mut graph = Graph::new(3);
        graph.edge(2, 0);
        assert_eq!(graph.sort(&["a", "b", "c"]), Ok(vec![1, 2, 0]));
    }

    #[test]
    fn a_cycle_is_named_without_what_hangs_on_it() {
        let mut graph = Graph::new(4);
        graph.edge(0, 1);
        graph.edge(1, 0);
        graph.edge(1, 2);
        let mut cycle = graph.sort(&[0, 1, 2, 3]).unwrap_err();
        cycle.sort_unstable();
        assert_eq!(cycle, vec![0, 1]);
    }
}
