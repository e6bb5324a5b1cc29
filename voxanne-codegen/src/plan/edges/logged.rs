//! Tables that become unlogged, or logged: what is published or pointed at comes in order, and sequences follow.

use voxanne_schema::model::{Constraint, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::Edges;
use crate::plan::Effect;
use crate::plan::graph::Graph;

impl Edges<'_> {
    /// PostgreSQL keeps a table that is published by name from being unlogged.
    pub(super) fn published_no_more(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let Some(Object::Publication(was)) = self.inputs.previous.get(&unit.id) else {
            return;
        };
        let lost = was.tables.keys().filter(|name| match (unit.object, unit.effect) {
            (Object::Publication(is), Effect::Make) => !is.tables.contains_key(*name),
            _ => unit.effect == Effect::Take,
        });
        for name in lost {
            let of = |schema: &Schema| schema.table(name).is_some_and(|table| table.storage.unlogged);
            let becomes_unlogged = of(&self.inputs.declared.schema) && !of(self.inputs.previous);
            let table = self.made.get(&ObjectId::Table(name.clone()));
            if let Some(&table) = table.filter(|_| becomes_unlogged) {
                graph.edge(self.last[place], self.first[table]);
            }
        }
    }

    /// No rows that are logged may point at rows that are not, at no time: keys that go do so before, and tables
    /// change in the order of those that stay.
    pub(super) fn logged(&self, place: usize, graph: &mut Graph) {
        let unit = &self.units[place];
        let of = |schema: &Schema, name: &QualifiedName| {
            schema.table(name).is_some_and(|table| table.storage.unlogged)
        };
        let turns = |name: &QualifiedName, unlogged: bool| {
            let (was, is) = (
                of(self.inputs.previous, name),
                of(&self.inputs.declared.schema, name),
            );
            let table = self.made.get(&ObjectId::Table(name.clone())).copied();
            table.filter(|_| was != is && is == unlogged && !self.is_new(name))
        };
        if let Object::SequenceOwner(owner) = unit.object {
            // A sequence would follow its table: it leaves before, and comes after.
            let turned = |table: &QualifiedName| turns(table, true).or_else(|| turns(table, false));
            let left = match self.inputs.previous.get(&unit.id) {
                Some(Object::SequenceOwner(was)) => Some(&was.table),
                _ => None,
            };
            let comes = unit.effect == Effect::Make && left != Some(&owner.table);
            let goes = unit.effect == Effect::Take || comes;
            if let Some(table) = left.filter(|_| goes).and_then(turned) {
                graph.edge(self.last[place], self.first[table]);
            }
            if let Some(table) = comes.then(|| turned(&owner.table)).flatten() {
                graph.edge(self.last[table], self.first[place]);
            }
            return;
        }
        let keys: Vec<&Constraint> = match &unit.object {
            Object::Constraint(key) if unit.effect == Effect::Take => vec![key],
            Object::Table(table) => self.inputs.previous.constraints_of(&table.name).collect(),
            _ => return,
        };
        for key in keys {
            let Some(foreign) = key
                .foreign_key()
                .filter(|foreign| foreign.references != key.table)
            else {
                continue;
            };
            let (own, other) = (turns(&key.table, false), turns(&foreign.references, true));
            if unit.effect == Effect::Take {
                for table in own.into_iter().chain(other) {
                    graph.edge(self.last[place], self.first[table]);
                }
            } else if let (Some(own), Some(other)) = (turns(&key.table, true), other) {
                graph.edge(self.first[own], self.first[other]);
            } else if let (Some(own), Some(other)) = (own, turns(&foreign.references, false)) {
                graph.edge(self.first[other], self.first[own]);
            }
        }
    }
}
