//! What a rollback would lose: the rows of tables that it drops, the values of columns that it
//! drops.
//!
//! Rows that arrive in a table after the count are seen by the transaction that drops it; values
//! that arrive in a column are not. Values that equal the column's constant default, and generated
//! ones, are no loss.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use voxanne_codegen::migrations::Migration;
use voxanne_codegen::plan::Delta;
use voxanne_codegen::sql::{default_value, ident, literal, qualified};
use voxanne_schema::data_type::BaseType;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Column, Composite, Partition, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

use super::agenda::Work;
use super::error::MigrationError;
use super::lock::is_true;
use crate::connection::Connection;
use crate::error::Error;

/// From here on rows are not counted, because that takes long and makes no difference.
const MOST: u64 = 1_000_000;

/// Rows, or values of a column, that a rollback would lose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The table.
    pub table: QualifiedName,
    /// The column, when the table itself stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<Name>,
    /// How many rows hold something; unknown when this user may not see all of them.
    pub rows: Rows,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// So many.
    Counted(u64),
    /// More than were worth counting.
    MoreThan(u64),
    /// Row-level security hides rows from this user.
    Hidden,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.column {
            Some(column) => format!("`{}.{column}`", self.table),
            None => format!("`{}`", self.table),
        };
        let noun = if self.column.is_some() { "value" } else { "row" };
        match self.rows {
            Rows::Counted(1) => write!(f, "1 {noun} of {what}"),
            Rows::Counted(count) => write!(f, "{count} {noun}s of {what}"),
            Rows::MoreThan(count) => write!(f, "more than {count} {noun}s of {what}"),
            Rows::Hidden => write!(
                f,
                "an unknown number of {noun}s of {what}, which this user may not see,"
            ),
        }
    }
}

/// What may hold rows that a rollback would lose.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Risk {
    table: QualifiedName,
    column: Option<Column>,
    /// The attribute of the column's composite values that goes, where the column stays.
    attribute: Option<Name>,
}

/// An attribute that a migration adds to a composite type.
struct Added {
    composite: QualifiedName,
    attribute: Name,
}

impl Added {
    /// Takes the name that it has after a rename.
    fn follow(&mut self, rename: &Rename) {
        let named = Named::Attribute(self.composite.clone(), self.attribute.clone());
        if let Named::Attribute(_, name) = rename.follow(&named) {
            self.attribute = name;
        }
        if let ObjectId::Composite(name) = rename.follow_id(&ObjectId::Composite(self.composite.clone())) {
            self.composite = name;
        }
    }
}

impl Risk {
    /// Whether all that another risk is about goes with this one.
    fn holds(&self, other: &Self) -> bool {
        let name = |risk: &Self| risk.column.as_ref().map(|column| column.name.clone());
        let all = self.column.is_none() || self.attribute.is_none() && name(self) == name(other);
        self.table == other.table && (all || self == other)
    }

    /// Which rows would lose something; none where all would.
    fn condition(&self) -> String {
        match (&self.column, &self.attribute) {
            (None, _) => String::new(),
            (Some(column), None) => holds_something(column),
            (Some(column), Some(attribute)) => {
                let (column_name, attribute) = (ident(&column.name), ident(attribute));
                if column.data_type.array {
                    format!(
                        " WHERE EXISTS (SELECT FROM unnest({column_name}) AS held WHERE (held).{attribute} IS NOT NULL)"
                    )
                } else {
                    format!(" WHERE ({column_name}).{attribute} IS NOT NULL")
                }
            }
        }
    }

    /// Takes the name that it has after a rename.
    fn follow(&mut self, rename: &Rename) {
        if let Some(column) = &mut self.column {
            let named = Named::Column(self.table.clone(), column.name.clone());
            if let Named::Column(_, name) = rename.follow(&named) {
                column.name = name;
            }
        }
        if let Named::Object(ObjectId::Partition(partition)) = &rename.from
            && self.table == partition.table.sibling(partition.name.clone())
        {
            self.table.name.clone_from(&rename.to);
        }
        if let ObjectId::Table(table) = rename.follow_id(&ObjectId::Table(self.table.clone())) {
            self.table = table;
        }
    }
}

