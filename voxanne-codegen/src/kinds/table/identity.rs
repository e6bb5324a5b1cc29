//! Identity: a column that begins to count, stops, or lets others choose its values.

use voxanne_schema::model::{Column, Identity};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::{TableChange, revoke_sequence};
use crate::kinds::backfill::unhide_rows;
use crate::kinds::{self, Refusal};
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::{self, ident, literal, qualified};

impl TableChange<'_> {
    /// Who chooses the value of the column.
    pub(super) fn change_identity(&mut self, previous: &Column, next: &Column) -> Result<(), Refusal> {
        match (previous.identity, next.identity) {
            (None, Some(_)) => self.add_identity(previous, next)?,
            (Some(_), None) => self.drop_identity(previous, next),
            (Some(was), Some(is)) => {
                self.count_otherwise(previous, next);
                if was != is {
                    self.set_identity(next, was, is);
                }
            }
            (None, None) => {}
        }
        Ok(())
    }

    fn add_identity(&mut self, previous: &Column, next: &Column) -> Result<(), Refusal> {
        let mut statements = Vec::new();
        if previous.default.is_some() {
            let none = Column {
                default: None,
                ..previous.clone()
            };
            statements.push(
                self.exclusive(self.set_default(&none), self.set_default(previous))
                    .because("The sequence takes the place of the default."),
            );
        }
        statements.extend(self.takes_over(next)?);
        statements.extend(self.counting(next));
        if previous.nullable {
            // Only a column that is never null can count.
            self.contract_late.extend(statements);
            return Ok(());
        }
        self.expand.extend(statements);
        self.in_between(&next.name, |column| {
            column.identity = next.identity;
            column.sequence_options = next.sequence_options.clone();
            column.sequence.clone_from(&next.sequence);
            column.default = None;
        });
        Ok(())
    }

    /// The end of a sequence whose name the one of the identity is to have, as that of a `serial` is.
    fn takes_over(&self, column: &Column) -> Result<Vec<Statement>, Refusal> {
        let table = &self.pair.next.name;
        let name = column.sequence_in(table);
        let previous = self.context.previous;
        let Some(sequence) = previous.get(&ObjectId::Sequence(name.clone())) else {
            return Ok(Vec::new());
        };
        let steps = kinds::drop(sequence, self.context)?;
        let mut statements: Vec<Statement> = steps.into_iter().flat_map(|step| step.statements).collect();
        if let Some(owner) = previous.get(&ObjectId::SequenceOwner(name))
            && let Some(Undo::Statements(back)) = statements.last_mut().map(|last| &mut last.undo)
        {
            let steps = kinds::create(owner, self.context)?;
            back.extend(steps.into_iter().flat_map(|step| step.statements));
        }
        if let Some(first) = statements.first_mut() {
            first.reason = Some("The sequence of the identity takes its name.".to_owned());
        }
        Ok(statements)
    }

    /// The sequence of an identity in SQL: by its name where another one belongs to the column still.
    fn sequence_of(&self, column: &Column) -> String {
        let table = &self.pair.next.name;
        let name = column.sequence_in(table);
        let owned = |object: &Object| {
            matches!(object, Object::SequenceOwner(owner)
                if owner.table == *table && owner.column == column.name && owner.sequence != name)
        };
        if self.context.previous.objects().any(|(_, object)| owned(object)) {
            return literal(&qualified(&name));
        }
        let (on, column) = (literal(&qualified(table)), literal(column.name.as_str()));
        format!("pg_get_serial_sequence({on}, {column})")
    }

    /// The column counts on from the largest value that is there.
    pub(super) fn counting(&self, column: &Column) -> Vec<Statement> {
        let table = &self.pair.next.name;
        let name = ident(&column.name);
        let drop = Statement::owned(self.alter(&format!("ALTER COLUMN {name} DROP IDENTITY")));
        let add = Statement::with_undo(
            self.alter(&format!(
                "ALTER COLUMN {name} ADD {}",
                sql::identity(column).unwrap_or_default()
            )),
            Undo::Statements(vec![drop]),
        )
        .locks(LockMode::AccessExclusive, table);
        let on = qualified(table);
        let mut statements = vec![add];
        if self
            .context
            .previous
            .row_security(table)
            .is_some_and(|security| security.forced)
        {
            statements.push(unhide_rows());
        }
        let (next, end) = past(column);
        let count_on = format!(
            "SELECT setval(\n    {},\n    (SELECT {next} FROM {on}),\n    false\n);",
            self.sequence_of(column)
        );
        statements.push(
            Statement::owned(count_on).because(format!("It counts on from the {end} value that is there.")),
        );
        statements.push(revoke_sequence(self.pair.next, column, self.context));
        statements
    }

    fn drop_identity(&mut self, previous: &Column, next: &Column) {
        let name = ident(&previous.name);
        let back = self
            .counting(previous)
            .into_iter()
            .map(|statement| Statement {
                undo: Undo::WithOwner,
                ..statement
            })
            .collect();
        let statement = Statement::with_undo(
            self.alter(&format!("ALTER COLUMN {name} DROP IDENTITY")),
            Undo::Statements(back),
        )
        .locks(LockMode::AccessExclusive, &self.pair.next.name);
        if next.default.is_some() || next.nullable {
            self.expand.push(statement);
            self.in_between(&next.name, |column| {
                column.identity = None;
                column.sequence_options = Default::default();
                column.sequence = None;
            });
            return;
        }
        let message = format!(
            "inserts into {} that leave {} out fail from here on",
            self.pair.next.name, next.name
        );
        self.contract
            .push(statement.hazard(HazardKind::NeedsTwoDeployments, message));
    }

    /// The sequence counts otherwise. Where it stands is not touched.
    fn count_otherwise(&mut self, previous: &Column, next: &Column) {
        let head = format!(
            "ALTER TABLE {} ALTER COLUMN {}",
            qualified(&self.pair.next.name),
            ident(&next.name)
        );
        let set = |was: &Column, is: &Column| {
            let options = sql::identity_options(was, is);
            let options: Vec<String> = options.iter().map(|option| format!("SET {option}")).collect();
            (!options.is_empty()).then(|| sql::clauses(&head, &options))
        };
        if let (Some(change), Some(undo)) = (set(previous, next), set(next, previous)) {
            let mut statement = self.exclusive(change, undo);
            if let Some(why) = sql::narrower_identity(previous, next) {
                statement = statement.because(why);
            }
            self.expand.push(statement);
        }
        let table = &self.pair.next.name;
        let (was, is) = (previous.sequence_in(table), next.sequence_in(table));
        if was != is {
            let rename = |from: &QualifiedName, to: &QualifiedName| {
                format!(
                    "ALTER SEQUENCE {} RENAME TO {};",
                    qualified(from),
                    ident(&to.name)
                )
            };
            let renamed = self.exclusive(rename(&was, &is), rename(&is, &was));
            self.expand.push(renamed);
        }
        self.in_between(&next.name, |column| {
            column.sequence_options = next.sequence_options.clone();
            column.sequence.clone_from(&next.sequence);
        });
    }

    fn set_identity(&mut self, next: &Column, was: Identity, is: Identity) {
        let name = ident(&next.name);
        let set = |identity: Identity| {
            let who = sql::identity_kind(identity);
            self.alter(&format!("ALTER COLUMN {name} SET GENERATED {who}"))
        };
        let mut statement = self.exclusive(set(is), set(was));
        if is == Identity::Always {
            let message = format!(
                "inserts into {} that give a value for {} fail from here on",
                self.pair.next.name, next.name
            );
            statement = statement.hazard(HazardKind::NeedsTwoDeployments, message);
            self.contract.push(statement);
            return;
        }
        self.expand.push(statement);
        self.in_between(&next.name, |column| column.identity = next.identity);
    }
}

/// The number after those that are there, in SQL, and at which end of them it lies.
fn past(column: &Column) -> (String, &'static str) {
    let name = ident(&column.name);
    let options = &column.sequence_options;
    let counted = options.sequence(QualifiedName::new("", ""), column.data_type.clone());
    let (by, start) = (counted.increment.unsigned_abs(), counted.start);
    if counted.increment < 0 {
        (format!("least(min({name}) - {by}, {start})"), "smallest")
    } else {
        (format!("greatest(max({name}) + {by}, {start})"), "largest")
    }
}
