//! Names that a table which goes leaves to one that comes: the indexes of its keys and the sequences of its
//! identities make room under a passing name, because the one may have to stand before the other goes.

use std::collections::BTreeMap;

use voxanne_schema::model::{Column, Constraint, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

use super::statement::{Delta, LockMode, Statement, Step};
use super::{Effect, Unit};
use crate::kinds::{self, Context, Refusal};
use crate::sql::{ident, qualified};

/// A name that a table which goes leaves.
struct Left {
    name: QualifiedName,
    /// The index or the key that has it; none is the sequence of an identity.
    id: Option<ObjectId>,
    table: QualifiedName,
}

/// Puts what makes room before the first step of whatever takes such a name. The way back builds the table under the
/// passing names, which are changed back once those are free.
///
/// # Errors
///
/// What cannot be dropped.
pub(super) fn make_room(units: &mut [Unit<'_>], context: &Context<'_>) -> Result<(), Vec<Refusal>> {
    let left = left(units, context.previous);
    if left.is_empty() {
        return Ok(());
    }
    let mut passing = BTreeMap::new();
    for unit in units.iter_mut() {
        let taken: Vec<QualifiedName> = takes(unit).collect();
        let rooms: Vec<&Left> = left
            .iter()
            .filter(|left| {
                taken.contains(&left.name)
                    && may_pass(unit, left.id.as_ref())
                    && unit.id != ObjectId::Table(left.table.clone())
            })
            .collect();
        let Some(stage) = unit.steps.first().map(|step| step.stage) else {
            continue;
        };
        if !rooms.is_empty() {
            let statements = rooms.iter().map(|left| left.room()).collect();
            unit.steps.insert(0, Step::new(stage, statements, Vec::new()));
            for left in rooms {
                passing.entry(&left.table).or_insert_with(Vec::new).push(left);
            }
        }
    }
    for unit in units.iter_mut().filter(|unit| unit.effect == Effect::Take) {
        let ObjectId::Table(table) = &unit.id else {
            continue;
        };
        if let Some(passing) = passing.get(table) {
            come_back_passing(unit, passing, context).map_err(|refusal| vec![refusal])?;
        }
    }
    Ok(())
}

/// The names that tables which go leave.
fn left(units: &[Unit<'_>], previous: &Schema) -> Vec<Left> {
    let mut left = Vec::new();
    for unit in units {
        let (Object::Table(table), Effect::Take) = (unit.object, unit.effect) else {
            continue;
        };
        let indexes =
            dropped(unit).filter_map(|id| Some((previous.get(id).and_then(of_index)?, Some(id.clone()))));
        let sequences = sequences(table).map(|name| (name, None));
        left.extend(indexes.chain(sequences).map(|(name, id)| Left {
            name,
            id,
            table: table.name.clone(),
        }));
    }
    left
}

/// Has a table come back with what has made room under its passing names.
fn come_back_passing(unit: &mut Unit<'_>, passing: &[&Left], context: &Context<'_>) -> Result<(), Refusal> {
    let mut previous = context.previous.clone();
    for left in passing {
        left.pass(&mut previous);
    }
    let Some(object) = previous.get(&unit.id) else {
        return Ok(());
    };
    let context = Context {
        previous: &previous,
        ..*context
    };
    let passing = kinds::drop(object, &context)?;
    let statements = unit.steps.iter_mut().flat_map(|step| &mut step.statements);
    let passing = passing.into_iter().flat_map(|step| step.statements);
    for (statement, passing) in statements.zip(passing) {
        statement.undo = passing.undo;
    }
    Ok(())
}

/// The sequences of a table's identity columns.
pub(super) fn sequences(table: &Table) -> impl Iterator<Item = QualifiedName> {
    let identities = table.columns.iter().filter(|column| column.identity.is_some());
    identities.map(|column| table.sequence_of(column))
}

/// Whether a unit takes the name of an index beside the table that it still belongs to. Two indexes of one name
/// are one object, of which the first goes first.
pub(super) fn may_pass(unit: &Unit<'_>, left: Option<&ObjectId>) -> bool {
    let same = left.is_some_and(|left| matches!(left, ObjectId::Index(_)) && unit.id == *left);
    unit.effect == Effect::Make && !same
}

/// What goes with a unit.
pub(super) fn dropped<'u>(unit: &'u Unit<'_>) -> impl Iterator<Item = &'u ObjectId> {
    let deltas = unit.steps.iter().flat_map(|step| &step.deltas);
    deltas.filter_map(|delta| match delta {
        Delta::Drop(id) => Some(id),
        _ => None,
    })
}

/// The names of relations that a unit creates.
pub(super) fn takes(unit: &Unit<'_>) -> impl Iterator<Item = QualifiedName> {
    let inlined = unit.inlined.iter().filter_map(|key| of_key(key));
    let created = unit.steps.iter().flat_map(|step| &step.deltas);
    let created = created.filter_map(|delta| match delta {
        Delta::Create(object) => relation(object),
        _ => None,
    });
    let counted = match unit.object {
        Object::Table(table) => Some(sequences(table)),
        _ => None,
    };
    created.chain(inlined).chain(counted.into_iter().flatten())
}

/// The name that an object has among the relations of its namespace, where it is one.
pub(super) fn relation(object: &Object) -> Option<QualifiedName> {
    match object {
        Object::Table(table) => Some(table.name.clone()),
        Object::View(view) => Some(view.name.clone()),
        Object::MaterializedView(view) => Some(view.name.clone()),
        Object::Sequence(sequence) => Some(sequence.name.clone()),
        Object::Composite(composite) => Some(composite.name.clone()),
        Object::Partition(partition) => Some(partition.qualified_name()),
        other => of_index(other),
    }
}

/// The name of an index, or of the one behind a key.
pub(super) fn of_index(object: &Object) -> Option<QualifiedName> {
    match object {
        Object::Index(index) => Some(index.qualified_name()),
        Object::Constraint(key) => of_key(key),
        _ => None,
    }
}

fn of_key(key: &Constraint) -> Option<QualifiedName> {
    key.has_index().then(|| key.table.sibling(key.name.clone()))
}

impl Left {
    fn passing(&self) -> Name {
        default_name(self.name.name.as_str(), "", "outgoing")
    }

    /// Gives what has the name its passing one.
    fn room(&self) -> Statement {
        let kind = if self.id.is_some() { "INDEX" } else { "SEQUENCE" };
        let passing = self.name.sibling(self.passing());
        let rename = |from: &QualifiedName, to: &QualifiedName| {
            format!("ALTER {kind} {} RENAME TO {};", qualified(from), ident(&to.name))
        };
        Statement::new(rename(&self.name, &passing), rename(&passing, &self.name))
            .because(format!("Makes room: it goes with {}.", self.table))
            .locks(LockMode::ShareUpdateExclusive, &self.table)
    }

    /// The same in a model.
    fn pass(&self, schema: &mut Schema) {
        if let Some(id) = &self.id {
            let rename = Rename::new(Named::Object(id.clone()), self.passing());
            // It is refused only where there is no such object, or one of that name already.
            let _ = rename.apply(schema);
            return;
        }
        let Some(Object::Table(table)) = schema.get(&ObjectId::Table(self.table.clone())) else {
            return;
        };
        let mut table = table.clone();
        let name = table.name.clone();
        let counts =
            |column: &&mut Column| column.identity.is_some() && column.sequence_in(&name) == self.name;
        if let Some(column) = table.columns.iter_mut().find(counts) {
            column.sequence = Some(self.name.sibling(self.passing()));
        }
        schema.replace(Object::from(table));
    }
}
