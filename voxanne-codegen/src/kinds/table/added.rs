//! Columns that are new in a table with rows.

use voxanne_schema::expression::{Expression, FunctionName};
use voxanne_schema::model::{Column, Volatility};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::domain::DomainOf;
use super::{TableChange, counted, storage};
use crate::kinds::Refusal;
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::{self, ident};

impl TableChange<'_> {
    pub(super) fn add_column(&mut self, column: &Column) -> Result<(), Refusal> {
        let mut first = column.clone();
        let counts = column.identity.is_some();
        let volatile = counts || column.default.as_ref().is_some_and(is_volatile);
        let filled = self.is_backfilled(&column.name);
        let domain = DomainOf::column(column, &self.context.declared.schema);
        let valueless = column.default.is_none()
            && column.identity.is_none()
            && column.generated.is_none()
            && !domain.has_default;
        if filled && domain.has_default {
            return Err(self.filled_twice(column));
        }
        let unguided = self.context.declared.unguided;
        let needs_no_rows = !column.nullable && valueless && !filled;
        if needs_no_rows && !unguided {
            return Err(self.no_value(column));
        }
        if volatile && !filled && !unguided && !self.context.is_plain(&self.pair.next.name) {
            return Err(self.would_rewrite(column));
        }
        if filled {
            first.nullable = true;
            first.default = None;
            first.identity = None;
            first.sequence_options = Default::default();
        }
        if volatile && !filled {
            self.add_under_a_lock(&first);
        } else {
            let add = self.alter(&format!("ADD COLUMN {}", sql::column(&first)));
            let mut add = self.reaching(self.exclusive(add, self.drop_sql(column)));
            if needs_no_rows {
                let message = format!(
                    "rows of {} stop the migration: {} is added NOT NULL, and nothing says what they get",
                    self.pair.next.name, column.name
                );
                add = add.hazard(HazardKind::StopsAtRows, message);
            }
            self.expand
                .push(domain.hold(add, &self.pair.next.name, &column.name));
        }
        self.expand.extend(storage::settings(
            &self.pair.next.name,
            [column],
            self.context.heirs,
        ));
        if let (true, Some(default)) = (filled, &column.default) {
            let default = sql::default_value(default, &column.data_type);
            let set = self.alter_only(&format!(
                "ALTER COLUMN {} SET DEFAULT {default}",
                ident(&column.name)
            ));
            self.expand
                .push(Statement::owned(set).locks(LockMode::AccessExclusive, &self.pair.next.name));
            first.default.clone_from(&column.default);
        }
        if filled && !column.nullable {
            self.prove_not_null(column);
        }
        if filled && counts {
            let counting = self.counting(column);
            self.contract_late.extend(counting);
        }
        self.between.columns.push(first);
        Ok(())
    }

    fn drop_sql(&self, column: &Column) -> String {
        self.alter(&format!("DROP COLUMN {}", ident(&column.name)))
    }

    /// A column whose value differs from row to row, which nobody fills.
    fn add_under_a_lock(&mut self, column: &Column) {
        let table = self.pair.next;
        let drop = Statement::owned(self.drop_sql(column)).locks(LockMode::AccessExclusive, &table.name);
        let undo = Undo::Statements(vec![drop]);
        let mut statements = if column.identity.is_some() {
            counted::adding(table, column, undo, self.context)
        } else {
            let add = self.alter(&format!("ADD COLUMN {}", sql::column(column)));
            vec![Statement::with_undo(add, undo).holds(LockMode::AccessExclusive, &table.name)]
        };
        if let Some(add) = statements
            .iter_mut()
            .find(|statement| !statement.locks.is_empty())
        {
            let message = format!(
                "{} is written anew, under a lock that nobody passes, as {} is added",
                table.name, column.name
            );
            *add = self
                .reaching(add.clone())
                .hazard(HazardKind::BlocksWriters, message);
        }
        self.expand.extend(statements);
    }

    pub(super) fn is_backfilled(&self, column: &Name) -> bool {
        let table = &self.pair.next.name;
        self.context
            .declared
            .backfills
            .iter()
            .any(|b| b.table == *table && b.column == *column)
    }

    fn would_rewrite(&self, column: &Column) -> Refusal {
        let (table, name) = (&self.pair.next.name, &column.name);
        let what = if column.identity.is_some() {
            format!("the new column `{table}.{name}` counts the rows")
        } else {
            format!("the default of the new column `{table}.{name}` differs from row to row")
        };
        Refusal {
            object: ObjectId::Table(table.clone()),
            message: format!("{what}, and adding it would rewrite the table under an exclusive lock"),
            help: format!("fill existing rows in batches: `r.backfill(c.{name}).with(…)`"),
        }
    }

    pub(super) fn filled_twice(&self, column: &Column) -> Refusal {
        Refusal {
            object: ObjectId::Table(self.pair.next.name.clone()),
            message: format!(
                "the new column `{}.{}` gets its values from the default of its domain, and from a backfill",
                self.pair.next.name, column.name
            ),
            help: "take one of the two away, or add the default in a later migration".to_owned(),
        }
    }

    pub(super) fn no_value(&self, column: &Column) -> Refusal {
        Refusal {
            object: ObjectId::Table(self.pair.next.name.clone()),
            message: format!(
                "the column `{}.{}` is added NOT NULL, and nobody says what existing rows get",
                self.pair.next.name, column.name
            ),
            help: format!(
                "give it a default, or say it in the rules: `r.backfill(c.{}).with(…)`",
                column.name
            ),
        }
    }
}

fn is_volatile(expression: &Expression) -> bool {
    let mut volatile = false;
    expression.walk(&mut |part| {
        volatile |= matches!(part, Expression::NextValue(_));
        if let Expression::Call {
            volatility, function, ..
        } = part
        {
            let harmless = matches!(function, FunctionName::System(name) if name == "now");
            volatile |= *volatility == Volatility::Volatile && !harmless;
        }
    });
    volatile
}
