//! A partition in its place, with the statements that make it, attach it and detach it.

use voxanne_schema::model::{Constraint, Partition, PartitionKey, Schema, Table};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, ObjectId};

use super::drop_sql;
use crate::kinds::leaves;
use crate::kinds::{Context, NOTHING_BY_DEFAULT, Refusal};
use crate::plan::{LockMode, Statement, Undo};
use crate::sql::{self, ident, qualified};

/// What a table brings along into a partition that is made beside it; indexes, foreign keys and triggers
/// come when it is attached.
const LIKE: [&str; 5] = ["DEFAULTS", "GENERATED", "CONSTRAINTS", "STORAGE", "COMPRESSION"];

/// A partition with its table and the key by which it is one of several.
pub(crate) struct Placed<'p> {
    pub(super) partition: &'p Partition,
    pub(super) table: &'p Table,
    pub(super) key: &'p PartitionKey,
    pub(super) schema: &'p Schema,
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
            schema,
        })
    }

    pub(super) fn declared(partition: &'p Partition, context: &'p Context<'_>) -> Result<Self, Refusal> {
        let placed = Self::new(partition, &context.declared.schema);
        // What comes back with a table that goes is of the state before.
        let placed = placed.or_else(|| Self::new(partition, context.previous));
        placed.ok_or_else(|| homeless(partition))
    }

    pub(super) fn previous(partition: &'p Partition, context: &'p Context<'_>) -> Result<Self, Refusal> {
        Self::new(partition, context.previous).ok_or_else(|| homeless(partition))
    }

    pub(super) fn name(&self) -> QualifiedName {
        self.partition.qualified_name()
    }

    pub(super) fn parent(&self) -> String {
        qualified(&self.partition.parent())
    }

    /// `FOR VALUES …`
    pub(crate) fn bound(&self) -> String {
        sql::for_values(&self.partition.bound, self.key, self.table)
    }

    /// The condition of its rows, where it is of one column.
    pub(super) fn condition(&self) -> Option<String> {
        sql::within_bound(&self.partition.bound, self.key, self.table)
    }

    /// The statements that make it as a part of a table that is new.
    pub(super) fn inside(&self, context: &Context<'_>) -> Vec<Statement> {
        let name = qualified(&self.name());
        let sql = sql::create_partition(self.partition, &name, &self.parent(), &self.bound());
        let drop =
            Statement::owned(drop_sql(self.partition)).locks(LockMode::AccessExclusive, &self.table.name);
        let create = Statement::with_undo(sql, Undo::Statements(vec![drop]));
        let mut statements = vec![create.locks(LockMode::AccessExclusive, &self.table.name)];
        statements.extend(leaves::own_keys(self.partition, self.schema));
        statements.extend(self.closing(context));
        statements
    }

    /// The statements that make it beside its table, for it to be attached.
    pub(super) fn beside(&self, context: &Context<'_>) -> Vec<Statement> {
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
        if !self.partition.parameters.is_empty() {
            create.push_str(&format!(
                " WITH ({})",
                sql::parameters(&self.partition.parameters)
            ));
        }
        create.push(';');
        let mut statements = vec![Statement::owned(create)];
        statements.extend(leaves::own_parts(self.partition, self.schema));
        statements.extend(self.unproven(context));
        statements.extend(self.closing(context));
        statements
    }

    /// Checks that the table has without proof, before and after alike, as it has them: `LIKE` takes them over
    /// as proven, and the partition would say more than its table does.
    fn unproven(&self, context: &Context<'_>) -> Option<Statement> {
        let stays = |check: &&Constraint| {
            let mut before = context.previous.constraints_of(&self.table.name);
            check.is_check() && !check.validated && before.any(|other| other == *check)
        };
        let checks = context.declared.schema.constraints_of(&self.table.name);
        let actions: Vec<String> = checks
            .filter(stays)
            .flat_map(|check| {
                let name = ident(&check.name);
                let add = format!("ADD CONSTRAINT {name} {} NOT VALID", sql::constraint(check));
                [format!("DROP CONSTRAINT {name}"), add]
            })
            .collect();
        if actions.is_empty() {
            return None;
        }
        let sql = format!(
            "ALTER TABLE {}\n    {};",
            qualified(&self.name()),
            actions.join(",\n    ")
        );
        let statement = Statement::owned(sql).locks(LockMode::AccessExclusive, &self.name());
        Some(statement.because("LIKE takes over as proven what the table has without proof."))
    }

    /// The statements that make it within another partition that is made in the same step, or comes back.
    pub(super) fn within(&self, context: &Context<'_>) -> Vec<Statement> {
        if self.unproven(context).is_none() || !context.exists(&self.table.name) {
            return self.inside(context);
        }
        let mut statements = self.beside(context);
        let drop =
            Statement::owned(drop_sql(self.partition)).locks(LockMode::AccessExclusive, &self.table.name);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![drop]);
        }
        statements.push(Statement {
            undo: Undo::WithOwner,
            ..self.attach()
        });
        statements
    }

    /// What keeps everybody out, and the statistics that PostgreSQL does not take over.
    pub(super) fn closing(&self, context: &Context<'_>) -> Vec<Statement> {
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
    pub(super) fn attach(&self) -> Statement {
        let detach = Statement::owned(self.detach_sql("")).locks(LockMode::AccessExclusive, &self.table.name);
        Statement::with_undo(
            sql::attach_partition(self.partition, &self.bound()),
            Undo::Statements(vec![detach]),
        )
        .locks(LockMode::ShareUpdateExclusive, &self.table.name)
        .locks(LockMode::AccessExclusive, &self.name())
    }

    pub(super) fn detach_sql(&self, how: &str) -> String {
        let head = format!("ALTER TABLE {}", self.parent());
        let detach = format!("DETACH PARTITION {}{how};", qualified(&self.name()));
        let fits = head.len() + detach.len() < sql::WIDTH;
        format!("{head}{}{detach}", if fits { " " } else { "\n    " })
    }

    /// `DETACH PARTITION … CONCURRENTLY`. A run that was killed in it has marked the partition; it is
    /// attached again before the next.
    pub(super) fn detach_concurrently(&self) -> Statement {
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

pub(super) fn homeless(partition: &Partition) -> Refusal {
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
