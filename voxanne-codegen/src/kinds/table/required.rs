//! Columns that accept no null any more.

use voxanne_schema::model::{Column, Constraint, ConstraintDefinition, Deferral, IndexKey};
use voxanne_schema::name::{Name, default_name};

use super::TableChange;
use crate::kinds::refuse_rows;
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::{ident, is_missing, presence, qualified};

impl TableChange<'_> {
    /// The way back is refused while rows hold null.
    pub(super) fn widen(&mut self, column: &Column) {
        let name = ident(&column.name);
        let table = qualified(&self.pair.next.name);
        let missing = is_missing(&name, &column.data_type);
        let rows = self.context.heirs.listed(&self.pair.next.name);
        let back = self.alter(&format!("ALTER COLUMN {name} SET NOT NULL"));
        // The way back reads every row.
        let back = Statement::owned(back).holds(LockMode::AccessExclusive, &self.pair.next.name);
        let mut statement = Statement::with_undo(
            self.alter_only(&format!("ALTER COLUMN {name} DROP NOT NULL")),
            Undo::Statements(vec![back]),
        )
        .locks(LockMode::AccessExclusive, &self.pair.next.name);
        statement.guards.push(refuse_rows(
            &format!("{rows}\n    WHERE {missing}"),
            &format!("%s rows of {table} have no {name}, which was required"),
            &format!("SELECT * FROM {rows} WHERE {missing} finds them."),
        ));
        if self.is_in_primary_key(&column.name) || self.tells_rows_apart(&column.name) {
            // What goes holds on to it.
            self.dropped.push(statement);
            self.freed.push(column.name.clone());
            return;
        }
        self.expand.push(statement);
        self.in_between(&column.name, |column| column.nullable = true);
    }

    fn is_in_primary_key(&self, column: &Name) -> bool {
        let mut keys = self.context.previous.constraints_of(&self.pair.previous.name);
        keys.any(|key| key.is_primary_key() && key.key_columns().contains(column))
    }

    /// Whether subscribers know rows by a column, which they will no more once it accepts null.
    fn tells_rows_apart(&self, column: &Name) -> bool {
        let mut indexes = self.context.previous.indexes();
        indexes.any(|index| {
            let mut columns = index.keys.iter().filter_map(IndexKey::column_name);
            index.table == self.pair.previous.name
                && index.replica_identity
                && columns.any(|name| name == column)
        })
    }

    pub(super) fn prove_not_null(&mut self, column: &Column) {
        let name = ident(&column.name);
        if self.context.is_plain(&self.pair.next.name) {
            return self.require_at_once(column);
        }
        let set = self
            .exclusive(
                self.alter(&format!("ALTER COLUMN {name} SET NOT NULL")),
                self.alter_only(&format!("ALTER COLUMN {name} DROP NOT NULL")),
            )
            .because("The check has proven it, so that no row is read under this lock.");
        self.contract.push(self.reaching(set));
        self.proven.push(column.name.clone());
    }

    /// Every row is read while everybody waits.
    pub(super) fn require_at_once(&mut self, column: &Column) {
        let (table, name) = (&self.pair.next.name, ident(&column.name));
        let drop = self.alter_only(&format!("ALTER COLUMN {name} DROP NOT NULL"));
        let set = self.alter(&format!("ALTER COLUMN {name} SET NOT NULL"));
        let back = Statement::owned(drop).locks(LockMode::AccessExclusive, table);
        let set = Statement::with_undo(set, Undo::Statements(vec![back]))
            .holds(LockMode::AccessExclusive, table)
            .hazard(
                HazardKind::BlocksWriters,
                format!(
                    "everybody waits for {table} while its rows are read for {}",
                    column.name
                ),
            )
            .hazard(
                HazardKind::NeedsTwoDeployments,
                format!(
                    "code that writes {table} without {} fails from here on",
                    column.name
                ),
            );
        self.contract.push(set);
    }

    pub(super) fn proof(&self, column: &Name) -> Constraint {
        Constraint {
            table: self.pair.next.name.clone(),
            name: default_name(self.pair.next.name.name.as_str(), column.as_str(), "present"),
            definition: ConstraintDefinition::Check(presence(column, self.pair.next.column(column))),
            validated: true,
            deferral: Deferral::default(),
            // Those that inherit prove it of their own rows, before.
            no_inherit: self.context.heirs.is_parent(&self.pair.next.name),
            index: Default::default(),
        }
    }
}
