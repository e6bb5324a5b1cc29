//! Where taking back single statements ends at another state than there was: what is dropped comes back behind
//! what stayed, and old rows are not known to satisfy what holds again.

use voxanne_schema::model::{Constraint, Grant, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, Object, ObjectId};

use crate::diff::out_of_place;

/// Whether the statements that take back a way from the one state to the other end elsewhere.
pub(super) fn ends_elsewhere(before: &Schema, after: &Schema) -> bool {
    before
        .tables()
        .any(|table| loses_place(before, after, &table.name))
        || before
            .constraints()
            .any(|constraint| is_unproven(constraint, after))
        || before
            .tables()
            .any(|table| loses_requirement(before, after, &table.name))
        || regrants(before, after)
}

/// Whether those who lose what was granted would not get it back in the order in which they had it.
fn regrants(before: &Schema, after: &Schema) -> bool {
    let goes = |grant: &Grant| !after.contains(&ObjectId::Grant(grant.id()));
    let lost = before.grants().any(|grant| {
        let mut others = before.grants_on(&grant.on);
        goes(grant) && after.contains(&grant.on.object()) && others.any(|other| other.place > grant.place)
    });
    lost || !out_of_place(before, after).is_empty()
}

/// Whether a column of a table goes and another one behind it stays.
fn loses_place(before: &Schema, after: &Schema, name: &QualifiedName) -> bool {
    let (Some(was), Some(is)) = (before.table(name), after.table(name)) else {
        return false;
    };
    // One that is computed goes before what it is computed from, and would come back before that.
    let going = || {
        was.columns
            .iter()
            .filter(|column| is.column(&column.name).is_none())
    };
    if going().count() > 1 && going().any(|column| column.generated.is_some()) {
        return true;
    }
    let mut columns = was.columns.iter();
    let goes = columns.position(|column| is.column(&column.name).is_none());
    goes.is_some() && columns.any(|column| is.column(&column.name).is_some())
}

/// Whether a column goes that every row has a value in: rows that lost it need none when it comes back, unless
/// all get the same.
fn loses_requirement(before: &Schema, after: &Schema, name: &QualifiedName) -> bool {
    let (Some(was), Some(is)) = (before.table(name), after.table(name)) else {
        return false;
    };
    let is_of_key = |column: &Name| {
        let own = before.constraints_of(name).any(|key| {
            let foreign = key.foreign_key().is_some_and(|key| key.columns.contains(column));
            key.key_columns().contains(column) || foreign
        });
        let mut indexes = before
            .indexes()
            .filter(|index| index.table == *name && index.unique);
        own || indexes.any(|index| index.keys.iter().any(|key| key.column_name() == Some(column)))
    };
    let mut going = was
        .columns
        .iter()
        .filter(|column| is.column(&column.name).is_none());
    going.any(|column| {
        let by_itself = column.nullable || column.identity.is_some() || column.generated.is_some();
        !by_itself && (column.default.is_none() || is_of_key(&column.name))
    })
}

/// Whether a check or a foreign key, which all rows are known to satisfy, goes from a table that stays, or says
/// something else there.
fn is_unproven(constraint: &Constraint, after: &Schema) -> bool {
    let proven = constraint.validated && (constraint.is_check() || constraint.foreign_key().is_some());
    proven
        && after.table(&constraint.table).is_some()
        && match after.get(&ObjectId::Constraint(constraint.id())) {
            Some(Object::Constraint(is)) => is.definition != constraint.definition,
            _ => true,
        }
}
