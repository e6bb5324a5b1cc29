//! How a table and its columns are stored. Most of it changes in a moment and shows in what is written
//! from then on; whether a table is logged rewrites it.

use voxanne_schema::model::{Column, Parameters, Schema, Strategy, Table};
use voxanne_schema::name::QualifiedName;

use super::TableChange;
use crate::kinds::{Heirs, partition};
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::{self, ident, qualified};

/// Why a column's storage shows in new values alone.
const NEW_VALUES: &str = "Values that are there stay as they are until they are written again.";

/// What `CREATE TABLE` and `ADD COLUMN` cannot say of columns.
pub(crate) fn settings<'c>(
    table: &QualifiedName,
    columns: impl IntoIterator<Item = &'c Column>,
    heirs: &Heirs,
) -> Option<Statement> {
    let sql = sql::settings(columns, &heirs.own_rows(table))?;
    Some(Statement::owned(sql).locks(LockMode::AccessExclusive, table))
}

/// What subscribers know the rows of a table by, where an index may say it.
pub(crate) fn identity_by_index(schema: &Schema, name: &QualifiedName) -> String {
    let mut indexes = schema.indexes().filter(|index| index.table == *name);
    let marked = indexes.find(|index| index.replica_identity);
    let identity = marked.map_or_else(
        || "DEFAULT".to_owned(),
        |index| format!("USING INDEX {}", ident(&index.name)),
    );
    format!("ALTER TABLE {} REPLICA IDENTITY {identity};", qualified(name))
}

/// The same, where the table says it unless it leaves it to an index.
fn identity_in(schema: &Schema, name: &QualifiedName) -> String {
    let said = schema
        .table(name)
        .and_then(|table| sql::replica_identity(table, &qualified(name)));
    said.unwrap_or_else(|| identity_by_index(schema, name))
}

impl TableChange<'_> {
    /// What is said of the table itself.
    pub(super) fn change_storage(&mut self) {
        let (previous, next) = (self.pair.previous, self.pair.next);
        let up = self.parameters(&previous.storage.parameters, &next.storage.parameters);
        let down = self.parameters(&next.storage.parameters, &previous.storage.parameters);
        self.push_pair(up, down);
        if previous.storage.unlogged != next.storage.unlogged {
            self.change_logging(previous, next);
        }
        if previous.storage.replica_identity != next.storage.replica_identity {
            // An index that is to take its place does so when it stands.
            let identity = next.storage.replica_identity.sql();
            let statement = self.exclusive(
                self.alter(&format!("REPLICA IDENTITY {identity}")),
                identity_in(self.context.previous, &next.name),
            );
            self.expand.push(statement);
        }
        self.between.storage.clone_from(&next.storage);
    }

    /// `SET` and `RESET` of what differs.
    fn parameters(&self, from: &Parameters, to: &Parameters) -> Vec<Statement> {
        let (set, gone) = from.way_to(to);
        let mut actions = Vec::new();
        if !set.is_empty() {
            actions.push(format!("SET ({})", sql::parameters(&set)));
        }
        if !gone.is_empty() {
            actions.push(format!("RESET ({})", gone.join(", ")));
        }
        let statement = |action: &String| {
            Statement::owned(self.alter(action)).locks(LockMode::ShareUpdateExclusive, &self.pair.next.name)
        };
        actions.iter().map(statement).collect()
    }

    /// Statements that others take back.
    fn push_pair(&mut self, mut up: Vec<Statement>, down: Vec<Statement>) {
        if let Some(first) = up.first_mut() {
            first.undo = Undo::Statements(down);
        }
        self.expand.extend(up);
    }

    fn change_logging(&mut self, previous: &Table, next: &Table) {
        let become_one = |table: &Table| {
            let logged = if table.storage.unlogged {
                "UNLOGGED"
            } else {
                "LOGGED"
            };
            Statement::owned(self.alter(&format!("SET {logged}")))
                .holds(LockMode::AccessExclusive, &table.name)
        };
        let mut statement = become_one(next);
        statement.undo = Undo::Statements(vec![become_one(previous)]);
        let mut message = format!("{} is written anew, under a lock that nobody passes", next.name);
        if next.storage.unlogged {
            message.push_str(", and empty from here on after a crash of the server");
        }
        self.expand
            .push(statement.hazard(HazardKind::BlocksWriters, message));
    }

    /// What is said of a column besides its type.
    pub(super) fn change_column_storage(&mut self, previous: &Column, next: &Column) {
        if previous.storage.statistics != next.storage.statistics {
            let action = |column: &Column| {
                let target = column.storage.statistics.map_or(-1, i32::from);
                self.alter_only(&format!(
                    "ALTER COLUMN {} SET STATISTICS {target}",
                    ident(&column.name)
                ))
            };
            let statement = Statement::new(action(next), action(previous))
                .because("ANALYZE learns as much from its next run on.")
                .locks(LockMode::ShareUpdateExclusive, &self.pair.next.name);
            self.expand.push(statement);
        }
        if previous.storage.strategy != next.storage.strategy {
            let action = |column: &Column, schema: &Schema| {
                let of_type = || Strategy::of(&schema.values_of(&column.data_type));
                let strategy = column.storage.strategy.unwrap_or_else(of_type);
                self.alter_only(&format!(
                    "ALTER COLUMN {} SET STORAGE {}",
                    ident(&column.name),
                    strategy.sql()
                ))
            };
            let undo = action(previous, self.context.previous);
            let sql = action(next, &self.context.declared.schema);
            self.expand.push(self.exclusive(sql, undo).because(NEW_VALUES));
        }
        if previous.storage.compression != next.storage.compression {
            self.change_compression(previous, next);
        }
        let actions = |from: &Column, to: &Column| -> Vec<Statement> {
            let (set, gone) = from.options.way_to(&to.options);
            let set = (!set.is_empty()).then(|| format!("SET ({})", sql::parameters(&set)));
            let reset = (!gone.is_empty()).then(|| format!("RESET ({})", gone.join(", ")));
            let all = set.into_iter().chain(reset);
            let altered =
                all.map(|action| self.alter_only(&format!("ALTER COLUMN {} {action}", ident(&to.name))));
            altered
                .map(|sql| Statement::owned(sql).locks(LockMode::ShareUpdateExclusive, &self.pair.next.name))
                .collect()
        };
        let (up, down) = (actions(previous, next), actions(next, previous));
        self.push_pair(up, down);
        self.in_between(&next.name, |column| {
            column.storage = next.storage;
            column.options.clone_from(&next.options);
        });
    }

    /// It is said of each partition by itself.
    fn change_compression(&mut self, previous: &Column, next: &Column) {
        let action = |column: &Column| {
            let compression = column.storage.compression.map_or("DEFAULT", |it| it.sql());
            format!(
                "ALTER COLUMN {} SET COMPRESSION {compression}",
                ident(&column.name)
            )
        };
        let (sql, undo) = (action(next), action(previous));
        let whole = self.exclusive(self.alter_only(&sql), self.alter_only(&undo));
        self.expand.push(whole.because(NEW_VALUES));
        let table = &self.pair.next.name;
        let there = partition::in_depth(table, None, self.context.previous).into_iter();
        let next = &self.context.declared.schema;
        for part in there.filter(|part| next.partition(table, &part.name).is_some()) {
            let name = part.qualified_name();
            let of_part = |action: &str| self.altering(&qualified(&name), action);
            let statement = Statement::new(of_part(&sql), of_part(&undo));
            self.expand
                .push(statement.locks(LockMode::AccessExclusive, &name));
        }
    }
}
