//! Keys, and what waits for them or for their columns: foreign keys, other primary keys, columns that accept null.

use std::collections::BTreeSet;

use voxanne_schema::model::IndexKey;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::Edges;
use crate::plan::graph::Graph;
use crate::plan::statement::Stage;
use crate::plan::{Effect, Unit, is_key_of};

impl Edges<'_> {
    /// The unit that takes the primary key of a table that gets another, for it has one at a time.
    pub(super) fn former_key(&self, unit: &Unit<'_>) -> Option<usize> {
        let (Object::Constraint(key), Effect::Make) = (&unit.object, unit.effect) else {
            return None;
        };
        let mut former = self.inputs.previous.constraints_of(&key.table);
        let former = former.find(|former| former.is_primary_key() && key.is_primary_key())?;
        self.taken.get(&ObjectId::Constraint(former.id())).copied()
    }

    /// The step that proves a column of a new primary key: the key would read all rows under its lock,
    /// and on the way back the column would belong to it still. The same of an index by which subscribers know rows
    /// from here on, of which no column may accept null.
    pub(super) fn required_by(&self, unit: &Unit<'_>) -> Option<usize> {
        let (table, columns): (_, Vec<&Name>) = match (&unit.object, unit.effect) {
            (Object::Constraint(key), Effect::Make) if key.is_primary_key() => {
                (&key.table, key.key_columns().iter().collect())
            }
            (Object::Index(index), Effect::Make) if index.replica_identity => (
                &index.table,
                index.keys.iter().filter_map(IndexKey::column_name).collect(),
            ),
            _ => return None,
        };
        let previous = self.inputs.previous.table(table)?;
        let mut columns = columns.into_iter();
        let is_proven = columns.any(|name| previous.column(name).is_none_or(|column| column.nullable));
        let table = self.made.get(&ObjectId::Table(table.clone()));
        let table = table.copied().filter(|_| is_proven)?;
        let step = self.first[table] + self.steps_before(table, Stage::Contract);
        (step <= self.last[table]).then_some(step)
    }

    /// The unit of the table whose column accepts null once a primary key is gone, or once an index tells
    /// rows apart no more.
    pub(super) fn freed_by(&self, unit: &Unit<'_>) -> Option<usize> {
        let (table, columns): (_, Vec<&Name>) = match (&unit.object, unit.effect) {
            (Object::Constraint(key), Effect::Take) if key.is_primary_key() => {
                (&key.table, key.key_columns().iter().collect())
            }
            (Object::Index(index), effect) => {
                let Object::Index(was) = self.inputs.previous.get(&unit.id)? else {
                    return None;
                };
                let stays = effect == Effect::Make && index.replica_identity;
                if !was.replica_identity || stays {
                    return None;
                }
                (
                    &was.table,
                    was.keys.iter().filter_map(IndexKey::column_name).collect(),
                )
            }
            _ => return None,
        };
        let next = self.inputs.declared.schema.table(table)?;
        let mut columns = columns.into_iter().filter_map(|name| next.column(name));
        let table = self.made.get(&ObjectId::Table(table.clone()));
        table.copied().filter(|_| columns.any(|column| column.nullable))
    }

    /// A foreign key waits for the key that it points at.
    pub(super) fn referenced_key(&self, place: usize, graph: &mut Graph) {
        let (Object::Constraint(constraint), Effect::Make) =
            (&self.units[place].object, self.units[place].effect)
        else {
            return;
        };
        let Some(key) = constraint.foreign_key() else {
            return;
        };
        for &other in self.indexes.get(&key.references).into_iter().flatten() {
            if let Object::Index(index) = &self.units[other].object
                && is_key_of(index, &key.referenced_columns)
            {
                graph.edge(self.last[other], self.first[place]);
            }
        }
        let wanted: BTreeSet<_> = key.referenced_columns.iter().collect();
        for &other in self.keys.get(&key.references).into_iter().flatten() {
            let Object::Constraint(candidate) = &self.units[other].object else {
                continue;
            };
            if other != place && candidate.key_columns().iter().collect::<BTreeSet<_>>() == wanted {
                graph.edge(self.last[other], self.first[place]);
                // A new table comes with its keys: without them it would take any row meanwhile.
                let table = self.made.get(&ObjectId::Table(constraint.table.clone()));
                if let Some(&table) = table.filter(|_| self.is_new(&constraint.table)) {
                    graph.edge(self.last[other], self.first[table]);
                }
            }
        }
    }
}
