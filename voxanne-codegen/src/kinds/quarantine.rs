//! Where rows go that a change cannot keep, and how they come back.

use std::collections::BTreeSet;

use voxanne_schema::model::{Identity, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::typed::Unmatched;

use super::backfill::unhide_rows;
use super::{Context, refuse_rows};
use crate::plan::{LockMode, Statement, Undo};
use crate::sql::{columns, ident, qualified};

/// The quarantine of a table: where rows go, and which of their columns.
#[derive(Clone)]
pub(super) struct Quarantine<'c> {
    /// The table that rows come from.
    of: &'c QualifiedName,
    /// The rows that are there.
    rows: String,
    /// Where they go.
    pub(super) table: QualifiedName,
    /// What both have.
    columns: Vec<Name>,
    /// Those of them that had to have a value.
    required: Vec<Name>,
    /// Whether the table that rows came from chooses a key itself.
    overriding: bool,
    /// The unique keys that the table had, which rows that come back must not contradict.
    keys: Vec<Vec<Name>>,
}

impl<'c> Quarantine<'c> {
    /// The quarantine of a table that exists.
    pub(super) fn new(into: &QualifiedName, of: &'c QualifiedName, context: &Context<'_>) -> Option<Self> {
        let into = context.declared.schema.table(into)?;
        let previous = context.previous.table(of)?;
        let columns = shared_columns(previous, into);
        let keys = context
            .previous
            .constraints_of(of)
            .filter(|constraint| constraint.foreign_key().is_none() && !constraint.key_columns().is_empty())
            .map(|constraint| constraint.key_columns().to_vec())
            .collect();
        let is_required = |name: &&Name| {
            let required = |table: &Table| table.column(name).is_some_and(|column| !column.nullable);
            required(previous) && !required(into)
        };
        Some(Self {
            of,
            rows: context.heirs.listed(of),
            table: into.name.clone(),
            required: columns.iter().filter(is_required).cloned().collect(),
            columns,
            overriding: previous
                .columns
                .iter()
                .any(|c| c.identity == Some(Identity::Always)),
            keys,
        })
    }

    /// The quarantine that a backfill of the table names, if any does.
    pub(super) fn of_backfills(of: &'c QualifiedName, context: &Context<'_>) -> Option<Self> {
        let backfills = context
            .declared
            .backfills
            .iter()
            .filter(|backfill| backfill.table == *of);
        let mut named = backfills.filter_map(|backfill| match &backfill.unmatched {
            Unmatched::Refuse => None,
            Unmatched::Quarantine(into) => Some(into),
        });
        Self::new(named.next()?, of, context)
    }

    /// The columns that are kept, as a list.
    pub(super) fn list(&self) -> String {
        columns(&self.columns)
    }

    /// `INSERT INTO quarantine (columns)`.
    pub(super) fn insert(&self) -> String {
        insert(&self.table, &self.list())
    }

    /// A statement that sets rows aside, with its locks, its way back, and what must hold before it.
    pub(super) fn guard(&self, statement: Statement) -> Statement {
        let back = Statement::owned(self.bring_back())
            .because("The rows that were set aside come back.")
            .holds(LockMode::RowExclusive, self.of)
            .holds(LockMode::RowExclusive, &self.table);
        let mut statement = statement.holds(LockMode::RowExclusive, &self.table);
        statement.undo = Undo::Statements(vec![unhide_rows(), back]);
        statement.guards = self.keys.iter().map(|key| self.refuse_taken(key)).collect();
        statement.guards.extend(self.refuse_nulls());
        statement
    }

    fn bring_back(&self) -> String {
        let list = self.list();
        let overriding = if self.overriding {
            "\nOVERRIDING SYSTEM VALUE"
        } else {
            ""
        };
        format!(
            "WITH set_aside AS (\n    DELETE FROM {}\n    RETURNING {list}\n)\n{}{overriding}\nSELECT {list}\nFROM set_aside;",
            qualified(&self.table),
            insert(self.of, &list),
        )
    }

    /// Rows that were set aside cannot come back while others have their keys: in the table, or
    /// among themselves.
    fn refuse_taken(&self, key: &[Name]) -> Statement {
        let (aside, present) = (qualified(&self.table), qualified(self.of));
        let list = columns(key);
        let rows = format!(
            "(
        SELECT
        FROM (
            SELECT {list}, false AS set_aside FROM {}
            UNION ALL
            SELECT {list}, true FROM {aside}
        ) AS every
        GROUP BY {list}
        HAVING count(*) > 1 AND bool_or(set_aside)
    ) AS taken",
            self.rows
        );
        refuse_rows(
            &rows,
            &format!(
                "%s values of ({list}) in {aside} are taken, so their rows cannot come back to {present}"
            ),
            &format!("Delete from {aside} what has been processed again."),
        )
    }

    /// Rows without a value that was required cannot come back.
    fn refuse_nulls(&self) -> Option<Statement> {
        if self.required.is_empty() {
            return None;
        }
        let (aside, present) = (qualified(&self.table), qualified(self.of));
        let nulls: Vec<String> = self
            .required
            .iter()
            .map(|name| format!("{} IS NULL", ident(name)))
            .collect();
        let nulls = nulls.join(" OR ");
        Some(refuse_rows(
            &format!("{aside}\n    WHERE {nulls}"),
            &format!("%s rows of {aside} lack a value that {present} required"),
            &format!("SELECT * FROM {aside} WHERE {nulls} finds them."),
        ))
    }
}

/// The columns that both tables have, in the order of the first.
fn shared_columns(of: &Table, and: &Table) -> Vec<Name> {
    let theirs: BTreeSet<&Name> = and.columns.iter().map(|column| &column.name).collect();
    of.columns
        .iter()
        .filter(|column| column.generated.is_none() && theirs.contains(&column.name))
        .map(|column| column.name.clone())
        .collect()
}

/// `INSERT INTO table (columns)`, over several lines when it is wide.
fn insert(table: &QualifiedName, list: &str) -> String {
    let head = format!("INSERT INTO {} (", qualified(table));
    if head.len() + list.len() < crate::sql::WIDTH {
        format!("{head}{list})")
    } else {
        format!("{head}\n    {list}\n)")
    }
}
