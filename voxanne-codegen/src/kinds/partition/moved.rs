//! A partition that becomes a table of its own, and a table that becomes a partition: its rows stay where
//! they are, and with them the indexes and keys that both have.

use voxanne_schema::model::{
    Column, Comment, CommentTarget, Constraint, Index, Ownership, Partition, RowSecurity, Schema, Table,
    Tenancy,
};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::placed::{Placed, homeless};
use super::proof::{Proven, guard};
use crate::kinds::leaves::{part_names, wholes};
use crate::kinds::{Context, Refusal};
use crate::plan::{Delta, LockMode, Stage, Statement, Step, Undo};

/// What PostgreSQL leaves where it detaches a partition, and what it takes along where it attaches a table:
/// the table with its checks, keys and indexes under the names that they have there. Triggers and identities
/// are the partitioned table's alone.
///
/// # Errors
///
/// What has no name that is known, or is itself partitioned.
pub(crate) fn standing_alone(
    partition: &Partition,
    tenancy: &Tenancy,
    schema: &Schema,
) -> Result<Vec<Object>, Refusal> {
    let id = ObjectId::Partition(partition.id());
    let name = partition.qualified_name();
    let refuse = |message: String, help: &str| Refusal {
        object: id.clone(),
        message,
        help: help.to_owned(),
    };
    let Some(table) = schema.table(&partition.table) else {
        return Err(homeless(partition));
    };
    if partition.partition_by.is_some() || partition.within.is_some() {
        return Err(refuse(
            format!("{id} and a table of its own cannot become each other where partitions are nested"),
            "this cannot be planned yet: copy the rows by way of a new object",
        ));
    }
    let mut objects: Vec<Object> = vec![
        Table {
            name: name.clone(),
            columns: table.columns.iter().map(alone).collect(),
            tenancy: tenancy.clone(),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        }
        .into(),
    ];
    let wholes = wholes(&table.name, schema);
    let names = part_names(partition, wholes.iter().copied());
    let called = |own: &ObjectId| {
        let place = wholes.iter().position(|whole| whole.id() == *own)?;
        names[place].clone()
    };
    objects.extend(schema.constraints_of(&table.name).map(|own| {
        Object::from(Constraint {
            table: name.clone(),
            name: called(&ObjectId::Constraint(own.id())).unwrap_or_else(|| own.name.clone()),
            ..own.clone()
        })
    }));
    for index in schema.indexes().filter(|index| index.table == table.name) {
        let Some(called) = called(&ObjectId::Index(index.id())) else {
            return Err(refuse(
                format!("the name of the part of `{}` in {id} is not known", index.name),
                "drop the index in one migration, and declare it again in a later one",
            ));
        };
        objects.push(
            Index {
                table: name.clone(),
                name: called,
                ..index.clone()
            }
            .into(),
        );
    }
    if partition.closed {
        objects.push(
            RowSecurity {
                table: name.clone(),
                forced: false,
            }
            .into(),
        );
    }
    if let Some(Object::Ownership(own)) = schema.get(&ObjectId::Ownership(Box::new(id.clone()))) {
        let of = Box::new(ObjectId::Table(name.clone()));
        let role = own.role.clone();
        objects.push(Ownership { of, role }.into());
    }
    let of_partition = CommentTarget::Object(Box::new(id));
    if let Some(text) = schema.comment(&of_partition) {
        let on = CommentTarget::Object(Box::new(ObjectId::Table(name)));
        let text = text.to_owned();
        objects.push(Comment { on, text }.into());
    }
    Ok(objects)
}

fn alone(column: &Column) -> Column {
    Column {
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        ..column.clone()
    }
}

/// What is the partition's own: itself, its owner, and the comment on it.
fn own(partition: &Partition, schema: &Schema) -> Vec<Object> {
    let id = ObjectId::Partition(partition.id());
    let owner = ObjectId::Ownership(Box::new(id.clone()));
    let comment = ObjectId::Comment(CommentTarget::Object(Box::new(id)));
    let about = [owner, comment].map(|id| schema.get(&id).cloned());
    let itself = std::iter::once(partition.clone().into());
    itself.chain(about.into_iter().flatten()).collect()
}

/// The step that makes a partition a table of its own.
///
/// # Errors
///
/// As [`standing_alone`].
pub(crate) fn detached(partition: &Partition, tenancy: &Tenancy, previous: &Schema) -> Result<Step, Refusal> {
    let placed = Placed::new(partition, previous).ok_or_else(|| homeless(partition))?;
    let (name, table) = (placed.name(), &placed.table.name);
    let back = Statement {
        undo: Undo::WithOwner,
        ..placed.attach().holds(LockMode::AccessExclusive, &name)
    };
    let mut detach = Statement::with_undo(placed.detach_sql(""), Undo::Statements(vec![back]))
        .locks(LockMode::AccessExclusive, table)
        .locks(LockMode::AccessExclusive, &name)
        .because("The partition becomes a table of its own, with its rows.");
    detach.guards.extend(guard(&placed));
    let gone = own(partition, previous).into_iter().rev();
    let mut deltas: Vec<Delta> = gone.map(|object| Delta::Drop(object.id())).collect();
    deltas.extend(
        standing_alone(partition, tenancy, previous)?
            .into_iter()
            .map(Delta::create),
    );
    Ok(Step::new(Stage::Expand, vec![detach], deltas))
}

/// The steps that make a table a partition, once it is what PostgreSQL takes for one.
///
/// # Errors
///
/// As [`standing_alone`].
pub(crate) fn attached(
    partition: &Partition,
    tenancy: &Tenancy,
    context: &Context<'_>,
) -> Result<Vec<Step>, Refusal> {
    let next = &context.declared.schema;
    let placed = Placed::new(partition, next).ok_or_else(|| homeless(partition))?;
    let mut proven = Proven::of(&placed, false, context);
    let mut steps = proven.before();
    let attach = proven
        .attach
        .because("The table becomes a partition, with its rows.");
    let mut statements = vec![attach];
    statements.extend(proven.after);
    let gone = standing_alone(partition, tenancy, next)?.into_iter().rev();
    let mut deltas: Vec<Delta> = gone.map(|object| Delta::Drop(object.id())).collect();
    deltas.extend(own(partition, next).into_iter().map(Delta::create));
    steps.push(Step::new(Stage::Contract, statements, deltas));
    Ok(steps)
}
