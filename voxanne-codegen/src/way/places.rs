//! Columns where they are: a state that holds its columns in another order is one that a table which exists
//! reaches only by writing its rows anew, and not everybody cares.

use std::collections::BTreeMap;

use voxanne_schema::model::{Column, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;
use voxanne_schema::rename::Named;

/// The state after, with the columns of every table that exists in the order that there is, and those that
/// are new behind them.
pub(super) fn as_they_are(from: &Schema, to: &Schema, renames: &BTreeMap<Named, Name>) -> Schema {
    let mut next = to.clone();
    for table in to.tables() {
        let Some(was) = from.table(&former(&table.name, renames)) else {
            continue;
        };
        let place = |column: &Column| {
            let now = Named::Column(table.name.clone(), column.name.clone());
            let name = renames.get(&now).unwrap_or(&column.name);
            was.columns.iter().position(|column| column.name == *name)
        };
        let mut columns = table.columns.clone();
        // The sort is stable: what is new keeps its order.
        columns.sort_by_key(|column| place(column).unwrap_or(usize::MAX));
        if columns != table.columns {
            next.replace(Table {
                columns,
                ..table.clone()
            });
        }
    }
    next
}

/// What a table was called.
fn former(table: &QualifiedName, renames: &BTreeMap<Named, Name>) -> QualifiedName {
    let of = |named: Named| renames.get(&named).cloned();
    let namespace = of(Named::Object(ObjectId::Namespace(table.namespace.clone())));
    QualifiedName {
        namespace: namespace.unwrap_or_else(|| table.namespace.clone()),
        name: of(Named::Object(ObjectId::Table(table.clone()))).unwrap_or_else(|| table.name.clone()),
    }
}
