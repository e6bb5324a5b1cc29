//! Generated columns that are computed no more. One whose value changes is dropped and added again
//! before all else, with what hangs on it.

use voxanne_schema::model::Column;
use voxanne_schema::object::ObjectId;

use super::TableChange;
use crate::kinds::Refusal;
use crate::plan::{LockMode, Statement, Undo};
use crate::reshape;
use crate::sql::ident;

impl TableChange<'_> {
    pub(super) fn cannot_change(&self, column: &Column) -> Refusal {
        Refusal {
            object: ObjectId::Table(self.pair.next.name.clone()),
            message: format!(
                "the type or the generated value of the column `{}.{}` changes together with what it depends on",
                self.pair.next.name, column.name
            ),
            help: "change the one in a migration of its own".to_owned(),
        }
    }

    /// A generated column keeps its values, and is computed no more.
    pub(super) fn make_plain(&mut self, column: &Column) {
        let name = ident(&column.name);
        let undo = match reshape::generated_again(&self.pair.previous.name, column, self.context) {
            Ok(statements) => Undo::Statements(statements),
            Err(_) => Undo::Impossible(format!(
                "the column {}.{} cannot be generated again in its place",
                self.pair.next.name, column.name
            )),
        };
        let statement =
            Statement::with_undo(self.alter(&format!("ALTER COLUMN {name} DROP EXPRESSION")), undo)
                .because("The values stay, and are computed no more.")
                .locks(LockMode::AccessExclusive, &self.pair.next.name);
        self.expand.push(statement);
        self.in_between(&column.name, |column| column.generated = None);
    }
}
