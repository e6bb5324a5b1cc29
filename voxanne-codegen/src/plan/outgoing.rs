//! Names that a table which goes leaves to one that comes: the indexes of its keys and the sequences of its
//! identities make room under a passing name, because the one may have to stand before the other goes.

use voxanne_schema::model::{Constraint, Schema, Table};
use voxanne_schema::name::{QualifiedName, default_name};
use voxanne_schema::object::{Object, ObjectId};

use super::statement::{Delta, LockMode, Statement, Step};
use super::{Effect, Unit};
use crate::sql::{ident, qualified};

/// Puts what makes room before the first step of whatever takes such a name.
pub(super) fn make_room(units: &mut [Unit<'_>], previous: &Schema) {
    let mut left: Vec<(QualifiedName, Option<ObjectId>, QualifiedName)> = Vec::new();
    for unit in units.iter() {
        let (Object::Table(table), Effect::Take) = (unit.object, unit.effect) else {
            continue;
        };
        for id in dropped(unit) {
            if let Some(name) = previous.get(id).and_then(of_index) {
                left.push((name, Some(id.clone()), table.name.clone()));
            }
        }
        left.extend(sequences(table).map(|name| (name, None, table.name.clone())));
    }
    if left.is_empty() {
        return;
    }
    for unit in units.iter_mut() {
        let taken: Vec<QualifiedName> = takes(unit).collect();
        let rooms = left.iter().filter(|(name, id, table)| {
            taken.contains(name) && may_pass(unit, id.as_ref()) && unit.id != ObjectId::Table(table.clone())
        });
        let rooms: Vec<Statement> = rooms
            .map(|(name, id, table)| room(name, id.is_some(), table))
            .collect();
        if let Some(stage) = unit.steps.first().map(|step| step.stage)
            && !rooms.is_empty()
        {
            unit.steps.insert(0, Step::new(stage, rooms, Vec::new()));
        }
    }
}

/// The sequences of a table's identity columns.
pub(crate) fn sequences(table: &Table) -> impl Iterator<Item = QualifiedName> {
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
pub(crate) fn relation(object: &Object) -> Option<QualifiedName> {
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
pub(crate) fn of_index(object: &Object) -> Option<QualifiedName> {
    match object {
        Object::Index(index) => Some(index.qualified_name()),
        Object::Constraint(key) => of_key(key),
        _ => None,
    }
}

fn of_key(key: &Constraint) -> Option<QualifiedName> {
    key.has_index().then(|| key.table.sibling(key.name.clone()))
}

fn room(name: &QualifiedName, is_index: bool, table: &QualifiedName) -> Statement {
    let kind = if is_index { "INDEX" } else { "SEQUENCE" };
    let passing = name.sibling(default_name(name.name.as_str(), "", "outgoing"));
    let rename = |from: &QualifiedName, to: &QualifiedName| {
        format!("ALTER {kind} {} RENAME TO {};", qualified(from), ident(&to.name))
    };
    Statement::new(rename(name, &passing), rename(&passing, name))
        .because(format!("Makes room: it goes with {table}."))
        .locks(LockMode::ShareUpdateExclusive, table)
}
