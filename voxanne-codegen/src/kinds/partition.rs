//! Partitions. One of a new table is made as a part of it; one of a table that exists is made beside it and
//! attached, which neither readers nor writers wait for. Where a default partition stands, a check first
//! proves that it holds none of the rows of the new one, so that nobody waits for that either.

pub(crate) mod moved;
mod placed;
mod proof;

use std::collections::BTreeSet;

use voxanne_schema::model::{CommentTarget, Constraint, Partition, PartitionKey, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::{Alteration, Context, Plan, Refusal};
use placed::Placed;
use proof::{cleared_default, reattached};

use crate::diff::{Change, Pair};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::qualified;

/// Why a partition leaves its table for a moment.
const DETACHES: &str = "leaves its table, to be attached with its new bound";

impl Plan for Partition {
    const WEIGHT: u8 = 1;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let placed = Placed::declared(self, context)?;
        let delta = vec![Delta::create(self.clone())];
        if !parent_exists(self, context) {
            let statements = placed.within(context);
            return Ok(vec![Step::new(Stage::Expand, statements, delta)]);
        }
        let mut statements = placed.beside(context);
        let drop = Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.table);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![drop]);
        }
        statements.push(placed.attach());
        let Some(cleared) = cleared_default(&placed, context) else {
            return Ok(vec![Step::new(Stage::Expand, statements, delta)]);
        };
        let stage = if cleared.before.is_empty() {
            Stage::Expand
        } else {
            Stage::Contract
        };
        let mut steps = cleared.before;
        if let Some(last) = statements.last_mut() {
            *last = (cleared.locking)(last.clone());
        }
        statements.extend(cleared.after);
        steps.push(Step::new(stage, statements, delta));
        Ok(steps)
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Partition(self.id()));
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let placed = Placed::previous(self, context)?;
        let mut restored = placed.beside(context);
        let lost = |statement: Statement| {
            statement.hazard(
                HazardKind::DeletesData,
                format!("the rows of {} are lost", self.qualified_name()),
            )
        };
        let drop = Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.qualified_name());
        // One that comes may be there by then.
        let both = [context.previous, &context.declared.schema];
        let stands_with_default = both
            .into_iter()
            .any(|schema| siblings(self, schema).any(|it| it.bound.is_default()));
        if stands_with_default
            || self.bound.is_default()
            || self.partition_by.is_some()
            || context.is_plain(&self.table)
        {
            restored.push(Statement {
                undo: Undo::WithOwner,
                ..placed.attach()
            });
            restored.extend(restored_inside(self, context)?);
            let drop = Statement {
                undo: Undo::Statements(restored),
                ..drop.locks(LockMode::AccessExclusive, &self.table)
            };
            let mut statements = Vec::new();
            if is_referred_to(&self.table, &context.declared.schema) {
                let detach = Statement::owned(placed.detach_sql(""))
                    .locks(LockMode::AccessExclusive, &self.table)
                    .because(
                        "No partition is dropped while rows may refer to it: it stops here where any do.",
                    );
                statements.push(detach);
            }
            statements.push(lost(drop));
            return Ok(vec![Step::new(Stage::Contract, statements, vec![delta])]);
        }
        let detach = Statement {
            undo: Undo::Statements(vec![placed.attach()]),
            ..placed.detach_concurrently()
        };
        let drop = Statement {
            undo: Undo::Statements(restored),
            ..drop
        };
        Ok(vec![
            Step::new(Stage::Retire, vec![detach], vec![delta]),
            Step::new(Stage::Retire, vec![lost(drop)], Vec::new()),
        ])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if previous.namespace != next.namespace {
            return Ok(Alteration::Recreate);
        }
        if previous.partition_by != next.partition_by {
            return Err(Refusal {
                object: ObjectId::Partition(next.id()),
                message: format!(
                    "{} would be partitioned otherwise, which PostgreSQL cannot change",
                    ObjectId::Partition(next.id())
                ),
                help: "declare another partition of another name, move the rows, and drop this one in a later migration".to_owned(),
            });
        }
        let mut steps = Vec::new();
        let closed = Self {
            closed: next.closed,
            ..previous.clone()
        };
        if previous.closed != next.closed {
            steps.push(Step::new(
                Stage::Contract,
                vec![security(&closed)],
                vec![Delta::alter(closed.clone())],
            ));
        }
        let stored = Self {
            parameters: next.parameters.clone(),
            ..closed.clone()
        };
        if stored != closed {
            let mut statements = storage(&closed, next);
            if let Some(first) = statements.first_mut() {
                first.undo = Undo::Statements(storage(next, &closed));
            }
            steps.push(Step::new(
                Stage::Expand,
                statements,
                vec![Delta::alter(stored.clone())],
            ));
        }
        // Its indexes get their names behind all that changes on the table.
        let called = Self {
            index_names: next.index_names.clone(),
            ..stored.clone()
        };
        if called != stored {
            steps.push(Step::new(
                Stage::Expand,
                Vec::new(),
                vec![Delta::alter(called.clone())],
            ));
        }
        if called != *next {
            keep_references(next, context)?;
            let previous = Placed::previous(previous, context)?;
            let next = Placed::declared(next, context)?;
            steps.extend(reattached(&previous, &next, context));
        }
        Ok(Alteration::Steps(steps))
    }
}

