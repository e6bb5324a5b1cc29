//! The names of the indexes of partitions, which PostgreSQL makes of the partition and the columns, and leaves
//! as they are when one of these is called otherwise. So it does with the columns of the index itself, of which
//! it makes the names for the partitions that are yet to come.

use voxanne_schema::model::{Constraint, Index, IndexElement, Partition, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

use super::Renaming;
use crate::kinds::constraint::key_index;
use crate::kinds::leaves;
use crate::plan::{LockMode, Statement};
use crate::sql::{ident, qualified};

/// The renames of indexes that go with the rename of a partition, or of a column of a partitioned table.
/// `rest` are the renames that come behind it, and `schema` is what there is after them all.
pub(super) fn statements(rename: &Rename, rest: &[Renaming], schema: &Schema) -> Vec<Statement> {
    let table = match &rename.from {
        Named::Column(table, _) => table,
        Named::Object(ObjectId::Partition(member)) => &member.table,
        Named::Object(_) | Named::Label(..) | Named::Attribute(..) => return Vec::new(),
    };
    // As it is called after all of them.
    let follow = |named: Named, next: &Renaming| next.rename.follow(&named);
    let table = Named::Object(ObjectId::Table(table.clone()));
    let Named::Object(ObjectId::Table(table)) = rest.iter().fold(table, follow) else {
        return Vec::new();
    };
    let mut statements = match &rename.from {
        Named::Column(..) => attributes(rename, rest, schema, &table),
        _ => Vec::new(),
    };
    for partition in schema.partitions_of(&table) {
        let after = names(partition, &at(partition, rest), schema, rest);
        let former = earlier(&at(partition, rest), rename);
        let before = names(partition, &former, schema, &with(rename, rest));
        for (from, to) in before.into_iter().zip(after) {
            if let (Some(from), Some(to)) = (from, to)
                && from != to
            {
                statements.push(renamed(partition, &from, &to));
            }
        }
    }
    statements
}

/// The renames of the columns that the indexes of a partitioned table have of a column, which go on to those of
/// its partitions.
fn attributes(rename: &Rename, rest: &[Renaming], schema: &Schema, table: &QualifiedName) -> Vec<Statement> {
    if schema
        .table(table)
        .is_none_or(|table| table.partition_by.is_none())
    {
        return Vec::new();
    }
    let column = |name: &Name, renames: &[Renaming]| {
        let named = before(Named::Column(table.clone(), name.clone()), renames);
        named.name().unwrap_or(name).clone()
    };
    let all = with(rename, rest);
    let mut statements = Vec::new();
    for (_, object) in schema.objects() {
        let (id, index) = match object {
            Object::Index(index) if index.table == *table => (object.id(), index.clone()),
            Object::Constraint(key) if key.table == *table && key.has_index() => {
                (object.id(), key_index(key))
            }
            _ => continue,
        };
        let id = before(Named::Object(id), rest);
        let was = leaves::attributes(&called(&index, &|name| column(name, &all)));
        let is = leaves::attributes(&called(&index, &|name| column(name, rest)));
        for (was, is) in was.into_iter().zip(is).filter(|(was, is)| was != is) {
            if let (Some(name), Some(was), Some(is)) = (id.name(), was, is) {
                statements.push(attribute(&table.sibling(name.clone()), table, &was, &is));
            }
        }
    }
    statements
}

fn attribute(index: &QualifiedName, table: &QualifiedName, from: &str, to: &str) -> Statement {
    let sql = |from: &str, to: &str| {
        format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {};",
            qualified(index),
            ident(&Name::new(from)),
            ident(&Name::new(to))
        )
    };
    Statement::new(sql(from, to), sql(to, from))
        .locks(LockMode::AccessExclusive, table)
        .because("The indexes of partitions to come are named by the columns of this one.")
}

/// The rename itself with those behind it.
fn with(rename: &Rename, rest: &[Renaming]) -> Vec<Renaming> {
    let own = Renaming {
        rename: rename.clone(),
        why: super::Why::Follows,
        identities: Vec::new(),
    };
    std::iter::once(own).chain(rest.iter().cloned()).collect()
}

/// A thing as it is called before some renames, given what it is called after them.
fn before(named: Named, renames: &[Renaming]) -> Named {
    let renames = renames.iter().rev();
    renames.fold(named, |named, of| of.rename.reversed().follow(&named))
}

/// The name of a partition before some renames.
fn at(partition: &Partition, rest: &[Renaming]) -> Named {
    let id = voxanne_schema::object::Describe::id(partition);
    before(Named::Object(ObjectId::Partition(id)), rest)
}

fn earlier(named: &Named, rename: &Rename) -> Named {
    rename.reversed().follow(named)
}

/// The names of the indexes of a partition that is called something, in the order of those of its table. What has
/// a name of its own keeps it.
fn names(partition: &Partition, called_now: &Named, schema: &Schema, rest: &[Renaming]) -> Vec<Option<Name>> {
    let Some(name) = called_now.name() else {
        return Vec::new();
    };
    let table = &partition.table;
    let column = |name: &Name| {
        let named = before(Named::Column(table.clone(), name.clone()), rest);
        named.name().unwrap_or(name).clone()
    };
    let wholes: Vec<Object> = leaves::wholes(table, schema)
        .into_iter()
        .filter_map(|whole| match whole {
            Object::Index(index) => Some(called(index, &column).into()),
            Object::Constraint(key) => Some(key_called(key, &column).into()),
            _ => None,
        })
        .collect();
    let partition = Partition {
        name: name.clone(),
        ..partition.clone()
    };
    leaves::part_names(&partition, &wholes)
}

fn called(index: &Index, column: &impl Fn(&Name) -> Name) -> Index {
    let mut index = index.clone();
    for key in &mut index.keys {
        if let IndexElement::Column(name) = &mut key.element {
            *name = column(name);
        }
    }
    index.include.iter_mut().for_each(|name| *name = column(name));
    index
}

fn key_called(key: &Constraint, column: &impl Fn(&Name) -> Name) -> Constraint {
    use voxanne_schema::model::ConstraintDefinition::{PrimaryKey, Unique};
    let mut key = key.clone();
    if let PrimaryKey(columns) | Unique { columns, .. } = &mut key.definition {
        columns.iter_mut().for_each(|name| *name = column(name));
    }
    key
}

fn renamed(partition: &Partition, from: &Name, to: &Name) -> Statement {
    leaves::renaming(&partition.qualified_name(), from, to)
        .serving("the name follows that of the partition or of a column")
}
