//! What comes before something passes to another role, and what after: what these roles are granted, and the
//! columns that sequences go with, which pass along with their tables.
//!
//! <https://www.postgresql.org/docs/15/ddl-priv.html>

use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::SequenceOwner;
use voxanne_schema::object::{Object, ObjectId};

use super::graph::Graph;
use super::{Effect, Inputs, Unit};
use crate::kinds::sequence_owner::changes_hands;

/// The units of a graph under construction.
pub(super) struct Owners<'u> {
    pub(super) units: &'u [Unit<'u>],
    pub(super) first: &'u [usize],
    pub(super) last: &'u [usize],
    pub(super) inputs: Inputs<'u>,
}

impl Owners<'_> {
    pub(super) fn edges(&self, graph: &mut Graph) {
        let mut passing: Lookup<&ObjectId, Vec<usize>> = Lookup::default();
        for (place, unit) in self.units.iter().enumerate() {
            if let Object::Ownership(ownership) = unit.object {
                passing.get_or_insert(&*ownership.of, Vec::new()).push(place);
            }
        }
        let linked: Lookup<&ObjectId, Vec<usize>> = self.links();
        if passing.is_empty() && linked.is_empty() {
            return;
        }
        for (place, unit) in self.units.iter().enumerate() {
            match unit.object {
                Object::Grant(grant) => {
                    let on = grant.on.object();
                    for &owner in passing.get(&on).into_iter().flatten() {
                        self.around(place, owner, graph);
                    }
                    for owner in self.of_sequence(&on, &passing, &linked) {
                        self.around(place, owner, graph);
                    }
                }
                Object::SequenceOwner(linked) => {
                    let sequence = ObjectId::Sequence(linked.sequence.clone());
                    for &owner in passing.get(&sequence).into_iter().flatten() {
                        self.around(place, owner, graph);
                    }
                    let table = ObjectId::Table(linked.table.clone());
                    let declared = &self.inputs.declared.schema;
                    let comes_later = unit.effect == Effect::Make
                        && changes_hands(&linked.table, self.inputs.previous, declared)
                        && !self.had(linked);
                    for &owner in passing.get(&table).into_iter().flatten() {
                        if comes_later {
                            graph.edge(self.last[owner], self.first[place]);
                        } else {
                            graph.edge(self.last[place], self.first[owner]);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The units that link a sequence to the column of a table with an owner, or part them.
    fn links(&self) -> Lookup<&ObjectId, Vec<usize>> {
        let mut linked: Lookup<&ObjectId, Vec<usize>> = Lookup::default();
        for (place, unit) in self.units.iter().enumerate() {
            if matches!(unit.object, Object::SequenceOwner(_)) {
                linked.get_or_insert(&unit.id, Vec::new()).push(place);
            }
        }
        linked
    }

    /// What gives a sequence another owner: a table that has it passes, or another one gets it.
    fn of_sequence(
        &self,
        sequence: &ObjectId,
        passing: &Lookup<&ObjectId, Vec<usize>>,
        linked: &Lookup<&ObjectId, Vec<usize>>,
    ) -> Vec<usize> {
        let ObjectId::Sequence(name) = sequence else {
            return Vec::new();
        };
        let id = ObjectId::SequenceOwner(name.clone());
        let tables =
            [self.inputs.previous, &self.inputs.declared.schema].map(|schema| match schema.get(&id) {
                Some(Object::SequenceOwner(owner)) => Some(ObjectId::Table(owner.table.clone())),
                _ => None,
            });
        let passing = tables
            .iter()
            .flatten()
            .filter_map(|table| passing.get(&table))
            .flatten();
        passing
            .chain(linked.get(&&id).into_iter().flatten())
            .copied()
            .collect()
    }

    /// Whether the table of a sequence had it before.
    fn had(&self, linked: &SequenceOwner) -> bool {
        let id = ObjectId::SequenceOwner(linked.sequence.clone());
        matches!(self.inputs.previous.get(&id), Some(Object::SequenceOwner(before)) if before.table == linked.table)
    }

    /// PostgreSQL keeps no grants to owners: those to whoever becomes one go before, those to whoever was one
    /// come after. A sequence has an owner by itself before a column gets it, and once none has it any more.
    fn around(&self, part: usize, owner: usize, graph: &mut Graph) {
        match self.units[part].effect {
            Effect::Take => graph.edge(self.last[part], self.first[owner]),
            Effect::Make | Effect::Rename => graph.edge(self.last[owner], self.first[part]),
        }
    }
}
