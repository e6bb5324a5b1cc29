//! Generated columns that come to stand before others, in a state that nobody declared. PostgreSQL adds columns
//! at the end alone and computes a generated one where it is added, so that it cannot be moved as others are: it
//! goes, with what hangs on it, is added again behind those that stand before it, and then whatever stands
//! behind it moves there.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Diagnostic;
use voxanne_schema::model::{Column, IndexKey, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::{Inputs, PlannedMigration, changed};
use crate::reshape::says;

/// The columns that are taken out and added again, by their tables.
type Computed = BTreeMap<QualifiedName, Vec<Name>>;

/// The states between what can be reached and what is wanted, where generated columns are in the way.
pub(super) struct Between {
    computed: Computed,
}

impl Between {
    /// Those of a state with all columns in places that can be reached; nothing where no generated column is in
    /// the way of another.
    pub(super) fn of(inputs: Inputs<'_>, reachable: &Declared) -> Option<Self> {
        if !inputs.declared.unguided {
            return None;
        }
        let mut computed = Computed::new();
        for table in inputs.declared.schema.tables() {
            let Some(reached) = reachable.schema.table(&table.name) else {
                continue;
            };
            let same = table.columns.iter().zip(&reached.columns);
            let first = same.take_while(|(a, b)| a.name == b.name).count();
            let behind = table.columns.iter().skip(first);
            let generated = behind.filter(|column| column.generated.is_some());
            let mut names: Vec<Name> = generated.map(|column| column.name.clone()).collect();
            names.extend(otherwise(table, inputs.previous).cloned());
            let place = |name: &Name| table.columns.iter().position(|column| column.name == *name);
            names.sort_by_key(place);
            names.dedup();
            if !names.is_empty() {
                computed.insert(table.name.clone(), names);
            }
        }
        (!computed.is_empty()).then_some(Self { computed })
    }

    /// The migrations by way of a state without those columns.
    ///
    /// # Errors
    ///
    /// What cannot be planned on the way.
    pub(super) fn way(
        &self,
        inputs: Inputs<'_>,
        reachable: &Declared,
    ) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
        let without = self.without(reachable);
        let mut migrations = changed(Inputs {
            declared: &without,
            ..inputs
        })?;
        migrations.extend(self.plan(inputs, &without)?);
        Ok(migrations)
    }

    /// What can be reached without those columns and without what hangs on them.
    pub(super) fn without(&self, reachable: &Declared) -> Declared {
        let mut without = reachable.clone();
        let mut gone: BTreeSet<ObjectId> = BTreeSet::new();
        for (id, object) in reachable.schema.objects() {
            if self
                .computed
                .iter()
                .any(|(table, columns)| holds(object, table, columns))
            {
                gone.insert(id.clone());
            }
        }
        loop {
            let more: Vec<ObjectId> = without
                .schema
                .objects()
                .filter(|(id, object)| {
                    let owner = object.owner().map(voxanne_schema::object::Owner::id);
                    let hangs = object
                        .dependencies()
                        .objects()
                        .any(|needed| gone.contains(needed))
                        || owner.is_some_and(|owner| gone.contains(&owner));
                    hangs && !gone.contains(*id)
                })
                .map(|(id, _)| id.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            gone.extend(more);
        }
        for id in &gone {
            without.schema.remove(id);
        }
        for (name, columns) in &self.computed {
            if let Some(table) = without.schema.table(name) {
                let mut table = table.clone();
                table.columns.retain(|column| !columns.contains(&column.name));
                without.schema.replace(table);
            }
        }
        without
    }

    /// The migrations from there to what is wanted.
    ///
    /// # Errors
    ///
    /// Every table whose columns cannot change their places.
    pub(super) fn plan(
        &self,
        inputs: Inputs<'_>,
        without: &Declared,
    ) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
        let mut migrations = Vec::new();
        let mut stage = without.schema.clone();
        for next in self.stages(&inputs.declared.schema, &stage) {
            let mut declared = inputs.declared.clone();
            declared.schema = next;
            migrations.extend(changed(Inputs {
                previous: &stage,
                original: &stage,
                declared: &declared,
                renames: None,
                ..inputs
            })?);
            stage = declared.schema;
        }
        migrations.extend(changed(Inputs {
            previous: &stage,
            original: &stage,
            renames: None,
            ..inputs
        })?);
        Ok(migrations)
    }

    /// The states one after the other: the plain columns in order, then each generated one behind those that
    /// stand before it, and behind it all others.
    fn stages(&self, wanted: &Schema, without: &Schema) -> Vec<Schema> {
        let count = self.computed.values().map(Vec::len).max().unwrap_or_default();
        let mut stages = Vec::new();
        let mut last = without.clone();
        for step in 0..=2 * count {
            let mut next = last.clone();
            for (name, generated) in &self.computed {
                let (Some(is), Some(table)) = (wanted.table(name), last.table(name)) else {
                    continue;
                };
                let there = &generated[..step.div_ceil(2).min(generated.len())];
                let hidden =
                    |column: &&Column| generated.contains(&column.name) && !there.contains(&column.name);
                let in_order = is.columns.iter().filter(|column| !hidden(column));
                let columns: Vec<Column> = if step % 2 == 1 && step.div_ceil(2) <= generated.len() {
                    let added = there.last().and_then(|name| is.column(name));
                    table.columns.iter().chain(added).cloned().collect()
                } else {
                    in_order.cloned().collect()
                };
                next.replace(Table {
                    columns,
                    ..table.clone()
                });
            }
            if next != last {
                stages.push(next.clone());
            }
            last = next;
        }
        stages
    }
}

/// Whether an object hangs on one of these columns of a table.
fn holds(object: &Object, table: &QualifiedName, columns: &[Name]) -> bool {
    let of = ObjectId::Table(table.clone());
    let depends = object.dependencies().iter().any(|needed| {
        needed.object == of
            && needed
                .column
                .as_ref()
                .is_some_and(|column| columns.contains(column))
    });
    if depends {
        return !matches!(object, Object::Table(_));
    }
    let is_own = match object {
        Object::Index(index) => index.table == *table,
        Object::Statistics(of) => of.table == *table,
        Object::Table(_) => false,
        other => other.id().table() == Some(table),
    };
    if !is_own {
        return false;
    }
    let named = |name: &Name| columns.contains(name);
    let by_name = match object {
        Object::Index(index) => {
            index.keys.iter().filter_map(IndexKey::column_name).any(named) || index.include.iter().any(named)
        }
        Object::Constraint(constraint) => constraint.key_columns().iter().any(named),
        Object::Trigger(trigger) => trigger.update_of.iter().any(named),
        _ => false,
    };
    by_name || columns.iter().any(|column| says(object, column))
}

/// The columns that are computed otherwise than they were, and would not stand in their places if they were only
/// taken out and added again.
fn otherwise<'t>(table: &'t Table, previous: &'t Schema) -> impl Iterator<Item = &'t Name> {
    let was = previous.table(&table.name);
    let is_last = |of: &Table, name: &Name| of.columns.last().is_some_and(|last| last.name == *name);
    table.columns.iter().filter_map(move |column| {
        let was = was?;
        let former = was.column(&column.name)?.generated.as_ref()?;
        let changes = column.generated.as_ref().is_some_and(|is| is != former);
        let stays = is_last(was, &column.name)
            && is_last(table, &column.name)
            && was.columns.len() == table.columns.len();
        (changes && !stays).then_some(&column.name)
    })
}
