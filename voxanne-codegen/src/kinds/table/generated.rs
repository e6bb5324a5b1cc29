//! Generated columns that are computed no more. One whose value changes is dropped and added again
//! before all else, with what hangs on it.

use voxanne_schema::model::Column;
use voxanne_schema::name::QualifiedName;
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
    ///
    /// # Errors
    ///
    /// Where the table inherits the column, or others inherit it.
    pub(super) fn make_plain(&mut self, column: &Column) -> Result<(), Refusal> {
        self.stands_alone(column)?;
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
        Ok(())
    }

    fn stands_alone(&self, column: &Column) -> Result<(), Refusal> {
        let (table, heirs) = (&self.pair.next.name, self.context.heirs);
        let parents = heirs.parents(table).iter();
        let mut related = parents.chain(heirs.below(table));
        let has = |name: &QualifiedName| {
            let table = self.context.previous.table(name);
            table.is_some_and(|table| table.column(&column.name).is_some())
        };
        let Some(other) = related.find(|name| has(name)) else {
            return Ok(());
        };
        Err(Refusal {
            object: ObjectId::Table(table.clone()),
            message: format!(
                "the column `{table}.{}` would no longer be computed, and `{table}` has it in common with `{other}`, by inheritance",
                column.name
            ),
            help: "let neither inherit from the other in one migration, change the column in the next, and let them inherit again in the one after".to_owned(),
        })
    }
}
