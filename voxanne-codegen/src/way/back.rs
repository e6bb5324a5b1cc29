//! Where taking back single statements ends at another state than there was: what is dropped comes back behind
//! what stayed, and old rows are not known to satisfy what holds again.

use voxanne_schema::model::{Constraint, Grant, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, ObjectId};

/// Whether the statements that take back a way from the one state to the other end elsewhere.
pub(super) fn ends_elsewhere(before: &Schema, after: &Schema) -> bool {
    before
        .tables()
        .any(|table| loses_place(before, after, &table.name))
        || before
            .constraints()
            .any(|constraint| is_unproven(constraint, after))
        || regrants(before, after)
}

/// Whether somebody loses what was granted before something that others keep: it would come back behind that.
fn regrants(before: &Schema, after: &Schema) -> bool {
    before.grants().any(|grant| {
        let stays = |grant: &Grant| after.contains(&ObjectId::Grant(grant.id()));
        let mut others = before.grants_on(&grant.on);
        !stays(grant) && others.any(|other| other.place > grant.place && stays(other))
    })
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

/// Whether a check or a foreign key, which all rows are known to satisfy, goes from a table that stays.
fn is_unproven(constraint: &Constraint, after: &Schema) -> bool {
    let proven = constraint.validated && (constraint.is_check() || constraint.foreign_key().is_some());
    proven
        && after.table(&constraint.table).is_some()
        && after.get(&ObjectId::Constraint(constraint.id())).is_none()
}
