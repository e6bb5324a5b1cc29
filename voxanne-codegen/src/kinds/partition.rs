//! Partitions. One of a new table is made as a part of it; one of a table that exists is made beside it and
//! attached, which neither readers nor writers wait for. Where a default partition stands, a check first
//! proves that it holds none of the rows of the new one, so that nobody waits for that either.

use std::collections::BTreeSet;

use voxanne_schema::model::{CommentTarget, Partition, PartitionBound, PartitionKey, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal, refuse_rows};
use crate::diff::{Change, Pair};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, ident, qualified};

/// Why a partition leaves its table for a moment.
const DETACHES: &str = "leaves its table, to be attached with its new bound";

/// What a table brings along into a partition that is made beside it; indexes, foreign keys and triggers
/// come when it is attached.
const LIKE: [&str; 5] = ["DEFAULTS", "GENERATED", "CONSTRAINTS", "STORAGE", "COMPRESSION"];

impl Plan for Partition {
    const WEIGHT: u8 = 1;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let placed = Placed::declared(self, context)?;
        let delta = vec![Delta::create(self.clone())];
        if !parent_exists(self, context) {
            let statements = placed.inside(context);
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
        let stands_with_default = siblings(self, context.previous).any(|it| it.bound.is_default());
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
            return Ok(vec![Step::new(Stage::Contract, vec![lost(drop)], vec![delta])]);
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
        if closed != *next {
            let previous = Placed::previous(previous, context)?;
            let next = Placed::declared(next, context)?;
            steps.extend(reattached(&previous, &next, context));
        }
        Ok(Alteration::Steps(steps))
    }
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

/// The partitions inside one that comes back, and the comments on them.
fn restored_inside(partition: &Partition, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let mut statements = Vec::new();
    for inner in in_depth(&partition.table, Some(&partition.name), context.previous) {
        statements.extend(Placed::previous(inner, context)?.inside(context));
        let id = ObjectId::Partition(inner.id());
        let comment = ObjectId::Comment(CommentTarget::Object(Box::new(id)));
        if let Some(comment) = context.previous.get(&comment) {
            let steps = super::create(comment, context)?;
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

/// A partition with its table and the key by which it is one of several.
pub(crate) struct Placed<'p> {
    partition: &'p Partition,
    table: &'p Table,
    key: &'p PartitionKey,
}

impl<'p> Placed<'p> {
    /// The partition as a schema has it.
    pub(crate) fn new(partition: &'p Partition, schema: &'p Schema) -> Option<Self> {
        let table = schema.table(&partition.table)?;
        let key = match &partition.within {
            None => table.partition_by.as_ref()?,
            Some(within) => schema.partition(&table.name, within)?.partition_by.as_ref()?,
        };
        Some(Self {
            partition,
            table,
            key,
        })
    }

    fn declared(partition: &'p Partition, context: &'p Context<'_>) -> Result<Self, Refusal> {
        let placed = Self::new(partition, &context.declared.schema);
        // What comes back with a table that goes is of the state before.
        let placed = placed.or_else(|| Self::new(partition, context.previous));
        placed.ok_or_else(|| homeless(partition))
    }

    fn previous(partition: &'p Partition, context: &'p Context<'_>) -> Result<Self, Refusal> {
        Self::new(partition, context.previous).ok_or_else(|| homeless(partition))
    }

    fn name(&self) -> QualifiedName {
        self.partition.qualified_name()
    }

    fn parent(&self) -> String {
        qualified(&self.partition.parent())
    }

    /// `FOR VALUES …`
    pub(crate) fn bound(&self) -> String {
        sql::for_values(&self.partition.bound, self.key, self.table)
    }

    /// The condition of its rows, where it is of one column.
    fn condition(&self) -> Option<String> {
        sql::within_bound(&self.partition.bound, self.key, self.table)
    }

    /// The statements that make it as a part of a table that is new.
    fn inside(&self, context: &Context<'_>) -> Vec<Statement> {
        let name = qualified(&self.name());
        let sql = sql::create_partition(self.partition, &name, &self.parent(), &self.bound());
        let drop =
            Statement::owned(drop_sql(self.partition)).locks(LockMode::AccessExclusive, &self.table.name);
        let create = Statement::with_undo(sql, Undo::Statements(vec![drop]));
        let mut statements = vec![create.locks(LockMode::AccessExclusive, &self.table.name)];
        statements.extend(self.closing(context));
        statements
    }

    /// The statements that make it beside its table, for it to be attached.
    fn beside(&self, context: &Context<'_>) -> Vec<Statement> {
        let including: Vec<String> = LIKE.iter().map(|what| format!("    INCLUDING {what}")).collect();
        let mut create = format!(
            "CREATE TABLE {} (\n    LIKE {}\n    {}\n)",
            qualified(&self.name()),
            self.parent(),
            including.join("\n    "),
        );
        if let Some(key) = &self.partition.partition_by {
            create.push_str(&format!(" {}", sql::partition_by(key)));
        }
        create.push(';');
        let mut statements = vec![Statement::owned(create)];
        statements.extend(self.closing(context));
        statements
    }

    /// What keeps everybody out, and the statistics that PostgreSQL does not take over.
    fn closing(&self, context: &Context<'_>) -> Vec<Statement> {
        let name = qualified(&self.name());
        let revoke = format!("REVOKE ALL ON TABLE {name} FROM {};", context.default_grantees());
        let mut statements = vec![Statement::owned(revoke).serving(NOTHING_BY_DEFAULT)];
        if self.partition.closed {
            let enable = format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;");
            statements.push(
                Statement::owned(enable)
                    .locks(LockMode::AccessExclusive, &self.name())
                    .serving("a query on a partition asks none of the policies of its table"),
            );
        }
        let targets = self.table.columns.iter().filter_map(|column| {
            let target = column.storage.statistics?;
            Some(format!(
                "ALTER COLUMN {} SET STATISTICS {target}",
                ident(&column.name)
            ))
        });
        let targets: Vec<String> = targets.collect();
        if !targets.is_empty() {
            let sql = format!("ALTER TABLE {name}\n    {};", targets.join(",\n    "));
            statements.push(Statement::owned(sql).locks(LockMode::ShareUpdateExclusive, &self.name()));
        }
        statements
    }

    /// `ATTACH PARTITION`, which the table's readers and writers do not wait for.
    fn attach(&self) -> Statement {
        let detach = Statement::owned(self.detach_sql("")).locks(LockMode::AccessExclusive, &self.table.name);
        Statement::with_undo(
            sql::attach_partition(self.partition, &self.bound()),
            Undo::Statements(vec![detach]),
        )
        .locks(LockMode::ShareUpdateExclusive, &self.table.name)
        .locks(LockMode::AccessExclusive, &self.name())
    }

    fn detach_sql(&self, how: &str) -> String {
        let head = format!("ALTER TABLE {}", self.parent());
        let detach = format!("DETACH PARTITION {}{how};", qualified(&self.name()));
        let fits = head.len() + detach.len() < sql::WIDTH;
        format!("{head}{}{detach}", if fits { " " } else { "\n    " })
    }

    /// `DETACH PARTITION … CONCURRENTLY`. A run that was killed in it has marked the partition; it is
    /// attached again before the next.
    fn detach_concurrently(&self) -> Statement {
        let name = sql::literal(&qualified(&self.name()));
        let clean_up = format!(
            "DO $detach$
BEGIN
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass({name}) AND inhdetachpending) THEN
        {}
    END IF;

    IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass({name}) AND NOT relispartition) THEN
        {}
    END IF;
END;
$detach$;",
            self.detach_sql(" FINALIZE").replace('\n', "\n    "),
            self.attach().sql.replace('\n', "\n    "),
        );
        Statement::owned(self.detach_sql(" CONCURRENTLY"))
            .alone(Some(clean_up))
            .locks(LockMode::ShareUpdateExclusive, &self.table.name)
            .locks(LockMode::AccessExclusive, &self.name())
    }
}

fn homeless(partition: &Partition) -> Refusal {
    let id = ObjectId::Partition(partition.id());
    Refusal {
        message: format!(
            "{id} is a part of `{}`, which is not partitioned",
            partition.parent()
        ),
        object: id,
        help: "say by what it is: `#[table(partition_by = range(…))]`".to_owned(),
    }
}

/// How a default partition is kept from holding rows of another.
struct Cleared {
    /// The steps that prove that it holds none.
    before: Vec<Step>,
    /// What the attaching statement locks besides.
    locking: Box<dyn Fn(Statement) -> Statement>,
    /// What takes the proof away again.
    after: Vec<Statement>,
}

/// The proof that the default partition holds no row of a partition that comes, where there is one.
fn cleared_default(placed: &Placed<'_>, context: &Context<'_>) -> Option<Cleared> {
    let default = siblings(placed.partition, context.previous).find(|other| other.bound.is_default())?;
    let stays = context.declared.schema.partition(&default.table, &default.name);
    stays.filter(|stays| stays.bound.is_default())?;
    let name = default.qualified_name();
    let conditions = placed.condition().zip(sql::outside_bound(
        &placed.partition.bound,
        placed.key,
        placed.table,
    ));
    let Some((inside, outside)) = conditions else {
        let message = format!("everybody waits while the rows of {name} are read");
        let locked = name.clone();
        return Some(Cleared {
            before: Vec::new(),
            locking: Box::new(move |statement| {
                statement
                    .holds(LockMode::AccessExclusive, &locked)
                    .hazard(HazardKind::BlocksWriters, message.clone())
            }),
            after: Vec::new(),
        });
    };
    let own = &placed.partition.name;
    let check = Helper {
        table: name.clone(),
        name: default_name(default.name.as_str(), own.as_str(), "check"),
        condition: outside,
    };
    let table = qualified(&name);
    let count = refuse_rows(
        &format!("{table}\n    WHERE {inside}"),
        &format!("%s rows of {table} belong into the new partition {}", ident(own)),
        &format!(
            "PostgreSQL does not move them: take them out of {table}, and insert them again once the partition is there."
        ),
    );
    let add = check
        .add("No row of the new partition comes into the default one from here on, and none is there.")
        .hazard(
            HazardKind::NeedsTwoDeployments,
            format!("rows that belong into {own} are refused until it is attached"),
        );
    let locked = name.clone();
    Some(Cleared {
        before: vec![
            Step::new(Stage::Constrain, vec![count, add], Vec::new()),
            Step::new(Stage::Validate, vec![check.validate()], Vec::new()),
        ],
        locking: Box::new(move |statement| statement.locks(LockMode::AccessExclusive, &locked)),
        after: vec![check.drop()],
    })
}

/// A check that stands for the time of a migration alone, so that PostgreSQL need not read the rows under
/// a lock.
struct Helper {
    table: QualifiedName,
    name: Name,
    condition: String,
}

impl Helper {
    fn alter(&self, action: &str) -> String {
        format!("ALTER TABLE {}\n    {action};", qualified(&self.table))
    }

