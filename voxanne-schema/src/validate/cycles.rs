//! Circles of objects that need each other, so that none of them can be created first.
//!
//! Strongly connected components after Tarjan ("Depth-first search and linear graph algorithms",
//! 1972), with a stack of its own: a chain of objects may be longer than the thread's stack is deep.

use super::findings::Findings;
use super::references::Needs;
use crate::declare::Declared;
use crate::diagnostic::Code;
use crate::object::ObjectId;

/// Reports each circle once, at the first of its objects. An object that needs itself is none: a
/// function may call itself, a table refer to itself.
pub(super) fn check(declared: &Declared, needs: &Needs, findings: &mut Findings) {
    let circles = components(needs);
    if circles.is_empty() {
        return;
    }
    let ids: Vec<&ObjectId> = declared.schema.objects().map(|(id, _)| id).collect();
    for circle in circles {
        let path: Vec<String> = walk_round(needs, &circle)
            .into_iter()
            .map(|i| ids[i].to_string())
            .collect();
        let Some((first, rest)) = path.split_first() else {
            continue;
        };
        findings.report(
            Code::DependencyCycle,
            ids[circle[0]].clone(),
            format!("{first} needs {}, which needs {first}", rest.join(", which needs ")),
            "break the circle: leave out a `depends_on` (the body of a PL/pgSQL function is first read when it runs), or let one of them go without a default or result that leads back",
        );
    }
}

/// What is known of a vertex while the search goes on.
#[derive(Clone, Copy, Default)]
struct Visit {
    /// When it was found, from 1; 0 before.
    found: usize,
    /// The earliest vertex on the stack that it leads to.
    low: usize,
    on_stack: bool,
    /// Which of its edges is next.
    next: usize,
}

/// The components of more than one vertex, each sorted, sorted by their first.
fn components(needs: &Needs) -> Vec<Vec<usize>> {
    let mut visits = vec![Visit::default(); needs.len()];
    let (mut stack, mut path, mut time, mut circles) = (Vec::new(), Vec::new(), 0, Vec::new());
    for root in 0..needs.len() {
        if visits[root].found == 0 {
            path.push(root);
        }
        while let Some(&vertex) = path.last() {
            if visits[vertex].found == 0 {
                time += 1;
                stack.push(vertex);
                visits[vertex] = Visit {
                    found: time,
                    low: time,
                    on_stack: true,
                    next: 0,
                };
            }
            if let Some(&to) = needs.of(vertex).get(visits[vertex].next) {
                visits[vertex].next += 1;
                if visits[to].found == 0 {
                    path.push(to);
                } else if visits[to].on_stack {
                    visits[vertex].low = visits[vertex].low.min(visits[to].found);
                }
                continue;
            }
            path.pop();
            if let Some(&from) = path.last() {
                visits[from].low = visits[from].low.min(visits[vertex].low);
            }
            if visits[vertex].low == visits[vertex].found {
                circles.extend(pop_component(&mut stack, &mut visits, vertex));
            }
        }
    }
    circles.sort();
    circles
}

fn pop_component(stack: &mut Vec<usize>, visits: &mut [Visit], root: usize) -> Option<Vec<usize>> {
    let mut component = Vec::new();
    while let Some(vertex) = stack.pop() {
        visits[vertex].on_stack = false;
        component.push(vertex);
        if vertex == root {
            break;
        }
    }
    component.sort_unstable();
    (component.len() > 1).then_some(component)
}

/// The shortest way from the first vertex of a component round to itself.
fn walk_round(needs: &Needs, component: &[usize]) -> Vec<usize> {
    let place = |vertex: usize| component.binary_search(&vertex).ok();
    let mut came_from: Vec<Option<usize>> = vec![None; component.len()];
    let mut queue = std::collections::VecDeque::from([0]);
    while let Some(at) = queue.pop_front() {
        let others = needs
            .of(component[at])
            .iter()
            .filter_map(|to| place(*to))
            .filter(|to| *to != at);
        for to in others {
            if to == 0 {
                let mut way = vec![component[at]];
                let mut back = at;
                while let Some(from) = came_from[back] {
                    way.push(component[from]);
                    back = from;
                }
                way.reverse();
                return way;
            }
            if came_from[to].is_none() {
                came_from[to] = Some(at);
                queue.push_back(to);
            }
        }
    }
    component.to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Needs, components, walk_round};

    fn needs(all: &[&[usize]]) -> Needs {
        let mut needs = Needs::default();
        for of_one in all {
            needs.push(of_one.iter().copied());
        }
        needs
    }

    #[test]
    fn a_line_and_a_loop_on_itself_are_no_circles() {
        assert!(components(&needs(&[&[1], &[2], &[2]])).is_empty());
    }

    #[test]
    fn the_shortest_way_round_is_told() {
        let needs = needs(&[&[1], &[2, 0], &[0], &[0]]);
        assert_eq!(components(&needs), [vec![0, 1, 2]]);
        assert_eq!(walk_round(&needs, &[0, 1, 2]), [0, 1]);
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let mut needs = Needs::default();
        (1..=200_000).for_each(|next| needs.push([next]));
        needs.push([0]);
        assert_eq!(components(&needs).len(), 1);
    }
}