/// `SET` and `RESET` of the parameters that differ.
fn storage(from: &Partition, to: &Partition) -> Vec<Statement> {
    let (set, gone) = from.parameters.way_to(&to.parameters);
    let set = (!set.is_empty()).then(|| format!("SET ({})", crate::sql::parameters(&set)));
    let reset = (!gone.is_empty()).then(|| format!("RESET ({})", gone.join(", ")));
    let name = to.qualified_name();
    let statement = |action: String| {
        Statement::owned(format!("ALTER TABLE {} {action};", qualified(&name)))
            .locks(LockMode::ShareUpdateExclusive, &name)
    };
    set.into_iter().chain(reset).map(statement).collect()
}

/// The columns by which rows belong to partitions keep their types: PostgreSQL cannot change these.
///
/// # Errors
///
/// Every such column whose type would change.
pub(crate) fn keep_keys(changes: &[Change<'_>], previous: &Schema) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    for change in changes {
        let Change::Alter(Pair {
            previous: Object::Table(was),
            next: Object::Table(is),
        }) = change
        else {
            continue;
        };
        let nested = previous
            .partitions_of(&was.name)
            .filter_map(|it| it.partition_by.as_ref());
        let keys = was.partition_by.iter().chain(nested);
        let columns: BTreeSet<&Name> = keys.flat_map(PartitionKey::all_columns).collect();
        for name in columns {
            let (Some(was), Some(column)) = (was.column(name), is.column(name)) else {
                continue;
            };
            if was.data_type != column.data_type {
                refusals.push(Refusal {
                    object: ObjectId::Table(is.name.clone()),
                    message: format!(
                        "`{}.{name}` tells the partitions apart, and PostgreSQL cannot change its type",
                        is.name
                    ),
                    help: "declare a new table beside it, copy the rows in batches, and in a later migration drop this one and give the new one its name with `renamed_from`".to_owned(),
                });
            }
        }
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

/// A partition that rows refer to cannot leave its table, not even to be attached again at once.
fn keep_references(partition: &Partition, context: &Context<'_>) -> Result<(), Refusal> {
    let both = [context.previous, &context.declared.schema];
    let mut constraints = both.into_iter().flat_map(Schema::constraints);
    let refers = constraints.find(|constraint| {
        let key = constraint.foreign_key();
        key.is_some_and(|key| key.references == partition.table)
    });
    let Some(constraint) = refers else {
        return Ok(());
    };
    let id = ObjectId::Partition(partition.id());
    Err(Refusal {
        message: format!(
            "{id} gets another bound, and rows of `{}` may refer to it: PostgreSQL lets no such partition leave its table",
            constraint.table
        ),
        object: id,
        help: format!(
            "take the foreign key `{}` away in one migration, change the bound, and declare the key again in a later one",
            constraint.name
        ),
    })
}

/// Whether a foreign key points at a table.
fn is_referred_to(table: &QualifiedName, schema: &Schema) -> bool {
    let mut keys = schema.constraints().filter_map(Constraint::foreign_key);
    keys.any(|key| key.references == *table)
}

/// Whether what a partition is a part of is there before the migration, with rows of its own.
fn parent_exists(partition: &Partition, context: &Context<'_>) -> bool {
    let stands = |parent: &ObjectId| context.previous.contains(parent) && context.stays(parent);
    context.exists(&partition.table) && partition.parent_partition().is_none_or(|parent| stands(&parent))
}

/// The other partitions of what a partition is a part of.
fn siblings<'s>(partition: &Partition, schema: &'s Schema) -> impl Iterator<Item = &'s Partition> {
    let (own, within) = (partition.name.clone(), partition.within.clone());
    schema
        .partitions_of(&partition.table)
        .filter(move |other| other.name != own && other.within == within)
}

