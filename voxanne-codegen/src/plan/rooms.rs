//! Partitions that make room for each other: one is attached once those have gone that held its rows, and
//! all that leave their table for a moment do so in one transaction, or nobody would find their rows.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::Partition;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::Object;

use super::graph::Graph;
use super::{Effect, Inputs, Unit};
use crate::kinds::partition::detaches;

/// The units of a plan, and where their steps stand.
pub(super) struct Rooms<'l, 'u> {
    pub(super) units: &'u [Unit<'u>],
    pub(super) first: &'l [usize],
    pub(super) last: &'l [usize],
    pub(super) inputs: Inputs<'u>,
}

/// A partition that comes, goes or gets another bound.
#[derive(Clone, Copy)]
struct Moving<'u> {
    was: Option<&'u Partition>,
    is: Option<&'u Partition>,
    /// The step after which it stands in the way of none.
    gone: Option<usize>,
    /// Whether it comes back after that step.
    returns: bool,
    first: usize,
    last: usize,
}

impl Moving<'_> {
    /// Whether another must have gone before this one comes.
    fn waits_for(&self, other: &Self) -> bool {
        let bounds = self.is.zip(other.was);
        self.first != other.first && bounds.is_some_and(|(is, was)| was.bound.may_meet(&is.bound))
    }
}

impl<'u> Rooms<'_, 'u> {
    /// Adds the edges of all partitions.
    pub(super) fn edges(&self, graph: &mut Graph) {
        for all in self.by_parent().values() {
            for coming in all {
                let gone = all.iter().filter(|other| coming.waits_for(other));
                gone.filter_map(|other| other.gone)
                    .for_each(|gone| graph.edge(gone, coming.last));
            }
            for away in exchanges(all) {
                leave_at_once(&away, all, graph);
            }
        }
    }

    /// The partitions that move, by what they are parts of.
    fn by_parent(&self) -> BTreeMap<QualifiedName, Vec<Moving<'u>>> {
        let mut by_parent: BTreeMap<QualifiedName, Vec<Moving<'_>>> = BTreeMap::new();
        for (place, unit) in self.units.iter().enumerate() {
            let Object::Partition(partition) = unit.object else {
                continue;
            };
            let was = match self.inputs.previous.get(&unit.id) {
                Some(Object::Partition(was)) => Some(was),
                _ => None,
            };
            let detached = unit.steps.iter().position(detaches);
            let (is, gone) = match unit.effect {
                Effect::Make => (Some(partition), detached),
                Effect::Take => (None, Some(0)),
                Effect::Rename => continue,
            };
            by_parent.entry(partition.parent()).or_default().push(Moving {
                was,
                is,
                gone: gone.map(|step| self.first[place] + step),
                returns: detached.is_some(),
                first: self.first[place],
                last: self.last[place],
            });
        }
        by_parent
    }
}

/// Those that leave and come back, each with all that make room for one another.
fn exchanges<'u>(all: &[Moving<'u>]) -> Vec<Vec<Moving<'u>>> {
    let mut waiting: Vec<Moving<'_>> = all.iter().filter(|moving| moving.returns).copied().collect();
    let mut exchanges = Vec::new();
    while let Some(first) = waiting.pop() {
        let mut exchange = vec![first];
        let mut next = 0;
        while let Some(one) = exchange.get(next).copied() {
            let of = |other: &Moving<'_>| one.waits_for(other) || other.waits_for(&one);
            exchange.extend(waiting.iter().filter(|other| of(other)));
            waiting.retain(|other| !of(other));
            next += 1;
        }
        exchanges.push(exchange);
    }
    exchanges
}

/// What one of them waits for, all of them wait for.
fn leave_at_once(away: &[Moving<'_>], all: &[Moving<'_>], graph: &mut Graph) {
    let mut before = BTreeSet::new();
    for one in away {
        let dropped = all.iter().filter(|other| !other.returns && one.waits_for(other));
        before.extend(dropped.filter_map(|other| other.gone));
        before.extend(one.gone.filter(|gone| *gone > one.first).map(|gone| gone - 1));
    }
    for leaves in away.iter().filter_map(|one| one.gone) {
        before.iter().for_each(|&before| graph.edge(before, leaves));
    }
}