/// Everything that taking these migrations back would lose.
pub(super) async fn losses(
    connection: &mut Connection,
    work: &[Work<'_>],
    migrations: &[Migration],
) -> Result<Vec<Loss>, Error> {
    let mut losses = Vec::new();
    for risk in risks(work, migrations)? {
        let rows = count(connection, &risk).await?;
        if rows != Rows::Counted(0) {
            losses.push(Loss {
                table: risk.table,
                column: risk.column.map(|column| column.name),
                rows,
            });
        }
    }
    Ok(losses)
}

/// Keeps writers out of the tables that a migration has made, in the transaction that is about to
/// drop them, and makes sure that they are empty still.
pub(super) async fn hold_empty_tables(
    connection: &mut Connection,
    work: &Work<'_>,
    lock_timeout: Duration,
) -> Result<(), Error> {
    for delta in &work.migration.record.changes {
        let Delta::Create(object) = delta else { continue };
        let table = match object.as_ref() {
            Object::Table(table) => table.name.clone(),
            Object::Partition(partition) => partition.qualified_name(),
            _ => continue,
        };
        if goes_over(&table, &work.migration.record.changes) {
            continue;
        }
        let name = qualified(&table);
        let exists = format!("SELECT to_regclass({}) IS NOT NULL", literal(&name));
        if !is_true(&connection.query(&exists).await?) {
            continue;
        }
        let lock = format!(
            "SET LOCAL lock_timeout = {}; LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE",
            lock_timeout.as_millis()
        );
        connection.execute(&lock).await?;
        let risk = Risk {
            table,
            column: None,
            attribute: None,
        };
        let rows = count(connection, &risk).await?;
        if rows != Rows::Counted(0) {
            let losses = vec![Loss {
                table: risk.table,
                column: None,
                rows,
            }];
            return Err(MigrationError::LosesData { losses }.into());
        }
    }
    Ok(())
}

/// The tables and columns that the migrations of a rollback have made, by folding all of them.
fn risks(work: &[Work<'_>], migrations: &[Migration]) -> Result<Vec<Risk>, MigrationError> {
    let mut schema = Schema::new();
    let mut risks: Vec<Risk> = Vec::new();
    let mut attributes: Vec<Added> = Vec::new();
    for record in migrations.iter().map(|migration| &migration.record) {
        let goes = work.iter().any(|work| work.migration.record.name == record.name);
        for delta in &record.changes {
            match delta {
                Delta::Create(object) | Delta::Alter(object) if goes => {
                    if let Object::Table(table) = object.as_ref()
                        && !goes_over(&table.name, &record.changes)
                    {
                        at_risk(table, schema.table(&table.name), &mut risks);
                    }
                    if let (Object::Partition(partition), Delta::Create(_)) = (object.as_ref(), delta)
                        && !goes_over(&partition.qualified_name(), &record.changes)
                    {
                        partition_at_risk(partition, &mut risks);
                    }
                    if let Object::Composite(composite) = object.as_ref() {
                        attributes.extend(new_attributes(composite, &schema));
                    }
                }
                // It is looked for under the name that it has when the way back begins.
                Delta::Rename(rename) if goes => {
                    risks.iter_mut().for_each(|risk| risk.follow(rename));
                    attributes.iter_mut().for_each(|added| added.follow(rename));
                }
                Delta::Create(_) | Delta::Alter(_) | Delta::Drop(_) | Delta::Rename(_) => {}
            }
            delta
                .apply(&mut schema)
                .map_err(|reason| MigrationError::UnreadablePlan {
                    migration: record.name.clone(),
                    reason,
                })?;
        }
    }
    for added in &attributes {
        let of_tables = schema.tables().flat_map(|table| holding(table, added));
        let of_tables: Vec<Risk> = of_tables
            .filter(|risk| !risks.iter().any(|known| known.holds(risk)))
            .collect();
        risks.extend(of_tables);
    }
    Ok(risks)
}

/// Whether a partition becomes a table of its own, or a table a partition: its rows stay either way.
fn goes_over(name: &QualifiedName, changes: &[Delta]) -> bool {
    changes.iter().any(|delta| match delta {
        Delta::Drop(ObjectId::Table(table)) => table == name,
        Delta::Drop(ObjectId::Partition(partition)) => {
            partition.table.sibling(partition.name.clone()) == *name
        }
        _ => false,
    })
}

/// A partition that is added to a table that stays; of one that goes with it the table tells.
fn partition_at_risk(partition: &Partition, risks: &mut Vec<Risk>) {
    let goes_along = |risk: &Risk| risk.table == partition.table && risk.column.is_none();
    let table = partition.qualified_name();
    if !risks.iter().any(|risk| goes_along(risk) || risk.table == table) {
        risks.push(Risk {
            table,
            column: None,
            attribute: None,
        });
    }
}

fn new_attributes(composite: &Composite, schema: &Schema) -> Vec<Added> {
    let Some(previous) = schema.composite(&composite.name) else {
        return Vec::new();
    };
    let new = composite.attributes.iter();
    new.filter(|attribute| previous.attribute(&attribute.name).is_none())
        .map(|attribute| Added {
            composite: composite.name.clone(),
            attribute: attribute.name.clone(),
        })
        .collect()
}

/// The columns of a table whose values have the attribute.
fn holding(table: &Table, added: &Added) -> Vec<Risk> {
    let holds = |column: &&Column| matches!(&column.data_type.base, BaseType::Composite(name) if *name == added.composite);
    let columns = table.columns.iter().filter(holds);
    columns
        .map(|column| Risk {
            table: table.name.clone(),
            column: Some(column.clone()),
            attribute: Some(added.attribute.clone()),
        })
        .collect()
}

fn at_risk(table: &Table, previous: Option<&Table>, risks: &mut Vec<Risk>) {
    let Some(previous) = previous else {
        risks.push(Risk {
            table: table.name.clone(),
            column: None,
            attribute: None,
        });
        return;
    };
    if risks
        .iter()
        .any(|risk| risk.table == table.name && risk.column.is_none())
    {
        return;
    }
    let added = table
        .columns
        .iter()
        .filter(|column| previous.column(&column.name).is_none());
    risks.extend(
        added
            .filter(|column| column.generated.is_none())
            .map(|column| Risk {
                table: table.name.clone(),
                column: Some(column.clone()),
                attribute: None,
            }),
    );
}

async fn count(connection: &mut Connection, risk: &Risk) -> Result<Rows, Error> {
    let query = format!(
        "SET LOCAL row_security = off; SELECT count(*) FROM (SELECT FROM {}{} LIMIT {}) AS at_risk",
        qualified(&risk.table),
        risk.condition(),
        MOST + 1
    );
    match connection.query(&query).await {
        Ok(rows) => {
            let count = rows.into_iter().flatten().flatten().next();
            let count = count.and_then(|count| count.parse().ok()).unwrap_or_default();
            Ok(if count > MOST {
                Rows::MoreThan(MOST)
            } else {
                Rows::Counted(count)
            })
        }
        // The table, or the column, is not there (any more): nothing is lost with it.
        Err(error) if matches!(error.code(), Some("42P01" | "42703" | "3F000")) => Ok(Rows::Counted(0)),
        Err(error) if error.code() == Some("42501") => Ok(Rows::Hidden),
        Err(error) => Err(error),
    }
}

/// The condition that a row holds something in the column that nobody could tell without it.
fn holds_something(column: &Column) -> String {
    let name = ident(&column.name);
    match &column.default {
        Some(default) if is_constant(default) => {
            format!(
                " WHERE {name} IS DISTINCT FROM {}",
                default_value(default, &column.data_type)
            )
        }
        _ => format!(" WHERE {name} IS NOT NULL"),
    }
}

fn is_constant(default: &Expression) -> bool {
    match default {
        Expression::Literal(_) => true,
        Expression::Cast { value, .. } => is_constant(value),
        _ => false,
    }
}