/// The partitions of a table, or of one of them, each behind what it is a part of.
pub(crate) fn in_depth<'s>(
    table: &QualifiedName,
    within: Option<&Name>,
    schema: &'s Schema,
) -> Vec<&'s Partition> {
    let mut found = Vec::new();
    for partition in schema.partitions_of(table) {
        if partition.within.as_ref() == within {
            found.push(partition);
            found.extend(in_depth(table, Some(&partition.name), schema));
        }
    }
    found
}

/// How many partitions a partition is in.
pub(crate) fn depth(partition: &Partition, schema: &Schema) -> usize {
    let parent = partition.within.as_ref();
    let parent = parent.and_then(|within| schema.partition(&partition.table, within));
    parent.map_or(0, |parent| 1 + depth(parent, schema))
}

/// `FOR VALUES …`, as a schema has it.
pub(crate) fn bound(partition: &Partition, schema: &Schema) -> Option<String> {
    Some(Placed::new(partition, schema)?.bound())
}

/// The partitions inside one that comes back, with their owners and comments.
fn restored_inside(partition: &Partition, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let mut statements = Vec::new();
    for inner in in_depth(&partition.table, Some(&partition.name), context.previous) {
        statements.extend(Placed::previous(inner, context)?.within(context));
        let id = ObjectId::Partition(inner.id());
        let owner = ObjectId::Ownership(Box::new(id.clone()));
        let comment = ObjectId::Comment(CommentTarget::Object(Box::new(id)));
        for about in [owner, comment].iter().filter_map(|id| context.previous.get(id)) {
            let steps = super::create(about, context)?;
            statements.extend(steps.into_iter().flat_map(|step| step.statements));
        }
    }
    Ok(statements)
}

/// Whether a step takes a partition out of its table, to attach it again.
pub(crate) fn detaches(step: &Step) -> bool {
    let mut statements = step.statements.iter();
    statements.any(|statement| statement.purpose == Some(DETACHES))
}

pub(crate) fn drop_sql(partition: &Partition) -> String {
    format!("DROP TABLE {};", qualified(&partition.qualified_name()))
}

/// Whether nobody reads a partition past the policies of its table.
fn security(partition: &Partition) -> Statement {
    let name = partition.qualified_name();
    let sql = |word: &str| format!("ALTER TABLE {} {word} ROW LEVEL SECURITY;", qualified(&name));
    let (to, back) = if partition.closed {
        ("ENABLE", "DISABLE")
    } else {
        ("DISABLE", "ENABLE")
    };
    Statement::new(sql(to), sql(back)).locks(LockMode::AccessExclusive, &name)
}
