//! Many-to-many relations: tables whose primary key is nothing but two foreign keys.
//!
//! Each foreign key must add a column of its own. A tenant table with the key (org_id, contact_id)
//! refers to organizations by org_id and to contacts by both, but it joins no organizations to
//! contacts: the first foreign key is a part of the second.

use std::collections::{BTreeMap, BTreeSet};

use super::relations::Links;
use super::roles::Edge;
use super::{Entity, KeySource};

/// A way to another entity through a table between them.
#[derive(Clone, Debug)]
pub(in crate::entities) struct Bridge {
    /// The entity at the other end.
    pub(in crate::entities) target: usize,
    /// The entity between.
    pub(in crate::entities) through: usize,
    /// The relation of the one between to this entity.
    pub(in crate::entities) to_here: String,
    /// The relation of the one between to the other.
    pub(in crate::entities) to_there: String,
    /// The type that is `Linked`; `Related` where there is no other way to the target.
    pub(in crate::entities) link: Option<String>,
}

/// Two foreign keys that make up the key of one table, in the order of their columns.
struct Pair {
    first: usize,
    second: usize,
}

/// Gives the entities their bridges. `names` are the variants of the edges.
pub(super) fn bridge(
    entities: &mut [Entity<'_>],
    edges: &[Edge],
    names: &[(String, String)],
    joined: &BTreeMap<(usize, usize), Option<usize>>,
    links: &mut Links<'_, '_>,
) {
    let pairs = pairs(entities, edges);
    let mut ways: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pair in &pairs {
        *ways.entry(ends(pair, edges)).or_default() += 1;
    }
    for pair in &pairs {
        let ends = ends(pair, edges);
        let alone = ways.get(&ends) == Some(&1) && !joined.contains_key(&ends);
        for (here, there) in [(pair.first, pair.second), (pair.second, pair.first)] {
            let (place, target, through) = (edges[here].parent, edges[there].parent, edges[here].child);
            let name = format!(
                "{}Via{}",
                entities[target].spelling.pascal, entities[through].spelling.pascal
            );
            let link = (!alone).then(|| links.name(&entities[place], place, &name));
            entities[place].bridges.push(Bridge {
                target,
                through,
                to_here: names[here].0.clone(),
                to_there: names[there].0.clone(),
                link,
            });
        }
    }
}

fn ends(pair: &Pair, edges: &[Edge]) -> (usize, usize) {
    let (a, b) = (edges[pair.first].parent, edges[pair.second].parent);
    (a.min(b), a.max(b))
}

fn pairs(entities: &[Entity<'_>], edges: &[Edge]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start = 0;
    while start < edges.len() {
        let child = edges[start].child;
        let count = edges[start..]
            .iter()
            .take_while(|edge| edge.child == child)
            .count();
        for first in start..start + count {
            for second in first + 1..start + count {
                if make_up_the_key(&entities[child], &edges[first], &edges[second]) {
                    pairs.push(Pair { first, second });
                }
            }
        }
        start += count;
    }
    pairs
}

fn make_up_the_key(child: &Entity<'_>, first: &Edge, second: &Edge) -> bool {
    let apart = first.parent != second.parent && first.parent != first.child && second.parent != second.child;
    if !apart || child.key != KeySource::Primary {
        return false;
    }
    let key: BTreeSet<usize> = child
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.in_key)
        .map(|(place, _)| place)
        .collect();
    let one: BTreeSet<usize> = first.from.iter().copied().collect();
    let other: BTreeSet<usize> = second.from.iter().copied().collect();
    !one.is_subset(&other) && !other.is_subset(&one) && one.union(&other).copied().eq(key)
}