    fn adding(&self) -> String {
        let name = ident(&self.name);
        self.alter(&format!(
            "ADD CONSTRAINT {name} CHECK ({}) NOT VALID",
            self.condition
        ))
    }

    fn dropping(&self) -> String {
        format!(
            "ALTER TABLE {} DROP CONSTRAINT {};",
            qualified(&self.table),
            ident(&self.name)
        )
    }

    fn add(&self, reason: &str) -> Statement {
        let dropping = self
            .dropping()
            .replace("DROP CONSTRAINT", "DROP CONSTRAINT IF EXISTS");
        Statement::new(self.adding(), dropping)
            .because(reason)
            .locks(LockMode::AccessExclusive, &self.table)
    }

    fn validate(&self) -> Statement {
        let sql = format!(
            "ALTER TABLE {} VALIDATE CONSTRAINT {};",
            qualified(&self.table),
            ident(&self.name)
        );
        Statement::with_undo(sql, Undo::Statements(Vec::new()))
            .holds(LockMode::ShareUpdateExclusive, &self.table)
    }

    fn drop(&self) -> Statement {
        Statement::with_undo(self.dropping(), Undo::Statements(Vec::new()))
            .because("The check has done its work.")
            .locks(LockMode::AccessExclusive, &self.table)
    }
}

/// The steps that give a partition another bound, or another place among the partitions.
fn reattached(previous: &Placed<'_>, next: &Placed<'_>, context: &Context<'_>) -> Vec<Step> {
    let name = next.name();
    let table = qualified(&name);
    let mut constrain = Vec::new();
    let mut validate = Vec::new();
    let mut after = Vec::new();
    let mut attach = next.attach();
    attach.undo = Undo::Statements(vec![
        Statement::owned(next.detach_sql("")).locks(LockMode::AccessExclusive, &next.table.name),
    ]);
    match next.condition() {
        Some(condition) => {
            let check = Helper {
                table: name.clone(),
                name: default_name(name.name.as_str(), "bound", "check"),
                condition: condition.clone(),
            };
            let wider = next.partition.bound.holds_all_of(&previous.partition.bound);
            if !wider {
                constrain.push(refuse_rows(
                    &format!("{table}\n    WHERE NOT ({condition})"),
                    &format!("%s rows of {table} are not within its new bound"),
                    "Delete them, or move them to where they belong, before the bound changes.",
                ));
            }
            let add =
                check.add("Rows are within the new bound from here on; old ones are proven in a later step.");
            constrain.push(if wider {
                add
            } else {
                add.hazard(
                    HazardKind::NeedsTwoDeployments,
                    format!("rows of {name} that are not within its new bound are refused from here on"),
                )
            });
            validate.push(check.validate());
            after.push(check.drop());
        }
        None if matches!(next.partition.bound, PartitionBound::Default) => {}
        None => {
            attach = attach.holds(LockMode::AccessExclusive, &name).hazard(
                HazardKind::BlocksWriters,
                format!("everybody waits while the rows of {name} are read"),
            );
        }
    }
    let narrower = previous.partition.bound.holds_all_of(&next.partition.bound);
    if let Some(condition) = previous.condition().filter(|_| !narrower) {
        attach.guards.push(refuse_rows(
            &format!("{table}\n    WHERE NOT ({condition})"),
            &format!("%s rows of {table} are not within the bound that it had"),
            "Delete them, or move them, before the migration is taken back.",
        ));
    }
    if let Some(cleared) = cleared_default(next, context) {
        attach = (cleared.locking)(attach);
        for step in cleared.before {
            match step.stage {
                Stage::Constrain => constrain.extend(step.statements),
                _ => validate.extend(step.statements),
            }
        }
        after.extend(cleared.after);
    }
    let detach = Statement {
        undo: Undo::Statements(vec![Statement {
            undo: Undo::WithOwner,
            ..previous.attach().holds(LockMode::AccessExclusive, &name)
        }]),
        ..Statement::owned(previous.detach_sql(""))
    };
    let detach = detach
        .locks(LockMode::AccessExclusive, &previous.table.name)
        .locks(LockMode::AccessExclusive, &name)
        .serving(DETACHES);
    let mut last = vec![attach];
    last.extend(after);
    let mut steps = Vec::new();
    if !constrain.is_empty() {
        steps.push(Step::new(Stage::Constrain, constrain, Vec::new()));
        steps.push(Step::new(Stage::Validate, validate, Vec::new()));
    }
    steps.push(Step::new(Stage::Contract, vec![detach], Vec::new()));
    let delta = vec![Delta::alter(next.partition.clone())];
    steps.push(Step::new(Stage::Contract, last, delta));
    steps
}
